package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/provider/shape"
)

// computedNames are the attributes that ModifyPlan decides.
var computedNames = map[string]bool{"pool": true, "pool_name": true, "pool_id": true, "scheduling": true, "impact": true, "cost": true, "status": true, "preset_revision": true}

// encode makes the planned lane.
func (p *planning) encode(ctx context.Context, out lane.Output) *draft {
	w := p.plan.draft()
	switch {
	case out.Nothing: // the framework may have made computed attributes unknown over a difference that is none
		for name := range computedNames {
			w.set(name, p.state.attrs[name])
		}
	case out.Undecided:
		w.set("pool", types.ObjectUnknown(shape.PoolType().AttrTypes))
		w.set("scheduling", types.ObjectUnknown(schedulingType.AttrTypes))
		w.set("impact", types.ObjectUnknown(impactType.AttrTypes))
		w.set("cost", types.ObjectUnknown(costType.AttrTypes))
		w.set("status", types.ObjectUnknown(statusType.AttrTypes))
		p.setNames(w, out.PoolName)
	case out.Pool != nil:
		w.set("preset_revision", types.Int64Value(int64(out.Revision)))
		w.set("pool", shape.PoolObject(withUnknownMaps(out.Pool)))
		w.set("impact", plannedImpact(out))
		w.set("cost", p.cost(ctx, out))
		p.setNames(w, out.PoolName)
		w.set("scheduling", schedulingObject(out.Contract))
		w.set("status", p.plannedStatus(out))
	}
	return w
}

func plannedImpact(out lane.Output) types.Object {
	if out.ImpactUnknown {
		return types.ObjectUnknown(impactType.AttrTypes)
	}
	return impactObject(out.Impact)
}

func (p *planning) plannedStatus(out lane.Output) types.Object {
	if out.Prior == nil || p.in.PartlyUnknown || out.Rotates {
		return types.ObjectUnknown(statusType.AttrTypes)
	}
	was, _ := p.state.attrs["status"].(types.Object)
	return plannedStatus(was, out.Impact, out.Writes)
}

// withUnknownMaps is a pool as a plan may show it. An element of a map that turns
// out null is none, and Terraform wants every element that it was shown: a map
// with an unknown one is unknown as a whole. Deliberately not labels: the others
// are worth seeing, and one that turns out null is left to Terraform to refuse.
func withUnknownMaps(pool lane.Settings) lane.Settings {
	for f, v := range pool {
		if f.Kind == lane.StringMap && f != lane.Labels && !v.IsWhollyKnown() {
			pool = pool.Put(f, lane.Unknown)
		}
	}
	return pool
}

func (p *planning) setNames(w *draft, name lane.Value) {
	w.set("pool_name", shape.ValueFor(name, shape.TextField))
	id := types.StringUnknown()
	if p.plan.clusterErr == nil && !name.IsUnknown() {
		id = types.StringValue(azure.PoolRef{Cluster: p.plan.cluster, Name: name.Text()}.ID())
	}
	w.set("pool_id", id)
}

package provider

import (
	"context"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/provider/shape"
)

// computedNames are the attributes that ModifyPlan decides.
var computedNames = append(slices.Sorted(maps.Keys(laneComputedAttributes())), "preset_revision")

// encode builds the planned lane.
func (p *planning) encode(ctx context.Context, out lane.Output) *draft {
	w := p.plan.draft()
	switch {
	case out.Nothing: // the framework may have marked computed attributes unknown because of a difference that is not one
		for _, name := range computedNames {
			w.set(name, p.state.attrs[name])
		}
	case out.Undecided:
		w.set("pool", types.ObjectUnknown(shape.PoolType().AttrTypes))
		w.set("scheduling", shape.Scheduling.Unknown())
		w.set("impact", shape.Impact.Unknown())
		w.set("cost", shape.Cost.Unknown())
		w.set("status", shape.Status.Unknown())
		p.setNames(w, out.PoolName)
	case out.Pool != nil:
		w.set("preset_revision", types.Int64Value(int64(out.Revision)))
		w.set("pool", shape.PoolObject(withUnknownMaps(out.Pool)))
		w.set("impact", plannedImpact(out))
		w.set("cost", p.cost(ctx, out))
		p.setNames(w, out.PoolName)
		w.set("scheduling", shape.Scheduling.Value(out.Contract))
		w.set("status", p.plannedStatus(out))
	}
	return w
}

func plannedImpact(out lane.Output) types.Object {
	if out.ImpactUnknown {
		return shape.Impact.Unknown()
	}
	return shape.ImpactValue(out.Impact)
}

func (p *planning) plannedStatus(out lane.Output) types.Object {
	if out.Prior == nil || p.in.PartlyUnknown || out.Rotates {
		return shape.Status.Unknown()
	}
	was, _ := p.state.attrs["status"].(types.Object)
	if !out.Writes {
		return was
	}
	return shape.PlannedStatus(was, out.Impact)
}

// withUnknownMaps is a pool as a plan may show it. A map element that turns out to
// be null does not exist, but Terraform requires every element that the plan
// showed. A map with an unknown element is therefore unknown as a whole. Labels are
// deliberately an exception: the other labels are worth seeing, and Terraform
// refuses a label that turns out to be null.
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

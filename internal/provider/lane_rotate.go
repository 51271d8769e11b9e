package provider

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane/check"
	"github.com/workload-lanes/terraform-provider-aks/internal/provider/shape"
	"github.com/workload-lanes/terraform-provider-aks/internal/rollout"
)

// rotatesFrom is the name of the pool that another pool replaces: planned now, or
// left over from an earlier run. It is "" if there is no rotation.
func (a *laneApply) rotatesFrom(before *laneModel, left *azure.Operation) string {
	if was := before.text("pool_name").ValueString(); was != a.ref.Name {
		return was
	}
	return left.Owed(a.ref.Name)
}

// rotate replaces the old pool with the new one. The state moves to the new pool as
// soon as that exists. While the old pool exists too, private state names it.
func (a *laneApply) rotate(ctx context.Context, before *laneModel, from string, left *azure.Operation) {
	resumed := before.text("pool_name").ValueString() == a.ref.Name
	job, r := a.job(), a.plan.rotation()
	r.Old = azure.PoolRef{Cluster: a.ref.Cluster, Name: from}
	r.Unused = left != nil && left.Begun && strings.EqualFold(from, left.Old)
	job.IgnorePDB = false // belongs to the destroy; a rotation has on_blocked
	job.Found = left.LaneWasOn(a.ref.Name)
	if resumed {
		job.Prior = before.pool()
	} else {
		r.Prior = before.pool()
	}
	// In a resumed rotation the lane is already on its new pool, and the old pool
	// may have another mode.
	job.KeepSystem = left != nil && left.Old != "" && a.levels.Level(check.LastSystemPool) != check.Off || a.keepsSystem(before)
	out, err := rollout.Rotate(ctx, job, r)
	switch {
	case out.Pool == nil:
	case out.Pool.Ref.Name == from:
		a.stays(before, out)
	case err != nil && !rollout.IsBlocked(err) && resumed:
		a.unfinished(out)
	default:
		a.finish(out)
	}
	if err != nil && !rollout.IsBlocked(err) {
		a.plan.addErrorAt(a.diags, "Unable to rotate the node pool", err)
	}
	report(job.RotationNotices(r, out, err), a.plan, a.diags)
}

// stays puts the lane back on the old pool, in the pool's current state and with
// what the author had written before: the rotation still has to be done.
func (a *laneApply) stays(before *laneModel, out rollout.Outcome) {
	ref, pool := out.Pool.Ref, out.Pool
	own := lane.Observe(before.pool().Put(lane.Name, lane.Known(ref.Name)), pool.Set, before.intent(0, lane.Defaults{}, a.ignore).Ignore)
	w := before.draft()
	w.set("pool", shape.PoolObject(own))
	w.set("pool_name", types.StringValue(ref.Name))
	w.set("pool_id", types.StringValue(ref.ID()))
	w.set("scheduling", shape.Scheduling.Value(lane.ContractOf(own, lane.Known(ref.Name))))
	w.set("status", shape.StatusValue(pool.Status))
	w.write(a.ctx, a.state, a.diags)
	setIdentity(a.ctx, a.identity, before.identityRef(ref), a.diags)
	remember(a.ctx, a.private, keyLive, privateLiveOf(pool), a.diags)
	a.remember(out.Pending)
}

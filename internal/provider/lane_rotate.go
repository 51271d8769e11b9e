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

// rotatesFrom is the name of the pool that another one takes over from: planned
// now, or left over by an earlier run; "" where nothing rotates.
func (a *laneApply) rotatesFrom(before *laneModel, pending azure.Operation) string {
	if was := before.text("pool_name").ValueString(); was != a.ref.Name {
		return was
	}
	return owedBy(pending, a.ref.Name)
}

// owedBy is the other pool of an unfinished rotation, which is to be deleted; ""
// where there is none. The lane's own pool never is, whatever is remembered:
// somebody has deleted the one that took over from it.
func owedBy(pending azure.Operation, own string) string {
	if strings.EqualFold(pending.Old, own) {
		return ""
	}
	return pending.Old
}

// named reports whether an unfinished rotation has a pool of that name which the
// lane was on at any time.
func named(pending azure.Operation, pool string) bool {
	return pending.Old != "" && strings.EqualFold(pending.Pool, pool) || !pending.Begun && strings.EqualFold(pending.Old, pool)
}

// rotate lets the new pool take over. The state moves to it as soon as it is
// there; as long as the old one is there too, private state names it.
func (a *laneApply) rotate(ctx context.Context, before *laneModel, from string, pending azure.Operation) {
	r := a.plan.rotation()
	r.Old = azure.PoolRef{Cluster: a.ref.Cluster, Name: from}
	if pending.Begun && strings.EqualFold(from, pending.Old) {
		// The lane was never on it: there is nothing to keep, and no way back to it.
		r.Keep, r.Soak = false, 0
		if r.OnBlocked == rollout.Rollback {
			r.OnBlocked = rollout.Pause
		}
	}
	job := a.job()
	job.IgnorePDB = false // is for the destroy; on_blocked is for a rotation
	job.Found = named(pending, a.ref.Name)
	if before.text("pool_name").ValueString() == a.ref.Name {
		job.Prior = before.pool()
	} else {
		r.Prior = before.pool()
	}
	// Resumed, the lane is on its new pool already, and the old one may be another kind.
	job.KeepSystem = pending.Old != "" && a.levels.Level(check.LastSystemPool) != check.Off || a.keepsSystem(before)
	out, err := rollout.Rotate(ctx, job, r)
	switch {
	case out.Pool == nil:
	case out.Pool.Ref.Name == from:
		a.stays(before, out)
	case err != nil && !rollout.IsBlocked(err) && before.text("pool_name").ValueString() == a.ref.Name:
		a.unfinished(out)
	default:
		a.finish(out)
	}
	facts := "\n\nLane: " + a.plan.name.ValueString() + "\nNew node pool: " + a.ref.Name + "\nOld node pool: " + from + "\nCluster: " + a.ref.Cluster.String()
	switch {
	case rollout.IsBlocked(err):
		a.diags.AddWarning("The rotation has paused", "The new node pool is in service, and the old one cannot be drained: "+detailOf(err)+facts+
			"\n\nThe next apply goes on from there. rotation = { on_blocked = \"force\" } disregards the budgets, \"rollback\" takes the new node pool away again. With the settings that the old node pool has, the lane goes back to it.")
	case err != nil:
		a.plan.addErrorAt(a.diags, "Unable to rotate the node pool", err)
		if out.Pool != nil && out.Pool.Ref.Name == from {
			a.diags.AddWarning("The rotation was rolled back", "The lane is on its old node pool again, and the new one is gone."+facts+
				"\n\nThe next apply tries the rotation anew; to stay, write the settings that the old node pool has.")
		}
		if out.Pool != nil && out.Pending != nil && out.Pending.Old != "" {
			a.diags.AddWarning("The rotation has not come to its end", "Both node pools stay, and nothing of them is forgotten."+facts+
				"\n\nThe next apply goes on from there. With the settings that the old node pool has, it goes back to that.")
		}
	case out.Interrupted:
		a.diags.AddWarning("The rotation is still going on", "The wait ended before AKS did."+facts+
			"\n\nThe next apply goes on from there. timeouts = { update = … } makes it wait longer.")
	}
}

// stays puts the lane back on the old pool, as it is there, with what the author
// had written before: the rotation is still to be done.
func (a *laneApply) stays(before *laneModel, out rollout.Outcome) {
	ref, pool := out.Pool.Ref, out.Pool
	own := lane.Observe(before.pool().Put(lane.Name, lane.Known(ref.Name)), pool.Set, before.intent(0, lane.Defaults{}, a.ignore).Ignore)
	w := before.draft()
	w.set("pool", shape.PoolObject(own))
	w.set("pool_name", types.StringValue(ref.Name))
	w.set("pool_id", types.StringValue(ref.ID()))
	w.set("scheduling", schedulingObject(lane.ContractOf(own, lane.Known(ref.Name))))
	w.set("status", statusObject(pool.Status))
	w.write(a.ctx, a.state, a.diags)
	setIdentity(a.ctx, a.identity, before.identityRef(ref), a.diags)
	remember(a.ctx, a.private, keyLive, privateLiveOf(pool), a.diags)
	a.remember(out.Pending)
}

// deleteAll deletes the pool that a rotation has left, and then the lane's: pods
// of the first land on the second, and should budgets keep them the lane stays
// where its state says.
func (r *laneResource) deleteAll(ctx context.Context, l rollout.Lane, old string) (rollout.Outcome, error) {
	if old != "" {
		first := l
		first.Ref.Name = old
		if out, err := rollout.Delete(ctx, first); err != nil || out.Interrupted {
			return out, err
		}
	}
	return rollout.Delete(ctx, l)
}

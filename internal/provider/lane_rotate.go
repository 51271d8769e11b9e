package provider

import (
	"context"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
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

// owed is the pool that an unfinished rotation has left; "" where there is none.
func (c *laneChange) owed() string {
	if c.pending == nil || c.state == nil {
		return ""
	}
	return owedBy(*c.pending, c.state.text("pool_name").ValueString())
}

// rotate lets the new pool take over. The state moves to it as soon as it is
// there; as long as the old one is there too, private state names it.
func (a *laneApply) rotate(ctx context.Context, before *laneModel, from string, resumed bool) {
	r := a.plan.rotation()
	r.Old = azure.PoolRef{Cluster: a.ref.Cluster, Name: from}
	job := a.job()
	job.Prior, job.Found = before.pool(), resumed
	out, err := rollout.Rotate(ctx, job, r)
	switch {
	case out.Pool == nil:
	case err != nil && !rollout.IsBlocked(err) && before.text("pool_name").ValueString() == a.ref.Name:
		a.unfinished(out)
	default:
		a.finish(out)
	}
	facts := "\n\nLane: " + a.plan.name.ValueString() + "\nNew node pool: " + a.ref.Name + "\nOld node pool: " + from + "\nCluster: " + a.ref.Cluster.String()
	switch {
	case rollout.IsBlocked(err):
		a.diags.AddWarning("The rotation has paused", "The new node pool is in service, and the old one cannot be drained: "+detailOf(err)+facts+
			"\n\nThe next apply goes on from there. rotation = { on_blocked = \"force\" } disregards the budgets, \"rollback\" takes the new node pool away again.")
	case err != nil:
		a.plan.addErrorAt(a.diags, "Unable to rotate the node pool", err)
	case out.Interrupted:
		a.diags.AddWarning("The rotation is still going on", "The wait ended before AKS did."+facts+
			"\n\nThe next apply goes on from there. timeouts = { update = … } makes it wait longer.")
	}
}

// deleteAll deletes the lane's pool, and the one that a rotation has left.
func (r *laneResource) deleteAll(ctx context.Context, l rollout.Lane, old string) (rollout.Outcome, error) {
	out, err := rollout.Delete(ctx, l)
	if err != nil || out.Interrupted || old == "" {
		return out, err
	}
	l.Ref.Name = old
	return rollout.Delete(ctx, l)
}

package provider

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane/check"
)

// planDestroy plans nothing: a deletion shows nothing but itself. It says what
// goes, and refuses what may not.
func (r *laneResource) planDestroy(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.State.Raw.IsNull() {
		return
	}
	m, diags := readLane(ctx, req.State)
	if diags.HasError() || m.pool() == nil {
		return // deliberately silent: the deletion itself will tell
	}
	f := formerOf(ctx, m, req.Private, &resp.Diagnostics)
	if r.plans.appliedTo(f.key()) {
		return // an object that this very apply has replaced: its deletion looks again
	}
	cluster := r.clusterOf(ctx, f)
	f.look(cluster)
	switch {
	case f.refuses():
		resp.Diagnostics.AddError("Lane refuses to be deleted", f.object().Refusal("The plan deletes the lane"))
	case m.release():
		r.destroyed(ctx, f, "", &resp.Diagnostics)
		resp.Diagnostics.AddWarning("Lane is released", fmt.Sprintf("Node pool %s stays with its %s, and Terraform forgets it: on_destroy = { action = \"release\" }.\n\n%s",
			f.text("pool_name").ValueString(), lane.Counted(f.status.Nodes, "node"), f.object().Facts()))
	case !f.owns():
		resp.Diagnostics.AddWarning("Node pool is kept", "Another object has taken the node pool over since: this one is forgotten, and the node pool stays as it is.\n\n"+f.object().Facts())
	default:
		r.destroyed(ctx, f, "", &resp.Diagnostics)
		resp.Diagnostics.AddWarning("Node pool is deleted", r.removalText(ctx, f, cluster))
	}
}

// clusterOf is the cluster as it is; nil where it cannot be read.
func (r *laneResource) clusterOf(ctx context.Context, f *former) *azure.Cluster {
	ref, err := f.ref()
	if err != nil || r.client == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, factsTimeout)
	defer cancel()
	cluster, err := r.client.Cluster(ctx, ref.Cluster)
	if err != nil {
		return nil
	}
	return cluster
}

// look takes the mark from the cluster as it is, where that can be read: a state
// that was not refreshed may not know who holds the pool.
func (f *former) look(cluster *azure.Cluster) {
	if cluster == nil {
		return
	}
	if pool := cluster.Pool(f.text("pool_name").ValueString()); pool != nil && f.live.Set != nil {
		f.live.Set = f.live.Set.Put(lane.Tags, pool.Set.Get(lane.Tags))
	}
}

// removalText says what goes with a lane: nodes, what becomes pending, and how long
// it may take.
func (r *laneResource) removalText(ctx context.Context, f *former, cluster *azure.Cluster) string {
	var b strings.Builder
	name := f.text("pool_name").ValueString()
	fmt.Fprintf(&b, "Node pool %s is deleted with its %s", name, lane.Counted(f.status.Nodes, "node"))
	if f.status.Nodes > 0 {
		b.WriteString(", which are drained first")
		if f.ignorePDB() {
			b.WriteString(" without regard to disruption budgets")
		}
	}
	b.WriteString(".")
	if pending := r.pending(f, cluster); pending != "" {
		b.WriteString(" " + pending)
	}
	if wait, diags := f.timeouts().Delete(ctx, defaultDeleteTimeout); !diags.HasError() {
		fmt.Fprintf(&b, " The apply waits for it, %d minutes at most.", int(wait.Minutes()))
	}
	return b.String() + "\n\n" + f.object().Facts()
}

// pending says which pods find no node after the deletion; "" where others of the
// lane's group remain, or nothing is known.
func (r *laneResource) pending(f *former, cluster *azure.Cluster) string {
	contract := lane.ContractOf(f.pool(), lane.Known(f.text("pool_name").ValueString()))
	if cluster == nil || contract.SelectorUnknown || len(contract.NodeSelector) != 1 {
		return ""
	}
	for key, value := range contract.NodeSelector {
		if !contract.ByPool() && r.remains(f, cluster, key, value.Text()) {
			return ""
		}
		return fmt.Sprintf("Pods that select on %s = %s stay pending: no other node pool of the cluster has this label.", key, value.Text())
	}
	return ""
}

// remains reports whether another node pool of the cluster carries a label when
// the plan is done: as far as it is planned by now.
func (r *laneResource) remains(f *former, cluster *azure.Cluster, key, value string) bool {
	lanes, _ := r.plans.sofar()
	id := cluster.ID.Key()
	carries := func(s lane.Settings) bool { return s.Get(lane.Labels).Map()[key].Text() == value }
	planned := map[string]bool{}
	for _, l := range lanes {
		if l.Cluster != id || laneKey(id, l.Name) == f.key() {
			continue
		}
		planned[strings.ToLower(l.Pool)] = true
		if l.After != nil && carries(l.After) {
			return true
		}
	}
	return slices.ContainsFunc(cluster.Pools, func(p *azure.Pool) bool {
		return !planned[strings.ToLower(p.Ref.Name)] && !strings.EqualFold(p.Ref.Name, f.text("pool_name").ValueString()) && p.Status.State != "Deleting" && carries(p.Set)
	})
}

// destroyed guards the cluster against the deletion of a lane's pool. Nothing
// else stands in the way of a destroy. replacement is the lane that is made
// afterwards in its place; "" for none.
func (r *laneResource) destroyed(ctx context.Context, f *former, replacement string, diags *diag.Diagnostics) {
	ref, err := f.ref()
	if err != nil || r.client == nil || f.pool() == nil {
		return
	}
	s := leaving(f.object(), replacement)
	s.Live = ref.Name
	if f.release() {
		r.plans.put(check.Lane{Cluster: ref.Cluster.Key(), Name: s.Name, Pool: s.Live, Before: s.Before, After: s.Before, Nodes: s.Nodes, Released: true}, nil)
		return
	}
	r.enter(ref.Cluster, s.Name, s, &check.Claim{Lane: s.Name, Pool: s.Live, Deletes: true})
	e := &checker{services: r.services, cluster: ref.Cluster, subject: s, diags: diags}
	e.surroundings(ctx)
}

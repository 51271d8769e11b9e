package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane/check"
)

// planDestroy plans nothing: the plan of a deletion shows only the deletion itself.
// It reports what is deleted, and refuses deletions that are not allowed.
func (r *laneResource) planDestroy(ctx context.Context, m *laneModel, priv private, diags *diag.Diagnostics) {
	if m.pool() == nil {
		return // deliberately silent: the deletion itself will report it
	}
	f := formerOf(ctx, m, priv, diags)
	if r.objects.Applied(f.key()) {
		return // an object that this very apply has replaced: its deletion checks again
	}
	cluster := r.clusterOf(ctx, f)
	f.look(cluster)
	switch {
	case f.refuses():
		diags.AddError("Lane refuses to be deleted", f.object().Refusal("The plan deletes the lane"))
	case m.release():
		r.destroyed(ctx, f, "", diags)
		diags.AddWarning("Lane is released", fmt.Sprintf("Node pool %s is kept with its %s, and Terraform removes it from the state: on_destroy = { action = \"release\" }.\n\n%s",
			f.text("pool_name").ValueString(), lane.Counted(f.status.Nodes, "node"), withClusterID(f.object().Facts(), m.cluster)))
	case !f.owns():
		diags.AddWarning("Node pool is kept", "Another object has taken over the node pool. This one is removed from the state, and the node pool is not changed.\n\n"+withClusterID(f.object().Facts(), m.cluster))
	default:
		r.destroyed(ctx, f, "", diags)
		diags.AddWarning("Node pool is deleted", r.removal(ctx, f, cluster))
	}
}

// clusterOf is the current cluster; nil if it cannot be read.
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

// look takes the mark from the current cluster if that can be read: a state that
// was not refreshed may not know which object holds the pool.
func (f *former) look(cluster *azure.Cluster) {
	if cluster == nil {
		return
	}
	if pool := cluster.Pool(f.text("pool_name").ValueString()); pool != nil && f.live.Set != nil {
		f.live.Set = f.live.Set.Put(lane.Tags, pool.Set.Get(lane.Tags))
	}
}

// removal describes what is deleted with a lane.
func (r *laneResource) removal(ctx context.Context, f *former, cluster *azure.Cluster) string {
	var facts check.Facts
	if cluster != nil {
		facts = check.Facts{Cluster: judgedCluster(cluster.ID, cluster), Lanes: r.lanes.Near(cluster.ID.Key())}
	}
	wait, _ := f.timeouts().Delete(ctx, defaultDeleteTimeout)
	return check.Removal(facts, f.object(), f.ignorePDB(), wait)
}

// destroyed guards the cluster against the deletion of a lane's pool. Nothing else
// prevents a destroy. replacement is the lane that is created afterwards in its
// place; "" if there is none.
func (r *laneResource) destroyed(ctx context.Context, f *former, replacement string, diags *diag.Diagnostics) {
	ref, err := f.ref()
	if err != nil || r.client == nil || f.pool() == nil {
		return
	}
	s := check.Leaving(f.object(), replacement)
	s.Live = ref.Name
	if f.release() {
		r.lanes.Put(check.Released(ref.Cluster.Key(), s), nil)
		return
	}
	r.lanes.Put(check.LaneOf(ref.Cluster.Key(), s), &check.Claim{Lane: s.Name, Pool: s.Live, Deletes: true})
	e := &checker{services: r.services, cluster: ref.Cluster, subject: s, diags: diags}
	e.surroundings(ctx)
}

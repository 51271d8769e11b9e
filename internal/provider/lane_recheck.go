package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane/check"
)

// recheck runs the checks that are repeated at apply, such as the one of the
// Kubernetes version, on the current cluster: the plan may be from yesterday, or
// may have assumed that the same apply changes the cluster first. It reads the
// cluster only if one of these checks concerns the change. If the cluster cannot be
// read, or is running an operation now, it reports nothing.
//
// An error that the lane shares with others, and that another lane has reported in
// this apply, refuses it too.
func (a *laneApply) recheck(ctx context.Context, before *laneModel, live privateLive) bool {
	if r := a.lanes.Refused(a.plan.key()); r.Title != "" {
		a.diags.AddAttributeError(path.Root("cluster_id"), r.Title, r.Detail)
		return false
	}
	s := check.Subject{Name: a.plan.name.ValueString(), Purpose: a.plan.purpose.ValueString(), Pool: a.pool}
	if before != nil {
		status := statusOf(before, live)
		s.Before, s.Nodes, s.Version = before.pool().Over(live.Set), status.Nodes, status.Version
		s.Impact = lane.Compare(a.held(before), a.pool, live.Set, status)
	}
	e := &checker{services: a.services, cluster: a.ref.Cluster, subject: s, diags: a.diags, cfg: a.plan}
	for _, c := range check.Table() {
		if !c.Again || !e.concerns(c) {
			continue
		}
		if e.facts.Cluster == nil {
			cluster, err := a.client.FreshCluster(ctx, a.ref.Cluster)
			if err != nil || !azure.Settled(cluster.State) {
				return true
			}
			e.facts.Cluster = judgedCluster(a.ref.Cluster, cluster)
		}
		e.reportAs(c, c.Ask(e.facts, s), check.Error)
	}
	return !a.diags.HasError()
}

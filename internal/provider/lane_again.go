package provider

import (
	"context"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane/preflight"
)

// again asks the checks that are for the apply too, such as that of the Kubernetes
// version, of the cluster as it is now: the plan may be of yesterday, or have
// trusted that the same apply changes the cluster first. The cluster is read only
// where one of them concerns the change; one that cannot be read, or is at an
// operation of its own right now, accuses nobody.
func (a *laneApply) again(ctx context.Context, before *laneModel, live privateLive) bool {
	s := preflight.Subject{Name: a.plan.name.ValueString(), Purpose: a.plan.purpose.ValueString(), Pool: a.pool}
	if before != nil {
		status := statusOf(before.object("status"), live)
		s.Before, s.Nodes, s.Version = before.pool().Over(live.Set), status.Nodes, status.Version
		s.Impact = lane.Compare(before.pool(), a.pool, live.Set, status)
	}
	e := &trial{services: a.services, cluster: a.ref.Cluster, subject: s, diags: a.diags, at: a.plan.at}
	for _, c := range preflight.Checks() {
		if !c.Again || e.checks.Of(c) == preflight.Off || !c.On(s) {
			continue
		}
		if e.facts.Cluster == nil {
			cluster, err := a.client.FreshCluster(ctx, a.ref.Cluster)
			if err != nil || !azure.Settled(cluster.State) {
				return true
			}
			e.facts.Cluster = judgedCluster(a.ref.Cluster, cluster)
		}
		for _, f := range c.Ask(e.facts, s) {
			e.report(c, f, preflight.Error, "preflight")
		}
	}
	return !a.diags.HasError()
}

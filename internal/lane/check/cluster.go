package check

import (
	"fmt"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

var clusterChecks = []Check{
	{
		ID: "cluster-missing", Level: Warn, Code: "ResourceNotFound",
		Title:  "Cluster does not exist",
		Text:   "A node pool needs an existing cluster.",
		Remedy: "Check cluster_id, its subscription and its resource group. If this apply creates the cluster, reference that resource's id, so that the cluster is created first.",
		Needs:  OfExistence, On: creates, Find: clusterMissing,
	},
	{
		ID: "cluster-stopped", Level: Error, Code: "OperationNotAllowed",
		Title:  "Cluster is stopped",
		Text:   "No node pool can be created or changed in a stopped cluster.",
		Remedy: "Start the cluster: `az aks start`.",
		Needs:  OfCluster, On: written, Find: stopped,
	},
	{
		ID: "cluster-busy", Level: Error, Code: "OperationNotAllowed",
		Title:  "Cluster is busy",
		Text:   "No node pool can be created or changed while an operation on the cluster itself runs.",
		Remedy: `Plan again once it has finished. If the check is set to "warn", the apply waits for it.`,
		Needs:  OfCluster, On: written, Find: busy,
	},
	{
		ID: "pool-limit", Level: Error, Code: "MaxAgentPoolCountReached",
		Title:  "Cluster has no room for another node pool",
		Text:   "A cluster can have a limited number of node pools, usually 100.",
		Remedy: "Remove a lane, or use another cluster.",
		Needs:  OfCluster | OfPlan, On: made, Find: poolLimit,
	},
	{
		ID: "node-limit", Level: Warn, Code: Accepted,
		Title:  "Cluster may grow beyond its limit",
		Text:   "A cluster has at most 5000 nodes.",
		Remedy: "Lower capacity.max, or use another cluster.",
		Needs:  OfCluster | OfPlan, On: moved(reaches...), Find: nodeLimit,
	},
	{
		ID: "auto-provisioning", Level: Warn, Code: Accepted,
		Title:  "Two autoscalers in one cluster",
		Text:   "Node auto-provisioning and the cluster autoscaler interfere with each other.",
		Remedy: "Write capacity = { nodes = … }, or nodes for each size, or turn node auto-provisioning off.",
		Needs:  OfCluster, On: moved(lane.Min, lane.Max, lane.VirtualMachines), Find: autoProvisioning,
	},
}

// mostNodes is the maximum number of nodes in a cluster.
const mostNodes = 5000

func nodes(n int64) string { return counted(n, "node") }

// counted returns a number with its noun: "1 node", "2 nodes".
func counted(n int64, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %ss", n, one)
}

func stopped(f Facts, _ Subject) []Finding {
	return at(strings.EqualFold(f.Cluster.Power, "Stopped"), nil, "Cluster %s is stopped.", lane.ClusterName(f.Cluster.ARM)).shared(f.Cluster.ID)
}

func busy(f Facts, _ Subject) []Finding {
	switch f.Cluster.State {
	case "", "Succeeded", "Failed", "Canceled":
		return nil
	}
	return at(true, nil, "Cluster %s is %s.", lane.ClusterName(f.Cluster.ARM), f.Cluster.State).shared(f.Cluster.ID)
}

func poolLimit(f Facts, s Subject) []Finding {
	n, open := f.atMost(s, func(lane.Settings, int64) int64 { return 1 })
	if f.Cluster.MaxPools == 0 {
		return nil
	}
	return over(n, open, f.Cluster.MaxPools, "pools of "+f.Cluster.ID, nil, "With this lane the cluster would have %d node pools, and its limit is %d.", n+open, f.Cluster.MaxPools)
}

func nodeLimit(f Facts, s Subject) []Finding {
	if !f.grows(s) {
		return nil
	}
	n, open := f.atMost(s, func(_ lane.Settings, nodes int64) int64 { return nodes })
	return over(n, open, mostNodes, "nodes of "+f.Cluster.ID, s.mostField(), "At maximum size, with surge, the cluster's node pools would have %d nodes.", n+open)
}

func autoProvisioning(f Facts, s Subject) []Finding {
	scaled := lane.CapacityOf(s.Pool).Scales()
	return at(scaled && strings.EqualFold(f.Cluster.Provisioning, "Auto"), s.mostField(), "The lane uses the autoscaler, and the cluster uses node auto-provisioning.")
}

func clusterMissing(f Facts, _ Subject) []Finding {
	if f.Missing == "" {
		return nil
	}
	what := fmt.Sprintf("Azure has no cluster %s in this resource group and subscription.", lane.ClusterName(f.Missing))
	return found{{What: what, Note: "Cluster: " + f.Missing}}.shared(f.Missing)
}

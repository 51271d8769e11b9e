package preflight

import (
	"fmt"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// mostNodes is how many nodes a cluster has at most.
const mostNodes = 5000

func nodes(n int64) string { return counted(n, "node") }

// counted is "1 node", "2 nodes".
func counted(n int64, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %ss", n, one)
}

func stopped(f Facts, _ Subject) []Finding {
	return find(strings.EqualFold(f.Cluster.Power, "Stopped"), nil, "The cluster is stopped.")
}

func busy(f Facts, _ Subject) []Finding {
	switch f.Cluster.State {
	case "", "Succeeded", "Failed", "Canceled":
		return nil
	}
	return find(true, nil, "The cluster is %s.", f.Cluster.State)
}

func windowsProfile(f Facts, s Subject) []Finding {
	return find(s.windows() && !f.Cluster.Windows, lane.OSSKU, "The lane runs Windows, and the cluster was made without a Windows profile.")
}

func windowsNetwork(f Facts, s Subject) []Finding {
	plugin := f.Cluster.NetworkPlugin
	return find(s.windows() && plugin != "" && !strings.EqualFold(plugin, "azure"), lane.OSSKU, "The lane runs Windows, and the cluster's network plugin is %s.", plugin)
}

func egressGateway(f Facts, _ Subject) []Finding {
	return find(!f.Cluster.EgressGateway, lane.Mode, "The mode is Gateway, and the cluster's static egress gateway is off.")
}

func poolLimit(f Facts, s Subject) []Finding {
	n, open := f.atMost(s, func(lane.Settings, int64) int64 { return 1 })
	if f.Cluster.MaxPools == 0 {
		return nil
	}
	return over(n, open, f.Cluster.MaxPools, nil, "With this lane the cluster would have %d node pools, and it takes %d.", n+open, f.Cluster.MaxPools)
}

func nodeLimit(f Facts, s Subject) []Finding {
	if !f.grows(s) {
		return nil
	}
	n, open := f.atMost(s, func(_ lane.Settings, nodes int64) int64 { return nodes })
	return over(n, open, mostNodes, s.mostField(), "At their greatest, with surge, the cluster's node pools would have %d nodes.", n+open)
}

func autoProvisioning(f Facts, s Subject) []Finding {
	scaled := lane.CapacityOf(s.Pool).Scales()
	return find(scaled && strings.EqualFold(f.Cluster.Provisioning, "Auto"), s.mostField(), "The lane has the autoscaler on, and the cluster has node auto-provisioning.")
}

// twinTaken: a pool of the new one's name that is not the lane's, or a lane of
// this plan that makes one. What a lane of the plan gives up is free in time, or
// is not: it is left to the apply.
func twinTaken(f Facts, s Subject) []Finding {
	name := lane.Name.Text(s.Pool)
	if name == "" || s.Returns || strings.EqualFold(name, s.Live) {
		return nil
	}
	for _, l := range f.Lanes {
		pool := l.Pool
		if l.Before == nil {
			pool = l.Name
		}
		switch {
		case l.Cluster != "" && l.Cluster != f.Cluster.ID, strings.EqualFold(l.Name, s.Name):
		case strings.EqualFold(pool, name) && l.After == nil:
			return nil
		case strings.EqualFold(pool, name):
			return find(true, lane.Name, "The rotation would make the node pool %s, and lane %s has that name.", name, l.Name)
		}
	}
	for _, p := range f.Cluster.Pools {
		mark, marked := lane.ParseMark(p.Set)
		switch {
		case !strings.EqualFold(p.Name, name), marked && mark.Lane == s.Name:
		case marked:
			return find(true, lane.Name, "The rotation would make the node pool %s, and lane %s has that name.", name, mark.Lane)
		default:
			return find(true, lane.Name, "The rotation would make the node pool %s, and the cluster has one of that name which is not this lane's.", name)
		}
	}
	return nil
}

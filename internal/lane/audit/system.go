package audit

import (
	"fmt"
	"slices"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

func system(p Pool) bool  { return lane.Mode.Text(p.Set) == "System" }
func ofAKS(p Pool) bool   { return lane.OfAKS(p.Set) }
func gateway(p Pool) bool { return lane.Mode.Text(p.Set) == "Gateway" }
func stopped(p Pool) bool {
	return lane.Power.Text(p.Set) == "Stopped" || p.Status.Power == "Stopped"
}

// guarded reports whether a taint keeps ordinary pods away, or may do so: unknown
// taints count.
func guarded(p Pool) bool {
	return !lane.Open(p.Set)
}

// floor returns the minimum number of nodes of a pool; ok is false if it is not
// known.
func floor(p Pool) (int64, bool) {
	if c := lane.CapacityOf(p.Set); p.Set.Has(c.FewestField()) {
		return c.Fewest()
	}
	return p.Status.Nodes, p.Status.Nodes > 0
}

func singlePool(v view) string {
	if len(v.Pools) != 1 || v.HostedSystem || ofAKS(v.Pools[0]) {
		return ""
	}
	return fmt.Sprintf("the cluster has only one pool, %q", v.Pools[0].Name)
}

// systemFloor returns the minimum number of nodes of all system pools together; it
// is not known if AKS has its own system nodes.
func systemFloor(v view) (nodes int64, known bool) {
	if v.HostedSystem || slices.ContainsFunc(v.Pools, ofAKS) {
		return 0, false
	}
	for _, p := range v.Pools {
		if !system(p) {
			continue
		}
		n, ok := floor(p)
		if !ok {
			return 0, false
		}
		nodes, known = nodes+n, true
	}
	return nodes, known
}

func systemSingleNode(v view) string {
	if n, known := systemFloor(v); !known || n > 1 {
		return ""
	}
	return "the system pools may have only one node"
}

func systemFewNodes(v view) string {
	n, known := systemFloor(v)
	if !known || n != 2 {
		return ""
	}
	return "the system pools may have only 2 nodes"
}

func systemSmallSize(_ view, p Pool) string {
	h := p.hardware()
	vcpus, known := h.VCPUs()
	memory, told := h.MemoryGB()
	switch {
	case !system(p):
	case h.Burstable():
		return fmt.Sprintf("system nodes are of the B-series: %s", h.Name)
	case known && vcpus < 4:
		return fmt.Sprintf("system nodes have %d vCPUs: %s", vcpus, h.Name)
	case told && memory < 4:
		return fmt.Sprintf("system nodes have %g GB of memory: %s", memory, h.Name)
	}
	return ""
}

// systemOpen finds nothing for the only pool of a cluster: single-pool reports that.
func systemOpen(v view, p Pool) string {
	if !system(p) || len(v.Pools) < 2 || guarded(p) {
		return ""
	}
	return "no taint keeps workloads from the system pool"
}

func noOpenPool(v view) string {
	maybe := func(p Pool) bool {
		_, known := lane.NodeTaints(p.Set)
		return !known || !gateway(p) && !ofAKS(p) && !stopped(p) && !guarded(p)
	}
	if len(v.Pools) == 0 || slices.ContainsFunc(v.Pools, maybe) {
		return ""
	}
	return "every pool has a taint that keeps ordinary pods away"
}

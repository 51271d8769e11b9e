package audit

import (
	"fmt"
	"slices"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// special returns the purpose of a pool if its machines cost more than others;
// otherwise "".
func special(p Pool) string {
	purpose, _ := lane.Classify(p.Set)
	if preset, err := lane.FindPreset(purpose, 0); err != nil || !preset.Costly {
		return ""
	}
	return purpose
}

func spot(p Pool) bool { return lane.Priority.Text(p.Set) == lane.SpotPriority }

func machines(p Pool) bool { return lane.PoolType.Text(p.Set) == "VirtualMachines" }

func specialUntainted(_ view, p Pool) string {
	if purpose := special(p); purpose != "" && !guarded(p) {
		return fmt.Sprintf("a %s pool has no taint", purpose)
	}
	return ""
}

// mostNodes is AKS's own limit for a pool: a maximum that high limits nothing.
const mostNodes = 1000

// specialNoCeiling finds nothing for VirtualMachines pools with fixed numbers, or if
// the maximum is not known.
func specialNoCeiling(_ view, p Pool) string {
	purpose, capacity := special(p), lane.CapacityOf(p.Set)
	most, known := capacity.Most()
	switch {
	case purpose == "" || capacity.PerSize() && !capacity.Scales() || !known:
	case !capacity.Scales():
		return fmt.Sprintf("a %s pool has no autoscaler and therefore no maximum", purpose)
	case most >= mostNodes:
		return fmt.Sprintf("the maximum of a %s pool is %d nodes, the AKS limit", purpose, most)
	}
	return ""
}

func autoscalerFixed(_ view, p Pool) string {
	capacity := lane.CapacityOf(p.Set)
	fewest, _ := capacity.Fewest()
	most, _ := capacity.Most()
	if !capacity.Scales() || !capacity.Known() || fewest != most {
		return ""
	}
	return fmt.Sprintf("the autoscaler's minimum and maximum are both %d", fewest)
}

// zonesMissing finds nothing if the pool is meant to be regional: the preset of its
// purpose is regional, its nodes are placed by other means, or it cannot have zones.
func zonesMissing(v view, p Pool) string {
	offered := p.Zones
	if offered == nil {
		offered = v.Zones
	}
	purpose, _ := lane.Classify(p.Set)
	preset, err := lane.FindPreset(purpose, 0)
	placed, perhaps := lane.Placed(p.Set)
	zones := lane.Zones.In(p.Set)
	if len(offered) < 2 || err != nil || !preset.Zonal || placed || perhaps || machines(p) || zones.IsUnknown() || len(zones.Set()) > 0 {
		return ""
	}
	return fmt.Sprintf("the pool has no zones, and its size is offered in %s", strings.Join(offered, ", "))
}

func windowsUntainted(_ view, p Pool) string {
	if lane.OSType.Text(p.Set) != "Windows" || guarded(p) {
		return ""
	}
	return "no taint keeps other pods off the Windows nodes"
}

// group returns the value of a lane's label; "" if the pool has none.
func group(p Pool) string { return lane.Labels.In(p.Set).Map()[lane.LabelName].Text() }

// sibling reports whether pods of a spot pool can continue in the other pool. With a
// group, that is a pool in the same group; without one, any pool of ordinary
// machines with the same operating system.
func sibling(p, other Pool) bool {
	if spot(other) || stopped(other) || gateway(other) {
		return false
	}
	if group(p) != "" {
		return group(p) == group(other)
	}
	return !system(other) && lane.OSType.Same(lane.OSType.In(p.Set), lane.OSType.In(other.Set))
}

func spotAlone(v view, p Pool) string {
	if !spot(p) || slices.ContainsFunc(v.Pools, func(other Pool) bool { return sibling(p, other) }) {
		return ""
	}
	if g := group(p); g != "" {
		return fmt.Sprintf("the spot pool has no on-demand pool in its group %q", g)
	}
	return "the cluster has no on-demand pool for the spot pool's pods"
}

func spotExpander(v view) string {
	expander, told := v.Autoscaler["expander"]
	if !told || slices.Contains(strings.Split(expander, ","), "priority") {
		return ""
	}
	for _, p := range v.Pools {
		if spot(p) && group(p) != "" && slices.ContainsFunc(v.Pools, func(other Pool) bool { return sibling(p, other) }) {
			what := fmt.Sprintf("group %q has spot and on-demand pools, and the autoscaler's expander is %q", group(p), expander)
			if wait := v.Autoscaler["max-node-provision-time"]; wait != "" {
				what += "; it waits " + wait + " for a node before it tries another pool"
			}
			return what
		}
	}
	return ""
}

func groupUnbalanced(v view) string {
	if balanced, told := v.Autoscaler["balance-similar-node-groups"]; !told || balanced == "true" {
		return ""
	}
	zones := map[string]string{}
	for _, p := range v.Pools {
		own := lane.Zones.In(p.Set).Set()
		if group(p) == "" || len(own) != 1 || own[0] == lane.AutoZone || !lane.CapacityOf(p.Set).Scales() || spot(p) {
			continue
		}
		if other, seen := zones[group(p)]; seen && other != own[0] {
			return fmt.Sprintf("group %q has a pool for each zone, and the autoscaler does not balance them", group(p))
		}
		zones[group(p)] = own[0]
	}
	return ""
}

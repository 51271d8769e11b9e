package simulator

import "fmt"

// The maximum number of nodes in a pool, which is the maximum of a scale set.
const maxNodes = 1000

// countRules: the number of nodes (facts: 3.2, 3.4).
func countRules() []rule {
	return []rule{
		{"count-user", always, "InvalidParameter", "agentPoolProfile.count", verbatim, userCount},
		{"count-system", always, "InvalidParameter", "agentPoolProfile.count", verbatim, systemCount},
		{"autoscaler-range-missing", always, "InvalidParameter", "agentPoolProfile.minCount", invalidParameter, rangeMissing},
		{"autoscaler-min-user", always, "InvalidParameter", "agentPoolProfile.minCount", invalidParameter, minOutOfRange},
		{"autoscaler-min-system", always, "InvalidParameter", "agentPoolProfile.minCount", invalidParameter, systemMinOutOfRange},
		{"autoscaler-max", always, "InvalidParameter", "agentPoolProfile.maxCount", invalidParameter, maxOutOfRange},
		{"autoscaler-min-above-max", always, "InvalidParameter", "agentPoolProfile.minCount", invalidParameter, minAboveMax},
		{"upgrade-above-scale-set", onUpdate, "OperationNotAllowed", "", verbatim, upgradeAboveScaleSet},
	}
}

// Under the autoscaler AKS checks the range and not the count.
func userCount(p *proposal) string {
	if p.wants.system() || value(p.wants.EnableAutoScaling) || p.wants.virtualMachines() {
		return ""
	}
	return countOutside(p.wants.Count, 0)
}

// systemCount adds up all sizes of a pool of type VirtualMachines; each of its profiles
// has its own limit (machines-count, machines-range).
func systemCount(p *proposal) string {
	switch {
	case !p.wants.system():
		return ""
	case p.wants.virtualMachines():
		return countOutside(ref(min(p.wants.bound(leastOf), maxNodes)), 1)
	case value(p.wants.EnableAutoScaling):
		return ""
	default:
		return countOutside(p.wants.Count, 1)
	}
}

func countOutside(count *int32, least int32) string {
	if n := value(count); n >= least && n <= maxNodes {
		return ""
	}
	return fmt.Sprintf("agentPoolProfile.count was %d. It must be greater or equal to minCount:%d and less than or equal to maxCount:%d. "+
		"If allowedMinCount was expected to be 0 but is 1: 1) The nodepool is a VMAS pool. 2) api Version is less than 2020-03-01. 3) The node is a system pool.",
		value(count), least, maxNodes)
}

// scales reports whether there is an autoscaler range to check.
func (p *proposal) scales() bool { return value(p.wants.EnableAutoScaling) }

func rangeMissing(p *proposal) string {
	if p.scales() && !p.wants.virtualMachines() && (p.wants.MinCount == nil || p.wants.MaxCount == nil) {
		return "minCount and maxCount are required when enableAutoScaling is true"
	}
	return ""
}

func minOutOfRange(p *proposal) string {
	if p.scales() && !p.wants.system() {
		return rangeOutside("minCount", p.wants.MinCount, 0)
	}
	return ""
}

func systemMinOutOfRange(p *proposal) string {
	if p.scales() && p.wants.system() {
		return rangeOutside("minCount", p.wants.MinCount, 1)
	}
	return ""
}

func maxOutOfRange(p *proposal) string {
	if p.scales() {
		return rangeOutside("maxCount", p.wants.MaxCount, 1)
	}
	return ""
}

func rangeOutside(field string, n *int32, least int32) string {
	if n == nil || *n >= least && *n <= maxNodes {
		return ""
	}
	return fmt.Sprintf("%s was %d, it must be between %d and %d", field, *n, least, maxNodes)
}

func minAboveMax(p *proposal) string {
	if !p.scales() || p.wants.MinCount == nil || p.wants.MaxCount == nil || *p.wants.MinCount <= *p.wants.MaxCount {
		return ""
	}
	return fmt.Sprintf("minCount %d is greater than maxCount %d", *p.wants.MinCount, *p.wants.MaxCount)
}

func upgradeAboveScaleSet(p *proposal) string {
	count, surge := value(p.wants.Count), p.wants.surge()
	if p.upgradeTarget() == "" || count+surge <= maxNodes {
		return ""
	}
	return fmt.Sprintf("Upgrade is not allowed: the agent pool has %d nodes and would surge by %d, a scale set has at most %d.", count, surge, maxNodes)
}

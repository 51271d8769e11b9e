package simulator

import (
	"fmt"
	"strings"
)

// quotaRules: what is left of the core quotas (facts: 3.2). AKS counts the nodes that
// the request adds now and those that an upgrade would add temporarily. It does not
// count those that the autoscaler may add later.
func quotaRules() []rule {
	const code = "ErrCode_InsufficientVCPUQuota"
	return []rule{
		{"quota-regional", always, code, "", verbatim, regionalQuota},
		{"quota-family", always, code, "", verbatim, familyQuota},
		{"quota-spot", always, code, "", verbatim, spotQuota},
	}
}

// added is the number of nodes of each size that the request adds, surge included.
func (p *proposal) added() map[string]int64 { return p.addedWith(p.surge()) }

func (p *proposal) addedWith(surge int32) map[string]int64 {
	added := p.wants.nodesBySize()
	if p.before != nil {
		for size, nodes := range p.before.nodesBySize() {
			added[size] -= nodes
		}
	}
	if kind, reimage := p.kind(); (kind == creating || reimage) && !p.wants.virtualMachines() {
		added[value(p.wants.VMSize)] += int64(surge)
	}
	return added
}

func (p *proposal) addedCores() (total int64, byFamily map[string]int64) { return p.coresOf(p.added()) }

func (p *proposal) coresOf(added map[string]int64) (total int64, byFamily map[string]int64) {
	byFamily = map[string]int64{}
	for name, nodes := range added {
		if size := p.catalog.size(name); size != nil {
			total += nodes * size.vCPUs()
			byFamily[size.Family] += nodes * size.vCPUs()
		}
	}
	return total, byFamily
}

// left is the unused part of a quota in the cluster's location.
func (p *proposal) left(quota string) int64 {
	used := p.usage(p.cluster.Subscription, p.cluster.location())
	now := used[quota]
	if !totals(quota) {
		now = used[strings.ToLower(quota)]
	}
	return p.catalog.limit(p.cluster.Subscription, p.cluster.location(), quota) - now
}

func regionalQuota(p *proposal) string {
	if p.wants.spot() {
		return ""
	}
	requested, _ := p.addedCores()
	return p.short(regionalCores, requested)
}

func spotQuota(p *proposal) string {
	if !p.wants.spot() {
		return ""
	}
	requested, _ := p.addedCores()
	return p.short(spotCores, requested)
}

func (p *proposal) short(quota string, requested int64) string {
	left := p.left(quota)
	if requested <= 0 || requested <= left {
		return ""
	}
	return fmt.Sprintf("Insufficient regional vcpu quota left for location %s. left regional vcpu quota %d, requested quota %d. If you want to increase the quota, please follow this instruction: https://learn.microsoft.com/en-us/azure/quotas/view-quotas. Surge nodes would also consume vcpu quota, please consider use smaller maxSurge or use maxUnavailable to proceed upgrade without surge nodes, details: aka.ms/aks/maxUnavailable.",
		p.cluster.location(), left, requested)
}

func familyQuota(p *proposal) string {
	if p.wants.spot() {
		return ""
	}
	_, byFamily := p.addedCores()
	for _, family := range sortedKeys(byFamily) {
		if left := p.left(family); byFamily[family] > 0 && byFamily[family] > left {
			return fmt.Sprintf("Insufficient vcpu quota requested %d, remaining %d for family %s for region %s.",
				byFamily[family], left, family, p.cluster.location())
		}
	}
	return ""
}

package simulator

import (
	"math"
)

// spotRules: pools of Spot machines (facts: 3.2, 3.6).
func spotRules() []rule {
	return []rule{
		{"spot-surge", always, "InvalidParameter", "agentPoolProfile.upgrade.maxSurge", invalidParameter, spotSurge},
		{"spot-unavailable", always, "InvalidParameter", "agentPoolProfile.upgradeSettings.maxUnavailable", invalidParameter, spotUnavailable},
		{"spot-price", always, "InvalidParameter", "agentPoolProfile.spotMaxPrice", invalidParameter, spotPrice},
		{"spot-scale-set", onCreate, "InvalidParameter", "agentPoolProfile.scaleSetPriority", invalidParameter, spotWithoutScaleSet},
		{"spot-load-balancer", onCreate, "SLBRequiredForMultipleAgentPools", "", verbatim, spotOnBasicLoadBalancer},
		{"spot-size", onCreate, "VMSizeNotSupported", "agentPoolProfile.vmSize", invalidParameter, sizeWithoutSpot},
	}
}

func spotSurge(p *proposal) string {
	if p.wants.spot() && p.settings().MaxSurge != nil {
		return "Spot pools can't set max surge"
	}
	return ""
}

func spotUnavailable(p *proposal) string {
	if p.wants.spot() && p.settings().MaxUnavailable != nil {
		return "Spot pools can't set maxUnavailable"
	}
	return ""
}

func spotPrice(p *proposal) string {
	price := p.wants.SpotMaxPrice
	if !p.wants.spot() || price == nil || *price == -1 {
		return ""
	}
	scaled := *price * 100000
	if *price > 0 && math.Abs(scaled-math.Round(scaled)) < 1e-6 {
		return ""
	}
	return "the maximum price has to be -1 or greater than 0 with at most 5 decimal places"
}

func spotWithoutScaleSet(p *proposal) string {
	if p.wants.spot() && p.wants.virtualMachines() {
		return "Spot pools have to be of type VirtualMachineScaleSets"
	}
	return ""
}

func spotOnBasicLoadBalancer(p *proposal) string {
	if p.wants.spot() && oneOf(p.cluster.text("properties", "networkProfile", "loadBalancerSku"), "basic") {
		return "Spot agent pools need a managed cluster with a Standard Load Balancer."
	}
	return ""
}

func sizeWithoutSpot(p *proposal) string {
	if p.wants.spot() && p.size != nil && !p.size.is("LowPriorityCapable") {
		return "the VM size " + p.size.Name + " is not available as Spot"
	}
	return ""
}

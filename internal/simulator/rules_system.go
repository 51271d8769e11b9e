package simulator

import (
	"fmt"
	"strings"
)

// systemRules: pools that run the cluster's own pods (facts: 3.2, 3.5). Burstable sizes
// are documented as unsupported there but accepted in practice, so there is no rule for
// them.
func systemRules() []rule {
	return []rule{
		{"system-linux", always, "SystemPoolMustBeLinux", "agentPoolProfile.osType", verbatim, systemOnWindows},
		{"system-regular", always, "SystemPoolMustBeRegular", "agentPoolProfile.scaleSetPriority", verbatim, systemOnSpot},
		{"system-taints", always, "SystemPoolHasRestrictedTaint", "agentPoolProfile.nodeTaints", verbatim, systemTainted},
		{"system-size", always, "SystemPoolSkuTooLow", "agentPoolProfile.vmSize", verbatim, systemTooSmall},
		{"system-max-pods", always, "InsufficientMaxPods", "agentPoolProfile.maxPods", verbatim, systemTooFewPods},
		{"system-unavailable", always, "InvalidParameter", "agentPoolProfile.upgradeSettings.maxUnavailable", invalidParameter, systemUnavailable},
		{"system-stop", onUpdate, "OperationNotAllowed", "", verbatim, systemStopped},
		{"stop-unsettled", onUpdate, "OperationNotAllowed", "", verbatim, stopUnsettled},
		{"stop-auto-provisioning", onUpdate, "OperationNotAllowed", "", verbatim, stopUnderAutoProvisioning},
		{"system-last", onUpdate, "MustDefineAtLeastOneSystemPool", "", verbatim, lastSystemFlipped},
	}
}

func systemOnWindows(p *proposal) string {
	if p.wants.system() && p.wants.windows() {
		return "System node pool '" + p.name + "' must be of OS type Linux."
	}
	return ""
}

func systemOnSpot(p *proposal) string {
	if p.wants.system() && p.wants.spot() {
		return "System node pool '" + p.name + "' must have scale set priority Regular."
	}
	return ""
}

func systemTainted(p *proposal) string {
	if !p.wants.system() {
		return ""
	}
	for _, taint := range p.wants.NodeTaints {
		key, _, _ := strings.Cut(taint, "=")
		key, _, _ = strings.Cut(key, ":")
		if key != "CriticalAddonsOnly" && !strings.HasSuffix(taint, ":PreferNoSchedule") {
			return "Operation failed due to insufficient nodes for system pod scheduling. Placing custom taints on system pool is not supported(except 'CriticalAddonsOnly' taint or taint effect is 'PreferNoSchedule'). Please refer to https://aka.ms/aks/system-taints for detail"
		}
	}
	return ""
}

// systemTooSmall: the message says "more than", but in practice 2 cores and 4 GB are
// accepted. In a pool of type VirtualMachines, every size has to meet this.
func systemTooSmall(p *proposal) string {
	if !p.wants.system() {
		return ""
	}
	for _, name := range p.wants.sizes() {
		if size := p.catalog.size(name); size != nil && (size.vCPUs() < 2 || size.number("MemoryGB") < 4) {
			return fmt.Sprintf("System node pool must use VM sku with more than 2 cores and 4GB memory. Nodepool name: %s.", p.name)
		}
	}
	return ""
}

func systemTooFewPods(p *proposal) string {
	room := value(p.wants.MaxPods) * p.wants.nodes()
	if !p.wants.system() || room >= 30 {
		return ""
	}
	return fmt.Sprintf("System node pool '%s' has room for %d pods only, it needs room for at least 30 pods.", p.name, room)
}

func systemUnavailable(p *proposal) string {
	if p.wants.system() && positive(value(p.settings().MaxUnavailable)) {
		return "System pools can't set maxUnavailable"
	}
	return ""
}

// stops reports whether the request stops a running pool (facts: 2.3).
func (p *proposal) stops() bool { return p.wants.stopped() && !p.before.stopped() }

func systemStopped(p *proposal) string {
	if p.wants.system() && p.stops() {
		return "System node pool '" + p.name + "' cannot be stopped."
	}
	return ""
}

func stopUnsettled(p *proposal) string {
	if state := value(p.before.ProvisioningState); p.stops() && state != succeeded {
		return "Node pool '" + p.name + "' cannot be stopped in the provisioning state " + state + ", it has to be Succeeded."
	}
	return ""
}

func stopUnderAutoProvisioning(p *proposal) string {
	if p.stops() && oneOf(p.cluster.text("properties", "nodeProvisioningProfile", "mode"), "Auto") {
		return "Node pool '" + p.name + "' cannot be stopped while node auto-provisioning is enabled in the managed cluster."
	}
	return ""
}

func lastSystemFlipped(p *proposal) string {
	if !p.before.system() || p.wants.system() || otherSystemPools(p.cluster, p.name) > 0 {
		return ""
	}
	return "Must define at least one system pool."
}

package simulator

import (
	"encoding/base64"
	"fmt"
	"strings"
)

// combinationRules: settings that cannot be combined (facts: 3.9).
func combinationRules() []rule {
	const fips, security, gpu = "agentPoolProfile.enableFIPS", "agentPoolProfile.securityProfile", "agentPoolProfile.gpuProfile"
	const profile, reservation = "agentPoolProfile.virtualMachinesProfile", "agentPoolProfile.capacityReservationGroupID"
	const gateway = "agentPoolProfile.gatewayProfile"
	return []rule{
		{"fips-ubuntu2404", always, "InvalidParameter", fips, invalidParameter, fipsOnUbuntu2404},
		{"fips-arm64", always, "InvalidParameter", fips, invalidParameter, fipsOnArm64},
		{"fips-confidential", always, "InvalidParameter", fips, invalidParameter, fipsOnConfidential},
		{"fips-trusted-launch", always, "InvalidParameter", fips, invalidParameter, fipsWithTrustedLaunch},
		{"container-linux-size", always, "InvalidOSSKU", "agentPoolProfile.osSKU", invalidParameter, containerLinuxSize},
		{"trusted-launch-size", always, "InvalidParameter", security, invalidParameter, trustedOnWrongSize},
		{"trusted-launch-kata", always, "InvalidParameter", security, invalidParameter, trustedWithKata},
		{"secure-boot-gpu-driver", always, "InvalidParameter", security, invalidParameter, secureBootWithDriver},
		{"kata", onCreate, "InvalidWorkloadRuntimeSettingError", "agentPoolProfile.workloadRuntime", verbatim, kataUnsupported},
		{"artifact-streaming", always, "InvalidParameter", "agentPoolProfile.artifactStreamingProfile", invalidParameter, streamingUnsupported},
		{"deallocate-ephemeral", always, "InvalidParameter", "agentPoolProfile.scaleDownMode", invalidParameter, deallocateEphemeral},
		{"gpu-driver-size", onCreate, "InvalidParameter", gpu, invalidParameter, driverWithoutGPU},
		{"placement-one-zone", onCreate, "PPGNotSupportMultipleZones", "agentPoolProfile.proximityPlacementGroupID", verbatim, placementOverZones},
		{"placement-scale-set", onCreate, "PPGSupportsVMSSOnly", "agentPoolProfile.proximityPlacementGroupID", verbatim, placementWithoutScaleSet},
		{"reservation-spot", onCreate, "CRGConflictWithSpotVM", reservation, verbatim, reservationWith("Spot", (*AgentPoolProperties).spot)},
		{"reservation-ultra", onCreate, "CRGConflictWithUltraSSD", reservation, verbatim, reservationWith("ultra disks", func(p *AgentPoolProperties) bool { return value(p.EnableUltraSSD) })},
		{"reservation-placement", onCreate, "CRGConflictWithPPG", reservation, verbatim, reservationWith("a proximity placement group", func(p *AgentPoolProperties) bool { return value(p.ProximityPlacementGroupID) != "" })},
		{"reservation-host", onCreate, "CRGConflictWithDedicatedHost", reservation, verbatim, reservationWith("a dedicated host group", func(p *AgentPoolProperties) bool { return value(p.HostGroupID) != "" })},
		{"reservation-identity", onCreate, "InvalidParameter", reservation, invalidParameter, reservationIdentity},
		{"machines-family", always, "InvalidParameter", profile, invalidParameter, machinesFamily},
		{"machines-snapshot", onCreate, "InvalidParameter", "agentPoolProfile.creationData", invalidParameter, machinesSnapshot},
		{"machines-identity", onCreate, "InvalidParameter", "agentPoolProfile.vnetSubnetID", invalidParameter, machinesIdentity},
		{"gateway-enabled", onCreate, "InvalidParameter", "agentPoolProfile.mode", invalidParameter, gatewayNotEnabled},
		{"gateway-autoscaler", always, "InvalidParameter", "agentPoolProfile.enableAutoScaling", invalidParameter, gatewayScales},
		{"gateway-prefix", always, "InvalidParameter", gateway, invalidParameter, gatewayPrefix},
		{"gateway-pod-subnet", onCreate, "InvalidParameter", "agentPoolProfile.podSubnetID", invalidParameter, gatewayPodSubnet},
		{"gateway-profile", onCreate, "InvalidParameter", gateway, invalidParameter, gatewayProfileElsewhere},
		{"message-of-the-day", onCreate, "InvalidParameter", "agentPoolProfile.messageOfTheDay", invalidParameter, messageNotBase64},
	}
}

// machine is the pool's VM size, even if the location no longer offers it.
func (p *proposal) machine() *Size { return p.catalog.size(value(p.wants.VMSize)) }

func (p *proposal) fips() bool { return value(p.wants.EnableFIPS) }

func (p *proposal) runsSKU(names ...string) bool { return oneOf(value(p.wants.OSSKU), names...) }

func fipsOnUbuntu2404(p *proposal) string {
	if p.fips() && p.runsSKU("Ubuntu2404") {
		return "FIPS is not supported with OSSKU 'Ubuntu2404'"
	}
	return ""
}

func fipsOnArm64(p *proposal) string {
	size := p.machine()
	if !p.fips() || size == nil || !size.arm64() || p.runsSKU("AzureLinux", "AzureLinux3") && atLeast(p.kubernetes(), 31) {
		return ""
	}
	return "FIPS on Arm64 needs Azure Linux 3 and Kubernetes 1.31 or newer"
}

func fipsOnConfidential(p *proposal) string {
	if size := p.machine(); p.fips() && size != nil && size.confidential() {
		return "FIPS is not supported with confidential VM sizes"
	}
	return ""
}

func fipsWithTrustedLaunch(p *proposal) string {
	ubuntu2204 := p.runsSKU("Ubuntu2204", "Ubuntu")
	if p.fips() && p.wants.trusted() && !ubuntu2204 && !p.wants.windows() {
		return "FIPS together with Trusted Launch is only supported with Ubuntu 22.04"
	}
	return ""
}

func trustedOnWrongSize(p *proposal) string {
	size := p.machine()
	if !p.wants.trusted() || size == nil || size.generation2() && !size.arm64() && !size.confidential() && !size.is("TrustedLaunchDisabled") {
		return ""
	}
	return "Trusted Launch is not supported with the VM size " + size.Name
}

func (p *proposal) kata() bool { return oneOf(value(p.wants.WorkloadRuntime), "KataVmIsolation") }

func trustedWithKata(p *proposal) string {
	if p.wants.trusted() && p.kata() {
		return "Trusted Launch is not supported with workload runtime KataVmIsolation"
	}
	return ""
}

func secureBootWithDriver(p *proposal) string {
	size := p.machine()
	if value(value(p.wants.SecurityProfile).EnableSecureBoot) && size != nil && size.hasGPU() &&
		strings.HasPrefix(value(p.wants.OSSKU), "Ubuntu") && !oneOf(value(value(p.wants.GPUProfile).Driver), "None") {
		return "Secure Boot on Ubuntu GPU agent pools needs gpuProfile.driver None"
	}
	return ""
}

func containerLinuxSize(p *proposal) string {
	size := p.machine()
	if !p.runsSKU("AzureContainerLinux") || size == nil || size.generation2() {
		return ""
	}
	return "OSSKU 'AzureContainerLinux' needs a VM size of generation 2"
}

func kataUnsupported(p *proposal) string {
	if !p.kata() {
		return ""
	}
	size := p.machine()
	if p.wants.windows() || !atLeast(p.kubernetes(), 27) || size != nil && (!size.generation2() || size.arm64()) {
		return "Workload runtime KataVmIsolation needs Linux, Kubernetes 1.27 or newer and a VM size of generation 2 with nested virtualization."
	}
	return ""
}

func streamingUnsupported(p *proposal) string {
	size := p.machine()
	arm := size != nil && size.arm64()
	if !value(value(p.wants.ArtifactStreamingProfile).Enabled) ||
		!p.wants.windows() && !arm && !p.runsSKU("AzureContainerLinux") && atLeast(p.kubernetes(), 25) {
		return ""
	}
	return "artifact streaming is only supported on Linux agent pools with amd64 sizes and Kubernetes 1.25 or newer, and not with AzureContainerLinux"
}

func deallocateEphemeral(p *proposal) string {
	if oneOf(value(p.wants.ScaleDownMode), "Deallocate") && oneOf(value(p.wants.OSDiskType), "Ephemeral") {
		return "scale down mode Deallocate is not supported with ephemeral OS disks"
	}
	return ""
}

func driverWithoutGPU(p *proposal) string {
	if p.sent.GPUProfile != nil && p.sent.GPUProfile.Driver != nil && p.size != nil && !p.size.hasGPU() {
		return "the VM size " + p.size.Name + " has no GPU"
	}
	return ""
}

func placementOverZones(p *proposal) string {
	if value(p.wants.ProximityPlacementGroupID) != "" && len(p.wants.AvailabilityZones) > 1 {
		return "A proximity placement group cannot be used with more than one availability zone."
	}
	return ""
}

func placementWithoutScaleSet(p *proposal) string {
	if value(p.wants.ProximityPlacementGroupID) != "" && p.wants.virtualMachines() {
		return "A proximity placement group needs an agent pool of type VirtualMachineScaleSets."
	}
	return ""
}

func reservationWith(what string, has func(*AgentPoolProperties) bool) func(*proposal) string {
	return func(p *proposal) string {
		if value(p.wants.CapacityReservationGroupID) != "" && has(p.wants) {
			return "A capacity reservation group cannot be used together with " + what + "."
		}
		return ""
	}
}

func (p *proposal) userIdentity() bool {
	return strings.Contains(strings.ToLower(p.cluster.text("identity", "type")), "userassigned")
}

func reservationIdentity(p *proposal) string {
	if value(p.wants.CapacityReservationGroupID) != "" && !p.userIdentity() {
		return "a capacity reservation group needs a managed cluster with a user-assigned identity"
	}
	return ""
}

func machinesFamily(p *proposal) string {
	if !p.wants.virtualMachines() {
		return ""
	}
	family := ""
	for _, name := range p.wants.sizes() {
		size := p.catalog.size(name)
		if size == nil {
			continue
		}
		if family != "" && family != size.Family {
			return "all sizes of an agent pool of type VirtualMachines have to be of one VM family"
		}
		family = size.Family
	}
	return ""
}

func machinesSnapshot(p *proposal) string {
	if p.wants.virtualMachines() && p.wants.CreationData != nil {
		return "snapshots are not supported with agent pools of type VirtualMachines"
	}
	return ""
}

func machinesIdentity(p *proposal) string {
	if p.wants.virtualMachines() && value(p.wants.VnetSubnetID) != "" && !p.userIdentity() {
		return "agent pools of type VirtualMachines in a custom virtual network need a managed cluster with a user-assigned identity"
	}
	return ""
}

func gatewayNotEnabled(p *proposal) string {
	on, _ := p.cluster.at("properties", "networkProfile", "staticEgressGatewayProfile", "enabled").(bool)
	if p.wants.gateway() && !on {
		return "Gateway agent pools need a managed cluster with the static egress gateway enabled"
	}
	return ""
}

func gatewayScales(p *proposal) string {
	if p.wants.gateway() && p.scales() {
		return "the autoscaler is not supported on Gateway agent pools"
	}
	return ""
}

// gatewayPrefix: the nodes' addresses are taken from one prefix, /28 to /31. The prefix
// limits the number of nodes, from sixteen for /28 to two for /31.
func gatewayPrefix(p *proposal) string {
	if !p.wants.gateway() {
		return ""
	}
	size := int32(31)
	if n := value(p.wants.GatewayProfile).PublicIPPrefixSize; n != nil {
		size = *n
	}
	if size < 28 || size > 31 {
		return fmt.Sprintf("publicIPPrefixSize was %d, it must be between 28 and 31", size)
	}
	if most := int32(1) << (32 - size); value(p.wants.Count) > most {
		return fmt.Sprintf("a prefix of /%d has room for %d nodes, the count is %d", size, most, value(p.wants.Count))
	}
	return ""
}

func gatewayPodSubnet(p *proposal) string {
	if p.wants.gateway() && value(p.wants.PodSubnetID) != "" {
		return "Gateway agent pools cannot have a pod subnet"
	}
	return ""
}

func gatewayProfileElsewhere(p *proposal) string {
	if !p.wants.gateway() && p.wants.GatewayProfile != nil {
		return "a gateway profile can only be set on agent pools of mode Gateway"
	}
	return ""
}

func messageNotBase64(p *proposal) string {
	if _, err := base64.StdEncoding.DecodeString(value(p.wants.MessageOfTheDay)); err != nil {
		return "the message of the day is not base64"
	}
	return ""
}

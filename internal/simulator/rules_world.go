package simulator

import (
	"fmt"
	"slices"
	"strings"
)

// worldRules: checks that depend on the subscription's features, and on the subnets and
// encryption that the world describes (facts: 3.1, 3.8, 3.9).
func worldRules() []rule {
	const subnet, security = "agentPoolProfile.vnetSubnetID", "agentPoolProfile.securityProfile"
	return []rule{
		{"subnet-missing", onCreate, "SubnetNotFound", subnet, verbatim, subnetMissing},
		{"subnet-delegated", onCreate, "SubnetIsDelegated", subnet, verbatim, subnetDelegated},
		{"subnet-full", onCreate, "SubnetIsFull", subnet, verbatim, subnetFull},
		{"feature-encryption-at-host", onCreate, "SubscriptionNotEnabledEncryptionAtHost", "agentPoolProfile.enableEncryptionAtHost", verbatim, encryptionUnregistered},
		{"feature-disable-ssh", always, "PreviewFeatureNotRegistered", security + ".sshAccess", verbatim, sshUnregistered},
		{"ephemeral-customer-key", onCreate, "EphemeralOSAndBYOKNotSupported", "agentPoolProfile.osDiskType", verbatim, ephemeralWithKey},
		{"container-linux-kata", always, "InvalidWorkloadRuntimeSettingError", "agentPoolProfile.workloadRuntime", verbatim, containerLinuxWithKata},
		{"container-linux-channel", always, "InvalidOSSKU", "agentPoolProfile.osSKU", invalidParameter, containerLinuxChannel},
		{"confidential-tdx", onCreate, "VMSizeNotSupported", "agentPoolProfile.vmSize", invalidParameter, confidentialTDX},
		{"host-subscription", onCreate, "InvalidParameter", "agentPoolProfile.hostGroupID", invalidParameter, hostElsewhere},
		{"machines-infiniband", onCreate, "VMSizeNotSupported", "agentPoolProfile.virtualMachinesProfile", invalidParameter, machinesWithInfiniBand},
		{"gateway-dual-stack", onCreate, "InvalidParameter", "agentPoolProfile.mode", invalidParameter, gatewayDualStack},
		{"autoscaler-scale-set", always, "BadRequest", "agentPoolProfile.enableAutoScaling", verbatim, autoscalerWithoutScaleSet},
	}
}

// subnetMissing: a network that neither the world nor a client has defined is assumed
// to exist, with any subnet that is named.
func subnetMissing(p *proposal) string {
	id := value(p.wants.VnetSubnetID)
	network, name, _ := cutLast(id, "/subnets/")
	if id == "" || p.subnet(id) != nil || p.find(network) == nil {
		return ""
	}
	return fmt.Sprintf("Subnet '%s' was not found in virtual network '%s'.", name, network)
}

func subnetDelegated(p *proposal) string {
	subnet := p.subnet(value(p.wants.VnetSubnetID))
	if subnet == nil || subnet.Delegation == "" {
		return ""
	}
	return fmt.Sprintf("Subnet '%s' is delegated to '%s' and cannot be used by an agent pool.", subnet.ID, subnet.Delegation)
}

func subnetFull(p *proposal) string {
	subnet := p.subnet(value(p.wants.VnetSubnetID))
	if subnet == nil || addresses(subnet.CIDR)-5 > subnet.Used {
		return ""
	}
	return fmt.Sprintf("Subnet '%s' is full: all of its addresses are in use.", subnet.ID)
}

// registered reports whether the subscription has a feature. A subscription that does
// not list its features has all of them.
func (p *proposal) registered(feature string) bool {
	subscription := p.catalog.subscription(p.cluster.Subscription)
	return subscription == nil || subscription.Features == nil || oneOf(feature, subscription.Features...)
}

func encryptionUnregistered(p *proposal) string {
	if value(p.wants.EnableEncryptionAtHost) && !p.registered("Microsoft.Compute/EncryptionAtHost") {
		return "The subscription is not enabled for encryption at host: register the feature Microsoft.Compute/EncryptionAtHost."
	}
	return ""
}

func sshUnregistered(p *proposal) string {
	asked := value(p.sent.SecurityProfile).SSHAccess
	if p.before != nil && oneOf(value(value(p.before.SecurityProfile).SSHAccess), value(asked)) {
		return ""
	}
	if oneOf(value(asked), "Disabled") && !p.registered("Microsoft.ContainerService/DisableSSHPreview") {
		return "Preview feature Microsoft.ContainerService/DisableSSHPreview not registered."
	}
	return ""
}

func ephemeralWithKey(p *proposal) string {
	if p.cluster.text("properties", "diskEncryptionSetID") != "" && oneOf(value(p.sent.OSDiskType), "Ephemeral") {
		return "Ephemeral OS disks are not supported with a disk encryption set."
	}
	return ""
}

// containerLinuxWithKata is checked when a pool starts to use that operating system.
func containerLinuxWithKata(p *proposal) string {
	if sku := p.osSKU(); sku != nil && sku.name == "AzureContainerLinux" && p.kata() {
		return "Workload runtime KataVmIsolation is not supported with OSSKU AzureContainerLinux."
	}
	return ""
}

// containerLinuxChannel is checked when a pool starts to use that operating system.
func containerLinuxChannel(p *proposal) string {
	channel := p.cluster.text("properties", "autoUpgradeProfile", "nodeOSUpgradeChannel")
	if sku := p.osSKU(); sku == nil || sku.name != "AzureContainerLinux" || channel == "" || oneOf(channel, "NodeImage", "None") {
		return ""
	}
	return "OSSKU 'AzureContainerLinux' needs the node OS upgrade channel NodeImage or None, the managed cluster has " + channel
}

func confidentialTDX(p *proposal) string {
	if p.size != nil && p.size.Capabilities["ConfidentialComputingType"] == "TDX" {
		return "the confidential VM size " + p.size.Name + " is not supported: only sizes with AMD SEV-SNP are"
	}
	return ""
}

func hostElsewhere(p *proposal) string {
	id := strings.ToLower(value(p.wants.HostGroupID))
	if id == "" || strings.HasPrefix(id, "/subscriptions/"+strings.ToLower(p.cluster.Subscription)+"/") {
		return ""
	}
	return "the host group has to be in the subscription of the managed cluster"
}

func machinesWithInfiniBand(p *proposal) string {
	if !p.wants.virtualMachines() {
		return ""
	}
	for _, name := range p.wants.sizes() {
		if size := p.catalog.size(name); size != nil && size.is("RdmaEnabled") {
			return "InfiniBand is not supported in agent pools of type VirtualMachines, and " + size.Name + " has it"
		}
	}
	return ""
}

func gatewayDualStack(p *proposal) string {
	families, _ := p.cluster.at("properties", "networkProfile", "ipFamilies").([]any)
	if p.wants.gateway() && slices.Contains(families, any("IPv6")) {
		return "Gateway agent pools are not supported in dual-stack clusters"
	}
	return ""
}

func autoscalerWithoutScaleSet(p *proposal) string {
	if !p.scales() || !p.wants.virtualMachines() {
		return ""
	}
	if scale := value(p.wants.VirtualMachinesProfile).Scale; scale != nil && len(scale.Autoscale) > 0 {
		return ""
	}
	return "AgentPool '" + p.name + "' has set auto scaling as enabled but is not on Virtual Machine Scale Sets"
}

package simulator

import (
	"fmt"
	"net/netip"
	"strings"
)

// networkRules: addresses (facts: 3.2, 3.9).
func networkRules() []rule {
	return []rule{
		{"max-pods", onCreate, "InvalidParameter", "agentPoolProfile.maxPods", invalidParameter, maxPodsOutside},
		{"pod-cidr", always, "InsufficientSubnetSize", "networkProfile.podCIDR", verbatim, podCIDRTooSmall},
		{"subnet-size", always, "InsufficientSubnetSize", "agentPoolProfile.vnetSubnetID", verbatim, subnetTooSmall},
		{"subnet-network", onCreate, "InvalidParameter", "agentPoolProfile.vnetSubnetID", invalidParameter, otherNetwork},
		{"pod-ip-allocation", onCreate, "InvalidParameter", "agentPoolProfile.podIPAllocationMode", invalidParameter, allocationWithoutSubnet},
		{"public-ip-prefix", onCreate, "NodePublicIPCanNotBeFalseWithIPPrefixSet", "agentPoolProfile.nodePublicIPPrefixID", verbatim, prefixWithoutPublicIP},
		{"public-ip-routing", onCreate, "UDRWithNodePublicIPNotAllowed", "agentPoolProfile.enableNodePublicIP", verbatim, publicIPWithRouting},
		{"outbound-nat", onCreate, "InvalidParameter", "agentPoolProfile.windowsProfile.disableOutboundNat", invalidParameter, outboundNATNeeded},
		{"host-ports", always, "InvalidParameter", "agentPoolProfile.networkProfile.allowedHostPorts", invalidParameter, hostPortsMalformed},
	}
}

func maxPodsOutside(p *proposal) string {
	if n := value(p.wants.MaxPods); n < 10 || n > 250 {
		return fmt.Sprintf("maxPods was %d, it must be between 10 and 250", n)
	}
	return ""
}

// most is the maximum number of nodes that a pool may reach: the autoscaler's maximum
// or the count, plus the surge of an upgrade.
func (p *AgentPoolProperties) most() int64 {
	nodes := max(int64(p.nodes()), int64(p.bound(mostOf)))
	if value(p.EnableAutoScaling) {
		nodes = max(nodes, int64(value(p.MaxCount)))
	}
	if p.UpgradeSettings != nil {
		nodes += int64(surgeNodes(int32(min(nodes, maxNodes)), value(p.UpgradeSettings.MaxSurge)))
	}
	return nodes
}

// grows reports whether the request makes the pool need more addresses. If it does not,
// the network's present state is no reason to refuse it.
func (p *proposal) grows() bool {
	return p.before == nil || p.wants.most() > p.before.most()
}

// addresses is the size of an IPv4 range, or 0 if it is not one.
func addresses(cidr string) int64 {
	prefix, err := netip.ParsePrefix(cidr)
	if err != nil || !prefix.Addr().Is4() {
		return 0
	}
	return 1 << (32 - prefix.Bits())
}

// insufficient is AKS's text; the exact wording of its parenthesis is not known.
func insufficient(need, have int64, cidr, name string) string {
	return fmt.Sprintf("Pre-allocated IPs %d exceeds IPs available %d in Subnet Cidr %s, Subnet Name %s. If Autoscaler is enabled, the max-count from each nodepool is counted towards this total (surge nodes included). http://aka.ms/aks/insufficientsubnetsize",
		need, have, cidr, name)
}

// podCIDRTooSmall: in an overlay, every node uses a /24 of the pod range.
func podCIDRTooSmall(p *proposal) string {
	cidr := p.cluster.text("properties", "networkProfile", "podCidr")
	have := addresses(cidr)
	if have == 0 || !p.grows() {
		return ""
	}
	need := p.wants.most() * 256
	for _, other := range p.others() {
		need += other.Properties.most() * 256
	}
	if need <= have {
		return ""
	}
	return insufficient(need, have, cidr, "networkProfile.podCIDR")
}

// subnetTooSmall: a node uses one address, and one more for each of its pods if the
// pods are in the node's subnet too. Azure reserves five addresses of a subnet.
func subnetTooSmall(p *proposal) string {
	subnet := p.subnet(value(p.wants.VnetSubnetID))
	if subnet == nil || !p.grows() {
		return ""
	}
	need := p.addressesIn(subnet, p.wants)
	for _, other := range p.others() {
		need += p.addressesIn(subnet, other.Properties)
	}
	if have := addresses(subnet.CIDR) - 5 - subnet.Used; need > have {
		return insufficient(need, have, subnet.CIDR, subnet.ID[strings.LastIndex(subnet.ID, "/")+1:])
	}
	return ""
}

func (p *proposal) addressesIn(subnet *Subnet, properties *AgentPoolProperties) int64 {
	if !strings.EqualFold(value(properties.VnetSubnetID), subnet.ID) {
		return 0
	}
	perNode := int64(1)
	if p.cluster.text("properties", "networkProfile", "podCidr") == "" && properties.PodSubnetID == nil {
		perNode += int64(value(properties.MaxPods))
	}
	return properties.most() * perNode
}

func (c *catalog) subnet(id string) *Subnet {
	for i := range c.world.Subnets {
		if strings.EqualFold(c.world.Subnets[i].ID, id) {
			return &c.world.Subnets[i]
		}
	}
	return nil
}

// otherNetwork: all pools of a cluster are in one virtual network.
func otherNetwork(p *proposal) string {
	mine, _, _ := cutLast(value(p.wants.VnetSubnetID), "/subnets/")
	for _, other := range p.others() {
		theirs, _, _ := cutLast(value(other.Properties.VnetSubnetID), "/subnets/")
		if mine != "" && theirs != "" && !strings.EqualFold(mine, theirs) {
			return "all agent pools have to be in the same virtual network"
		}
	}
	return ""
}

func allocationWithoutSubnet(p *proposal) string {
	if value(p.wants.PodIPAllocationMode) != "" && value(p.wants.PodSubnetID) == "" {
		return "podIPAllocationMode can only be set together with podSubnetID"
	}
	return ""
}

func prefixWithoutPublicIP(p *proposal) string {
	if value(p.wants.NodePublicIPPrefixID) != "" && !value(p.wants.EnableNodePublicIP) {
		return "enableNodePublicIP must be true when nodePublicIPPrefixID is set."
	}
	return ""
}

func (p *proposal) outboundType() string {
	return p.cluster.text("properties", "networkProfile", "outboundType")
}

func publicIPWithRouting(p *proposal) string {
	if value(p.wants.EnableNodePublicIP) && oneOf(p.outboundType(), "userDefinedRouting") {
		return "Node public IPs are not allowed with outbound type userDefinedRouting."
	}
	return ""
}

func outboundNATNeeded(p *proposal) string {
	if !value(value(p.wants.WindowsProfile).DisableOutboundNat) {
		return ""
	}
	if oneOf(p.outboundType(), "managedNATGateway", "userAssignedNATGateway") && !value(p.wants.EnableNodePublicIP) && p.wants.windows() {
		return ""
	}
	return "outbound NAT can only be disabled on Windows agent pools without node public IPs in a cluster whose outbound type is a NAT gateway"
}

func hostPortsMalformed(p *proposal) string {
	for _, ports := range value(p.wants.NetworkProfile).AllowedHostPorts {
		first, last := value(ports.PortStart), value(ports.PortEnd)
		if first < 1 || last > 65535 || first > last {
			return fmt.Sprintf("the port range %d-%d is not within 1-65535", first, last)
		}
		if protocol := value(ports.Protocol); protocol != "" && !oneOf(protocol, "TCP", "UDP") {
			return fmt.Sprintf("the protocol '%s' is neither TCP nor UDP", protocol)
		}
	}
	return ""
}

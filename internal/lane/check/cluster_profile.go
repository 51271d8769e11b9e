package check

import (
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// surroundingChecks compare a lane with the configuration of its cluster. They only
// warn if another resource of the same apply may fix the problem.
var surroundingChecks = []Check{
	{
		ID: "windows-profile", Level: Error, Code: "WindowsProfileMissing",
		Title:  "Cluster does not support Windows node pools",
		Text:   "The Windows profile can only be set when a cluster is created.",
		Remedy: "Use another cluster, or a Linux os_sku.",
		Needs:  OfCluster, On: made, Find: windowsProfile,
	},
	{
		ID: "windows-network", Level: Error, Code: "AzureCNIOnlyForWindows",
		Title:  "Cluster's network does not support Windows node pools",
		Text:   "Windows nodes need Azure CNI.",
		Remedy: "Use a cluster with Azure CNI, or a Linux os_sku.",
		Needs:  OfCluster, On: made, Find: windowsNetwork,
	},
	{
		ID: "egress-gateway", Level: Warn, Code: "InvalidParameter",
		Title:  "Cluster has no static egress gateway",
		Text:   "Gateway node pools need a cluster with the static egress gateway enabled.",
		Remedy: "Enable it: `az aks update --enable-static-egress-gateway`.",
		Needs:  OfCluster, Again: true, On: madeWith(func(s Subject) bool { return s.is(lane.Mode, "Gateway") }), Find: egressGateway,
	},
	{
		ID: "node-public-ip", Level: Warn, Code: "UDRWithNodePublicIPNotAllowed",
		Title:  "Cluster's outbound type does not allow node public IPs",
		Text:   "With user-defined routing nodes have no public IP addresses.",
		Remedy: "Leave network.node_public_ip out, or change the cluster's outbound type before this lane is created.",
		Needs:  OfCluster, Again: true, On: madeWith(func(s Subject) bool { return lane.NodePublicIP.Bool(s.Pool) }), Find: publicIP,
	},
	{
		ID: "outbound-nat", Level: Warn, Code: "InvalidParameter",
		Title:  "Outbound NAT cannot be turned off",
		Text:   "Outbound NAT of Windows nodes can be off only if the cluster's outbound type is a NAT gateway.",
		Remedy: "Leave network.outbound_nat out, or give the cluster a NAT gateway before this lane is created.",
		Needs:  OfCluster, Again: true, On: madeWith(func(s Subject) bool { return s.known(lane.OutboundNAT) && !lane.OutboundNAT.Bool(s.Pool) }), Find: outboundNAT,
	},
}

func windowsProfile(f Facts, s Subject) []Finding {
	return at(s.windows() && f.Cluster.Windows == nil, lane.OSSKU, "The lane runs Windows, and the cluster was created without a Windows profile.")
}

func windowsNetwork(f Facts, s Subject) []Finding {
	plugin := f.Cluster.Network.Plugin
	return at(s.windows() && plugin != "" && !strings.EqualFold(plugin, "azure"), lane.OSSKU, "The lane runs Windows, and the cluster's network plugin is %s.", plugin)
}

func egressGateway(f Facts, _ Subject) []Finding {
	return at(!f.Cluster.EgressGateway, lane.Mode, "The mode is Gateway, and the cluster's static egress gateway is off.")
}

func publicIP(f Facts, _ Subject) []Finding {
	return at(strings.EqualFold(f.Cluster.Network.OutboundType, "userDefinedRouting"), lane.NodePublicIP,
		"The cluster's outbound type is userDefinedRouting.")
}

func outboundNAT(f Facts, _ Subject) []Finding {
	gateway := strings.Contains(strings.ToLower(f.Cluster.Network.OutboundType), "natgateway")
	return at(f.Cluster.Network.OutboundType != "" && !gateway, lane.OutboundNAT, "The cluster's outbound type is %s.", f.Cluster.Network.OutboundType)
}

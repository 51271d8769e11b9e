package azure

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// clusterOf reads a managed cluster as ARM and Resource Graph write it. The ID is the
// requested one or, if that is empty, the body's own. A property of an unexpected type
// is left out: a property that we do not depend on must not stop a plan.
func clusterOf(id ClusterID, raw []byte) (*Cluster, error) {
	body, err := decodeTree(raw)
	if err != nil {
		return nil, err
	}
	text := func(path string) string { s, _ := lookup(body, path).(string); return s }
	if id == (ClusterID{}) {
		if id, err = ParseClusterID(text("id")); err != nil {
			return nil, err
		}
	}
	out := &Cluster{ID: id, ClusterFacts: factsOf(body)}
	pools, _ := lookup(body, "properties.agentPoolProfiles").([]any)
	for _, p := range pools { // a profile contains a pool's properties and its name
		props, _ := p.(tree)
		name, _ := props["name"].(string)
		out.Pools = append(out.Pools, poolOf(PoolRef{Cluster: id, Name: name}, props))
	}
	return out, nil
}

func factsOf(body tree) lane.ClusterFacts {
	text := func(path string) string { s, _ := lookup(body, path).(string); return s }
	flag := func(path string) bool { b, _ := lookup(body, path).(bool); return b }
	out := lane.ClusterFacts{
		Location: normalLocation(text("location")), State: text("properties.provisioningState"), Power: text("properties.powerState.code"),
		Version: cmp.Or(text("properties.currentKubernetesVersion"), text("properties.kubernetesVersion")),
		Tags:    textsOf(body["tags"]), Tier: text("sku.tier"), SupportPlan: text("properties.supportPlan"), NodeResourceGroup: text("properties.nodeResourceGroup"),
		Autoscaler:     textsOf(lookup(body, "properties.autoScalerProfile")),
		UpgradeChannel: text("properties.autoUpgradeProfile.upgradeChannel"), NodeOSChannel: text("properties.autoUpgradeProfile.nodeOSUpgradeChannel"),
		Provisioning: text("properties.nodeProvisioningProfile.mode"), MaxPools: whole(lookup(body, "properties.maxAgentPools")),
		EgressGateway: flag("properties.networkProfile.staticEgressGatewayProfile.enabled"), HostedSystem: flag("properties.hostedSystemProfile.enabled"),
	}
	const network = "properties.networkProfile."
	out.Network = lane.ClusterNetwork{
		Plugin: text(network + "networkPlugin"), PluginMode: text(network + "networkPluginMode"), Policy: text(network + "networkPolicy"),
		Dataplane: text(network + "networkDataplane"), PodCIDR: text(network + "podCidr"), ServiceCIDR: text(network + "serviceCidr"),
		OutboundType: text(network + "outboundType"), LoadBalancerSKU: text(network + "loadBalancerSku"),
	}
	const windows = "properties.windowsProfile"
	if lookup(body, windows) != nil {
		out.Windows = &lane.WindowsProfile{LicenseType: text(windows + ".licenseType"), CSIProxy: flag(windows + ".enableCSIProxy"), GMSA: flag(windows + ".gmsaProfile.enabled")}
	}
	return out
}

// textsOf converts the values of an object to strings. Most of the autoscaler's
// settings are strings, and some are booleans.
func textsOf(v any) map[string]string {
	object, _ := v.(tree)
	out := make(map[string]string, len(object))
	for k, e := range object {
		switch e := e.(type) {
		case string:
			out[k] = e
		case bool, json.Number:
			out[k] = fmt.Sprint(e)
		}
	}
	return out
}

// normalLocation is the short name of a location: "West Europe" becomes "westeurope".
func normalLocation(name string) string { return strings.ToLower(strings.ReplaceAll(name, " ", "")) }

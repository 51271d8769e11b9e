package azure

import (
	"encoding/json"
	"fmt"
	"strings"
)

// Profile is what a cluster says of itself besides its pools: empty where it is
// not told, or where only the pools may be read.
type Profile struct {
	Tags              map[string]string
	Tier              string // Free, Standard or Premium
	SupportPlan       string // KubernetesOfficial or AKSLongTermSupport
	NodeResourceGroup string // where AKS keeps the machines
	Network           ClusterNetwork
	Autoscaler        map[string]string // by ARM's own keys: "expander", "scan-interval"
	UpgradeChannel    string            // rapid, stable, patch, node-image or none
	NodeOSChannel     string            // None, Unmanaged, NodeImage or SecurityPatch
	Provisioning      string            // node auto-provisioning: Auto or Manual
	MaxPools          int64             // 0 where it does not say
	EgressGateway     bool              // the static egress gateway is on
	Known             bool              // false where only the pools may be read
	Windows           *Windows          // nil where the cluster may have no Windows pool
}

// ClusterNetwork is a cluster's networkProfile.
type ClusterNetwork struct {
	Plugin, PluginMode, Policy, Dataplane, PodCIDR, ServiceCIDR, OutboundType, LoadBalancerSKU string
}

// Windows is a cluster's windowsProfile, without its secrets.
type Windows struct {
	LicenseType    string
	CSIProxy, GMSA bool
}

// LTS reports whether the cluster has long-term support.
func (p Profile) LTS() bool { return p.SupportPlan == "AKSLongTermSupport" }

// clusterOf reads a managed cluster as ARM and Resource Graph write it. The ID is
// the one that it was asked for by, or the body's own. What is of another type than expected is not told: no property
// that we do not depend on may stop a plan.
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
	out := &Cluster{
		ID: id, Location: normalLocation(text("location")), Version: text("properties.currentKubernetesVersion"),
		State: text("properties.provisioningState"), Power: text("properties.powerState.code"), Profile: profileOf(body),
	}
	if out.Version == "" {
		out.Version = text("properties.kubernetesVersion")
	}
	pools, _ := lookup(body, "properties.agentPoolProfiles").([]any)
	for _, p := range pools { // a profile is a pool's properties with its name among them
		props, _ := p.(tree)
		name, _ := props["name"].(string)
		out.Pools = append(out.Pools, poolOf(PoolRef{Cluster: id, Name: name}, props))
	}
	return out, nil
}

func profileOf(body tree) Profile {
	text := func(path string) string { s, _ := lookup(body, path).(string); return s }
	flag := func(path string) bool { b, _ := lookup(body, path).(bool); return b }
	p := Profile{
		Tags: textsOf(body["tags"]), Tier: text("sku.tier"), SupportPlan: text("properties.supportPlan"), NodeResourceGroup: text("properties.nodeResourceGroup"),
		Autoscaler:     textsOf(lookup(body, "properties.autoScalerProfile")),
		UpgradeChannel: text("properties.autoUpgradeProfile.upgradeChannel"), NodeOSChannel: text("properties.autoUpgradeProfile.nodeOSUpgradeChannel"),
	}
	p.Known, p.Provisioning = true, text("properties.nodeProvisioningProfile.mode")
	p.EgressGateway, p.MaxPools = flag("properties.networkProfile.staticEgressGatewayProfile.enabled"), whole(lookup(body, "properties.maxAgentPools"))
	const network = "properties.networkProfile."
	p.Network = ClusterNetwork{
		Plugin: text(network + "networkPlugin"), PluginMode: text(network + "networkPluginMode"), Policy: text(network + "networkPolicy"),
		Dataplane: text(network + "networkDataplane"), PodCIDR: text(network + "podCidr"), ServiceCIDR: text(network + "serviceCidr"),
		OutboundType: text(network + "outboundType"), LoadBalancerSKU: text(network + "loadBalancerSku"),
	}
	const windows = "properties.windowsProfile"
	if lookup(body, windows) != nil {
		p.Windows = &Windows{LicenseType: text(windows + ".licenseType"), CSIProxy: flag(windows + ".enableCSIProxy"), GMSA: flag(windows + ".gmsaProfile.enabled")}
	}
	return p
}

// textsOf spells the values of an object as texts: of the autoscaler's settings
// most are texts, and some are booleans.
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

// normalLocation is the name of a location: "West Europe" is "westeurope".
func normalLocation(name string) string { return strings.ToLower(strings.ReplaceAll(name, " ", "")) }

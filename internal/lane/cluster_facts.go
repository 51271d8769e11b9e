package lane

import "strings"

// ClusterFacts are the facts about a cluster apart from its node pools. A field is
// empty if the cluster does not report it, or if the caller may read only the pools.
// Source: the managed clusters API at APIVersion.
type ClusterFacts struct {
	Partial bool // the caller may read only the pools

	Location string // "westeurope"
	Version  string // of the control plane: "1.35.7"
	State    string // provisioningState
	Power    string // Running or Stopped

	Tags              map[string]string
	Tier              string // Free, Standard or Premium
	SupportPlan       string // KubernetesOfficial or AKSLongTermSupport
	NodeResourceGroup string // where AKS keeps the machines
	Network           ClusterNetwork
	Autoscaler        map[string]string // by ARM's keys: "expander", "scan-interval"
	UpgradeChannel    string            // rapid, stable, patch, node-image or none
	NodeOSChannel     string            // None, Unmanaged, NodeImage or SecurityPatch
	Provisioning      string            // node auto-provisioning: Auto or Manual
	MaxPools          int64             // 0 if not reported
	EgressGateway     bool              // the static egress gateway is on
	HostedSystem      bool              // AKS runs the cluster's services on its own machines
	Windows           *WindowsProfile   // nil if the cluster cannot have Windows pools
}

// ClusterNetwork is a cluster's networkProfile, compared case-insensitively: Plugin is
// "azure", "kubenet" or "none", PluginMode "overlay" or "", LoadBalancerSKU "standard"
// or "basic". PodCIDR is the range of the pods in overlay mode.
type ClusterNetwork struct {
	Plugin, PluginMode, Policy, Dataplane, PodCIDR, ServiceCIDR, OutboundType, LoadBalancerSKU string
}

// WindowsProfile is a cluster's windowsProfile, without its secrets.
type WindowsProfile struct {
	LicenseType    string
	CSIProxy, GMSA bool
}

// LTS reports whether the cluster has long-term support.
func (c ClusterFacts) LTS() bool { return c.SupportPlan == "AKSLongTermSupport" }

// LivePool is a node pool as it is in the cluster.
type LivePool struct {
	Name   string
	Set    Settings // every setting that ARM returned
	Status Status
}

// SubnetFacts are the facts about one subnet of a virtual network. Source: the virtual
// networks API.
type SubnetFacts struct {
	ID         string
	Missing    bool     // the network was read and has no such subnet
	Prefixes   []string // address ranges: "10.240.0.0/22"
	Delegation string   // service that it is delegated to; "" for none
}

// ClusterName is the last part of a cluster's ARM ID; "" for "".
func ClusterName(id string) string { return id[strings.LastIndex(id, "/")+1:] }

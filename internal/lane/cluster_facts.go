package lane

import "strings"

// ClusterFacts are what a cluster says of itself besides its node pools: empty
// where it does not say, or where only the pools may be read. Source: the
// managed clusters API at APIVersion.
type ClusterFacts struct {
	Partial bool // only the pools may be read

	Location string // "westeurope"
	Version  string // that the control plane runs: "1.35.7"
	State    string // provisioningState
	Power    string // Running or Stopped

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
	HostedSystem      bool              // AKS runs the cluster's services on machines of its own
	Windows           *WindowsProfile   // nil where the cluster may have no Windows pool
}

// ClusterNetwork is a cluster's networkProfile, compared without regard to case:
// Plugin is "azure", "kubenet" or "none", PluginMode "overlay" or "",
// LoadBalancerSKU "standard" or "basic". PodCIDR is the range of the pods of an
// overlay.
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

// SubnetFacts are what a virtual network says of one of its subnets. Source: the
// virtual networks API.
type SubnetFacts struct {
	ID         string
	Missing    bool     // the network was read and has no such subnet
	Prefixes   []string // address ranges: "10.240.0.0/22"
	Delegation string   // service that it is delegated to; "" for none
}

// ClusterName is the last part of a cluster's ARM ID; "" of "".
func ClusterName(id string) string { return id[strings.LastIndex(id, "/")+1:] }

package simulator

// World is what a simulator starts from. It is data: [ParseWorld] reads it from JSON,
// [BuiltIn] is the default world, and [WorldSchema] describes the format. A list that a
// world file leaves out is taken from the built-in world.
type World struct {
	Schema             string              `json:"$schema,omitempty" doc:"Location of this file's JSON schema, for editors; the simulator ignores it."`
	Tenant             string              `json:"tenant" doc:"Tenant id, a GUID."`
	Clients            []Client            `json:"clients" doc:"Applications that may log in to the served simulator."`
	Subscriptions      []Subscription      `json:"subscriptions" doc:"Subscriptions with their resource groups and clusters."`
	Locations          []Location          `json:"locations" doc:"Azure regions."`
	KubernetesVersions []KubernetesVersion `json:"kubernetes_versions" doc:"Minor versions that AKS offers, oldest first."`
	NodeImages         NodeImages          `json:"node_images" doc:"The newest node images."`
	Sizes              []Size              `json:"sizes" doc:"VM sizes and where they are offered."`
	Quotas             []Quota             `json:"quotas" doc:"Core quotas; the last row that matches counts."`
	Subnets            []Subnet            `json:"subnets" doc:"Subnets that pools may use. A subnet that is not listed is assumed to be large enough."`
	Prices             []Price             `json:"prices" doc:"The price list of VM sizes."`
	Currencies         map[string]float64  `json:"currencies" doc:"Units of a currency per US dollar, by currency code."`
	Events             []Event             `json:"events" doc:"Events that happen at a given time."`
}

// Client is an application with a secret. It may read and write everything in the
// world.
type Client struct {
	ID       string `json:"id" doc:"Application (client) id, a GUID."`
	Secret   string `json:"secret" doc:"Client secret. It protects nothing: the simulator only listens on this machine."`
	ObjectID string `json:"object_id,omitempty" doc:"Object id of its service principal, a GUID; derived from the client id if it is left out."`
	Tenant   string `json:"tenant,omitempty" doc:"Tenant of the client, if it is not the world's: ARM refuses its tokens."`
}

// Subscription is an Azure subscription.
type Subscription struct {
	ID             string          `json:"id" doc:"Subscription id, a GUID."`
	Name           string          `json:"name" doc:"Display name."`
	Features       []string        `json:"features,omitempty" doc:"Registered preview features, such as Microsoft.Compute/EncryptionAtHost and Microsoft.ContainerService/DisableSSHPreview; default all."`
	ResourceGroups []ResourceGroup `json:"resource_groups" doc:"Resource groups. Those of clusters are created automatically."`
	Clusters       []Cluster       `json:"clusters" doc:"AKS clusters."`
	Resources      []PlainResource `json:"resources,omitempty" doc:"Resources other than clusters, such as proximity placement groups and identities. Subnets have their own list."`
	Unregistered   []string        `json:"unregistered,omitempty" doc:"Resource providers that are not registered yet, such as Microsoft.ContainerService."`
}

// ResourceGroup is an Azure resource group.
type ResourceGroup struct {
	Name     string            `json:"name" doc:"Name, in the casing of resource ids."`
	Location string            `json:"location" doc:"Region."`
	Tags     map[string]string `json:"tags,omitempty" doc:"Tags."`
}

// PlainResource is a resource of a type that the simulator keeps as it is written.
type PlainResource struct {
	ID         string            `json:"id" doc:"ARM id."`
	Location   string            `json:"location,omitempty" doc:"Region; default the resource group's."`
	Tags       map[string]string `json:"tags,omitempty" doc:"Tags."`
	Properties map[string]any    `json:"properties,omitempty" doc:"ARM properties."`
}

// Location is an Azure region.
type Location struct {
	Name        string `json:"name" doc:"Short name, such as westeurope."`
	DisplayName string `json:"display_name" doc:"Display name, such as West Europe."`
}

// Cluster is a managed cluster. Properties that are left out are filled in as AKS does.
type Cluster struct {
	Name              string                    `json:"name" doc:"Name."`
	ResourceGroup     string                    `json:"resource_group" doc:"Resource group."`
	Location          string                    `json:"location" doc:"Region."`
	KubernetesVersion string                    `json:"kubernetes_version" doc:"Version of the control plane: a minor version (1.35) or a patch (1.35.7)."`
	Tags              map[string]string         `json:"tags,omitempty" doc:"Tags."`
	Tier              string                    `json:"tier,omitempty" doc:"Free, Standard (default) or Premium."`
	MaxPools          int                       `json:"max_pools,omitempty" doc:"Maximum number of pools in the cluster; default 100."`
	Windows           bool                      `json:"windows,omitempty" doc:"The cluster was created with a Windows profile, so it may have Windows pools."`
	EgressGateway     bool                      `json:"egress_gateway,omitempty" doc:"The static egress gateway is enabled, so the cluster may have Gateway pools."`
	UserIdentity      bool                      `json:"user_identity,omitempty" doc:"The cluster runs under a user-assigned identity, not the system-assigned one."`
	Stopped           bool                      `json:"stopped,omitempty" doc:"The cluster is stopped."`
	NodesNotReady     bool                      `json:"nodes_not_ready,omitempty" doc:"New nodes do not become ready, as without outbound access: operations that add nodes fail with NodesNotReady."`
	Network           Network                   `json:"network,omitzero" doc:"Networking; default Azure CNI overlay."`
	AutoScaler        map[string]string         `json:"auto_scaler,omitempty" doc:"Settings of the cluster autoscaler that differ from AKS's, under its kebab-case names."`
	Properties        map[string]any            `json:"properties,omitempty" doc:"Further ARM properties, which override the cluster's."`
	Pools             []Pool                    `json:"pools" doc:"Agent pools."`
	Workloads         []Workload                `json:"workloads,omitempty" doc:"Workloads of the cluster; needed to simulate drains, disruption budgets, evictions or the autoscaler."`
	Metrics           Metrics                   `json:"metrics,omitzero" doc:"Node metrics of Azure Monitor, in addition to the usage of the workloads."`
	Maintenance       map[string]map[string]any `json:"maintenance,omitempty" doc:"Properties of maintenance configurations by name: default, aksManagedAutoUpgradeSchedule, aksManagedNodeOSUpgradeSchedule."`
}

// Network is a cluster's network profile.
type Network struct {
	Plugin          string `json:"plugin,omitempty" doc:"azure (default), kubenet or none."`
	PluginMode      string `json:"plugin_mode,omitempty" doc:"overlay, or empty for addresses of the virtual network. Default overlay if the plugin is left out too."`
	Policy          string `json:"policy,omitempty" doc:"azure, calico, cilium or none (default)."`
	Dataplane       string `json:"dataplane,omitempty" doc:"azure (default) or cilium."`
	PodCIDR         string `json:"pod_cidr,omitempty" doc:"Pod range of an overlay; each node takes a /24. Default 10.244.0.0/16, enough for 256 nodes."`
	ServiceCIDR     string `json:"service_cidr,omitempty" doc:"Service range; default 10.0.0.0/16."`
	OutboundType    string `json:"outbound_type,omitempty" doc:"loadBalancer (default), managedNATGateway, userAssignedNATGateway, userDefinedRouting or none."`
	LoadBalancerSKU string `json:"load_balancer_sku,omitempty" doc:"standard (default) or basic."`
}

// Pool is an agent pool as ARM writes it. Its properties may leave out values that AKS
// fills in, and may set values that only AKS sets (a Failed state, an older image).
type Pool struct {
	Name       string               `json:"name" doc:"Name."`
	Properties *AgentPoolProperties `json:"properties" doc:"The ARM properties of the pool, api-version 2026-05-01."`
	Machines   []Machine            `json:"machines,omitempty" doc:"Machines that differ from the others: not Ready, or with an older image."`
}

// KubernetesVersion is a minor version with its patches.
type KubernetesVersion struct {
	Version string   `json:"version" doc:"Minor version, such as 1.35."`
	Patches []string `json:"patches" doc:"Offered patches, oldest first."`
	Default bool     `json:"default,omitempty" doc:"The version of a cluster that does not request one."`
	Preview bool     `json:"preview,omitempty" doc:"Not generally available yet."`
	LTS     bool     `json:"lts,omitempty" doc:"Long-term support is offered."`
}

// NodeImages are the release parts in the names of node images.
type NodeImages struct {
	Linux       string `json:"linux" doc:"Release of the Linux images, such as 202609.03.1."`
	Windows2019 string `json:"windows2019" doc:"Build and date of the Windows Server 2019 image, such as 17763.8146.260812."`
	Windows2022 string `json:"windows2022" doc:"Build and date of the Windows Server 2022 image."`
	Windows2025 string `json:"windows2025" doc:"Build and date of the Windows Server 2025 image."`
}

// Size is a VM size. Its capabilities are Compute's, under Compute's names; all of them
// are strings, as in Compute.
type Size struct {
	Name         string            `json:"name" doc:"Name, such as Standard_D4ds_v5."`
	Family       string            `json:"family" doc:"Name of the core quota that it counts against, such as standardDDSv5Family."`
	Capabilities map[string]string `json:"capabilities" doc:"Compute's capabilities: vCPUs, MemoryGB, GPUs, CachedDiskBytes, MaxResourceVolumeMB and so on."`
	Offers       []Offer           `json:"offers" doc:"Regions that offer the size."`
}

// Offer is a size in a region.
type Offer struct {
	Location        string   `json:"location" doc:"Region."`
	Zones           []string `json:"zones,omitempty" doc:"Zones that offer the size; empty if it is only offered regionally."`
	UltraZones      []string `json:"ultra_zones,omitempty" doc:"Zones where the size may use ultra disks."`
	Restricted      string   `json:"restricted,omitempty" doc:"The subscription may not use the size here at all: NotAvailableForSubscription or QuotaId."`
	RestrictedZones []string `json:"restricted_zones,omitempty" doc:"Zones that offer the size, but not to this subscription."`
	Stock           *int64   `json:"stock,omitempty" doc:"Machines of the size in the region, for all pools of this world together; default always enough."`
}

// Quota is a limit on cores.
type Quota struct {
	Subscription string `json:"subscription,omitempty" doc:"Subscription id; empty for all."`
	Location     string `json:"location,omitempty" doc:"Region; empty for all."`
	Name         string `json:"name" doc:"cores, lowPriorityCores, virtualMachines, virtualMachineScaleSets, a family, or * for each family."`
	Limit        int64  `json:"limit" doc:"Maximum number of cores (or machines, or scale sets)."`
}

// Subnet is a subnet of a virtual network.
type Subnet struct {
	ID   string `json:"id" doc:"ARM id."`
	CIDR string `json:"cidr" doc:"IPv4 range, such as 10.240.0.0/22. Azure reserves five addresses."`
	// Used and Delegation describe other uses of the subnet.
	Used       int64  `json:"used,omitempty" doc:"Addresses in use outside the clusters of this world."`
	Delegation string `json:"delegation,omitempty" doc:"Service that the subnet is delegated to, such as Microsoft.Web/serverFarms; agent pools cannot use it then."`
}

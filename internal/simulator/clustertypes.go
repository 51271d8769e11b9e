package simulator

import "encoding/json"

// The types of this file are what AKS decodes the body of a cluster into, as far
// as clients write it: the simulator keeps a cluster as a plain object, and looks
// at the types once, when it comes in. A property that is not here may be
// anything. Names and keys reach the client in AKS's UnmarshalError texts. Since is
// the first stable api-version that has a property, as with pools.

// ManagedCluster is the body of a cluster's PUT.
type ManagedCluster struct {
	Location   string                    `json:"location"`
	Kind       string                    `json:"kind"`
	Tags       map[string]string         `json:"tags"`
	SKU        *ManagedClusterSKU        `json:"sku"`
	Identity   *ManagedClusterIdentity   `json:"identity"`
	Properties *ManagedClusterProperties `json:"properties"`
}

// TagsObject is the body of a cluster's PATCH.
type TagsObject struct {
	Tags map[string]string `json:"tags"`
}

// ManagedClusterSKU is the cluster's tier.
type ManagedClusterSKU struct {
	Name string `json:"name"`
	Tier string `json:"tier"`
}

// ManagedClusterIdentity is the identity of the control plane.
type ManagedClusterIdentity struct {
	Type                   string                           `json:"type"`
	UserAssignedIdentities map[string]*UserAssignedIdentity `json:"userAssignedIdentities"`
}

// UserAssignedIdentity is also the kubelet's.
type UserAssignedIdentity struct {
	ResourceID string `json:"resourceId"`
	ClientID   string `json:"clientId"`
	ObjectID   string `json:"objectId"`
}

// ManagedClusterProperties are those that clients of this simulator write.
type ManagedClusterProperties struct {
	KubernetesVersion       string                           `json:"kubernetesVersion"`
	DNSPrefix               string                           `json:"dnsPrefix"`
	NodeResourceGroup       string                           `json:"nodeResourceGroup"`
	SupportPlan             string                           `json:"supportPlan" since:"2023-03-01"`
	DiskEncryptionSetID     string                           `json:"diskEncryptionSetID"`
	PublicNetworkAccess     string                           `json:"publicNetworkAccess"`
	EnableRBAC              bool                             `json:"enableRBAC"`
	DisableLocalAccounts    bool                             `json:"disableLocalAccounts"`
	AgentPoolProfiles       []ManagedClusterAgentPoolProfile `json:"agentPoolProfiles"`
	LinuxProfile            *ManagedClusterLinuxProfile      `json:"linuxProfile"`
	WindowsProfile          *ManagedClusterWindowsProfile    `json:"windowsProfile"`
	ServicePrincipalProfile *ServicePrincipalProfile         `json:"servicePrincipalProfile"`
	AddonProfiles           map[string]*ManagedClusterAddon  `json:"addonProfiles"`
	IdentityProfile         map[string]*UserAssignedIdentity `json:"identityProfile"`
	OIDCIssuerProfile       *Switch                          `json:"oidcIssuerProfile"`
	StorageProfile          map[string]*Switch               `json:"storageProfile"`
	NetworkProfile          *NetworkProfile                  `json:"networkProfile"`
	AADProfile              map[string]any                   `json:"aadProfile"`
	APIServerAccessProfile  *APIServerAccessProfile          `json:"apiServerAccessProfile"`
	SecurityProfile         *ClusterSecurityProfile          `json:"securityProfile"`
	HTTPProxyConfig         *HTTPProxyConfig                 `json:"httpProxyConfig"`
	AutoScalerProfile       *AutoScalerProfile               `json:"autoScalerProfile"`
	AutoUpgradeProfile      *AutoUpgradeProfile              `json:"autoUpgradeProfile"`
	UpgradeSettings         *ClusterUpgradeSettings          `json:"upgradeSettings" since:"2023-07-01"`
	NodeProvisioningProfile *NodeProvisioningProfile         `json:"nodeProvisioningProfile" since:"2025-05-01"`

	NodeResourceGroupProfile   map[string]any       `json:"nodeResourceGroupProfile" since:"2024-09-01"`
	BootstrapProfile           map[string]any       `json:"bootstrapProfile" since:"2025-01-01"`
	Status                     map[string]any       `json:"status" since:"2025-04-01"`
	AIToolchainOperatorProfile *Switch              `json:"aiToolchainOperatorProfile" since:"2025-05-01"`
	IngressProfile             *IngressProfile      `json:"ingressProfile" since:"2024-01-01"`
	AzureMonitorProfile        *AzureMonitorProfile `json:"azureMonitorProfile" since:"2023-01-01"`
	HostedSystemProfile        *HostedSystemProfile `json:"hostedSystemProfile" since:"2026-02-01"`
	SchedulerProfile           map[string]any       `json:"schedulerProfile" since:"2026-05-01"`
	FQDNSubdomain              string               `json:"fqdnSubdomain"`
	PodIdentityProfile         map[string]any       `json:"podIdentityProfile"`
	PrivateLinkResources       []map[string]any     `json:"privateLinkResources"`
	WorkloadAutoScalerProfile  map[string]any       `json:"workloadAutoScalerProfile"`
	MetricsProfile             map[string]any       `json:"metricsProfile" since:"2024-02-01"`
	ServiceMeshProfile         map[string]any       `json:"serviceMeshProfile" since:"2023-08-01"`
}

// ManagedClusterLinuxProfile is who may log in at Linux nodes.
type ManagedClusterLinuxProfile struct {
	AdminUsername string `json:"adminUsername"`
}

// ServicePrincipalProfile is msi where the cluster has a managed identity.
type ServicePrincipalProfile struct {
	ClientID string `json:"clientId"`
}

// ManagedClusterWindowsProfile makes Windows pools possible.
type ManagedClusterWindowsProfile struct {
	AdminUsername  string `json:"adminUsername"`
	AdminPassword  string `json:"adminPassword"`
	EnableCSIProxy bool   `json:"enableCSIProxy"`
}

// ManagedClusterAddon is an add-on with its settings.
type ManagedClusterAddon struct {
	Enabled bool              `json:"enabled"`
	Config  map[string]string `json:"config"`
}

// Switch is what can be on or off.
type Switch struct {
	Enabled bool `json:"enabled"`
}

// NetworkProfile is the cluster's networking.
type NetworkProfile struct {
	NetworkPlugin              string         `json:"networkPlugin"`
	NetworkPluginMode          string         `json:"networkPluginMode" since:"2023-02-01"`
	NetworkPolicy              string         `json:"networkPolicy"`
	NetworkDataplane           string         `json:"networkDataplane" since:"2023-02-01"`
	PodCidr                    string         `json:"podCidr"`
	PodCidrs                   []string       `json:"podCidrs"`
	ServiceCidr                string         `json:"serviceCidr"`
	ServiceCidrs               []string       `json:"serviceCidrs"`
	DNSServiceIP               string         `json:"dnsServiceIP"`
	IPFamilies                 []string       `json:"ipFamilies"`
	OutboundType               string         `json:"outboundType"`
	LoadBalancerSku            string         `json:"loadBalancerSku"`
	LoadBalancerProfile        map[string]any `json:"loadBalancerProfile"`
	StaticEgressGatewayProfile *Switch        `json:"staticEgressGatewayProfile" since:"2025-04-01"`
	AdvancedNetworking         map[string]any `json:"advancedNetworking" since:"2024-09-01"`
}

// AutoScalerProfile is the autoscaler's: numbers and times are strings, three
// switches are not.
type AutoScalerProfile struct {
	BalanceSimilarNodeGroups          string `json:"balance-similar-node-groups"`
	DaemonsetEvictionForEmptyNodes    bool   `json:"daemonset-eviction-for-empty-nodes" since:"2024-05-01"`
	DaemonsetEvictionForOccupiedNodes bool   `json:"daemonset-eviction-for-occupied-nodes" since:"2024-05-01"`
	Expander                          string `json:"expander"`
	IgnoreDaemonsetsUtilization       bool   `json:"ignore-daemonsets-utilization" since:"2024-05-01"`
	MaxEmptyBulkDelete                string `json:"max-empty-bulk-delete"`
	MaxGracefulTerminationSec         string `json:"max-graceful-termination-sec"`
	MaxNodeProvisionTime              string `json:"max-node-provision-time"`
	MaxTotalUnreadyPercentage         string `json:"max-total-unready-percentage"`
	NewPodScaleUpDelay                string `json:"new-pod-scale-up-delay"`
	OkTotalUnreadyCount               string `json:"ok-total-unready-count"`
	ScaleDownDelayAfterAdd            string `json:"scale-down-delay-after-add"`
	ScaleDownDelayAfterDelete         string `json:"scale-down-delay-after-delete"`
	ScaleDownDelayAfterFailure        string `json:"scale-down-delay-after-failure"`
	ScaleDownUnneededTime             string `json:"scale-down-unneeded-time"`
	ScaleDownUnreadyTime              string `json:"scale-down-unready-time"`
	ScaleDownUtilizationThreshold     string `json:"scale-down-utilization-threshold"`
	ScanInterval                      string `json:"scan-interval"`
	SkipNodesWithLocalStorage         string `json:"skip-nodes-with-local-storage"`
	SkipNodesWithSystemPods           string `json:"skip-nodes-with-system-pods"`
}

// AutoUpgradeProfile holds the two channels.
type AutoUpgradeProfile struct {
	UpgradeChannel       string `json:"upgradeChannel"`
	NodeOSUpgradeChannel string `json:"nodeOSUpgradeChannel" since:"2023-06-01"`
}

// ClusterUpgradeSettings let an upgrade pass over what AKS has found.
type ClusterUpgradeSettings struct {
	OverrideSettings *UpgradeOverrideSettings `json:"overrideSettings"`
}

// UpgradeOverrideSettings hold until a time.
type UpgradeOverrideSettings struct {
	ForceUpgrade bool   `json:"forceUpgrade"`
	Until        string `json:"until"`
}

// NodeProvisioningProfile says whether nodes come without pools.
type NodeProvisioningProfile struct {
	Mode             string `json:"mode"`
	DefaultNodePools string `json:"defaultNodePools"`
}

// HostedSystemProfile puts the cluster's own pods on nodes of AKS's own, and
// shows them as a pool of mode ManagedSystem.
type HostedSystemProfile struct {
	Enabled            bool   `json:"enabled"`
	SystemNodeSubnetID string `json:"systemNodeSubnetID"`
	NodeSubnetID       string `json:"nodeSubnetID"`
}

// APIServerAccessProfile has what is younger than the oldest api-version.
type APIServerAccessProfile struct {
	EnableVnetIntegration bool   `json:"enableVnetIntegration" since:"2025-03-01"`
	SubnetID              string `json:"subnetId" since:"2025-03-01"`
}

// ClusterSecurityProfile has what is younger than the oldest api-version.
type ClusterSecurityProfile struct {
	Defender                  *Defender `json:"defender"`
	CustomCATrustCertificates []string  `json:"customCATrustCertificates" since:"2025-01-01"`
}

// Defender is the cluster's Microsoft Defender.
type Defender struct {
	SecurityGating map[string]any `json:"securityGating" since:"2026-05-01"`
}

// HTTPProxyConfig has what is younger than the oldest api-version.
type HTTPProxyConfig struct {
	Enabled bool `json:"enabled" since:"2026-01-01"`
}

// IngressProfile has what is younger than the oldest api-version.
type IngressProfile struct {
	GatewayAPI map[string]any `json:"gatewayAPI" since:"2026-02-01"`
}

// AzureMonitorProfile has what is younger than the oldest api-version.
type AzureMonitorProfile struct {
	Metrics       *AzureMonitorMetrics `json:"metrics"`
	AppMonitoring map[string]any       `json:"appMonitoring" since:"2026-02-01"`
}

// AzureMonitorMetrics are the managed Prometheus's.
type AzureMonitorMetrics struct {
	ControlPlane *Switch `json:"controlPlane" since:"2026-04-01"`
}

// typed checks what an event writes to a cluster. A world's own properties are not
// checked: they may be of a shape that a client has to cope with.
func typed(body map[string]any) error {
	text, err := json.Marshal(body)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, &ManagedCluster{})
}

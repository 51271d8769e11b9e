package simulator

import "encoding/json"

// The types of this file are those into which AKS decodes the body of a cluster,
// limited to the properties that clients write. The simulator keeps a cluster as a
// plain object, and uses the types only to check an incoming body. A property that is
// not listed here may have any value. Names and keys reach the client in AKS's
// UnmarshalError texts. Since is the first stable api-version that has a property, as
// with pools.

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

// UserAssignedIdentity is used for the kubelet's identity too.
type UserAssignedIdentity struct {
	ResourceID string `json:"resourceId"`
	ClientID   string `json:"clientId"`
	ObjectID   string `json:"objectId"`
}

// ManagedClusterProperties are the properties that clients of this simulator write.
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

// ManagedClusterLinuxProfile defines who may log in to Linux nodes.
type ManagedClusterLinuxProfile struct {
	AdminUsername string `json:"adminUsername"`
}

// ServicePrincipalProfile is msi if the cluster has a managed identity.
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

// Switch is a feature that can be on or off.
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

// AutoScalerProfile is the autoscaler's settings: numbers and times are strings, but
// three switches are not.
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

// AutoUpgradeProfile holds the two upgrade channels.
type AutoUpgradeProfile struct {
	UpgradeChannel       string `json:"upgradeChannel"`
	NodeOSUpgradeChannel string `json:"nodeOSUpgradeChannel" since:"2023-06-01"`
}

// ClusterUpgradeSettings allow an upgrade despite what AKS's checks have found.
type ClusterUpgradeSettings struct {
	OverrideSettings *UpgradeOverrideSettings `json:"overrideSettings"`
}

// UpgradeOverrideSettings apply until a given time.
type UpgradeOverrideSettings struct {
	ForceUpgrade bool   `json:"forceUpgrade"`
	Until        string `json:"until"`
}

// NodeProvisioningProfile sets whether nodes are created without pools.
type NodeProvisioningProfile struct {
	Mode             string `json:"mode"`
	DefaultNodePools string `json:"defaultNodePools"`
}

// HostedSystemProfile runs the cluster's own pods on nodes that AKS owns, and shows
// those nodes as a pool of mode ManagedSystem.
type HostedSystemProfile struct {
	Enabled            bool   `json:"enabled"`
	SystemNodeSubnetID string `json:"systemNodeSubnetID"`
	NodeSubnetID       string `json:"nodeSubnetID"`
}

// APIServerAccessProfile holds the properties that the oldest api-version does not
// have.
type APIServerAccessProfile struct {
	EnableVnetIntegration bool   `json:"enableVnetIntegration" since:"2025-03-01"`
	SubnetID              string `json:"subnetId" since:"2025-03-01"`
}

// ClusterSecurityProfile holds the properties that the oldest api-version does not
// have.
type ClusterSecurityProfile struct {
	Defender                  *Defender `json:"defender"`
	CustomCATrustCertificates []string  `json:"customCATrustCertificates" since:"2025-01-01"`
}

// Defender is the cluster's Microsoft Defender profile.
type Defender struct {
	SecurityGating map[string]any `json:"securityGating" since:"2026-05-01"`
}

// HTTPProxyConfig holds the properties that the oldest api-version does not have.
type HTTPProxyConfig struct {
	Enabled bool `json:"enabled" since:"2026-01-01"`
}

// IngressProfile holds the properties that the oldest api-version does not have.
type IngressProfile struct {
	GatewayAPI map[string]any `json:"gatewayAPI" since:"2026-02-01"`
}

// AzureMonitorProfile holds the properties that the oldest api-version does not have.
type AzureMonitorProfile struct {
	Metrics       *AzureMonitorMetrics `json:"metrics"`
	AppMonitoring map[string]any       `json:"appMonitoring" since:"2026-02-01"`
}

// AzureMonitorMetrics are the settings of managed Prometheus.
type AzureMonitorMetrics struct {
	ControlPlane *Switch `json:"controlPlane" since:"2026-04-01"`
}

// typed checks what an event writes to a cluster. The properties of a world's own
// cluster are not checked, because they may have a shape that a client has to handle.
func typed(body map[string]any) error {
	text, err := json.Marshal(body)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, &ManagedCluster{})
}

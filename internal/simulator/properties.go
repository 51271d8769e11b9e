package simulator

// The types of this file are the agent pool's wire format, api-version
// 2026-05-01, in the order in which AKS writes it. Nil is absent; a pointer, a
// map or a slice that is set was sent. Their names and their JSON keys reach the
// client in AKS's UnmarshalError texts, which is why they are spelled as there.

// AgentPoolProperties is the "properties" object of an agent pool, and all but
// the name of a cluster's agentPoolProfiles entry.
type AgentPoolProperties struct {
	Count                      *int32                    `json:"count,omitempty" least:"0"`
	VMSize                     *string                   `json:"vmSize,omitempty"`
	OSDiskSizeGB               *int32                    `json:"osDiskSizeGB,omitempty"`
	OSDiskType                 *string                   `json:"osDiskType,omitempty"`
	KubeletDiskType            *string                   `json:"kubeletDiskType,omitempty"`
	WorkloadRuntime            *string                   `json:"workloadRuntime,omitempty"`
	MessageOfTheDay            *string                   `json:"messageOfTheDay,omitempty"`
	VnetSubnetID               *string                   `json:"vnetSubnetID,omitempty"`
	PodSubnetID                *string                   `json:"podSubnetID,omitempty"`
	PodIPAllocationMode        *string                   `json:"podIPAllocationMode,omitempty"`
	MaxPods                    *int32                    `json:"maxPods,omitempty"`
	Type                       *string                   `json:"type,omitempty"`
	AvailabilityZones          []string                  `json:"availabilityZones,omitempty"`
	MaxCount                   *int32                    `json:"maxCount,omitempty" least:"0"`
	MinCount                   *int32                    `json:"minCount,omitempty" least:"0"`
	EnableAutoScaling          *bool                     `json:"enableAutoScaling,omitempty"`
	ScaleDownMode              *string                   `json:"scaleDownMode,omitempty"`
	ProvisioningState          *string                   `json:"provisioningState,omitempty"`
	PowerState                 *PowerState               `json:"powerState,omitempty"`
	OrchestratorVersion        *string                   `json:"orchestratorVersion,omitempty"`
	CurrentOrchestratorVersion *string                   `json:"currentOrchestratorVersion,omitempty"`
	EnableNodePublicIP         *bool                     `json:"enableNodePublicIP,omitempty"`
	NodePublicIPPrefixID       *string                   `json:"nodePublicIPPrefixID,omitempty"`
	ScaleSetPriority           *string                   `json:"scaleSetPriority,omitempty"`
	ScaleSetEvictionPolicy     *string                   `json:"scaleSetEvictionPolicy,omitempty"`
	SpotMaxPrice               *float64                  `json:"spotMaxPrice,omitempty"`
	Tags                       map[string]string         `json:"tags,omitempty"`
	NodeLabels                 map[string]string         `json:"nodeLabels,omitempty"`
	NodeTaints                 []string                  `json:"nodeTaints,omitempty"`
	ProximityPlacementGroupID  *string                   `json:"proximityPlacementGroupID,omitempty"`
	Mode                       *string                   `json:"mode,omitempty"`
	OSType                     *string                   `json:"osType,omitempty"`
	OSSKU                      *string                   `json:"osSKU,omitempty"`
	NodeImageVersion           *string                   `json:"nodeImageVersion,omitempty"`
	KubeletConfig              *KubeletConfig            `json:"kubeletConfig,omitempty"`
	LinuxOSConfig              *LinuxOSConfig            `json:"linuxOSConfig,omitempty"`
	EnableEncryptionAtHost     *bool                     `json:"enableEncryptionAtHost,omitempty"`
	EnableUltraSSD             *bool                     `json:"enableUltraSSD,omitempty"`
	UpgradeSettings            *AgentPoolUpgradeSettings `json:"upgradeSettings,omitempty"`
	EnableFIPS                 *bool                     `json:"enableFIPS,omitempty"`
	GPUInstanceProfile         *string                   `json:"gpuInstanceProfile,omitempty"`
	CreationData               *CreationData             `json:"creationData,omitempty"`
	CapacityReservationGroupID *string                   `json:"capacityReservationGroupID,omitempty"`
	HostGroupID                *string                   `json:"hostGroupID,omitempty"`
	NetworkProfile             *AgentPoolNetworkProfile  `json:"networkProfile,omitempty"`
	WindowsProfile             *AgentPoolWindowsProfile  `json:"windowsProfile,omitempty"`
	SecurityProfile            *AgentPoolSecurityProfile `json:"securityProfile,omitempty"`
	GPUProfile                 *GPUProfile               `json:"gpuProfile,omitempty"`
	ArtifactStreamingProfile   *ArtifactStreamingProfile `json:"artifactStreamingProfile,omitempty"`
	GatewayProfile             *AgentPoolGatewayProfile  `json:"gatewayProfile,omitempty"`
	VirtualMachinesProfile     *VirtualMachinesProfile   `json:"virtualMachinesProfile,omitempty"`
	VirtualMachineNodesStatus  []VirtualMachineNodes     `json:"virtualMachineNodesStatus,omitempty"`
	Status                     *AgentPoolStatus          `json:"status,omitempty"`
	LocalDNSProfile            *LocalDNSProfile          `json:"localDNSProfile,omitempty"`
	ETag                       *string                   `json:"eTag,omitempty"`
}

// PowerState says whether the pool's machines run: Running or Stopped.
type PowerState struct {
	Code *string `json:"code,omitempty"`
}

// AgentPoolUpgradeSettings says how nodes are replaced; times in minutes, surge
// and unavailable a number of nodes or a percentage ("33%").
type AgentPoolUpgradeSettings struct {
	MaxSurge                  *string `json:"maxSurge,omitempty"`
	MaxUnavailable            *string `json:"maxUnavailable,omitempty"`
	DrainTimeoutInMinutes     *int32  `json:"drainTimeoutInMinutes,omitempty"`
	NodeSoakDurationInMinutes *int32  `json:"nodeSoakDurationInMinutes,omitempty"`
	UndrainableNodeBehavior   *string `json:"undrainableNodeBehavior,omitempty"`
}

// KubeletConfig is the kubelet's custom configuration.
type KubeletConfig struct {
	CPUManagerPolicy      *string  `json:"cpuManagerPolicy,omitempty"`
	CPUCfsQuota           *bool    `json:"cpuCfsQuota,omitempty"`
	CPUCfsQuotaPeriod     *string  `json:"cpuCfsQuotaPeriod,omitempty"`
	ImageGcHighThreshold  *int32   `json:"imageGcHighThreshold,omitempty"`
	ImageGcLowThreshold   *int32   `json:"imageGcLowThreshold,omitempty"`
	TopologyManagerPolicy *string  `json:"topologyManagerPolicy,omitempty"`
	AllowedUnsafeSysctls  []string `json:"allowedUnsafeSysctls,omitempty"`
	FailSwapOn            *bool    `json:"failSwapOn,omitempty"`
	ContainerLogMaxSizeMB *int32   `json:"containerLogMaxSizeMB,omitempty"`
	ContainerLogMaxFiles  *int32   `json:"containerLogMaxFiles,omitempty"`
	PodMaxPids            *int32   `json:"podMaxPids,omitempty"`
}

// LinuxOSConfig is the node's custom operating system configuration.
type LinuxOSConfig struct {
	Sysctls                    *SysctlConfig `json:"sysctls,omitempty"`
	TransparentHugePageEnabled *string       `json:"transparentHugePageEnabled,omitempty"`
	TransparentHugePageDefrag  *string       `json:"transparentHugePageDefrag,omitempty"`
	SwapFileSizeMB             *int32        `json:"swapFileSizeMB,omitempty"`
}

// SysctlConfig holds kernel settings under AKS's names for them.
type SysctlConfig struct {
	NetCoreSomaxconn               *int32  `json:"netCoreSomaxconn,omitempty"`
	NetCoreNetdevMaxBacklog        *int32  `json:"netCoreNetdevMaxBacklog,omitempty"`
	NetCoreRmemDefault             *int32  `json:"netCoreRmemDefault,omitempty"`
	NetCoreRmemMax                 *int32  `json:"netCoreRmemMax,omitempty"`
	NetCoreWmemDefault             *int32  `json:"netCoreWmemDefault,omitempty"`
	NetCoreWmemMax                 *int32  `json:"netCoreWmemMax,omitempty"`
	NetCoreOptmemMax               *int32  `json:"netCoreOptmemMax,omitempty"`
	NetIpv4TCPMaxSynBacklog        *int32  `json:"netIpv4TcpMaxSynBacklog,omitempty"`
	NetIpv4TCPMaxTwBuckets         *int32  `json:"netIpv4TcpMaxTwBuckets,omitempty"`
	NetIpv4TCPFinTimeout           *int32  `json:"netIpv4TcpFinTimeout,omitempty"`
	NetIpv4TCPKeepaliveTime        *int32  `json:"netIpv4TcpKeepaliveTime,omitempty"`
	NetIpv4TCPKeepaliveProbes      *int32  `json:"netIpv4TcpKeepaliveProbes,omitempty"`
	NetIpv4TcpkeepaliveIntvl       *int32  `json:"netIpv4TcpkeepaliveIntvl,omitempty"`
	NetIpv4TCPTwReuse              *bool   `json:"netIpv4TcpTwReuse,omitempty"`
	NetIpv4IPLocalPortRange        *string `json:"netIpv4IpLocalPortRange,omitempty"`
	NetIpv4NeighDefaultGcThresh1   *int32  `json:"netIpv4NeighDefaultGcThresh1,omitempty"`
	NetIpv4NeighDefaultGcThresh2   *int32  `json:"netIpv4NeighDefaultGcThresh2,omitempty"`
	NetIpv4NeighDefaultGcThresh3   *int32  `json:"netIpv4NeighDefaultGcThresh3,omitempty"`
	NetNetfilterNfConntrackMax     *int32  `json:"netNetfilterNfConntrackMax,omitempty"`
	NetNetfilterNfConntrackBuckets *int32  `json:"netNetfilterNfConntrackBuckets,omitempty"`
	FsInotifyMaxUserWatches        *int32  `json:"fsInotifyMaxUserWatches,omitempty"`
	FsFileMax                      *int64  `json:"fsFileMax,omitempty"`
	FsAioMaxNr                     *int32  `json:"fsAioMaxNr,omitempty"`
	FsNrOpen                       *int32  `json:"fsNrOpen,omitempty"`
	KernelThreadsMax               *int32  `json:"kernelThreadsMax,omitempty"`
	VMMaxMapCount                  *int32  `json:"vmMaxMapCount,omitempty"`
	VMSwappiness                   *int32  `json:"vmSwappiness,omitempty"`
	VMVfsCachePressure             *int32  `json:"vmVfsCachePressure,omitempty"`
}

// CreationData names the snapshot that a pool is made from.
type CreationData struct {
	SourceResourceID *string `json:"sourceResourceId,omitempty"`
}

// AgentPoolNetworkProfile holds what the nodes' interfaces carry.
type AgentPoolNetworkProfile struct {
	NodePublicIPTags          []IPTag     `json:"nodePublicIPTags,omitempty"`
	AllowedHostPorts          []PortRange `json:"allowedHostPorts,omitempty"`
	ApplicationSecurityGroups []string    `json:"applicationSecurityGroups,omitempty"`
}

// IPTag is a tag of the nodes' public addresses.
type IPTag struct {
	IPTagType *string `json:"ipTagType,omitempty"`
	Tag       *string `json:"tag,omitempty"`
}

// PortRange is a range of host ports, both ends included; TCP or UDP.
type PortRange struct {
	PortStart *int32  `json:"portStart,omitempty"`
	PortEnd   *int32  `json:"portEnd,omitempty"`
	Protocol  *string `json:"protocol,omitempty"`
}

// AgentPoolWindowsProfile holds what only Windows pools have.
type AgentPoolWindowsProfile struct {
	DisableOutboundNat *bool `json:"disableOutboundNat,omitempty"`
}

// AgentPoolSecurityProfile holds trusted launch and SSH settings.
type AgentPoolSecurityProfile struct {
	SSHAccess        *string `json:"sshAccess,omitempty"`
	EnableVTPM       *bool   `json:"enableVTPM,omitempty"`
	EnableSecureBoot *bool   `json:"enableSecureBoot,omitempty"`
}

// GPUProfile says who installs the GPU driver: Install (AKS) or None.
type GPUProfile struct {
	Driver *string `json:"driver,omitempty"`
}

// ArtifactStreamingProfile exists from api-version 2026-03-01 on.
type ArtifactStreamingProfile struct {
	Enabled *bool `json:"enabled,omitempty"`
}

// AgentPoolGatewayProfile is the address prefix of a Gateway pool.
type AgentPoolGatewayProfile struct {
	PublicIPPrefixSize *int32 `json:"publicIPPrefixSize,omitempty"`
}

// VirtualMachinesProfile sizes a pool of type VirtualMachines.
type VirtualMachinesProfile struct {
	Scale *ScaleProfile `json:"scale,omitempty"`
}

// ScaleProfile lists sizes with a node count, or (from api-version 2026-05-01
// on) with a range.
type ScaleProfile struct {
	Manual    []ManualScaleProfile `json:"manual,omitempty"`
	Autoscale []AutoScaleProfile   `json:"autoscale,omitempty"`
}

// ManualScaleProfile is a number of nodes of one size.
type ManualScaleProfile struct {
	Size  *string `json:"size,omitempty"`
	Count *int32  `json:"count,omitempty" least:"0"`
}

// AutoScaleProfile is a range of nodes of one size.
type AutoScaleProfile struct {
	Size     *string `json:"size,omitempty"`
	MinCount *int32  `json:"minCount,omitempty" least:"0"`
	MaxCount *int32  `json:"maxCount,omitempty" least:"0"`
}

// VirtualMachineNodes is the live number of nodes of one size.
type VirtualMachineNodes struct {
	Size  *string `json:"size,omitempty"`
	Count *int32  `json:"count,omitempty" least:"0"`
}

// AgentPoolStatus carries the error of the last operation, if it failed.
type AgentPoolStatus struct {
	ProvisioningError *ErrorDetail `json:"provisioningError,omitempty"`
}

// ErrorDetail is ARM's error object.
type ErrorDetail struct {
	Code    string        `json:"code,omitempty"`
	Message string        `json:"message,omitempty"`
	Target  string        `json:"target,omitempty"`
	Details []ErrorDetail `json:"details,omitempty"`
}

// LocalDNSProfile configures the node-local DNS proxy.
type LocalDNSProfile struct {
	Mode             *string                     `json:"mode,omitempty"`
	State            *string                     `json:"state,omitempty"`
	VnetDNSOverrides map[string]LocalDNSOverride `json:"vnetDNSOverrides,omitempty"`
	KubeDNSOverrides map[string]LocalDNSOverride `json:"kubeDNSOverrides,omitempty"`
}

// LocalDNSOverride is the DNS behaviour for one zone.
type LocalDNSOverride struct {
	QueryLogging                *string `json:"queryLogging,omitempty"`
	Protocol                    *string `json:"protocol,omitempty"`
	ForwardDestination          *string `json:"forwardDestination,omitempty"`
	ForwardPolicy               *string `json:"forwardPolicy,omitempty"`
	MaxConcurrent               *int32  `json:"maxConcurrent,omitempty"`
	CacheDurationInSeconds      *int32  `json:"cacheDurationInSeconds,omitempty"`
	ServeStaleDurationInSeconds *int32  `json:"serveStaleDurationInSeconds,omitempty"`
	ServeStale                  *string `json:"serveStale,omitempty"`
}

// value is what a pointer points to, or the type's zero where it is nil.
func value[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}

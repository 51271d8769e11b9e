package simulator

// The types of this file are the agent pool's wire format at api-version 2026-05-01 and
// later, in the order in which AKS writes it. Since is the first stable api-version
// that has a property, and preview the first preview (source: the type definitions of
// Microsoft.ContainerService, 2022-11-01 to 2026-05-01). Nil means absent; a pointer, a
// map or a slice that is set was sent. The type names and JSON keys reach the client in
// AKS's UnmarshalError texts, so they are spelled as in AKS. The other tags are
// documented at property; least is the minimum of a number in the schema of a world.

// AgentPoolProperties is the "properties" object of an agent pool. In a cluster it is
// an entry of agentPoolProfiles, apart from the name.
type AgentPoolProperties struct {
	Count                      *int32                    `json:"count,omitempty" least:"0"`
	VMSize                     *string                   `json:"vmSize,omitempty" fixed:"create"`
	OSDiskSizeGB               *int32                    `json:"osDiskSizeGB,omitempty" fixed:"create" zero:"absent"`
	OSDiskType                 *string                   `json:"osDiskType,omitempty" enum:"Managed,Ephemeral" fixed:"create"`
	KubeletDiskType            *string                   `json:"kubeletDiskType,omitempty" enum:"OS,Temporary" fixed:"create" default:"OS"`
	WorkloadRuntime            *string                   `json:"workloadRuntime,omitempty" enum:"OCIContainer,KataVmIsolation,WasmWasi"`
	MessageOfTheDay            *string                   `json:"messageOfTheDay,omitempty" since:"2024-10-01" preview:"2022-11-02-preview"`
	VnetSubnetID               *string                   `json:"vnetSubnetID,omitempty" fixed:"create"`
	PodSubnetID                *string                   `json:"podSubnetID,omitempty" fixed:"create"`
	PodIPAllocationMode        *string                   `json:"podIPAllocationMode,omitempty" since:"2025-04-01" preview:"2024-01-02-preview" enum:"DynamicIndividual,StaticBlock" fixed:"create"`
	MaxPods                    *int32                    `json:"maxPods,omitempty" fixed:"create"`
	Type                       *string                   `json:"type,omitempty" enum:"VirtualMachineScaleSets,AvailabilitySet,VirtualMachines" fixed:"create" default:"VirtualMachineScaleSets"`
	AvailabilityZones          []string                  `json:"availabilityZones,omitempty" fixed:"zones"`
	MaxCount                   *int32                    `json:"maxCount,omitempty" least:"0"`
	MinCount                   *int32                    `json:"minCount,omitempty" least:"0"`
	EnableAutoScaling          *bool                     `json:"enableAutoScaling,omitempty" default:"false"`
	ScaleDownMode              *string                   `json:"scaleDownMode,omitempty" enum:"Delete,Deallocate" default:"Delete"`
	ProvisioningState          *string                   `json:"provisioningState,omitempty" readonly:"true"`
	PowerState                 *PowerState               `json:"powerState,omitempty"`
	OrchestratorVersion        *string                   `json:"orchestratorVersion,omitempty"`
	CurrentOrchestratorVersion *string                   `json:"currentOrchestratorVersion,omitempty" readonly:"true"`
	EnableNodePublicIP         *bool                     `json:"enableNodePublicIP,omitempty" fixed:"create" default:"false"`
	NodePublicIPPrefixID       *string                   `json:"nodePublicIPPrefixID,omitempty" fixed:"create"`
	ScaleSetPriority           *string                   `json:"scaleSetPriority,omitempty" enum:"Regular,Spot" fixed:"create"`
	ScaleSetEvictionPolicy     *string                   `json:"scaleSetEvictionPolicy,omitempty" enum:"Delete,Deallocate" fixed:"create"`
	SpotMaxPrice               *float64                  `json:"spotMaxPrice,omitempty" fixed:"create"`
	Tags                       map[string]string         `json:"tags,omitempty"`
	NodeLabels                 map[string]string         `json:"nodeLabels,omitempty"`
	NodeTaints                 []string                  `json:"nodeTaints,omitempty"`
	ProximityPlacementGroupID  *string                   `json:"proximityPlacementGroupID,omitempty" fixed:"create"`
	Mode                       *string                   `json:"mode,omitempty" enum:"System,User,Gateway" fixed:"gateway" default:"User"`
	OSType                     *string                   `json:"osType,omitempty" enum:"Linux,Windows" fixed:"create" default:"Linux"`
	OSSKU                      *string                   `json:"osSKU,omitempty" fixed:"windows" reimages:"true"`
	NodeImageVersion           *string                   `json:"nodeImageVersion,omitempty" readonly:"before 2026-04-01"`
	KubeletConfig              *KubeletConfig            `json:"kubeletConfig,omitempty" fixed:"create"`
	LinuxOSConfig              *LinuxOSConfig            `json:"linuxOSConfig,omitempty" fixed:"create"`
	EnableEncryptionAtHost     *bool                     `json:"enableEncryptionAtHost,omitempty" fixed:"create"`
	EnableUltraSSD             *bool                     `json:"enableUltraSSD,omitempty" fixed:"create"`
	UpgradeSettings            *AgentPoolUpgradeSettings `json:"upgradeSettings,omitempty"`
	EnableFIPS                 *bool                     `json:"enableFIPS,omitempty" fixed:"windows" reimages:"true"`
	GPUInstanceProfile         *string                   `json:"gpuInstanceProfile,omitempty" enum:"MIG1g,MIG2g,MIG3g,MIG4g,MIG7g" otherwise:"UnsupportedGPUInstanceProfile: GPU instance profile '%s' is not supported" fixed:"create"`
	CreationData               *CreationData             `json:"creationData,omitempty" reimages:"true"`
	CapacityReservationGroupID *string                   `json:"capacityReservationGroupID,omitempty" since:"2023-10-01" preview:"2022-11-02-preview" fixed:"create"`
	HostGroupID                *string                   `json:"hostGroupID,omitempty" fixed:"create"`
	NetworkProfile             *AgentPoolNetworkProfile  `json:"networkProfile,omitempty" since:"2023-10-01" preview:"2022-11-02-preview"`
	WindowsProfile             *AgentPoolWindowsProfile  `json:"windowsProfile,omitempty" since:"2024-02-01" preview:"2022-11-02-preview"`
	SecurityProfile            *AgentPoolSecurityProfile `json:"securityProfile,omitempty" since:"2024-07-01" preview:"2023-06-02-preview" reimages:"true"`
	GPUProfile                 *GPUProfile               `json:"gpuProfile,omitempty" since:"2025-01-01" preview:"2023-09-02-preview"`
	ArtifactStreamingProfile   *ArtifactStreamingProfile `json:"artifactStreamingProfile,omitempty" since:"2026-03-01" preview:"2023-09-02-preview" reimages:"true"`
	GatewayProfile             *AgentPoolGatewayProfile  `json:"gatewayProfile,omitempty" since:"2025-04-01" preview:"2024-02-02-preview"`
	VirtualMachinesProfile     *VirtualMachinesProfile   `json:"virtualMachinesProfile,omitempty" since:"2025-04-01" preview:"2023-10-02-preview"`
	VirtualMachineNodesStatus  []VirtualMachineNodes     `json:"virtualMachineNodesStatus,omitempty" since:"2025-04-01" preview:"2023-10-02-preview" readonly:"true"`
	Status                     *AgentPoolStatus          `json:"status,omitempty" since:"2025-04-01" preview:"2024-10-02-preview" readonly:"true"`
	LocalDNSProfile            *LocalDNSProfile          `json:"localDNSProfile,omitempty" since:"2025-09-01" preview:"2025-03-02-preview" reimages:"true"`
	ETag                       *string                   `json:"eTag,omitempty" since:"2024-09-01" preview:"2024-03-02-preview" readonly:"true"`
}

// PowerState shows whether the pool's machines run.
type PowerState struct {
	Code *string `json:"code,omitempty" enum:"Running,Stopped" default:"Running"`
}

// AgentPoolUpgradeSettings defines how nodes are replaced. Times are in minutes; surge
// and unavailable are a number of nodes or a percentage ("33%").
type AgentPoolUpgradeSettings struct {
	MaxSurge                  *string `json:"maxSurge,omitempty"`
	MaxUnavailable            *string `json:"maxUnavailable,omitempty" since:"2025-03-01" preview:"2024-09-02-preview"`
	DrainTimeoutInMinutes     *int32  `json:"drainTimeoutInMinutes,omitempty" since:"2023-06-01" preview:"2023-06-02-preview" zero:"absent"`
	NodeSoakDurationInMinutes *int32  `json:"nodeSoakDurationInMinutes,omitempty" since:"2023-11-01" preview:"2023-09-02-preview"`
	UndrainableNodeBehavior   *string `json:"undrainableNodeBehavior,omitempty" since:"2025-03-01" preview:"2024-04-02-preview" enum:"Schedule,Cordon"`
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

// CreationData names the snapshot that a pool is created from.
type CreationData struct {
	SourceResourceID *string `json:"sourceResourceId,omitempty"`
}

// AgentPoolNetworkProfile holds the settings of the nodes' network interfaces.
type AgentPoolNetworkProfile struct {
	NodePublicIPTags          []IPTag     `json:"nodePublicIPTags,omitempty" fixed:"create"`
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

// AgentPoolWindowsProfile holds the settings that only Windows pools have.
type AgentPoolWindowsProfile struct {
	DisableOutboundNat *bool `json:"disableOutboundNat,omitempty" fixed:"create"`
}

// AgentPoolSecurityProfile holds trusted launch and SSH settings.
type AgentPoolSecurityProfile struct {
	SSHAccess        *string `json:"sshAccess,omitempty" since:"2025-08-01" preview:"2023-06-02-preview" enum:"LocalUser,Disabled"`
	EnableVTPM       *bool   `json:"enableVTPM,omitempty"`
	EnableSecureBoot *bool   `json:"enableSecureBoot,omitempty"`
}

// GPUProfile sets whether AKS installs the GPU driver.
type GPUProfile struct {
	Driver *string `json:"driver,omitempty" enum:"Install,None" fixed:"create"`
}

// ArtifactStreamingProfile lets nodes start containers before their images are
// downloaded.
type ArtifactStreamingProfile struct {
	Enabled *bool `json:"enabled,omitempty"`
}

// AgentPoolGatewayProfile is the address prefix of a Gateway pool.
type AgentPoolGatewayProfile struct {
	PublicIPPrefixSize *int32 `json:"publicIPPrefixSize,omitempty" fixed:"create"`
}

// VirtualMachinesProfile sizes a pool of type VirtualMachines.
type VirtualMachinesProfile struct {
	Scale *ScaleProfile `json:"scale,omitempty"`
}

// ScaleProfile lists sizes with a node count, or with a range.
type ScaleProfile struct {
	Manual    []ManualScaleProfile `json:"manual,omitempty"`
	Autoscale []AutoScaleProfile   `json:"autoscale,omitempty" since:"2026-05-01" preview:"2024-04-02-preview"`
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
	Mode             *string                     `json:"mode,omitempty" enum:"Preferred,Required,Disabled"`
	State            *string                     `json:"state,omitempty" readonly:"true"`
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

// value is the value that a pointer points to, or the type's zero if it is nil.
func value[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}

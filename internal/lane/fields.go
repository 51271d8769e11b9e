package lane

// allFields contains every field in declaration order. declare fills it while the
// package is initialised; nothing changes it afterwards.
var allFields []*Field

func declare(f Field) *Field {
	allFields = append(allFields, &f)
	return &f
}

// The reasons that several rows share. Source of every class: facts of the agent pool
// API, "Properties of ManagedClusterAgentPoolProfileProperties" (create-only,
// updatable, reimage).
const (
	whyFixed    = "AKS fixes it when the node pool is created"
	whyReimage  = "AKS reimages every node, a surge at a time"
	whyRange    = "only the autoscaler's range changes"
	whySettings = "it takes effect at the next upgrade or scale-down"
	whyLabels   = "AKS writes it to the running nodes; no pod moves"
	whyArmOnly  = "it is stored on the node pool; nodes do not see it"
)

// APIVersion is the version of the agent pool API that the table of fields describes,
// and that every request to node pools and clusters uses. It is the first stable
// version with autoscaler ranges by VM size. It is newer than the Azure SDK, so no
// request body uses the SDK's types. Source: the type definitions of
// Microsoft.ContainerService.
const APIVersion = "2026-05-01"

// element creates a field that exists only inside an ObjectList or ObjectMap; it is not
// in allFields.
func element(path string, kind Kind, arm, doc string, oneOf ...string) *Field {
	return &Field{Path: path, Kind: kind, ARM: arm, Doc: doc, OneOf: oneOf}
}

// The fields of elements are declared before the fields that contain them: Go
// initialises a variable after those that it reads, and the documentation follows the
// order of initialisation.
var (
	MachineSize  = element("size", String, "size", "VM size.")
	MachineNodes = element("nodes", Int, "count", "Fixed number of nodes of this size. Excludes `min` and `max`.")
	MachineMin   = element("min", Int, "minCount", "The autoscaler's minimum number of nodes of this size; needs `max`.")
	MachineMax   = element("max", Int, "maxCount", "The autoscaler's maximum number of nodes of this size; needs `min`.")

	PortStart    = element("start", Int, "portStart", "First port, 1 to 65535.")
	PortEnd      = element("end", Int, "portEnd", "Last port, 1 to 65535.")
	PortProtocol = element("protocol", String, "protocol", "Protocol of the ports.", "TCP", "UDP")
)

// The fields of a node pool, as of APIVersion. One row per field: path, kind, ARM
// property, class of a change and its reason, documentation.
var (
	Name     = declare(Field{Path: "name", Kind: String, ARM: "name", PoolOnly: true, Once: true, Class: Rotate, Why: whyFixed, Doc: "Name of the node pool."})
	OSType   = declare(Field{Path: "os_type", Kind: String, ARM: "osType", PoolOnly: true, Listed: true, Class: Rotate, Why: whyFixed, Absent: "Linux", Doc: "Operating system, decided by `os_sku`.", OneOf: []string{"Linux", "Windows"}})
	Priority = declare(Field{Path: "priority", Kind: String, ARM: "scaleSetPriority", PoolOnly: true, Listed: true, Class: Rotate, Why: whyFixed, Absent: "Regular", Doc: "`Spot` if `spot` is set or the purpose is spot.", OneOf: []string{"Regular", "Spot"}})

	Mode   = declare(Field{Path: "mode", Kind: String, ARM: "mode", Listed: true, Class: None, Why: "no running pod moves", Absent: "User", Doc: "What the nodes are for: cluster services, ordinary pods, or a static egress gateway.", OneOf: []string{"System", "User", "Gateway"}})
	VMSize = declare(Field{Path: "vm_size", Kind: String, ARM: "vmSize", Fold: true, Listed: true, Class: Rotate, Why: whyFixed, Doc: "VM size of the nodes, for example `Standard_D8ds_v5`."})

	Nodes   = declare(Field{Path: "capacity.nodes", Kind: Int, ARM: "count", Counts: true, Listed: true, Class: None, Why: "nodes are added", Doc: "Fixed number of nodes; the autoscaler is off. Excludes `min` and `max`."})
	Min     = declare(Field{Path: "capacity.min", Kind: Int, ARM: "minCount", Counts: true, Listed: true, Class: None, Why: whyRange, Doc: "The autoscaler's minimum number of nodes."})
	Max     = declare(Field{Path: "capacity.max", Kind: Int, ARM: "maxCount", Counts: true, Listed: true, Class: None, Why: whyRange, Doc: "The autoscaler's maximum number of nodes."})
	Initial = declare(Field{Path: "capacity.initial", Kind: Int, ARM: "count", Once: true, Class: None, Why: "it only applies when the node pool is created", Doc: "Initial number of nodes if the autoscaler is on. Default: `min`, and at least 1 for mode System."})

	Labels = declare(Field{Path: "labels", Kind: StringMap, ARM: "nodeLabels", Listed: true, Class: Metadata, Why: whyLabels, Doc: "Node labels, added to the preset's."})
	Taints = declare(Field{Path: "taints", Kind: StringSet, ARM: "nodeTaints", Listed: true, Class: Metadata, Why: "AKS writes it to the running nodes; NoSchedule moves no pod", Doc: "Node taints `key=value:Effect` or `key:Effect`, added to the preset's. A taint with the same key and effect replaces the preset's."})
	Tags   = declare(Field{Path: "tags", Kind: StringMap, ARM: "tags", Fold: true, Listed: true, Class: Metadata, Why: whyArmOnly, Doc: "Azure tags, added to the preset's. Other tags of the node pool are left alone."})
	Zones  = declare(Field{Path: "zones", Kind: StringSet, ARM: "availabilityZones", Listed: true, Class: Rotate, Why: whyFixed, Absent: []string{}, Doc: "Availability zones. `[]` is a regional pool; `[\"auto\"]` lets AKS choose the zones."})

	OSSKU       = declare(Field{Path: "os_sku", Kind: String, ARM: "osSKU", Listed: true, Class: Rotate, Why: whyFixed, Doc: "Operating system SKU; decides Linux or Windows.", OneOf: []string{"Ubuntu", "Ubuntu2204", "Ubuntu2404", "AzureLinux", "AzureLinux3", "AzureContainerLinux", "CBLMariner", "Windows2019", "Windows2022", "Windows2025"}})
	DiskType    = declare(Field{Path: "os_disk.type", Kind: String, ARM: "osDiskType", Class: Rotate, Why: whyFixed, Doc: "Type of the OS disk; by default AKS chooses Ephemeral if it fits.", OneOf: []string{"Ephemeral", "Managed"}})
	DiskSize    = declare(Field{Path: "os_disk.size_gb", Kind: Int, ARM: "osDiskSizeGB", Class: Rotate, Why: whyFixed, Doc: "Size of the OS disk in GB; 0 leaves it to AKS."})
	KubeletDisk = declare(Field{Path: "os_disk.kubelet", Kind: String, ARM: "kubeletDiskType", Class: Rotate, Why: whyFixed, Absent: "OS", Doc: "Disk that holds container images and emptyDir volumes.", OneOf: []string{"OS", "Temporary"}})
	MaxPods     = declare(Field{Path: "max_pods", Kind: Int, ARM: "maxPods", Class: Rotate, Why: whyFixed, Doc: "Maximum number of pods on a node, 10 to 250."})

	Version  = declare(Field{Path: "kubernetes_version", Kind: String, ARM: "orchestratorVersion", ByHand: true, Listed: true, Class: Rolling, Why: "every node is replaced by one of the new version, a surge at a time", Doc: "Kubernetes version, such as `1.35` or `1.35.7`. A node pool that runs a newer version is not downgraded."})
	Snapshot = declare(Field{Path: "snapshot_id", Kind: String, ARM: "creationData.sourceResourceId", ID: true, Class: Rotate, Why: whyFixed, Doc: "ARM resource ID of the node pool snapshot to create from."})

	SpotEviction = declare(Field{Path: "spot.eviction", Kind: String, ARM: "scaleSetEvictionPolicy", Only: SpotPools, Class: Rotate, Why: whyFixed, Absent: "Delete", Doc: "What eviction does to the VM.", OneOf: []string{"Delete", "Deallocate"}})
	SpotPrice    = declare(Field{Path: "spot.max_price", Kind: Float, ARM: "spotMaxPrice", Only: SpotPools, Class: Rotate, Why: whyFixed, Absent: -1.0, Doc: "Highest price in USD per hour; -1 is the on-demand price."})

	GPUDriver   = declare(Field{Path: "gpu.driver", Kind: String, ARM: "gpuProfile.driver", Class: Rotate, Why: whyFixed, Doc: "Whether AKS installs the GPU driver.", OneOf: []string{"Install", "None"}})
	GPUInstance = declare(Field{Path: "gpu.instance_profile", Kind: String, ARM: "gpuInstanceProfile", Class: Rotate, Why: whyFixed, Doc: "Multi-instance GPU profile.", OneOf: []string{"MIG1g", "MIG2g", "MIG3g", "MIG4g", "MIG7g"}})

	Surge       = declare(Field{Path: "upgrade.max_surge", Kind: String, ARM: "upgradeSettings.maxSurge", Only: RegularPools, Listed: true, Class: None, Why: whySettings, Doc: "Extra nodes during an upgrade: a count (`\"1\"`) or a share (`\"33%\"`)."})
	Unavailable = declare(Field{Path: "upgrade.max_unavailable", Kind: String, ARM: "upgradeSettings.maxUnavailable", Only: RegularPools, Listed: true, Class: None, Why: whySettings, Absent: "0", Doc: "Nodes that an upgrade may take out of service without a surge; replaces the preset's surge. If it is removed while a surge is set, 0 is sent."})
	Drain       = declare(Field{Path: "upgrade.drain_timeout_minutes", Kind: Int, ARM: "upgradeSettings.drainTimeoutInMinutes", Only: UnlessSpot, Resets: true, Listed: true, Class: None, Why: whySettings, Absent: int64(30), Doc: "Minutes to wait until the pods of a node are evicted; the AKS default is 30."})
	Soak        = declare(Field{Path: "upgrade.soak_minutes", Kind: Int, ARM: "upgradeSettings.nodeSoakDurationInMinutes", Only: UnlessSpot, Listed: true, Class: None, Why: whySettings, Absent: int64(0), Doc: "Minutes to wait between draining one node and the next, 0 to 30."})
	Undrainable = declare(Field{Path: "upgrade.undrainable", Kind: String, ARM: "upgradeSettings.undrainableNodeBehavior", Only: UnlessSpot, Resets: true, Listed: true, Class: None, Why: whySettings, Absent: "Schedule", Doc: "What an upgrade does with a node that cannot be drained.", OneOf: []string{"Schedule", "Cordon"}})
	Image       = declare(Field{Path: "upgrade.image", Kind: String, Class: Rolling, Why: "every node is reimaged to the newest node image, a surge at a time", Doc: "`latest` upgrades the nodes whenever AKS has a newer node image. Null leaves node images to the cluster's node OS upgrade channel.", OneOf: []string{"latest"}})
	ScaleDown   = declare(Field{Path: "scale_down_mode", Kind: String, ARM: "scaleDownMode", Class: None, Why: whySettings, Absent: "Delete", Doc: "What scaling down does to a VM.", OneOf: []string{"Delete", "Deallocate"}})

	PoolType        = declare(Field{Path: "pool_type", Kind: String, ARM: "type", Class: Rotate, Why: whyFixed, Absent: "VirtualMachineScaleSets", Doc: "How the nodes run: as one scale set of one size, or as single VMs of several sizes.", OneOf: []string{"VirtualMachineScaleSets", "VirtualMachines"}})
	VirtualMachines = declare(Field{Path: "virtual_machines", Kind: ObjectList, ARM: "virtualMachinesProfile.scale", Counts: true, Listed: true, Form: MachineForm, Class: None, Why: "nodes are added", Doc: "Sizes of a `VirtualMachines` pool, each with a fixed number of nodes or an autoscaler range: `{ size, nodes }` or `{ size, min, max }`.", Elem: []*Field{MachineSize, MachineNodes, MachineMin, MachineMax}})
	ImageStreaming  = declare(Field{Path: "image_streaming", Kind: Bool, ARM: "artifactStreamingProfile.enabled", Since: "2026-03-01", Only: StreamingPools, Resets: true, Listed: true, Class: Rolling, Why: whyReimage, Assumed: true, Absent: false, Doc: "Containers start before their image is fully downloaded, if the registry has prepared the image for streaming."})
	Runtime         = declare(Field{Path: "runtime", Kind: String, ARM: "workloadRuntime", Class: Rotate, Why: whyFixed, Absent: "OCIContainer", Doc: "Type of workload that the nodes run.", OneOf: []string{"OCIContainer", "KataVmIsolation", "WasmWasi"}})

	FIPS           = declare(Field{Path: "security.fips", Kind: Bool, ARM: "enableFIPS", Class: Rolling, Why: whyReimage, Absent: false, Doc: "Nodes run a FIPS image."})
	HostEncryption = declare(Field{Path: "security.host_encryption", Kind: Bool, ARM: "enableEncryptionAtHost", Class: Rotate, Why: whyFixed, Absent: false, Doc: "Disks and caches are encrypted at the host."})
	SecureBoot     = declare(Field{Path: "security.secure_boot", Kind: Bool, ARM: "securityProfile.enableSecureBoot", Class: Rolling, Why: whyReimage, Absent: false, Doc: "Trusted launch: secure boot."})
	VTPM           = declare(Field{Path: "security.vtpm", Kind: Bool, ARM: "securityProfile.enableVTPM", Class: Rolling, Why: whyReimage, Absent: false, Doc: "Trusted launch: virtual TPM."})
	SSH            = declare(Field{Path: "security.ssh", Kind: String, ARM: "securityProfile.sshAccess", Class: Rolling, Why: whyReimage, Absent: "LocalUser", Doc: "SSH access to nodes.", OneOf: []string{"LocalUser", "Disabled"}})

	Subnet            = declare(Field{Path: "network.subnet_id", Kind: String, ARM: "vnetSubnetID", ID: true, Class: Rotate, Why: whyFixed, Doc: "Subnet of the nodes."})
	PodSubnet         = declare(Field{Path: "network.pod_subnet_id", Kind: String, ARM: "podSubnetID", ID: true, Class: Rotate, Why: whyFixed, Doc: "Subnet of the pods."})
	PodIPMode         = declare(Field{Path: "network.pod_ip_allocation", Kind: String, ARM: "podIPAllocationMode", Class: Rotate, Why: whyFixed, Doc: "How pods get their IP addresses, singly or in blocks; needs `pod_subnet_id`.", OneOf: []string{"DynamicIndividual", "StaticBlock"}})
	NodePublicIP      = declare(Field{Path: "network.node_public_ip", Kind: Bool, ARM: "enableNodePublicIP", Class: Rotate, Why: whyFixed, Absent: false, Doc: "Every node has a public IP address."})
	PublicIPPrefix    = declare(Field{Path: "network.public_ip_prefix_id", Kind: String, ARM: "nodePublicIPPrefixID", ID: true, Class: Rotate, Why: whyFixed, Doc: "Prefix of the nodes' public IP addresses; needs `node_public_ip`."})
	PublicIPTags      = declare(Field{Path: "network.public_ip_tags", Kind: StringMap, ARM: "networkProfile.nodePublicIPTags", NoBaseline: true, Class: Rotate, Why: whyFixed, Absent: map[string]Value{}, Doc: "IP tags of the nodes' public IP addresses, by IP tag type."})
	HostPorts         = declare(Field{Path: "network.allowed_host_ports", Kind: ObjectList, ARM: "networkProfile.allowedHostPorts", Class: None, Why: "only the network security group changes", Absent: []Settings{}, Doc: "Host ports of the nodes that can be reached from outside.", Elem: []*Field{PortStart, PortEnd, PortProtocol}})
	AppSecurityGroups = declare(Field{Path: "network.application_security_group_ids", Kind: StringSet, ARM: "networkProfile.applicationSecurityGroups", ID: true, Class: None, Why: "only the network interfaces' groups change", Absent: []string{}, Doc: "Application security groups of the nodes."})
	OutboundNAT       = declare(Field{Path: "network.outbound_nat", Kind: Bool, ARM: "windowsProfile.disableOutboundNat", Only: WindowsPools, Class: Rotate, Why: whyFixed, Absent: true, Doc: "Outbound NAT of Windows nodes; `false` needs a NAT gateway."})
	GatewayPrefix     = declare(Field{Path: "network.gateway_prefix_size", Kind: Int, ARM: "gatewayProfile.publicIPPrefixSize", Class: Rotate, Why: whyFixed, Doc: "Size of a Gateway pool's public IP prefix, 28 to 31."})

	ProximityGroup   = declare(Field{Path: "placement.proximity_placement_group_id", Kind: String, ARM: "proximityPlacementGroupID", ID: true, Places: true, Class: Rotate, Why: whyFixed, Doc: "Proximity placement group of the nodes."})
	ReservationGroup = declare(Field{Path: "placement.capacity_reservation_group_id", Kind: String, ARM: "capacityReservationGroupID", ID: true, Places: true, Class: Rotate, Why: whyFixed, Doc: "Capacity reservation group of the nodes."})
	HostGroup        = declare(Field{Path: "placement.host_group_id", Kind: String, ARM: "hostGroupID", ID: true, Places: true, Class: Rotate, Why: whyFixed, Doc: "Dedicated host group of the nodes."})
	UltraSSD         = declare(Field{Path: "placement.ultra_ssd", Kind: Bool, ARM: "enableUltraSSD", Class: Rotate, Why: whyFixed, Absent: false, Doc: "Ultra Disks can be attached to the nodes."})

	Power = declare(Field{Path: "power", Kind: String, ARM: "powerState.code", ByHand: true, Class: Evict, Why: "every node is deallocated; pods become pending", Doc: "Whether the nodes run. Null leaves the power state unmanaged.", OneOf: []string{"Running", "Stopped"}})
)

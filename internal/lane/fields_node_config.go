package lane

// The fields of a node's own configuration: `node_config`. All but local DNS are fixed
// at creation: AKS answers with the error
// CustomKubeletConfigOrCustomLinuxOSConfigCanNotBeChanged.
var (
	MessageOfTheDay = declare(Field{Path: "node_config.message_of_the_day", Kind: String, ARM: "messageOfTheDay", NoBaseline: true, Class: Rotate, Why: whyFixed, Absent: "", Doc: "Text of `/etc/motd` on Linux nodes, as plain text: the provider encodes it."})

	CPUManager      = kubelet("cpu_manager_policy", String, "cpuManagerPolicy", "CPU manager policy.", "none", "static")
	CPUQuota        = kubelet("cpu_cfs_quota", Bool, "cpuCfsQuota", "Enforce CPU limits through the CFS quota.")
	CPUQuotaPeriod  = kubelet("cpu_cfs_quota_period", String, "cpuCfsQuotaPeriod", "CFS quota period, for example `100ms`.")
	TopologyManager = kubelet("topology_manager_policy", String, "topologyManagerPolicy", "NUMA alignment.", "none", "best-effort", "restricted", "single-numa-node")
	ImageGCHigh     = kubelet("image_gc_high_threshold", Int, "imageGcHighThreshold", "Disk use in percent at which image garbage collection starts.")
	ImageGCLow      = kubelet("image_gc_low_threshold", Int, "imageGcLowThreshold", "Disk use in percent at which image garbage collection ends.")
	LogMaxSize      = kubelet("container_log_max_size_mb", Int, "containerLogMaxSizeMB", "Size in MB at which a container log is rotated.")
	LogMaxFiles     = kubelet("container_log_max_files", Int, "containerLogMaxFiles", "Number of log files kept for each container, at least 2.")
	PodMaxPids      = kubelet("pod_max_pids", Int, "podMaxPids", "Maximum number of processes in a pod; -1 is no limit.")
	UnsafeSysctls   = declare(Field{Path: "node_config.kubelet.allowed_unsafe_sysctls", Kind: StringSet, ARM: "kubeletConfig.allowedUnsafeSysctls", NoBaseline: true, Class: Rotate, Why: whyFixed, Absent: []string{}, Doc: "Unsafe sysctls that pods may set, by name or pattern ending in `*`."})
	FailSwapOn      = kubelet("fail_swap_on", Bool, "failSwapOn", "Whether the kubelet refuses to start on a node with swap; must be `false` with `swap_file_size_mb`.")

	Sysctls        = declare(Field{Path: "node_config.sysctls", Kind: StringMap, ARM: "linuxOSConfig.sysctls", NoBaseline: true, Form: KernelForm, Class: Rotate, Why: whyFixed, Absent: map[string]Value{}, Doc: "Kernel parameters by the kernel's own name, for example `\"vm.max_map_count\" = 262144`."})
	HugePage       = declare(Field{Path: "node_config.transparent_huge_page", Kind: String, ARM: "linuxOSConfig.transparentHugePageEnabled", Class: Rotate, Why: whyFixed, Doc: "Transparent huge pages.", OneOf: []string{"always", "madvise", "never"}})
	HugePageDefrag = declare(Field{Path: "node_config.transparent_huge_page_defrag", Kind: String, ARM: "linuxOSConfig.transparentHugePageDefrag", Class: Rotate, Why: whyFixed, Doc: "Defragmentation for transparent huge pages.", OneOf: []string{"always", "defer", "defer+madvise", "madvise", "never"}})
	SwapFile       = declare(Field{Path: "node_config.swap_file_size_mb", Kind: Int, ARM: "linuxOSConfig.swapFileSizeMB", NoBaseline: true, Class: Rotate, Why: whyFixed, Absent: int64(0), Doc: "Size of the swap file in MB; needs `kubelet.fail_swap_on = false`."})

	DNSMode = declare(Field{Path: "node_config.local_dns.mode", Kind: String, ARM: "localDNSProfile.mode", Class: Rolling, Why: whyReimage, Doc: "Local DNS proxy on the nodes.", OneOf: []string{"Preferred", "Required", "Disabled"}})
	VnetDNS = declare(Field{Path: "node_config.local_dns.vnet_dns_overrides", Kind: ObjectMap, ARM: "localDNSProfile.vnetDNSOverrides", Only: LocalDNSPools, Class: Rolling, Why: whyReimage, Absent: map[string]Settings{}, Doc: "Overrides by zone for pods that use the virtual network's DNS.", Elem: dnsOverride})
	KubeDNS = declare(Field{Path: "node_config.local_dns.kube_dns_overrides", Kind: ObjectMap, ARM: "localDNSProfile.kubeDNSOverrides", Only: LocalDNSPools, Class: Rolling, Why: whyReimage, Absent: map[string]Settings{}, Doc: "Overrides by zone for pods that use the cluster's DNS.", Elem: dnsOverride})
)

var dnsOverride = []*Field{
	element("query_logging", String, "queryLogging", "Log level of queries.", "Error", "Log"),
	element("protocol", String, "protocol", "Protocol of forwarded queries.", "PreferUDP", "ForceTCP"),
	element("forward_destination", String, "forwardDestination", "Where queries are forwarded to.", "VnetDNS", "ClusterCoreDNS"),
	element("forward_policy", String, "forwardPolicy", "Order in which DNS servers are queried.", "Sequential", "RoundRobin", "Random"),
	element("max_concurrent", Int, "maxConcurrent", "Maximum number of concurrent queries."),
	element("cache_duration_seconds", Int, "cacheDurationInSeconds", "Seconds that an answer is cached."),
	element("serve_stale_duration_seconds", Int, "serveStaleDurationInSeconds", "Seconds that an expired answer may be served."),
	element("serve_stale", String, "serveStale", "Whether expired answers are served, and whether they are verified first.", "Verify", "Immediate", "Disable"),
}

func kubelet(name string, kind Kind, arm, doc string, oneOf ...string) *Field {
	return declare(Field{Path: "node_config.kubelet." + name, Kind: kind, ARM: "kubeletConfig." + arm, Class: Rotate, Why: whyFixed, Doc: doc, OneOf: oneOf})
}

package lane

var windowsRules = []Rule{
	{
		ID: "windows-mode", Source: docs("create-node-pools"),
		Text:   "A Windows pool has the mode User.",
		Remedy: `Use mode = "User".`,
		Check: func(s Subject) []Finding {
			// system-linux points at the other mode.
			return at(s.windows() && s.gateway(), Mode, "the mode is Gateway and the nodes run Windows")
		},
	},
	{
		ID: "windows-arm64", Source: docs("create-node-pools"),
		Text:   "Windows nodes need an x64 size.",
		Remedy: `Use a size without "p" among its features, for example "Standard_D4ds_v5".`,
		Check: func(s Subject) []Finding {
			return at(s.windows() && Arm64(s.size()), s.sizeField(), "%s is an Arm64 size and the nodes run Windows", s.size())
		},
	},
	{
		ID: "windows-confidential", Source: docs("use-cvm"),
		Text:   "Windows nodes cannot be confidential VMs.",
		Remedy: `Use a size such as "Standard_D4ds_v5".`,
		Check: func(s Subject) []Finding {
			return at(s.windows() && isConfidential(s.size()), s.sizeField(), "%s is a confidential size and the nodes run Windows", s.size())
		},
	},
	{
		ID: "windows-trusted-launch", Source: docs("use-trusted-launch"),
		Text:   "Trusted launch is for Linux nodes.",
		Remedy: "Leave security.secure_boot and security.vtpm out.",
		Check: func(s Subject) []Finding {
			return at(s.windows() && s.trustedLaunch(), s.trustedLaunchField(), "trusted launch is on and the nodes run Windows")
		},
	},
	{
		ID: "windows-virtual-machines", Source: docs("virtual-machines-node-pools"),
		Text:   "A VirtualMachines pool runs Linux.",
		Remedy: "Leave pool_type and virtual_machines out.",
		Check: func(s Subject) []Finding {
			return at(s.windows() && s.machines(), PoolType, "pool_type is VirtualMachines and the nodes run Windows")
		},
	},
	{
		ID: "windows-kubelet", Source: docs("custom-node-configuration-reference"),
		Text:   "For Windows nodes AKS takes only the kubelet settings for image garbage collection and container logs.",
		Remedy: "Leave the other kubelet settings out.",
		Check: func(s Subject) []Finding {
			return onWindows(s, CPUManager, CPUQuota, CPUQuotaPeriod, TopologyManager, PodMaxPids, UnsafeSysctls, FailSwapOn)
		},
	},
	{
		ID: "windows-linux-settings", Source: docs("custom-node-configuration-reference"),
		Text:   "Kernel parameters, huge pages, swap and the message of the day are settings of Linux nodes.",
		Remedy: "Leave the setting out.",
		Check: func(s Subject) []Finding {
			return onWindows(s, MessageOfTheDay, Sysctls, HugePage, HugePageDefrag, SwapFile)
		},
	},
	{
		ID: "windows-kata", Source: docs("use-pod-sandboxing"),
		Text:   "Pod sandboxing and WebAssembly run on Linux nodes.",
		Remedy: "Leave runtime out.",
		Check: func(s Subject) []Finding {
			return at(s.windows() && (s.is(Runtime, "KataVmIsolation") || s.is(Runtime, "WasmWasi")), Runtime, "runtime is %s and the nodes run Windows", s.text(Runtime))
		},
	},
	{
		ID: "windows-2019-version", Source: docs("upgrade-os-version"),
		Text:   "Windows2019 ends with Kubernetes 1.32.",
		Remedy: `Use os_sku = "Windows2022".`,
		Check: func(s Subject) []Finding {
			return at(s.is(OSSKU, "Windows2019") && s.after(32), OSSKU, "os_sku is Windows2019 and the version is %s", s.text(Version))
		},
	},
	{
		ID: "windows-2019-retired", Severity: Advise, Source: docs("upgrade-os-version"),
		Text:   "AKS has not supported Windows2019 since 1 March 2026 and removes its images on 1 April 2027.",
		Remedy: `Use os_sku = "Windows2022".`,
		Check: func(s Subject) []Finding {
			// Where the version may turn out to be too new, windows-2019-version says it.
			return at(s.is(OSSKU, "Windows2019") && s.settled(Version) && !s.after(32), OSSKU, "os_sku is Windows2019")
		},
	},
	{
		ID: "windows-2025-fips", Source: docs("upgrade-os-version"),
		Text:   "Windows2025 needs FIPS images.",
		Remedy: "Add security = { fips = true }.",
		Check: func(s Subject) []Finding {
			return at(s.is(OSSKU, "Windows2025") && s.no(FIPS), OSSKU, "os_sku is Windows2025 and security.fips is not on")
		},
	},
	{
		ID: "outbound-nat-linux", Source: srcAPI,
		Text:   "Outbound NAT can be turned off for Windows nodes only.",
		Remedy: "Leave network.outbound_nat out.",
		Check: func(s Subject) []Finding {
			return at(s.is(OSType, "Linux") && s.known(OutboundNAT) && s.no(OutboundNAT), OutboundNAT, "outbound_nat is false and the nodes run Linux")
		},
	},
	{
		ID: "outbound-nat-public-ip", Source: srcAPI,
		Text:   "Outbound NAT stays on where nodes have public IP addresses.",
		Remedy: "Leave network.outbound_nat or network.node_public_ip out.",
		Check: func(s Subject) []Finding {
			return at(s.known(OutboundNAT) && s.no(OutboundNAT) && s.yes(NodePublicIP), OutboundNAT, "outbound_nat is false and node_public_ip is true")
		},
	},
}

func onWindows(s Subject, fields ...*Field) []Finding {
	var out []Finding
	for _, f := range fields {
		out = append(out, at(s.windows() && s.known(f), f, "%s is given and the nodes run Windows", f.Path)...)
	}
	return out
}

package check

import "github.com/workload-lanes/terraform-provider-aks/internal/lane"

var windowsChecks = []Check{
	{
		ID: "windows-mode", Level: Error, Source: docs("create-node-pools"),
		Text:   "A Windows pool has the mode User.",
		Remedy: `Use mode = "User".`,
		Find: func(_ Facts, s Subject) []Finding {
			// system-linux points to the other mode.
			return at(s.windows() && s.gateway(), lane.Mode, "the mode is Gateway and the nodes run Windows").or(lane.OSType)
		},
	},
	{
		ID: "windows-size", Level: Error, Code: "VMSizeNotSupportedForWindowsAgentPool", Source: docs("create-node-pools"),
		Title:  "VM size does not run Windows",
		Text:   "Windows nodes need an x64 size that is not a confidential VM.",
		Remedy: `Use a size such as "Standard_D4ds_v5".`,
		Uses:   OfCluster | OfSizes, On: made, Find: windowsSize,
	},
	{
		ID: "windows-trusted-launch", Level: Error, Source: docs("use-trusted-launch"),
		Text:   "Trusted launch is for Linux nodes.",
		Remedy: "Leave security.secure_boot and security.vtpm out.",
		Find: func(_ Facts, s Subject) []Finding {
			return at(s.windows() && s.trustedLaunch(), s.trustedLaunchField(), "trusted launch is on and the nodes run Windows").or(lane.OSType)
		},
	},
	{
		ID: "windows-virtual-machines", Level: Error, Source: docs("virtual-machines-node-pools"),
		Text:   "A VirtualMachines pool runs Linux.",
		Remedy: "Leave pool_type and virtual_machines out.",
		Find: func(_ Facts, s Subject) []Finding {
			return at(s.windows() && s.machines(), lane.PoolType, "pool_type is VirtualMachines and the nodes run Windows").or(lane.OSType)
		},
	},
	{
		ID: "windows-kubelet", Level: Error, Source: docs("custom-node-configuration-reference"),
		Text:   "For Windows nodes AKS accepts only the kubelet settings for image garbage collection and container logs.",
		Remedy: "Leave the other kubelet settings out.",
		Find: func(_ Facts, s Subject) []Finding {
			return onWindows(s, lane.CPUManager, lane.CPUQuota, lane.CPUQuotaPeriod, lane.TopologyManager, lane.PodMaxPids, lane.UnsafeSysctls, lane.FailSwapOn)
		},
	},
	{
		ID: "windows-linux-settings", Level: Error, Source: docs("custom-node-configuration-reference"),
		Text:   "Kernel parameters, huge pages, swap and the message of the day are settings of Linux nodes.",
		Remedy: "Leave the setting out.",
		Find: func(_ Facts, s Subject) []Finding {
			return onWindows(s, lane.MessageOfTheDay, lane.Sysctls, lane.HugePage, lane.HugePageDefrag, lane.SwapFile)
		},
	},
	{
		ID: "windows-kata", Level: Error, Source: docs("use-pod-sandboxing"),
		Text:   "Pod sandboxing and WebAssembly run on Linux nodes.",
		Remedy: "Leave runtime out.",
		Find: func(_ Facts, s Subject) []Finding {
			return at(s.windows() && (s.is(lane.Runtime, "KataVmIsolation") || s.is(lane.Runtime, "WasmWasi")), lane.Runtime, "runtime is %s and the nodes run Windows", s.text(lane.Runtime)).or(lane.OSType)
		},
	},
	{
		ID: "windows-2025-fips", Level: Error, Source: docs("upgrade-os-version"),
		Text:   "Windows2025 needs FIPS images.",
		Remedy: "Add security = { fips = true }.",
		Find: func(_ Facts, s Subject) []Finding {
			return at(s.is(lane.OSSKU, "Windows2025") && s.no(lane.FIPS), lane.OSSKU, "os_sku is Windows2025 and security.fips is not on").or(lane.FIPS)
		},
	},
	{
		ID: "outbound-nat-linux", Level: Error, Source: srcAPI,
		Text:   "Outbound NAT can be turned off for Windows nodes only.",
		Remedy: "Leave network.outbound_nat out.",
		Find: func(_ Facts, s Subject) []Finding {
			return at(s.is(lane.OSType, "Linux") && s.known(lane.OutboundNAT) && s.no(lane.OutboundNAT), lane.OutboundNAT, "outbound_nat is false and the nodes run Linux").or(lane.OSType)
		},
	},
	{
		ID: "outbound-nat-public-ip", Level: Error, Source: srcAPI,
		Text:   "Outbound NAT cannot be turned off if nodes have public IP addresses.",
		Remedy: "Leave network.outbound_nat or network.node_public_ip out.",
		Find: func(_ Facts, s Subject) []Finding {
			return at(s.known(lane.OutboundNAT) && s.no(lane.OutboundNAT) && s.yes(lane.NodePublicIP), lane.OutboundNAT, "outbound_nat is false and node_public_ip is true").or(lane.NodePublicIP)
		},
	},
}

func onWindows(s Subject, fields ...*lane.Field) []Finding {
	var out []Finding
	for _, f := range fields {
		out = append(out, at(s.windows() && s.known(f), f, "%s is set and the nodes run Windows", f.Path).or(lane.OSType)...)
	}
	return out
}

func windowsSize(f Facts, s Subject) []Finding {
	h := f.hardwareOf(s)
	switch {
	case !s.windows():
		return nil
	case h.Arm64():
		return at(true, s.sizeField(), "%s has an Arm processor", h.Name).or(lane.OSType)
	}
	return at(h.Confidential() != "", s.sizeField(), "%s is a confidential VM", h.Name).or(lane.OSType)
}

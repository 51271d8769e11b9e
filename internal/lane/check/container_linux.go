package check

import "github.com/workload-lanes/terraform-provider-aks/internal/lane"

// containerLinuxChecks are about which nodes can run Azure Container Linux. The
// check os-version covers its versions.
var containerLinuxChecks = []Check{
	{
		ID: "container-linux-trusted-launch", Level: Error, Source: docs("upgrade-os-version"),
		Text:   "Azure Container Linux always boots with secure boot and a virtual TPM; AKS turns both on.",
		Remedy: "Leave security.secure_boot and security.vtpm out, or write true.",
		Find: func(_ Facts, s Subject) []Finding {
			off := lane.SecureBoot
			if s.known(lane.VTPM) && !s.yes(lane.VTPM) {
				off = lane.VTPM
			}
			return at(s.containerLinux() && s.known(off) && !s.yes(off), off, "%s is off and os_sku is AzureContainerLinux", off.Path).or(lane.OSSKU)
		},
	},
	{
		ID: "container-linux-size", Level: Error, Code: "InvalidOSSKU", Source: docs("upgrade-os-version"),
		Title:  "VM size does not run Azure Container Linux",
		Text:   "Azure Container Linux needs an x64 size of generation 2 that is not a confidential VM.",
		Remedy: `Use a size such as "Standard_D4ds_v5", or another os_sku.`,
		Uses:   OfCluster | OfSizes, On: moved(lane.OSSKU), Find: containerLinuxSize,
	},
	{
		ID: "container-linux-kata", Level: Error, Source: docs("upgrade-os-version"),
		Text:   "Azure Container Linux does not run sandboxed pods.",
		Remedy: `Use os_sku = "AzureLinux", or leave runtime out.`,
		Find: func(_ Facts, s Subject) []Finding {
			return at(s.containerLinux() && s.is(lane.Runtime, "KataVmIsolation"), lane.OSSKU, "os_sku is AzureContainerLinux and runtime is KataVmIsolation").or(lane.Runtime)
		},
	},
	{
		ID: "container-linux-channel", Level: Warn, Code: Accepted, Source: docs("upgrade-os-version"),
		Title:  "Node OS upgrade channel does not support Azure Container Linux",
		Text:   "Azure Container Linux is patched only with new images: the channel must be NodeImage or None.",
		Remedy: "Set the cluster's node OS upgrade channel to NodeImage.",
		Needs:  OfCluster, On: moved(lane.OSSKU), Find: func(f Facts, s Subject) []Finding {
			channel := f.Cluster.NodeOSChannel
			return at(s.containerLinux() && (channel == "Unmanaged" || channel == "SecurityPatch"), lane.OSSKU, "The cluster's node OS upgrade channel is %s, and os_sku is AzureContainerLinux.", channel)
		},
	},
}

func (s Subject) containerLinux() bool { return s.is(lane.OSSKU, lane.ContainerLinux) }

func containerLinuxSize(f Facts, s Subject) []Finding {
	if !s.containerLinux() {
		return nil
	}
	h := f.hardwareOf(s)
	switch {
	case h.Arm64():
		return at(true, lane.OSSKU, "%s has an Arm processor", h.Name).or(s.sizeField())
	case h.Confidential() != "":
		return at(true, lane.OSSKU, "%s is a confidential VM", h.Name).or(s.sizeField())
	case h.FirstGeneration():
		return at(true, lane.OSSKU, "%s is of generation 1 only", h.Name).or(s.sizeField())
	}
	return at(h.NoTrustedLaunch(), lane.OSSKU, "%s has no trusted launch", h.Name).or(s.sizeField())
}

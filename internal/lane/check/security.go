package check

import (
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

var securityChecks = []Check{
	{
		ID: "fips-ubuntu2404", Level: Error, Source: docs("upgrade-os-version"),
		Text:   "AKS has no FIPS image of Ubuntu 24.04.",
		Remedy: `Use os_sku = "Ubuntu2204" or "AzureLinux".`,
		Find: func(_ Facts, s Subject) []Finding {
			return at(s.yes(lane.FIPS) && s.is(lane.OSSKU, "Ubuntu2404"), lane.FIPS, "fips is on and os_sku is Ubuntu2404").or(lane.OSSKU)
		},
	},
	{
		ID: "fips-size", Level: Error, Code: "InvalidParameter", Source: docs("enable-fips-nodes"),
		Title:  "VM size has no FIPS image",
		Text:   "AKS has no FIPS images for confidential VMs. For Arm64 it has only those of Azure Linux 3.",
		Remedy: `Leave security.fips out, use a size such as "Standard_D4ds_v5", or on Arm64 os_sku = "AzureLinux3".`,
		Uses:   OfCluster | OfSizes, On: moved(lane.FIPS, lane.OSSKU), Find: fipsSize,
	},
	{
		ID: "fips-arm64-version", Level: Error, Source: docs("enable-fips-nodes"),
		Text:   "FIPS on Arm64 needs Kubernetes 1.31 or newer.",
		Remedy: "Use a newer kubernetes_version.",
		Find: func(f Facts, s Subject) []Finding {
			return at(s.yes(lane.FIPS) && f.hardwareOf(s).Arm64() && s.before(31), lane.FIPS, "fips is on, %s is an Arm64 size and the version is %s", s.size(), s.text(lane.Version)).or(lane.Version, s.sizeField())
		},
	},
	{
		ID: "fips-trusted-launch", Level: Error, Source: docs("use-trusted-launch"),
		Text:   "With trusted launch, AKS has FIPS images only of Ubuntu 22.04.",
		Remedy: `Use os_sku = "Ubuntu", or leave one of the two out.`,
		Find: func(_ Facts, s Subject) []Finding {
			sku := s.text(lane.OSSKU) // Ubuntu with FIPS is Ubuntu 22.04 in every Kubernetes version
			return at(s.yes(lane.FIPS) && s.trustedLaunch() && strings.HasPrefix(sku, "AzureLinux"), lane.FIPS, "fips and trusted launch are on and os_sku is %s", sku).or(s.trustedLaunchField(), lane.OSSKU)
		},
	},
	{
		ID: "fips-container-linux", Level: Warn, Source: docs("upgrade-os-version"),
		Text:   "Azure Container Linux has no documented FIPS image; AKS may refuse it.",
		Remedy: `Use os_sku = "Ubuntu" or "AzureLinux", or leave security.fips out.`,
		Find: func(_ Facts, s Subject) []Finding {
			return at(s.yes(lane.FIPS) && s.containerLinux(), lane.FIPS, "fips is on and os_sku is AzureContainerLinux").or(lane.OSSKU)
		},
	},
	{
		ID: "trusted-launch", Level: Error, Code: "InvalidParameter", Source: docs("use-trusted-launch"),
		Title:  "VM size has no trusted launch",
		Text:   "Trusted launch needs an x64 size of generation 2 that is not a confidential VM.",
		Remedy: `Leave security.secure_boot and security.vtpm out, or use a size such as "Standard_D4ds_v5".`,
		Uses:   OfCluster | OfSizes, On: moved(lane.SecureBoot, lane.VTPM), Find: trustedLaunch,
	},
	{
		ID: "trusted-launch-kata", Level: Error, Source: docs("use-trusted-launch"),
		Text:   "Trusted launch does not work with pod sandboxing.",
		Remedy: "Leave out secure_boot and vtpm, or runtime.",
		Find: func(_ Facts, s Subject) []Finding {
			return at(s.trustedLaunch() && s.is(lane.Runtime, "KataVmIsolation"), s.trustedLaunchField(), "trusted launch is on and runtime is KataVmIsolation").or(lane.Runtime)
		},
	},
	{
		ID: "trusted-launch-version", Level: Error, Source: docs("use-trusted-launch"),
		Text:   "Trusted launch needs Kubernetes 1.25.2 or newer.",
		Remedy: "Use a newer kubernetes_version.",
		Find: func(_ Facts, s Subject) []Finding {
			return at(s.trustedLaunch() && s.before(25), s.trustedLaunchField(), "trusted launch is on and the version is %s", s.text(lane.Version)).or(lane.Version)
		},
	},
	{
		ID: "confidential-ubuntu2204", Level: Error, Source: docs("use-cvm"),
		Text:   "Confidential VMs run Ubuntu 24.04 images, not 22.04.",
		Remedy: `Use os_sku = "Ubuntu".`,
		Find: func(f Facts, s Subject) []Finding {
			return at(f.hardwareOf(s).Confidential() != "" && s.is(lane.OSSKU, "Ubuntu2204"), lane.OSSKU, "os_sku is Ubuntu2204 and %s is a confidential size", s.size()).or(s.sizeField())
		},
	},
	{
		ID: "tdx", Level: Error, Code: "VMSizeNotSupported", Source: docs("use-cvm"),
		Title:  "AKS does not support this kind of confidential VM",
		Text:   "AKS supports confidential VMs with AMD SEV-SNP, not with Intel TDX.",
		Remedy: `Use a size such as "Standard_DC4as_v5".`,
		Uses:   OfCluster | OfSizes, On: made, Find: func(f Facts, s Subject) []Finding {
			h := f.hardwareOf(s)
			return at(h.Confidential() == "TDX", s.sizeField(), "%s is an Intel TDX confidential VM", h.Name)
		},
	},
	{
		ID: "confidential-size", Level: Warn, Source: srcOwn,
		Text:   "Only confidential sizes protect a node's memory from its host; other sizes do not.",
		Remedy: `Use a size such as "Standard_DC4as_v5" or "Standard_EC4as_v5".`,
		Find: func(f Facts, s Subject) []Finding {
			return at(s.Purpose == lane.Confidential && f.hardwareOf(s).Unprotected(), s.sizeField(), "the purpose is confidential and %s is an ordinary size", s.size())
		},
	},
}

func trustedLaunch(f Facts, s Subject) []Finding {
	if !s.trustedLaunch() {
		return nil
	}
	h, field := f.hardwareOf(s), s.trustedLaunchField()
	switch {
	case h.Arm64():
		return at(true, field, "%s has an Arm processor", h.Name).or(s.sizeField())
	case h.Confidential() != "":
		return at(true, field, "%s is a confidential VM, which has its own boot protection", h.Name).or(s.sizeField())
	case h.FirstGeneration():
		return at(true, field, "%s is of generation 1 only", h.Name).or(s.sizeField())
	}
	return at(h.NoTrustedLaunch(), field, "%s has no trusted launch", h.Name).or(s.sizeField())
}

func fipsSize(f Facts, s Subject) []Finding {
	if !s.yes(lane.FIPS) {
		return nil
	}
	h := f.hardwareOf(s)
	if h.Arm64() {
		sku := s.text(lane.OSSKU)
		return at(sku != "" && sku != "AzureLinux" && sku != "AzureLinux3", lane.FIPS, "%s has an Arm processor, and os_sku is %s", h.Name, sku).or(s.sizeField(), lane.OSSKU)
	}
	return at(h.Confidential() != "", lane.FIPS, "%s is a confidential VM", h.Name).or(s.sizeField())
}

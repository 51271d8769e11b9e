package lane

import "strings"

var securityRules = []Rule{
	{
		ID: "fips-ubuntu2404", Source: docs("upgrade-os-version"),
		Text:   "There is no FIPS image of Ubuntu 24.04.",
		Remedy: `Use os_sku = "Ubuntu2204" or "AzureLinux".`,
		Check: func(s Subject) []Finding {
			return at(s.yes(FIPS) && s.is(OSSKU, "Ubuntu2404"), FIPS, "fips is on and os_sku is Ubuntu2404")
		},
	},
	{
		ID: "fips-arm64", Source: docs("enable-fips-nodes"),
		Text:   "On Arm64 there are FIPS images of Azure Linux 3 only.",
		Remedy: `Use os_sku = "AzureLinux3", or an x64 size.`,
		Check: func(s Subject) []Finding {
			return at(s.yes(FIPS) && Arm64(s.size()) && strings.HasPrefix(s.text(OSSKU), "Ubuntu"), FIPS, "fips is on and %s is an Arm64 size with %s", s.size(), s.text(OSSKU))
		},
	},
	{
		ID: "fips-arm64-version", Source: docs("enable-fips-nodes"),
		Text:   "FIPS on Arm64 needs Kubernetes 1.31.",
		Remedy: "Use a newer kubernetes_version.",
		Check: func(s Subject) []Finding {
			return at(s.yes(FIPS) && Arm64(s.size()) && s.before(31), FIPS, "fips is on, %s is an Arm64 size and the version is %s", s.size(), s.text(Version))
		},
	},
	{
		ID: "fips-confidential", Source: docs("use-cvm"),
		Text:   "There are no FIPS images for confidential VMs.",
		Remedy: "Leave security.fips out, or use another size.",
		Check: func(s Subject) []Finding {
			return at(s.yes(FIPS) && isConfidential(s.size()), FIPS, "fips is on and %s is a confidential size", s.size())
		},
	},
	{
		ID: "fips-trusted-launch", Source: docs("use-trusted-launch"),
		Text:   "With trusted launch there are FIPS images of Ubuntu 22.04 only.",
		Remedy: `Use os_sku = "Ubuntu2204", or leave one of the two out.`,
		Check: func(s Subject) []Finding {
			sku := s.text(OSSKU)
			other := strings.HasPrefix(sku, "AzureLinux") || (sku == "Ubuntu" && s.after(34))
			return at(s.yes(FIPS) && s.trustedLaunch() && other, FIPS, "fips and trusted launch are on and os_sku is %s", sku)
		},
	},
	{
		ID: "trusted-launch-arm64", Source: docs("use-trusted-launch"),
		Text:   "Trusted launch needs an x64 size.",
		Remedy: "Use another size, or leave secure_boot and vtpm out.",
		Check: func(s Subject) []Finding {
			return at(s.trustedLaunch() && Arm64(s.size()), s.trustedLaunchField(), "trusted launch is on and %s is an Arm64 size", s.size())
		},
	},
	{
		ID: "trusted-launch-confidential", Source: docs("use-trusted-launch"),
		Text:   "Confidential VMs have their own boot protection; trusted launch cannot be added.",
		Remedy: "Leave secure_boot and vtpm out.",
		Check: func(s Subject) []Finding {
			return at(s.trustedLaunch() && isConfidential(s.size()), s.trustedLaunchField(), "trusted launch is on and %s is a confidential size", s.size())
		},
	},
	{
		ID: "trusted-launch-kata", Source: docs("use-trusted-launch"),
		Text:   "Trusted launch does not work with pod sandboxing.",
		Remedy: "Leave secure_boot and vtpm, or runtime, out.",
		Check: func(s Subject) []Finding {
			return at(s.trustedLaunch() && s.is(Runtime, "KataVmIsolation"), s.trustedLaunchField(), "trusted launch is on and runtime is KataVmIsolation")
		},
	},
	{
		ID: "trusted-launch-version", Source: docs("use-trusted-launch"),
		Text:   "Trusted launch needs Kubernetes 1.25.2.",
		Remedy: "Use a newer kubernetes_version.",
		Check: func(s Subject) []Finding {
			return at(s.trustedLaunch() && s.before(25), s.trustedLaunchField(), "trusted launch is on and the version is %s", s.text(Version))
		},
	},
	{
		ID: "confidential-ubuntu2204", Source: docs("use-cvm"),
		Text:   "Confidential VMs run Ubuntu 24.04 images, not 22.04.",
		Remedy: `Use os_sku = "Ubuntu".`,
		Check: func(s Subject) []Finding {
			return at(isConfidential(s.size()) && s.is(OSSKU, "Ubuntu2204"), OSSKU, "os_sku is Ubuntu2204 and %s is a confidential size", s.size())
		},
	},
	{
		ID: "confidential-tdx", Source: docs("use-cvm"),
		Text:   "AKS supports confidential VMs with AMD SEV-SNP, not with Intel TDX.",
		Remedy: `Use a size such as "Standard_DC4as_v5".`,
		Check: func(s Subject) []Finding {
			return at(intelTDX.MatchString(s.size()), s.sizeField(), "%s is an Intel TDX size", s.size())
		},
	},
	{
		ID: "confidential-size", Severity: Advise, Source: srcOwn,
		Text:   "Only confidential sizes keep the memory of a node from its host; other sizes give this purpose no protection.",
		Remedy: `Use a size such as "Standard_DC4as_v5" or "Standard_EC4as_v5".`,
		Check: func(s Subject) []Finding {
			return at(s.Purpose == Confidential && s.size() != "" && !protected.MatchString(s.size()), s.sizeField(), "the purpose is confidential and %s is an ordinary size", s.size())
		},
	},
}

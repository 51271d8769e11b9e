package lane

import (
	"regexp"
	"slices"
)

var versionSyntax = regexp.MustCompile(`^[0-9]+\.[0-9]+(\.[0-9]+)?$`)

// skuMinors are the Kubernetes minor versions for which AKS has images of an
// OS SKU; a last of 0 is open. Source: AKS documentation, upgrade-os-version.
var skuMinors = map[string]struct{ first, last int }{
	"Ubuntu2404":  {32, 38},
	"Ubuntu2204":  {25, 36},
	"AzureLinux3": {28, 36},
	"Windows2022": {23, 36},
	"Windows2025": {32, 0},
}

var imageRules = []Rule{
	{
		ID: "version-syntax", Source: srcAPI,
		Text:   "A Kubernetes version is major.minor or major.minor.patch.",
		Remedy: `Write "1.35" or "1.35.7", without a leading "v".`,
		Check: func(s Subject) []Finding {
			v := s.text(Version)
			return at(s.known(Version) && !versionSyntax.MatchString(v), Version, "kubernetes_version is %q", v)
		},
	},
	{
		ID: "os-sku-too-new", Source: docs("upgrade-os-version"),
		Text:   "AKS has no image of this OS SKU for so old a Kubernetes version.",
		Remedy: "Use an older os_sku or a newer kubernetes_version.",
		Check: func(s Subject) []Finding {
			r := skuMinors[s.text(OSSKU)]
			return at(s.before(r.first), OSSKU, "os_sku %s begins with Kubernetes 1.%d and the version is %s", s.text(OSSKU), r.first, s.text(Version))
		},
	},
	{
		ID: "os-sku-too-old", Source: docs("upgrade-os-version"),
		Text:   "AKS has no image of this OS SKU for so new a Kubernetes version.",
		Remedy: `Use a newer os_sku, for example "Ubuntu".`,
		Check: func(s Subject) []Finding {
			r := skuMinors[s.text(OSSKU)]
			return at(r.last > 0 && s.after(r.last), OSSKU, "os_sku %s ends with Kubernetes 1.%d and the version is %s", s.text(OSSKU), r.last, s.text(Version))
		},
	},
	{
		ID: "os-sku-mariner", Source: "AKS's release notes",
		Text:   "AKS makes no new CBLMariner pools.",
		Remedy: `Use os_sku = "AzureLinux".`,
		Check: func(s Subject) []Finding {
			return at(s.is(OSSKU, "CBLMariner"), OSSKU, "os_sku is CBLMariner")
		},
	},
	{
		ID: "kata-os-sku", Severity: Advise, Source: docs("use-pod-sandboxing"),
		Text:   "Pod sandboxing runs on Azure Linux.",
		Remedy: `Use os_sku = "AzureLinux".`,
		Check: func(s Subject) []Finding {
			ubuntu := slices.Contains([]string{"Ubuntu", "Ubuntu2204", "Ubuntu2404"}, s.text(OSSKU))
			return at(s.is(Runtime, "KataVmIsolation") && ubuntu, Runtime, "runtime is KataVmIsolation and os_sku is %s", s.text(OSSKU))
		},
	},
	{
		ID: "kata-version", Source: docs("use-pod-sandboxing"),
		Text:   "Pod sandboxing needs Kubernetes 1.27.",
		Remedy: "Use a newer kubernetes_version.",
		Check: func(s Subject) []Finding {
			return at(s.is(Runtime, "KataVmIsolation") && s.before(27), Runtime, "runtime is KataVmIsolation and the version is %s", s.text(Version))
		},
	},
}

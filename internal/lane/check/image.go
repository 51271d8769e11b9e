package check

import (
	"regexp"
	"slices"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

var versionSyntax = regexp.MustCompile(`^[0-9]+\.[0-9]+(\.[0-9]+)?$`)

var imageChecks = []Check{
	{
		ID: "version-syntax", Level: Error, Source: srcAPI,
		Text:   "A Kubernetes version is major.minor or major.minor.patch.",
		Remedy: `Write "1.35" or "1.35.7", without a leading "v".`,
		Find: func(_ Facts, s Subject) []Finding {
			v := s.text(lane.Version)
			return at(s.known(lane.Version) && !versionSyntax.MatchString(v), lane.Version, "kubernetes_version is %q", v)
		},
	},
	{
		ID: "kata-os-sku", Level: Warn, Source: docs("use-pod-sandboxing"),
		Text:   "Pod sandboxing runs only on Azure Linux.",
		Remedy: `Use os_sku = "AzureLinux".`,
		Find: func(_ Facts, s Subject) []Finding {
			ubuntu := slices.Contains([]string{"Ubuntu", "Ubuntu2204", "Ubuntu2404"}, s.text(lane.OSSKU))
			return at(s.is(lane.Runtime, "KataVmIsolation") && ubuntu, lane.Runtime, "runtime is KataVmIsolation and os_sku is %s", s.text(lane.OSSKU)).or(lane.OSSKU)
		},
	},
	{
		ID: "kata-version", Level: Error, Source: docs("use-pod-sandboxing"),
		Text:   "Pod sandboxing needs Kubernetes 1.27 or newer.",
		Remedy: "Use a newer kubernetes_version.",
		Find: func(_ Facts, s Subject) []Finding {
			return at(s.is(lane.Runtime, "KataVmIsolation") && s.before(27), lane.Runtime, "runtime is KataVmIsolation and the version is %s", s.text(lane.Version)).or(lane.Version)
		},
	},
}

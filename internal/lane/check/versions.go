package check

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

var versionChecks = []Check{
	{
		ID: "version", Level: Error, Code: "AgentPoolK8sVersionNotSupported",
		Title:  "Kubernetes version is not offered",
		Text:   "A node pool is created with, or upgraded to, a version that the region offers.",
		Remedy: "Write a version that is offered; `az aks get-versions` lists them.",
		Needs:  OfCluster | OfVersions, On: sets(lane.Version), Find: versionOffered,
	},
	{
		ID: "version-beyond", Level: Error, Code: "NodePoolMcVersionIncompatible",
		Title:  "Kubernetes version is too new for the control plane",
		Text:   "Nodes are never newer than the control plane, which is upgraded one minor version at a time.",
		Remedy: "Write a version up to the control plane's.",
		Needs:  OfCluster, Again: true, On: sets(lane.Version), Find: versionBeyond,
	},
	{
		ID: "version-ahead", Level: Warn, Code: "NodePoolMcVersionIncompatible",
		Title:  "Kubernetes version is newer than the control plane's",
		Text:   "Nodes are never newer than the control plane.",
		Remedy: "Upgrade the control plane before this lane, in the same apply or an earlier one.",
		Needs:  OfCluster, Again: true, On: sets(lane.Version), Find: versionAhead,
	},
	{
		ID: "version-skew", Level: Error, Code: "NodePoolMcVersionIncompatible",
		Title:  "Kubernetes version is too old for the control plane",
		Text:   "Nodes are at most three minor versions behind the control plane.",
		Remedy: "Write a newer kubernetes_version, or leave it out.",
		Needs:  OfCluster, Again: true, On: sets(lane.Version), Find: versionSkew,
	},
	{
		ID: "version-old", Level: Warn, Code: Accepted,
		Title:  "Kubernetes version is far behind the control plane",
		Text:   "The AKS documentation allows two minor versions, the service three. The control plane cannot be upgraded until the nodes are.",
		Remedy: "Write a newer kubernetes_version, or leave it out.",
		Needs:  OfCluster, On: sets(lane.Version), Find: versionOld,
	},
	{
		ID: "version-step", Level: Error, Code: "OperationNotAllowed",
		Title:  "Upgrade skips a Kubernetes version",
		Text:   "AKS upgrades one minor version at a time.",
		Remedy: "Upgrade to the next minor version first.",
		Needs:  OfCluster, Again: true, On: sets(lane.Version), Find: versionStep,
	},
	{
		ID: "version-live", Level: Warn,
		Title:  "Nodes already run a newer version than configured",
		Text:   "A node pool cannot be downgraded; the older version is not sent.",
		Remedy: "Raise kubernetes_version to the running version, or leave it out.",
		Needs:  OfChange, On: asks(lane.Version), Find: versionLive,
	},
	{
		ID: "os-version", Level: Error, Code: "InvalidOSSKU", Source: docs("upgrade-os-version"),
		Title:  "Operating system does not run this Kubernetes version",
		Text:   "AKS has images of an OS SKU for some Kubernetes versions only; a lane without kubernetes_version gets the control plane's.",
		Remedy: "Use another os_sku, or a kubernetes_version that it has images for.",
		Uses:   OfCluster, On: moved(lane.OSSKU, lane.Version), Find: osVersion,
	},
}

// release is a Kubernetes version; patch is -1 if only a minor is given.
type release struct{ minor, patch int }

func parse(version string) (release, bool) {
	parts := strings.Split(version, ".")
	if len(parts) != 2 && len(parts) != 3 || parts[0] != "1" {
		return release{}, false
	}
	out := release{patch: -1}
	var err error
	if out.minor, err = strconv.Atoi(parts[1]); err != nil {
		return release{}, false
	}
	if len(parts) == 3 {
		if out.patch, err = strconv.Atoi(parts[2]); err != nil {
			return release{}, false
		}
	}
	return out, true
}

// newer reports whether a is certainly newer than b: a minor without a patch may be
// any of its patches.
func newer(a, b release) bool {
	return a.minor > b.minor || a.minor == b.minor && a.patch >= 0 && b.patch >= 0 && a.patch > b.patch
}

// wanted returns the version that the lane asks for, and that of the control plane.
func wanted(f Facts, s Subject) (asked, plane release, ok bool) {
	asked, ok1 := parse(lane.Version.Text(s.Pool))
	plane, ok2 := parse(f.Cluster.Version)
	return asked, plane, ok1 && ok2
}

func offers(f Facts, version string) bool {
	return slices.ContainsFunc(f.Versions, func(patch string) bool { return patch == version || strings.HasPrefix(patch, version+".") })
}

// versionOffered accepts the control plane's own version in addition to those
// offered: a cluster may be older than what AKS still creates.
func versionOffered(f Facts, s Subject) []Finding {
	version := lane.Version.Text(s.Pool)
	asked, plane, ok := wanted(f, s)
	if !ok || len(f.Versions) == 0 || offers(f, version) || version == f.Cluster.Version || asked.patch < 0 && asked.minor == plane.minor {
		return nil
	}
	offered := slices.SortedFunc(slices.Values(f.Versions), func(a, b string) int {
		x, _ := parse(a)
		y, _ := parse(b)
		return cmp.Or(cmp.Compare(x.minor, y.minor), cmp.Compare(x.patch, y.patch))
	})
	var minors, patches []string
	for _, patch := range offered {
		minors = append(minors, patch[:strings.LastIndex(patch, ".")])
		if r, ok := parse(patch); ok && r.minor == asked.minor {
			patches = append(patches, patch)
		}
	}
	instead := slices.Compact(minors)
	if len(patches) > 0 {
		instead = patches
	}
	return at(true, lane.Version, "Kubernetes %s is not offered in %s; %s.", version, f.Cluster.Location, areOrIs(instead))
}

func areOrIs(words []string) string {
	if len(words) == 1 {
		return words[0] + " is"
	}
	return lane.Enumerate(words) + " are"
}

// versionBeyond and versionAhead divide the case of a node pool that is newer than
// its control plane: if it is one minor ahead, the control plane may be upgraded
// first.
func versionBeyond(f Facts, s Subject) []Finding {
	asked, plane, ok := wanted(f, s)
	return at(ok && asked.minor > plane.minor+1, lane.Version, "kubernetes_version is %s, and the control plane runs %s; %s is the newest that the node pool can have.",
		lane.Version.Text(s.Pool), f.Cluster.Version, f.Cluster.Version)
}

func versionAhead(f Facts, s Subject) []Finding {
	asked, plane, ok := wanted(f, s)
	return at(ok && newer(asked, plane) && asked.minor <= plane.minor+1, lane.Version, "kubernetes_version is %s, and the control plane still runs %s.",
		lane.Version.Text(s.Pool), f.Cluster.Version)
}

// skew returns how many minor versions the node pool would be behind.
func skew(f Facts, s Subject) int {
	asked, plane, ok := wanted(f, s)
	if !ok {
		return 0
	}
	return plane.minor - asked.minor
}

func versionSkew(f Facts, s Subject) []Finding {
	n := skew(f, s)
	return at(n > 3, lane.Version, "kubernetes_version %s is %d minor versions behind the control plane's %s.", lane.Version.Text(s.Pool), n, f.Cluster.Version)
}

func versionOld(f Facts, s Subject) []Finding {
	n := skew(f, s)
	return at(n == 3, lane.Version, "kubernetes_version %s is %d minor versions behind the control plane's %s.", lane.Version.Text(s.Pool), n, f.Cluster.Version)
}

// versionStep is about existing nodes.
func versionStep(f Facts, s Subject) []Finding {
	asked, _, ok := wanted(f, s)
	runs, known := parse(s.Version)
	return at(!s.makes() && ok && known && asked.minor > runs.minor+1, lane.Version, "The nodes run %s, and kubernetes_version is %s; 1.%d is the next.",
		s.Version, lane.Version.Text(s.Pool), runs.minor+1)
}

// versionLive reports a version in the code that is older than the live one, and so
// is not sent.
func versionLive(_ Facts, s Subject) []Finding {
	asked, ok := parse(lane.Version.Text(s.Pool))
	runs, known := parse(s.Version)
	return at(!s.makes() && ok && known && newer(runs, asked), lane.Version, "The nodes already run %s, and kubernetes_version is %s.", s.Version, lane.Version.Text(s.Pool))
}

// skuMinors are the Kubernetes minor versions for which AKS has images of an OS SKU;
// a last of 0 means no upper bound. Source: AKS documentation, upgrade-os-version.
var skuMinors = map[string]struct{ first, last int }{
	"Ubuntu2404":          {32, 38},
	"Ubuntu2204":          {25, 36},
	"AzureLinux3":         {28, 36},
	"AzureContainerLinux": {34, 0},
	"Windows2019":         {0, 32},
	"Windows2022":         {23, 36},
	"Windows2025":         {32, 0},
}

// osVersion judges the version that the lane asks for, else the one that it gets:
// for an existing pool its own, else that of the control plane.
func osVersion(f Facts, s Subject) []Finding {
	sku, version, by := s.text(lane.OSSKU), s.text(lane.Version), "the version is "
	if version == "" && !s.unknown(lane.Version) {
		by = "the nodes run "
		if version = s.Version; s.makes() {
			by, version = "the control plane runs ", ""
			if f.Cluster != nil {
				version = f.Cluster.Version
			}
		}
	}
	r, minor := skuMinors[sku], lane.MinorOf(version)
	var out []Finding
	switch {
	case minor == 0:
	case minor < r.first:
		out = at(true, lane.OSSKU, "os_sku %s starts with Kubernetes 1.%d, but %s%s", sku, r.first, by, version).or(lane.Version)
	case r.last > 0 && minor > r.last:
		out = at(true, lane.OSSKU, "os_sku %s ends with Kubernetes 1.%d, but %s%s", sku, r.last, by, version).or(lane.Version)
	}
	for i := range out {
		out[i].Remedy = newerImage(sku, minor, r.first)
	}
	return out
}

// newerImage returns the remedy for an OS SKU and a version that do not go together.
func newerImage(sku string, minor, first int) string {
	switch {
	case minor < first:
		return "Use an older os_sku or a newer kubernetes_version."
	case !strings.HasPrefix(sku, "Windows"):
		return `Use a newer os_sku, for example "Ubuntu", or an older kubernetes_version.`
	case minor <= skuMinors["Windows2022"].last:
		return `Use os_sku = "Windows2022", or an older kubernetes_version. Another Windows version needs a new node pool.`
	}
	return `Use os_sku = "Windows2025" with security = { fips = true }, or an older kubernetes_version. Another Windows version needs a new node pool.`
}

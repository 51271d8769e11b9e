package preflight

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// release is a Kubernetes version; patch is -1 for a minor alone.
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

// newer reports whether a is surely newer than b: a minor alone may be any patch
// of it.
func newer(a, b release) bool {
	return a.minor > b.minor || a.minor == b.minor && a.patch >= 0 && b.patch >= 0 && a.patch > b.patch
}

// wanted is the version that the lane asks for, and the control plane's.
func wanted(f Facts, s Subject) (asked, plane release, ok bool) {
	asked, ok1 := parse(lane.Version.Text(s.Pool))
	plane, ok2 := parse(f.Cluster.Version)
	return asked, plane, ok1 && ok2
}

func offers(f Facts, version string) bool {
	return slices.ContainsFunc(f.Versions, func(patch string) bool { return patch == version || strings.HasPrefix(patch, version+".") })
}

// versionOffered knows the control plane's own version besides those offered: a
// cluster may be older than what AKS still makes.
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
	return find(true, lane.Version, "Kubernetes %s is not offered in %s; %s.", version, f.Cluster.Location, areOrIs(instead))
}

func areOrIs(words []string) string {
	if len(words) == 1 {
		return words[0] + " is"
	}
	return list(words) + " are"
}

// versionBeyond and versionAhead share the case of a node pool newer than its
// control plane: one minor ahead, the control plane may be upgraded first.
func versionBeyond(f Facts, s Subject) []Finding {
	asked, plane, ok := wanted(f, s)
	return find(ok && asked.minor > plane.minor+1, lane.Version, "kubernetes_version is %s, and the control plane runs %s; %s is the newest that the node pool can have.",
		lane.Version.Text(s.Pool), f.Cluster.Version, f.Cluster.Version)
}

func versionAhead(f Facts, s Subject) []Finding {
	asked, plane, ok := wanted(f, s)
	return find(ok && newer(asked, plane) && asked.minor <= plane.minor+1, lane.Version, "kubernetes_version is %s, and the control plane still runs %s.",
		lane.Version.Text(s.Pool), f.Cluster.Version)
}

// skew is how many minor versions the node pool would be behind.
func skew(f Facts, s Subject) int {
	asked, plane, ok := wanted(f, s)
	if !ok {
		return 0
	}
	return plane.minor - asked.minor
}

func versionSkew(f Facts, s Subject) []Finding {
	n := skew(f, s)
	return find(n > 3, lane.Version, "kubernetes_version %s is %d minor versions behind the control plane's %s.", lane.Version.Text(s.Pool), n, f.Cluster.Version)
}

func versionOld(f Facts, s Subject) []Finding {
	n := skew(f, s)
	return find(n == 3, lane.Version, "kubernetes_version %s is %d minor versions behind the control plane's %s.", lane.Version.Text(s.Pool), n, f.Cluster.Version)
}

// versionStep is about nodes that there are.
func versionStep(f Facts, s Subject) []Finding {
	asked, _, ok := wanted(f, s)
	runs, known := parse(s.Version)
	return find(!s.makes() && ok && known && asked.minor > runs.minor+1, lane.Version, "The nodes run %s, and kubernetes_version is %s; 1.%d is the next.",
		s.Version, lane.Version.Text(s.Pool), runs.minor+1)
}

// versionLive: the code is behind what is live, and is not sent.
func versionLive(_ Facts, s Subject) []Finding {
	asked, ok := parse(lane.Version.Text(s.Pool))
	runs, known := parse(s.Version)
	return find(!s.makes() && ok && known && newer(runs, asked), lane.Version, "The nodes run %s already, and kubernetes_version is %s.", s.Version, lane.Version.Text(s.Pool))
}

// osVersion asks the rules of package lane that hang on the version, with the
// version that the lane leaves to AKS.
func osVersion(f Facts, s Subject) []Finding {
	version := f.Cluster.Version
	if !s.makes() {
		version = s.Version
	}
	if s.Pool.Has(lane.Version) || version == "" {
		return nil
	}
	var out []Finding
	for _, p := range lane.Check(lane.Subject{Purpose: s.Purpose, Pool: s.Pool.Put(lane.Version, lane.Known(version))}) {
		switch p.Rule.ID {
		case "os-sku-too-new", "os-sku-too-old", "windows-2019-version":
			out = append(out, find(true, p.Field, "%s. %s %s", upper(p.What), p.Rule.Text, p.Rule.Remedy)...)
		}
	}
	return out
}

func upper(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

package simulator

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// version is a Kubernetes version: a minor version ("1.35", with patch -1) or a patch
// ("1.35.7").
type version struct{ major, minor, patch int }

func parseVersion(text string) (version, bool) {
	parts := strings.Split(text, ".")
	if len(parts) != 2 && len(parts) != 3 {
		return version{}, false
	}
	numbers := [3]int{0, 0, -1}
	for i, part := range parts {
		n, err := strconv.Atoi(part)
		if err != nil || n < 0 {
			return version{}, false
		}
		numbers[i] = n
	}
	return version{numbers[0], numbers[1], numbers[2]}, true
}

func (v version) compare(other version) int {
	return cmp.Or(cmp.Compare(v.major, other.major), cmp.Compare(v.minor, other.minor), cmp.Compare(v.patch, other.patch))
}

func (v version) sameMinor(other version) bool {
	return v.major == other.major && v.minor == other.minor
}

func compareVersions(a, b string) int {
	x, _ := parseVersion(a)
	y, _ := parseVersion(b)
	return x.compare(y)
}

// patches lists every patch that is offered, oldest first.
func (c *catalog) patches() []string {
	var list []string
	for _, minor := range c.versions {
		list = append(list, minor.Patches...)
	}
	slices.SortFunc(list, compareVersions)
	return list
}

// resolve is the patch that a version means in a cluster. A patch means itself. A minor
// version means the control plane's patch if the minor versions are the same, else its
// newest patch. The result is empty if the version is not offered.
func (c *catalog) resolve(asked, controlPlane string) string {
	want, ok := parseVersion(asked)
	if !ok {
		return ""
	}
	if want.patch >= 0 {
		if asked == controlPlane || slices.Contains(c.patches(), asked) {
			return asked
		}
		return ""
	}
	if plane, _ := parseVersion(controlPlane); plane.sameMinor(want) {
		return controlPlane
	}
	newest := ""
	for _, patch := range c.patches() {
		if v, _ := parseVersion(patch); v.sameMinor(want) {
			newest = patch
		}
	}
	return newest
}

// upgrades lists the patches to which a pool may be upgraded next: newer than its
// present one, at most one minor version ahead, and not newer than the control plane.
func (c *catalog) upgrades(current, controlPlane string) []string {
	from, _ := parseVersion(current)
	list := []string{}
	offered := c.patches()
	if !slices.Contains(offered, controlPlane) {
		offered = append(offered, controlPlane)
		slices.SortFunc(offered, compareVersions)
	}
	for _, patch := range offered {
		to, _ := parseVersion(patch)
		if to.compare(from) > 0 && to.minor <= from.minor+1 && compareVersions(patch, controlPlane) <= 0 {
			list = append(list, patch)
		}
	}
	return list
}

// atLeast reports whether a version is of a given minor version or a newer one.
func atLeast(text string, minor int) bool {
	v, ok := parseVersion(text)
	return ok && (v.major > 1 || v.minor >= minor)
}

package preflight

import (
	"slices"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// zones is silent for a size that is not offered at all: another check tells.
func zones(f Facts, s Subject) []Finding {
	size, ok := f.size(s.Pool)
	if !ok || size.Restricted != "" {
		return nil
	}
	missing := slices.DeleteFunc(slices.Clone(lane.Zones.In(s.Pool).Set()), func(z string) bool { return slices.Contains(size.Zones, z) })
	return find(len(missing) > 0, lane.Zones, "%s is not offered in zone %s of %s; %s.", size.Name, list(missing), f.Cluster.Location, zonesOf(size))
}

func zonesOf(size Size) string {
	switch len(size.Zones) {
	case 0:
		return "it has no zones there: write zones = []"
	case 1:
		return "zone " + size.Zones[0] + " is"
	}
	return "zones " + list(size.Zones) + " are"
}

// list spells "1", "1 and 3", "1, 2 and 3".
func list(words []string) string {
	if n := len(words); n > 1 {
		return strings.Join(words[:n-1], ", ") + " and " + words[n-1]
	}
	return strings.Join(words, "")
}

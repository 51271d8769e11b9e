package check

import (
	"slices"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

var sizeChecks = []Check{
	{
		ID: "size", Level: Error, Code: "BadRequest",
		Title:  "VM size is not offered",
		Text:   "A node pool needs a size that its region offers to the subscription.",
		Remedy: "Write another vm_size; `az vm list-skus` lists those of the region.",
		Needs:  OfCluster | OfSizes, On: moved(lane.VMSize, lane.VirtualMachines), Find: offered,
	},
	{
		ID: "zones", Level: Error, Code: "AvailabilityZoneNotSupported",
		Title:  "Zone is not offered",
		Text:   "A node pool runs in the zones in which the subscription may use its size.",
		Remedy: "Write zones that are offered, or leave zones out: the preset uses the offered ones.",
		Needs:  OfCluster | OfSizes, On: moved(lane.Zones, lane.VMSize), Find: zones,
	},
	{
		ID: "spot-size", Level: Error, Code: "VMSizeNotSupported",
		Title:  "VM size is not sold as Spot",
		Text:   "Some sizes are not sold as Spot.",
		Remedy: "Use another vm_size, or leave spot out.",
		Needs:  OfCluster | OfSizes, On: made, Find: spotSize,
	},
}

// sizesOf returns the names of the sizes of a pool's nodes.
func sizesOf(pool lane.Settings) []string {
	if name := lane.VMSize.Text(pool); name != "" {
		return []string{name}
	}
	var out []string
	for _, m := range lane.MachineList(pool) {
		if name := lane.MachineSize.Text(m); name != "" && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

// offered finds nothing if no size could be read: a location without any sizes means
// that the answer was not understood.
func offered(f Facts, s Subject) []Finding {
	var out []Finding
	for _, name := range sizesOf(s.Pool) {
		size, known := f.Sizes[strings.ToLower(name)]
		if len(f.Sizes) == 0 || known && size.Restricted == "" {
			continue
		}
		why := "%s is not offered in %s"
		if known {
			why = "%s is not available to this subscription in %s (" + size.Restricted + ")"
		}
		out = append(out, at(true, s.sizeField(), why+"%s", name, f.Cluster.Location, f.instead(s, name))...)
	}
	return out
}

// zones finds nothing for a size that is not offered at all: another check reports
// that.
func zones(f Facts, s Subject) []Finding {
	size, ok := f.size(s.Pool)
	if !ok || size.Restricted != "" {
		return nil
	}
	if lane.ZonesByAKS(lane.Zones.In(s.Pool)) {
		found := at(len(size.Zones) == 0, lane.Zones, "zones are left to AKS, but %s is not offered in any zone of %s.", size.Name, f.Cluster.Location)
		for i := range found {
			found[i].Soft, found[i].Remedy = true, "Write zones = [], or use another vm_size."
		}
		return found
	}
	missing := slices.DeleteFunc(slices.Clone(lane.Zones.In(s.Pool).Set()), func(z string) bool { return slices.Contains(size.Zones, z) })
	return at(len(missing) > 0, lane.Zones, "%s is not offered in zone %s of %s; %s.", size.Name, lane.Enumerate(missing), f.Cluster.Location, zonesOf(size))
}

func zonesOf(size lane.Size) string {
	switch len(size.Zones) {
	case 0:
		return "it has no zones there: write zones = []"
	case 1:
		return "zone " + size.Zones[0] + " is"
	}
	return "zones " + lane.Enumerate(size.Zones) + " are"
}

func spotSize(f Facts, s Subject) []Finding {
	h := f.hardwareOf(s)
	return at(s.spot() && h.Denies("LowPriorityCapable"), s.sizeField(), "%s is not sold as Spot", h.Name).or(lane.Priority)
}

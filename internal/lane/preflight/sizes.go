package preflight

import (
	"slices"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// sizesOf names the sizes of a pool's nodes.
func sizesOf(pool lane.Settings) []string {
	if name := lane.VMSize.Text(pool); name != "" {
		return []string{name}
	}
	var out []string
	for _, m := range machines(pool) {
		if name := lane.MachineSize.Text(m); name != "" && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

func machines(pool lane.Settings) []lane.Settings {
	list, _ := lane.VirtualMachines.In(pool).Any().([]lane.Settings)
	return list
}

// offered is silent where no size could be read: a location without any has not
// been understood.
func offered(f Facts, s Subject) []Finding {
	var out []Finding
	for _, name := range sizesOf(s.Pool) {
		size, known := f.Sizes[strings.ToLower(name)]
		if len(f.Sizes) == 0 || known && size.Restricted == "" {
			continue
		}
		why := "%s is not offered in %s"
		if known {
			why = "%s is not for this subscription in %s (" + size.Restricted + ")"
		}
		instead := "."
		if like := f.nearest(name); like != "" {
			instead = "; " + like + " is."
		}
		out = append(out, find(true, s.sizeField(), why+"%s", name, f.Cluster.Location, instead)...)
	}
	return out
}

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

func spotSize(f Facts, s Subject) []Finding {
	size, _ := f.size(s.Pool)
	return find(s.spot() && size.denies("LowPriorityCapable"), s.sizeField(), "%s is not sold as Spot.", size.Name)
}

// systemSize: what AKS refuses; the guard asks for more.
func systemSize(f Facts, s Subject) []Finding {
	size, _ := f.size(s.Pool)
	cores, ok1 := size.number("vCPUs")
	memory, ok2 := size.number("MemoryGB")
	return find(s.system() && ok1 && ok2 && (cores < 2 || memory < 4), s.sizeField(),
		"%s has %g vCPUs and %g GB of memory.", size.Name, cores, memory)
}

func windowsSize(f Facts, s Subject) []Finding {
	size, _ := f.size(s.Pool)
	switch {
	case !s.windows():
		return nil
	case size.arm64():
		return find(true, s.sizeField(), "%s has an Arm processor.", size.Name)
	}
	return find(size.confidential() != "", s.sizeField(), "%s is a confidential VM.", size.Name)
}

func tdxSize(f Facts, s Subject) []Finding {
	size, _ := f.size(s.Pool)
	return find(size.confidential() == "TDX", s.sizeField(), "%s is an Intel TDX confidential VM.", size.Name)
}

func gpuDriver(f Facts, s Subject) []Finding {
	size, ok := f.size(s.Pool)
	return find(ok && s.known(lane.GPUDriver) && size.withoutGPU(), s.sizeField(),
		"%s has no GPU, and the lane sets gpu.driver to %s; Standard_NC4as_T4_v3 is the smallest size that AKS has a driver for.", size.Name, lane.GPUDriver.Text(s.Pool))
}

// list spells "1", "1 and 3", "1, 2 and 3".
func list(words []string) string {
	if n := len(words); n > 1 {
		return strings.Join(words[:n-1], ", ") + " and " + words[n-1]
	}
	return strings.Join(words, "")
}

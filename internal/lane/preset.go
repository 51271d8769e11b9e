package lane

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Preset is what a purpose means at one revision.
type Preset struct {
	Purpose  string
	Revision int
	Summary  string   // one sentence for the documentation
	Guide    string   // advice that the provider cannot carry out itself; may be empty
	Zonal    bool     // spread over the zones that the subscription may use for the size
	Set      Settings // every decided setting except labels, tags and the zones of a zonal lane
	// Fitting are settings that are decided only if the nodes support them, as defined
	// by Field.Only: the author's choice of size or system may rule them out.
	Fitting Settings
	// NewerOS replaces settings from a certain Kubernetes minor version on.
	NewerOS *NewerOS
	// Evidence are the signs by which an existing pool without the lane's tag and label
	// is assigned to the purpose. They are independent of the revision, because the
	// pool does not show it. The purpose's own lanes have at least one sign; pools
	// without any sign are assigned to General.
	Evidence []Sign
	// Costly means that the machines cost more than others, so that they should be
	// reserved for the pods that need them, and their number should be limited.
	Costly bool
}

// NewerOS is a change of defaults that a Kubernetes minor version brings.
type NewerOS struct {
	FromMinor int
	Set       Settings
}

// The purposes that the provider knows.
const (
	System       = "system"
	General      = "general"
	Batch        = "batch"
	Spot         = "spot"
	GPU          = "gpu"
	Windows      = "windows"
	Memory       = "memory"
	Confidential = "confidential"
)

var (
	linux   = []Setting{Mode.Is("User"), OSType.Is("Linux"), OSSKU.Is("Ubuntu"), Priority.Is("Regular")}
	windows = []Setting{Mode.Is("User"), OSType.Is("Windows"), OSSKU.Is("Windows2022"), Priority.Is("Regular")}
	managed = []Setting{DiskType.Is("Managed"), DiskSize.Is(128)}
)

func capacity(lo, hi int) []Setting { return []Setting{Min.Is(lo), Max.Is(hi)} }

// rows joins settings in order; a later one replaces an earlier one.
func rows(parts ...[]Setting) Settings { return Of(slices.Concat(parts...)...) }

// presets has one entry per purpose and revision. Sources: the agent pool facts,
// section 4 "Best practice per purpose". An entry is never edited after a release; an
// improvement gets the next revision.
var presets = []Preset{
	{Purpose: System, Revision: 1, Zonal: true, Summary: "Cluster services: CoreDNS, metrics-server, konnectivity.",
		Guide: "Use an 8 vCPU size for large clusters.",
		Set: rows(linux, capacity(3, 5), []Setting{Mode.Is("System"), VMSize.Is("Standard_D4ds_v5"),
			Taints.Is([]string{"CriticalAddonsOnly=true:NoSchedule"}), Surge.Is("33%"), Undrainable.Is("Cordon")}),
		Evidence: []Sign{{fromMode, isSystem}}},
	{Purpose: General, Revision: 1, Zonal: true, Summary: "Ordinary services and APIs; pods need no selector or toleration.",
		Set: rows(linux, capacity(3, 10), []Setting{VMSize.Is("Standard_D8ds_v5"),
			Taints.Is([]string{}), Surge.Is("33%"), Undrainable.Is("Cordon")})},
	{Purpose: Batch, Revision: 1, Zonal: true, Summary: "Jobs that come and go; scales to zero.",
		Set: rows(linux, capacity(0, 20), []Setting{VMSize.Is("Standard_D8ds_v5"),
			Taints.Is([]string{"workload=batch:NoSchedule"}), ScaleDown.Is("Delete"), Surge.Is("10%"), Drain.Is(60)}),
		Evidence: []Sign{{fromTaint, tainted("batch", "job")}, {fromCapacity, scalesToZero}}},
	{Purpose: Batch, Revision: 2, Zonal: true, Summary: "Jobs that come and go; scales to zero.",
		Set: rows(linux, capacity(0, 20), []Setting{VMSize.Is("Standard_D8ds_v5"),
			Taints.Is([]string{"workload=batch:NoSchedule"}), ScaleDown.Is("Delete"), Surge.Is("10%"), Drain.Is(60)}),
		Fitting:  Of(ImageStreaming.Is(true)),
		Evidence: []Sign{{fromTaint, tainted("batch", "job")}, {fromCapacity, scalesToZero}}},
	{Purpose: Spot, Revision: 1, Zonal: true, Summary: "Interruptible work on spare capacity.",
		Guide: "Pair it with an on-demand lane of the same group and the priority expander of the autoscaler.",
		Set: rows(linux, capacity(0, 25), []Setting{VMSize.Is("Standard_D8ads_v5"), Taints.Is([]string{}),
			Priority.Is("Spot"), SpotEviction.Is("Delete"), SpotPrice.Is(-1.0)}),
		Evidence: []Sign{{fromPriority, isSpot}}},
	{Purpose: GPU, Revision: 1, Costly: true, Summary: "Pods that request NVIDIA GPUs; they tolerate the taint automatically.",
		Guide: "Install the NVIDIA device plugin.",
		Set: rows(linux, capacity(0, 4), []Setting{VMSize.Is("Standard_NC4as_T4_v3"), Zones.Is([]string{}),
			Taints.Is([]string{"nvidia.com/gpu=present:NoSchedule"}), GPUDriver.Is("Install"), Surge.Is("1"), Drain.Is(60)}),
		Evidence: []Sign{{fromHardware, sized(gpuSize)}}},
	{Purpose: GPU, Revision: 2, Costly: true, Summary: "Pods that request NVIDIA GPUs; they tolerate the taint automatically.",
		Guide: "Install the NVIDIA device plugin.",
		Set: rows(linux, capacity(0, 4), []Setting{VMSize.Is("Standard_NC4as_T4_v3"), Zones.Is([]string{}),
			Taints.Is([]string{"nvidia.com/gpu=present:NoSchedule"}), GPUDriver.Is("Install"), Surge.Is("1"), Drain.Is(60)}),
		Fitting:  Of(ImageStreaming.Is(true)),
		Evidence: []Sign{{fromHardware, sized(gpuSize)}}},
	{Purpose: Windows, Revision: 1, Zonal: true, Summary: "Windows containers.",
		Guide: "The cluster needs a Windows profile; the lane's name has at most 6 characters.",
		Set: rows(windows, managed, capacity(2, 10), []Setting{VMSize.Is("Standard_D4ds_v5"),
			Taints.Is([]string{"os=windows:NoSchedule"}), Drain.Is(45)}),
		NewerOS:  &NewerOS{FromMinor: 37, Set: Of(OSSKU.Is("Windows2025"), FIPS.Is(true))},
		Evidence: []Sign{{fromOS, isWindows}}},
	{Purpose: Memory, Revision: 1, Zonal: true, Costly: true, Summary: "Databases and caches that need memory.",
		Guide: "Use one lane per zone, in one group, for zonal disks.",
		Set: rows(linux, capacity(1, 10), []Setting{VMSize.Is("Standard_E8ds_v5"),
			Taints.Is([]string{"workload=memory:NoSchedule"}), Surge.Is("1"), Undrainable.Is("Cordon")}),
		Evidence: []Sign{{fromTaint, tainted("memory")}, {fromSize, sized(memorySize)}}},
	{Purpose: Confidential, Revision: 1, Zonal: true, Costly: true, Summary: "Memory encrypted against the host: AMD SEV-SNP.",
		Set: rows(linux, managed, capacity(1, 5), []Setting{VMSize.Is("Standard_DC4as_v5"),
			Taints.Is([]string{"confidential=true:NoSchedule"}), Surge.Is("1"),
			SecureBoot.Is(false), VTPM.Is(false), FIPS.Is(false)}),
		Evidence: []Sign{{fromHardware, sized(confidential)}}},
}

// Presets lists the built-in presets in the order of the documentation.
func Presets() []Preset { return slices.Clone(presets) }

// BuiltInPurposes lists the built-in purposes in the order of the documentation.
func BuiltInPurposes() []string {
	var out []string
	for _, p := range presets {
		if !slices.Contains(out, p.Purpose) {
			out = append(out, p.Purpose)
		}
	}
	return out
}

// FindPreset returns the preset of a purpose at a revision; revision 0 means the
// newest. Its error lists the existing names or revisions.
func FindPreset(purpose string, revision int) (Preset, error) {
	byRevision := map[int]Preset{}
	for _, p := range presets {
		if p.Purpose == purpose {
			byRevision[p.Revision] = p
		}
	}
	if len(byRevision) == 0 {
		return Preset{}, fmt.Errorf("purpose %q does not exist; the purposes are %s", purpose, strings.Join(BuiltInPurposes(), ", "))
	}
	known := slices.Sorted(maps.Keys(byRevision))
	if revision == 0 {
		revision = known[len(known)-1]
	}
	p, ok := byRevision[revision]
	if !ok {
		return Preset{}, fmt.Errorf("purpose %s has no revision %d; it has %s", purpose, revision, joinInts(known))
	}
	return p, nil
}

func joinInts(ns []int) string {
	parts := make([]string, len(ns))
	for i, n := range ns {
		parts[i] = strconv.Itoa(n)
	}
	return strings.Join(parts, ", ")
}

// All returns all settings that the preset decides, including those that depend on the
// nodes.
func (p Preset) All() Settings { return p.Fitting.Over(p.Set) }

// Always reports whether the value is the same in every revision of a built-in purpose,
// so that it follows from the purpose's name alone.
func Always(purpose string, f *Field, v Value) bool {
	always := false
	for _, p := range Presets() {
		if p.Purpose == purpose {
			if !f.In(p.Set).Equal(v) {
				return false
			}
			always = true
		}
	}
	return always
}

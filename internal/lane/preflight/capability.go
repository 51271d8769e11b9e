package preflight

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// number is a capability as a number; not ok where Compute does not tell it.
func (s Size) number(capability string) (float64, bool) {
	n, err := strconv.ParseFloat(s.Capabilities[capability], 64)
	return n, err == nil
}

func (s Size) vcpus() int64 { n, _ := s.number("vCPUs"); return int64(n) }

// denies reports whether Compute says no, which is more than saying nothing.
func (s Size) denies(capability string) bool {
	return strings.EqualFold(s.Capabilities[capability], "False")
}

func (s Size) arm64() bool { return strings.EqualFold(s.Capabilities["CpuArchitectureType"], "Arm64") }

// confidential is SNP, TDX or "".
func (s Size) confidential() string {
	return strings.ToUpper(s.Capabilities["ConfidentialComputingType"])
}

// gpus reports whether the size surely has none.
func (s Size) withoutGPU() bool {
	_, has := s.number("GPUs")
	return !has && len(s.Capabilities) > 0 && lane.Ordinary(s.Name)
}

// firstGeneration reports whether the size surely boots the old way only.
func (s Size) firstGeneration() bool {
	g := s.Capabilities["HyperVGenerations"]
	return g != "" && !strings.Contains(g, "V2")
}

// tempBytes is the temporary disk; not ok where Compute does not tell it.
func (s Size) tempBytes() (int64, bool) {
	mb, ok := s.number("MaxResourceVolumeMB")
	return int64(mb) << 20, ok
}

// roomBytes is the largest local disk that may hold an ephemeral OS disk; not
// ok where Compute does not tell.
func (s Size) roomBytes() (int64, bool) {
	temp, ok := s.tempBytes()
	cache, hasCache := s.number("CachedDiskBytes")
	room := max(temp, int64(cache))
	if nvme, has := s.number("NvmeDiskSizeInMiB"); has && strings.Contains(s.Capabilities["SupportedEphemeralOSDiskPlacements"], "Nvme") {
		room = max(room, int64(nvme)<<20)
	}
	return room, ok || hasCache
}

// nearest is the offered size that is most like another one: of the same
// processor and kind, as many vCPUs, and a name that begins alike. "" where
// nothing is like it.
func (f Facts) nearest(name string) string {
	want, ok := lane.VCPUs(name)
	if !ok {
		return ""
	}
	best, bestScore := "", []int64(nil)
	for _, key := range slices.Sorted(maps.Keys(f.Sizes)) {
		s := f.Sizes[key]
		if s.Restricted != "" || s.arm64() != lane.Arm64(name) || lane.Ordinary(s.Name) != lane.Ordinary(name) || s.vcpus() < want {
			continue
		}
		score := []int64{s.vcpus() - want, -common(key, strings.ToLower(name)), -int64(len(s.Zones)), generation(key)}
		if best == "" || slices.CompareFunc(score, bestScore, cmp.Compare[int64]) < 0 {
			best, bestScore = s.Name, score
		}
	}
	return best
}

// common is how many characters two names begin with alike.
func common(a, b string) int64 {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return int64(n)
}

// generation orders newer sizes first.
func generation(name string) int64 {
	_, v, _ := strings.Cut(name[strings.LastIndex(name, "_")+1:], "v")
	n, _ := strconv.ParseInt(v, 10, 64)
	return -n
}

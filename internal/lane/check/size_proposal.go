package check

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// machineKind is the kind of machine of a size. A proposal must be of the same kind:
// what runs on one kind does not run, or is not protected, on another.
type machineKind struct {
	arm64, gpu, amdGPU, burstable bool
	confidential                  string // SNP or TDX
}

func kindOf(h lane.Hardware) machineKind {
	return machineKind{h.Arm64(), !lane.Ordinary(h.Name), h.AMDGPU(), h.Burstable(), h.Confidential()}
}

// instead returns the end of the sentence about a size that is not offered: the size
// to write instead, what is not offered at all, or nothing.
func (f Facts) instead(s Subject, name string) string {
	meant := lane.CanonicalSize(name)
	if size, ok := f.misspelt(s, meant); ok {
		return "; " + size + " is."
	}
	want, ok := lane.VCPUs(meant)
	if !ok {
		return "."
	}
	kind := kindOf(lane.HardwareOf(meant, lane.Size{}))
	if s.Purpose == lane.Confidential {
		kind.confidential = "SNP"
	}
	if size := f.nearest(s, meant, kind, want); size != "" {
		return "; " + size + " is."
	}
	if kind.confidential != "" {
		return fmt.Sprintf(", and neither is another confidential size of %d vCPUs or more.", want)
	}
	return "."
}

// misspelt returns the offered size that has the same letters and digits.
func (f Facts) misspelt(s Subject, meant string) (string, bool) {
	for _, key := range slices.Sorted(maps.Keys(f.Sizes)) {
		if size := f.Sizes[key]; f.usable(s, size) && lane.SizeKey(size.Name) == lane.SizeKey(meant) {
			return size.Name, true
		}
	}
	return "", false
}

// usable reports whether the lane may have a size. That depends on the subscription,
// the limits of the provider block, and whether a Spot lane can use the size.
func (f Facts) usable(s Subject, size lane.Size) bool {
	return size.Restricted == "" && f.allows(size.Name) && (!s.spot() || !f.hardware(size.Name).Denies("LowPriorityCapable"))
}

// nearest returns the offered size that is most like another one: of the same kind
// of machine and, if possible, of the same series, with as many vCPUs and a similar
// name. It returns "" if no size is similar.
func (f Facts) nearest(s Subject, meant string, kind machineKind, want int64) string {
	best, bestScore := "", []int64(nil)
	for _, key := range slices.Sorted(maps.Keys(f.Sizes)) {
		size := f.Sizes[key]
		if !f.usable(s, size) || kindOf(f.hardware(size.Name)) != kind || vcpus(size) < want {
			continue
		}
		other := int64(1)
		if lane.SameSeries(size.Name, meant) {
			other = 0
		}
		score := []int64{other, vcpus(size) - want, int64(lane.Distance(lane.SizeKey(key), lane.SizeKey(meant))), -int64(len(size.Zones)), generation(key)}
		if best == "" || slices.CompareFunc(score, bestScore, cmp.Compare[int64]) < 0 {
			best, bestScore = size.Name, score
		}
	}
	return best
}

// generation orders newer sizes first.
func generation(name string) int64 {
	_, v, _ := strings.Cut(name[strings.LastIndex(name, "_")+1:], "v")
	n, _ := strconv.ParseInt(v, 10, 64)
	return -n
}

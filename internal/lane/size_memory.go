package lane

import (
	"regexp"
	"strconv"
	"strings"
)

// memoryRule is how much memory per vCPU the sizes of some families have, in units of
// 2^30 bytes.
type memoryRule struct {
	names   *regexp.Regexp
	perVCPU float64
	upTo    int64 // vCPUs; larger sizes of these families have another ratio
}

func perVCPU(gb float64, upTo int64, names string) memoryRule {
	return memoryRule{regexp.MustCompile(`(?i)^Standard_(?:` + names + `)$`), gb, upTo}
}

// memoryRules cover the families whose memory is a multiple of the vCPUs in the name.
// For constrained sizes, such as Standard_E32-8ds_v5, these are the vCPUs before the
// constraint. Sources: Azure's documentation of VM sizes, and the responses of
// Compute's resource SKUs (capability MemoryGB), against which the tests check the
// rules.
var memoryRules = []memoryRule{
	perVCPU(4, 128, `D\d+(-\d+)?(a|d|s|as|ads|ds|ps|pds)?_v[3-6]`),
	perVCPU(2, 96, `D\d+(a|p)?l(s|ds)_v[56]`),
	perVCPU(8, 48, `E\d+(-\d+)?(a|d|s|as|ads|ds)?_v[34]`), // of 64: 432 in v3, 504 in most of v4
	perVCPU(8, 64, `E\d+(-\d+)?(d|s|as|ads|ds|bs|bds)?_v[56]`),
	perVCPU(8, 20, `E\d+(ps|pds)_v5`), // of 32: 208
	perVCPU(8, 48, `E\d+(ps|pds)_v6`),
	perVCPU(8, 48, `DC\d+(s|ds)_v3`),
	perVCPU(4, 96, `DC\d+(as|ads|as_cc|ads_cc|es|eds)_v5`),
	perVCPU(8, 20, `EC\d+(as|ads|as_cc|ads_cc)_v5`), // of 32: 192
	perVCPU(8, 64, `EC\d+(es|eds)_v5`),
	perVCPU(2, 72, `F\d+s?|F\d+s_v2|F\d+als_v6`),
	perVCPU(4, 64, `F\d+as_v6`),
	perVCPU(8, 64, `F\d+ams_v6`),
	perVCPU(4, 20, `B([248]|12|16|20)ms`),
	perVCPU(4, 32, `B\d+(a|p)?s_v2`),
	perVCPU(2, 32, `B\d+(a|p)?ls_v2`),
	perVCPU(0.5, 2, `B\d+(a|p)?ts_v2`),
	perVCPU(8, 80, `L\d+a?s_v[23]`),
}

// rankedSizes are the second D series, in which the number is only a rank.
var (
	rankedSizes  = regexp.MustCompile(`(?i)^Standard_DS?(\d+)_v2$`)
	memoryByRank = map[string]float64{"1": 3.5, "2": 7, "3": 14, "4": 28, "5": 56, "11": 14, "12": 28, "13": 56, "14": 112}
)

// hardware is a size's hardware that no rule covers. gpus is the number of NVIDIA GPUs
// as pods request them: a part of one counts as one.
type hardware struct {
	memoryGB float64
	gpus     int64
}

// hardwareBySize contains the sizes with NVIDIA GPUs, and those whose memory follows no
// rule. Sources: the same as for memoryRules.
var hardwareBySize = map[string]hardware{
	"standard_b1ls": {0.5, 0},
	"standard_b1s":  {1, 0},
	"standard_b1ms": {2, 0},
	"standard_b2s":  {4, 0},

	"standard_nc4as_t4_v3":      {28, 1},
	"standard_nc8as_t4_v3":      {56, 1},
	"standard_nc16as_t4_v3":     {110, 1},
	"standard_nc64as_t4_v3":     {440, 4},
	"standard_nc6s_v3":          {112, 1},
	"standard_nc12s_v3":         {224, 2},
	"standard_nc24s_v3":         {448, 4},
	"standard_nc24rs_v3":        {448, 4},
	"standard_nc24ads_a100_v4":  {220, 1},
	"standard_nc48ads_a100_v4":  {440, 2},
	"standard_nc96ads_a100_v4":  {880, 4},
	"standard_nc40ads_h100_v5":  {320, 1},
	"standard_nc80adis_h100_v5": {640, 2},
	"standard_nd40rs_v2":        {672, 8},
	"standard_nd96asr_v4":       {900, 8},
	"standard_nd96amsr_a100_v4": {1900, 8},
	"standard_nd96isr_h100_v5":  {1900, 8},
	"standard_nd96isr_h200_v5":  {1850, 8},
	"standard_nv6ads_a10_v5":    {55, 1},
	"standard_nv12ads_a10_v5":   {110, 1},
	"standard_nv18ads_a10_v5":   {220, 1},
	"standard_nv36ads_a10_v5":   {440, 1},
	"standard_nv72ads_a10_v5":   {880, 2},
}

// MemoryGB returns the memory of a node, in units of 2^30 bytes, from the name of its
// VM size; false for a size that is not known here.
func MemoryGB(size string) (float64, bool) {
	if h, ok := hardwareBySize[strings.ToLower(size)]; ok {
		return h.memoryGB, true
	}
	if m := rankedSizes.FindStringSubmatch(size); m != nil {
		gb, ok := memoryByRank[m[1]]
		return gb, ok
	}
	m := sizeParts.FindStringSubmatch(size)
	if m == nil {
		return 0, false
	}
	vcpus, err := strconv.ParseInt(m[2], 10, 64)
	if err != nil {
		return 0, false
	}
	for _, r := range memoryRules {
		if r.names.MatchString(size) && vcpus <= r.upTo {
			return float64(vcpus) * r.perVCPU, true
		}
	}
	return 0, false
}

// GPUs returns how many NVIDIA GPUs the nodes of a VM size have, from its name. A part
// of one counts as one. It is false for a size that is not known here. See Ordinary for
// sizes that certainly have none.
func GPUs(size string) (int64, bool) {
	h := hardwareBySize[strings.ToLower(size)]
	return h.gpus, h.gpus > 0
}

// mostInstances is the maximum number of instances of a profile on one GPU. Source:
// NVIDIA's multi-instance GPU user guide, profiles of A100, H100, H200.
var mostInstances = map[string]int64{"MIG1g": 7, "MIG2g": 3, "MIG3g": 2, "MIG4g": 1, "MIG7g": 1}

// GPUInstances is the maximum number of GPUs that a node announces for each of its
// GPUs, by the multi-instance profile of its pool. A profile that is not known here
// counts as the one with the most instances.
func GPUInstances(profile string) int64 {
	if profile == "" {
		return 1
	}
	if n, ok := mostInstances[profile]; ok {
		return n
	}
	return mostInstances["MIG1g"]
}

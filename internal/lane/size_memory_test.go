package lane

import (
	"os"
	"strconv"
	"strings"
	"testing"
)

// TestHardware: what the name of a size shows about its nodes, and what it does not.
func TestHardware(t *testing.T) {
	t.Parallel()
	for size, want := range map[string]hardware{
		"Standard_D8ds_v5":      {32, 0},
		"standard_d8DS_V5":      {32, 0},
		"Standard_D4_v3":        {16, 0},
		"Standard_D8plds_v5":    {16, 0},
		"Standard_D16alds_v6":   {32, 0},
		"Standard_D3_v2":        {14, 0},
		"Standard_DS13_v2":      {56, 0},
		"Standard_DS13-4_v2":    {},
		"Standard_D4":           {},
		"Standard_D372is_v7":    {},
		"Standard_E64ds_v5":     {512, 0},
		"Standard_E32-8ds_v5":   {256, 0},
		"Standard_E64s_v3":      {},
		"Standard_E64s_v4":      {},
		"Standard_E32ps_v5":     {},
		"Standard_E192is_v6":    {},
		"Standard_EC20as_v5":    {160, 0},
		"Standard_EC32as_v5":    {},
		"Standard_DC8s_v3":      {64, 0},
		"Standard_F16s_v2":      {32, 0},
		"Standard_F16ams_v6":    {128, 0},
		"Standard_B1ms":         {2, 0},
		"Standard_B2s":          {4, 0},
		"Standard_B12ms":        {48, 0},
		"Standard_B2ats_v2":     {1, 0},
		"Standard_M128s":        {},
		"Standard_NC4as_T4_v3":  {28, 1},
		"Standard_NC64as_T4_v3": {440, 4},
		"Standard_NV8as_v4":     {}, // AMD's
		"Standard_XYZ":          {},
		"":                      {},
	} {
		memory, knownMemory := MemoryGB(size)
		gpus, knownGPUs := GPUs(size)
		if memory != want.memoryGB || gpus != want.gpus || knownMemory != (want.memoryGB > 0) || knownGPUs != (want.gpus > 0) {
			t.Errorf("%s has %g GB (known: %t) and %d GPUs (known: %t), want %+v", size, memory, knownMemory, gpus, knownGPUs, want)
		}
	}
	for profile, want := range map[string]int64{"": 1, "MIG1g": 7, "MIG3g": 2, "MIG7g": 1, "MIG9g": 7} {
		if got := GPUInstances(profile); got != want {
			t.Errorf("%q makes %d of a GPU, want %d", profile, got, want)
		}
	}
}

// TestHardwareIsAzures compares the answers from names with Azure's own figures, for
// the sizes that the simulator offers.
func TestHardwareIsAzures(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("../simulator/sizes.tsv")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(raw)), "\n")
	column := map[string]int{}
	for i, name := range strings.Split(lines[0], "\t") {
		column[name] = i
	}
	for _, line := range lines[1:] {
		cells := strings.Split(line, "\t")
		size := cells[column["name"]]
		if amdGPU.MatchString(size) {
			continue
		}
		memory, _ := MemoryGB(size)
		if got := strconv.FormatFloat(memory, 'f', -1, 64); got != cells[column["memory_gb"]] {
			t.Errorf("%s has %s GB, Azure says %s", size, got, cells[column["memory_gb"]])
		}
		gpus, _ := GPUs(size)
		if got := strconv.FormatInt(gpus, 10); got != cells[column["gpus"]] {
			t.Errorf("%s has %s GPUs, Azure says %s", size, got, cells[column["gpus"]])
		}
	}
}

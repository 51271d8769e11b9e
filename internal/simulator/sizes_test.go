package simulator_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

func TestTheBuiltInSizes(t *testing.T) {
	t.Parallel()
	world := simulator.BuiltIn()
	letters := map[string]int{}
	priced := map[string]int{}
	for _, price := range world.Prices {
		priced[price.Size]++
	}
	for _, size := range world.Sizes {
		letters[regexp.MustCompile(`^Standard_([A-Z]+)`).FindStringSubmatch(size.Name)[1]]++
		for _, name := range strings.Fields("vCPUs vCPUsAvailable vCPUsPerCore MemoryGB MaxResourceVolumeMB OSVhdSizeMB MaxDataDiskCount MaxNetworkInterfaces " +
			"PremiumIO LowPriorityCapable EphemeralOSDiskSupported AcceleratedNetworkingEnabled RdmaEnabled HyperVGenerations EncryptionAtHostSupported " +
			"CpuArchitectureType CapacityReservationSupported MemoryPreservingMaintenanceSupported VMDeploymentTypes") {
			if size.Capabilities[name] == "" {
				t.Errorf("%s has no %s", size.Name, name)
			}
		}
		if priced[size.Name] == 0 && size.Name != "Standard_ND96isr_H200_v5" {
			t.Errorf("%s has no price", size.Name)
		}
	}
	if len(world.Sizes) < 60 {
		t.Errorf("got %d sizes", len(world.Sizes))
	}
	for _, family := range strings.Fields("D E F B NC ND NV DC EC") {
		if letters[family] == 0 {
			t.Errorf("no size of the %s series", family)
		}
	}
}

// Three complete sizes of the real listing.
func TestASizeAsComputeListsIt(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{})
	list := send(t, s, 200, "GET", subscription+"/providers/Microsoft.Compute/skus?api-version=2021-07-01&$filter=location%20eq%20'southcentralus'", nil)
	want := map[string]map[string]string{
		"Standard_D4s_v3":          {"vCPUs": "4", "MemoryGB": "16", "ACUs": "160", "CachedDiskBytes": "107374182400", "UncachedDiskIOPS": "6400"},
		"Standard_NC24ads_A100_v4": {"GPUs": "1", "vCPUs": "24", "NvmeDiskSizeInMiB": "915527", "MemoryPreservingMaintenanceSupported": "False"},
		"Standard_D16plds_v5":      {"CpuArchitectureType": "Arm64", "MaxNetworkInterfaces": "4", "UncachedDiskIOPS": "25600"},
	}
	for _, entry := range list["value"].([]any) {
		size := entry.(object)
		name := size["name"].(string)
		got := map[string]string{}
		for _, capability := range size["capabilities"].([]any) {
			got[capability.(object)["name"].(string)] = capability.(object)["value"].(string)
		}
		for capability, text := range want[name] {
			if got[capability] != text {
				t.Errorf("%s: %s is %q, want %q", name, capability, got[capability], text)
			}
		}
		delete(want, name)
	}
	if len(want) > 0 {
		t.Errorf("missing: %v", want)
	}
}

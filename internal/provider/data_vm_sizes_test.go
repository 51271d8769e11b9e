package provider

import (
	"strings"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

func TestVMSizes(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	names := func(wrote object) string {
		wrote["location"] = "West Europe"
		var out []string
		for _, size := range part(s.tells("vm_sizes", wrote), "sizes").(list) {
			out = append(out, part(size, "name").(string))
		}
		return strings.Join(out, " ")
	}
	for name, tt := range map[string]struct {
		wrote object
		want  string
	}{
		"by name, cheapest first": {object{"name": "standard_d*ds_v5", "family": "standardDDSv5Family", "vcpus": object{"max": 8}}, "Standard_D2ds_v5 Standard_D4ds_v5 Standard_D8ds_v5"},
		"with GPUs":               {object{"gpus": object{"min": 1}, "vcpus": object{"max": 4}}, "Standard_NC4as_T4_v3"},
		"confidential":            {object{"confidential": true, "vcpus": object{"min": 4, "max": 4}, "family": "*DCAS*v5*"}, "Standard_DC4as_v5"},
	} {
		if got := names(tt.wrote); got != tt.want {
			t.Errorf("%s: %s, want %s", name, got, tt.want)
		}
	}
	if arm := names(object{"architecture": "Arm64"}); !strings.Contains(arm, "Standard_D4p") || strings.Contains(arm, "Standard_D4ds_v5") {
		t.Errorf("Arm: %s", arm)
	}
	out := s.tells("vm_sizes", object{"location": "westeurope", "name": "Standard_D4ds_v5"})
	size := part(out, "sizes", 0)
	if part(size, "vcpus") != 4 || part(size, "memory_gb") != 16 || part(size, "quota_left") != 988 || part(size, "price") == nil || part(size, "price_spot") == nil {
		t.Errorf("a size: %v", size)
	}
}

// Without a price list, the sizes are still useful.
func TestVMSizesWithoutPrices(t *testing.T) {
	t.Parallel()
	sim := worldOf(t, simulator.Options{Faults: []simulator.Fault{{Match: simulator.Match{Path: "/api/retail/prices"}, Status: 404, Code: "NotFound", Message: "gone"}}})
	s := serverOn(t, sim)
	wrote := object{"location": "westeurope", "name": "Standard_D4ds_v5"}
	out, diags := s.reads("vm_sizes", wrote)
	if len(diags) != 1 || part(out, "sizes", 0, "price") != nil {
		t.Errorf("diagnostics %v of %v", diags, out)
	}
	wrote["prices"] = false
	s.tells("vm_sizes", wrote)
}

package simulator_test

import (
	"net/http"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

func retirementRefusals() map[string]refusal {
	kata := object{"workloadRuntime": "KataVmIsolation", "osSKU": "AzureLinux", "vmSize": "Standard_D4s_v5"}
	return map[string]refusal{
		"retired-availability-set": {send: object{"type": "AvailabilitySet"}, says: "AvailabilitySet are retired"},
		"retired-wasi":             {before: object{}, send: object{"workloadRuntime": "WasmWasi"}, says: "WasmWasi is retired"},
		"fips-kata":                {before: kata, send: merge(kata, object{"enableFIPS": true}), says: "not supported with workload runtime KataVmIsolation"},
	}
}

// What is retired cannot be newly used in any way.
func TestRetirements(t *testing.T) {
	t.Parallel()
	for title, test := range map[string]struct {
		refusal
		rule string
	}{
		"OS Guard":               {refusal{send: object{"osSKU": "AzureLinuxOSGuard"}}, "os-sku-unknown"},
		"Flatcar":                {refusal{send: object{"osSKU": "Flatcar"}}, "os-sku-unknown"},
		"CBL-Mariner":            {refusal{send: object{"osSKU": "CBLMariner"}}, "os-sku-retired"},
		"CBL-Mariner, in place":  {refusal{before: object{}, send: object{"osSKU": "CBLMariner"}}, "os-sku-retired"},
		"Windows 2019":           {refusal{name: "win", send: object{"osType": "Windows", "osSKU": "Windows2019"}}, "os-sku-retired"},
		"WASI in a new pool":     {refusal{send: object{"workloadRuntime": "WasmWasi"}}, "retired-wasi"},
		"FIPS and Kata at first": {refusal{send: object{"workloadRuntime": "KataVmIsolation", "enableFIPS": true}}, "fips-kata"},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			if status, body, rule := put(t, test.refusal); status != http.StatusBadRequest || rule != test.rule {
				t.Errorf("got %d by rule %q, want 400 by rule %q: %v", status, rule, test.rule, body)
			}
		})
	}
}

// A pool that has something retired is still served, and everything else can be
// changed.
func TestWhatIsRetiredLivesOn(t *testing.T) {
	t.Parallel()
	for title, has := range map[string]simulator.AgentPoolProperties{
		"availability set": {Type: new("AvailabilitySet")},
		"WASI":             {WorkloadRuntime: new("WasmWasi")},
		"OS Guard":         {OSSKU: new("AzureLinuxOSGuard")},
		"Windows 2019":     {OSType: new("Windows"), OSSKU: new("Windows2019")},
		"FIPS and Kata":    {WorkloadRuntime: new("KataVmIsolation"), EnableFIPS: new(true)},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			world := simulator.BuiltIn()
			cluster := &world.Subscriptions[0].Clusters[0]
			cluster.Pools = append(cluster.Pools, simulator.Pool{Name: "old", Properties: &has})
			s, _ := start(t, simulator.Options{World: world})
			body := send(t, s, 200, "GET", west+"/agentPools/old", nil)
			body["properties"].(object)["nodeLabels"] = object{"team": "a"}
			send(t, s, 200, "PUT", west+"/agentPools/old", body)
		})
	}
}

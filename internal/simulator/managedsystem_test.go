package simulator_test

import (
	"slices"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// hosted is a world in which AKS's own machines run the system pods of the first
// cluster.
func hosted(w *simulator.World) {
	cluster := &w.Subscriptions[0].Clusters[0]
	cluster.Properties = map[string]any{"hostedSystemProfile": map[string]any{"enabled": true}}
	cluster.Pools = append(cluster.Pools, simulator.Pool{Name: "hosted", Properties: &simulator.AgentPoolProperties{
		Mode: new("ManagedSystem"), Count: new(int32(3)), VMSize: new("Standard_D4ds_v5")}})
}

func managedRefusals() map[string]refusal {
	return map[string]refusal{
		"managed-system": {world: hosted, name: "hosted", send: object{"mode": nil, "count": 3, "nodeLabels": object{"team": "a"}},
			says: "'hosted' is a managed system node pool"},
	}
}

// AKS's own pool is in every list, and no client can change it.
func TestAManagedSystemPool(t *testing.T) {
	t.Parallel()
	world := simulator.BuiltIn()
	hosted(world)
	s, _ := start(t, simulator.Options{World: world})
	const path = west + "/agentPools/hosted"

	var names []string
	for _, one := range send(t, s, 200, "GET", west+"/agentPools", nil)["value"].([]any) {
		names = append(names, one.(object)["name"].(string))
	}
	profiles := send(t, s, 200, "GET", west, nil)["properties"].(object)["agentPoolProfiles"].([]any)
	if !slices.Equal(names, []string{"nodepool1", "hosted"}) || profiles[1].(object)["mode"] != "ManagedSystem" {
		t.Errorf("got %v and %v", names, profiles)
	}
	send(t, s, 200, "PUT", path, send(t, s, 200, "GET", path, nil))
	send(t, s, 400, "DELETE", path, nil)
	send(t, s, 400, "POST", path+"/upgradeNodeImageVersion", nil)
	send(t, s, 400, "POST", path+"/deleteMachines", object{"machineNames": []string{"any"}})
	send(t, s, 204, "POST", path+"/abort", nil)
	// Its machines do not belong to the subscription.
	for _, one := range send(t, s, 200, "GET", subscription+"/providers/Microsoft.Compute/locations/westeurope/usages?api-version=2024-11-01", nil)["value"].([]any) {
		if quota := one.(object); quota["name"].(object)["value"] == "cores" && quota["currentValue"] != 12.0 {
			t.Errorf("the cores: got %v", quota)
		}
	}
	// The cluster does not need a System pool of its own.
	send(t, s, 202, "DELETE", west+"/agentPools/nodepool1", nil)
}

// No stable api-version has the mode, so no client can request it.
func TestAManagedSystemPoolCannotBeAskedFor(t *testing.T) {
	t.Parallel()
	for title, example := range map[string]refusal{
		"a new one":      {send: object{"mode": "ManagedSystem"}},
		"out of another": {before: object{}, send: object{"mode": "ManagedSystem"}},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			if status, body, rule := put(t, example); status != 400 || rule != "value-mode" {
				t.Errorf("got %d by rule %q: %v", status, rule, body)
			}
		})
	}
}

// It counts as a system pool, so the others can be removed.
func TestAManagedSystemPoolIsASystemPool(t *testing.T) {
	t.Parallel()
	world := simulator.BuiltIn()
	hosted(world)
	world.Subscriptions[0].Clusters[0].Properties = nil
	s, _ := start(t, simulator.Options{World: world})
	body := send(t, s, 200, "GET", west+"/agentPools/nodepool1", nil)
	body["properties"].(object)["mode"] = "User"
	send(t, s, 200, "PUT", west+"/agentPools/nodepool1", body)
}

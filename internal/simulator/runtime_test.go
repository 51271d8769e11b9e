package simulator_test

import (
	"strings"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// stocked is a world whose region has the given number of machines of a size.
func stocked(size string, machines int64) *simulator.World {
	world := simulator.BuiltIn()
	for i := range world.Sizes {
		for j := range world.Sizes[i].Offers {
			if offer := &world.Sizes[i].Offers[j]; world.Sizes[i].Name == size && offer.Location == "westeurope" {
				offer.Stock = &machines
			}
		}
	}
	return world
}

func TestWhatIsSoldOutFailsAtRunTime(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{World: stocked("Standard_D8s_v5", 4)})
	lane := func(count int) object { return pool(object{"vmSize": "Standard_D8s_v5", "count": count}) }
	// Two machines plus one for the surge.
	if got := poll(t, s, begin(t, s, "PUT", west+"/agentPools/first", lane(2)))["status"]; got != "Succeeded" {
		t.Errorf("the first pool: got %v", got)
	}

	ended := poll(t, s, begin(t, s, "PUT", west+"/agentPools/second", lane(2)))

	failure, _ := ended["error"].(object)
	if ended["status"] != "Failed" || failure["code"] != "SkuNotAvailable" || !strings.Contains(failure["message"].(string), "Capacity Restrictions: Standard_D8s_v5' is currently not available in location 'westeurope'") {
		t.Errorf("got %v", ended)
	}
	left := properties(t, s, west, "second")
	if left["provisioningState"] != "Failed" || left["status"] == nil {
		t.Errorf("the pool: got %v", left)
	}
}

func TestQuotasThatNoPreflightCounts(t *testing.T) {
	t.Parallel()
	for name, limit := range map[string]int64{"virtualMachines": 4, "virtualMachineScaleSets": 1} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			world := simulator.BuiltIn()
			world.Quotas = append(world.Quotas, simulator.Quota{Name: name, Limit: limit})
			s, _ := start(t, simulator.Options{World: world})
			ended := poll(t, s, begin(t, s, "PUT", west+"/agentPools/batch", pool(nil)))
			failure, _ := ended["error"].(object)
			if ended["status"] != "Failed" || failure["code"] != "QuotaExceeded" {
				t.Errorf("got %v", ended)
			}
		})
	}
}

func TestNodesThatDoNotBecomeReady(t *testing.T) {
	t.Parallel()
	world := simulator.BuiltIn()
	world.Subscriptions[0].Clusters[0].NodesNotReady = true
	s, _ := start(t, simulator.Options{World: world})
	ended := poll(t, s, begin(t, s, "PUT", west+"/agentPools/batch", pool(object{"count": 2, "upgradeSettings": object{"maxSurge": "0", "maxUnavailable": "1"}})))
	failure, _ := ended["error"].(object)
	if ended["status"] != "Failed" || failure["code"] != "NodesNotReady" || failure["message"] != "Not all nodes reached Ready state. Expected: 2, Actual: 0" {
		t.Errorf("got %v", ended)
	}
	labelled := poll(t, s, begin(t, s, "PUT", west+"/agentPools/nodepool1", object{"properties": object{"tags": object{"a": "b"}}}))
	if labelled["status"] != "Succeeded" {
		t.Errorf("what adds no nodes: got %v", labelled)
	}
}

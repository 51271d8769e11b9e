package simulator_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// Compute also returns the machines of a pool one by one, with their power state.
func TestAMachineOfAScaleSet(t *testing.T) {
	t.Parallel()
	s, clock := start(t, simulator.Options{})
	send(t, s, 201, "PUT", west+"/agentPools/batch", pool(object{"count": 2, "availabilityZones": []string{"1", "2"}}))
	clock.pass(time.Hour)
	machine := send(t, s, 200, "GET", west+"/agentPools/batch/machines", nil)["value"].([]any)[1].(object)
	path := strings.ToLower(machine["properties"].(object)["resourceId"].(string))
	const version = "?api-version=2024-07-01"

	one := send(t, s, 200, "GET", path+version, nil)
	view := send(t, s, 200, "GET", path+"/instanceView"+version, nil)

	if one["instanceId"] != "1" || !reflect.DeepEqual(one["zones"], []any{"2"}) || one["sku"].(object)["name"] != "Standard_D4ds_v5" || one["location"] != "westeurope" {
		t.Errorf("got %v", one)
	}
	power := func(view object) any { return view["statuses"].([]any)[1].(object)["code"] }
	if power(view) != "PowerState/running" || view["computerName"] != one["properties"].(object)["osProfile"].(object)["computerName"] {
		t.Errorf("got %v", view)
	}
	send(t, s, 404, "GET", strings.TrimSuffix(path, "1")+"7"+version, nil)

	send(t, s, 200, "PUT", west+"/agentPools/batch", pool(object{"count": 2, "availabilityZones": []string{"1", "2"}, "powerState": object{"code": "Stopped"}}))
	clock.pass(time.Hour)
	if got := power(send(t, s, 200, "GET", path+"/instanceView"+version, nil)); got != "PowerState/deallocated" {
		t.Errorf("stopped: got %v", got)
	}
}

// The older list of sizes has numbers instead of capabilities.
func TestThePlainListOfSizes(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{})
	const sizes = subscription + "/providers/Microsoft.Compute/locations/westeurope/vmSizes?api-version=2024-07-01"
	for _, one := range send(t, s, 200, "GET", sizes, nil)["value"].([]any) {
		if size := one.(object); size["name"] == "Standard_D4ds_v5" {
			if size["numberOfCores"] != 4.0 || size["memoryInMB"] != 16384.0 || size["resourceDiskSizeInMB"] != 153600.0 {
				t.Errorf("got %v", size)
			}
			return
		}
	}
	t.Error("the size is not listed")
}

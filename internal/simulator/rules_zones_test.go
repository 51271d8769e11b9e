package simulator_test

import (
	"reflect"
	"slices"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

func zones(list ...string) object { return object{"availabilityZones": append([]string{}, list...)} }

// regional removes all zones from a world.
func regional(w *simulator.World) {
	for i := range w.Sizes {
		for j := range w.Sizes[i].Offers {
			w.Sizes[i].Offers[j].Zones = nil
		}
	}
}

func zoneRefusals() map[string]refusal {
	return map[string]refusal{
		"zone-auto-alone":  {send: zones("auto", "1"), says: "'auto' cannot be used together with others"},
		"zone-auto-region": {world: regional, before: object{}, send: zones("auto"), says: "The location 'westeurope' has no zones"},
		"zone-format":      {send: zones("westeurope-1"), says: "'westeurope-1'"},
		"zone-not-offered": {send: merge(zones("1", "3"), object{"vmSize": "Standard_NC24ads_A100_v4"}),
			says: "The zone(s) '3' for resource 'batch' is not supported. The supported zones for location 'westeurope' are '1,2'"},
		"zone-scale-set": {send: merge(zones("1"), object{"type": "VirtualMachines"}), says: "type VirtualMachineScaleSets"},
	}
}

func zoneAllowances() map[string][]refusal {
	return map[string][]refusal{
		"zone-auto-alone":  {{send: zones("auto")}, {send: zones("1", "2", "3")}},
		"zone-auto-region": {{send: zones("auto"), version: "2024-05-01"}},
		"zone-not-offered": {{send: merge(zones("auto"), object{"vmSize": "Standard_NC24ads_A100_v4"})}},
		"zone-scale-set":   {{send: merge(zones("auto"), object{"type": "VirtualMachines"})}},
		"ultra-ssd":        {{send: merge(zones("auto"), object{"enableUltraSSD": true})}},
		"immutable-availabilityZones": {
			{before: zones("1", "2"), send: zones("2", "1")},
			{before: zones("1", "2"), send: zones("auto")},
			{before: object{}, send: zones("auto")},
			{before: zones("auto"), send: object{}},
		},
	}
}

// A pool can change from explicit zones to auto, but not back.
func TestZonesThatAKSHasChosenAreKept(t *testing.T) {
	t.Parallel()
	for title, next := range map[string]object{"explicit zones": zones("1"), "none": zones(), "auto and others": zones("auto", "1")} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			if status, body, rule := put(t, refusal{before: zones("auto"), send: next}); status != 400 || rule != "immutable-availabilityZones" {
				t.Errorf("got %d by rule %q: %v", status, rule, body)
			}
		})
	}
}

// The zones change in place: no machine moves, and AKS chooses the zones of new
// ones.
func TestAPoolGoesOverToAutoZones(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{})
	const path = west + "/agentPools/batch"
	send(t, s, 201, "PUT", path, pool(merge(zones("2"), object{"count": 2})))
	send(t, s, 200, "GET", path, nil)
	before := send(t, s, 200, "GET", path, nil)["properties"].(object)

	body := pool(merge(zones("auto"), object{"count": 2}))
	if state := send(t, s, 200, "PUT", path, body)["properties"].(object)["provisioningState"]; state != "Updating" {
		t.Errorf("got the state %v", state)
	}
	send(t, s, 200, "PUT", path, pool(object{"count": 5}))

	after := send(t, s, 200, "GET", path, nil)["properties"].(object)
	if !reflect.DeepEqual(after["availabilityZones"], []any{"auto"}) || after["nodeImageVersion"] != before["nodeImageVersion"] {
		t.Errorf("got %v", after)
	}
	var got []string
	for _, machine := range send(t, s, 200, "GET", path+"/machines", nil)["value"].([]any) {
		got = append(got, machine.(object)["zones"].([]any)[0].(string))
	}
	if want := []string{"2", "2", "3", "1", "2"}; !slices.Equal(got, want) {
		t.Errorf("the machines' zones: got %v, want %v", got, want)
	}
}

package simulator_test

import (
	"testing"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// The pages need no login and show an operation while it runs.
func TestThePagesOfTheDoor(t *testing.T) {
	t.Parallel()
	d := openDoor(t, simulator.Options{Speed: 1}, simulator.DoorOptions{})
	d.want(t, 201, "PUT", west+"/agentPools/batch?api-version=2026-02-01", pool(object{"count": 2}))
	d.bearer = ""

	_, health := d.want(t, 200, "GET", "/simulator/health", nil)
	_, world := d.want(t, 200, "GET", "/simulator/world", nil)

	if health["status"] != "ok" || health["clusters"] != 2.0 || health["node_pools"] != 3.0 || health["operations"] != 1.0 {
		t.Errorf("health: got %v", health)
	}
	batch := func(world object) object {
		for _, one := range world["clusters"].([]any)[0].(object)["node_pools"].([]any) {
			if one.(object)["name"] == "batch" {
				return one.(object)
			}
		}
		return nil
	}
	operations := world["operations"].([]any)
	if got := batch(world); got["state"] != "Creating" || got["mode"] != "User" || len(operations) != 1 || operations[0].(object)["id"] != got["operation"] {
		t.Errorf("world: got %v with %v", got, operations)
	}
	d.clock.pass(time.Hour)
	_, world = d.want(t, 200, "GET", "/simulator/world", nil)
	if got := batch(world); got["state"] != "Succeeded" || got["nodes"] != 2.0 || len(world["operations"].([]any)) != 0 {
		t.Errorf("an hour later: got %v", world)
	}
	d.want(t, 405, "POST", "/simulator/world", nil)
	d.want(t, 401, "GET", "/simulator/elsewhere", nil)
}

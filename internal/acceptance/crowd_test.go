package acceptance

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/config"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// Twenty lanes of one cluster, created, changed, rotated and destroyed in one
// apply each, while AKS answers with races, throttles and pre-emptions.
func TestTwentyLanes(t *testing.T) {
	t.Parallel()
	w := NewWorld(t,
		simulator.Fault{Name: "race", Race: true, Match: simulator.Match{Path: "*/agentPools/*", Max: 40}},
		simulator.Fault{Name: "throttle", Match: simulator.Match{Method: http.MethodPut, Path: "*/agentPools/*", Skip: 5, Max: 12},
			Status: 429, Code: "Throttled", Message: "The PutAgentPoolHandler.PUT request limit has been exceeded.", Headers: map[string]string{"x-ms-retry-after-ms": "5"}},
		simulator.Fault{Name: "pre-empted", Match: simulator.Match{Method: http.MethodPut, Path: "*/agentPools/*", Skip: 30, Max: 6},
			Outcome: &simulator.Outcome{State: "Failed", Code: "AKSOperationPreempted", Message: "This operation has been preempted by another operation with ID 1f0c."}},
	)
	vars := func(size, team string) config.Variables {
		return config.Variables{"size": config.StringVariable(size), "team": config.StringVariable(team)}
	}
	all := func(check func(p map[string]any) bool, twin string) resource.TestCheckFunc {
		return after(func() error {
			for i := range 20 {
				name := fmt.Sprintf("lane%d%s", i, twin)
				if p := w.Pool(name); p == nil || p["provisioningState"] != "Succeeded" || !check(p) {
					return fmt.Errorf("pool %s: %v", name, p)
				}
			}
			return nil
		})
	}
	run(t, w,
		resource.TestStep{ConfigVariables: vars("Standard_D2ds_v5", "a"), Check: all(func(p map[string]any) bool { return at(p, "nodeLabels", "team") == "a" }, "")},
		resource.TestStep{ConfigVariables: vars("Standard_D2ds_v5", "b"), Check: all(func(p map[string]any) bool { return at(p, "nodeLabels", "team") == "b" }, "")},
		resource.TestStep{ConfigVariables: vars("Standard_D4ds_v5", "b"), Check: all(func(p map[string]any) bool { return p["vmSize"] == "Standard_D4ds_v5" }, "r")},
		resource.TestStep{ConfigVariables: vars("Standard_D4ds_v5", "b"), ConfigPlanChecks: nothing()},
	)
	_, answer, err := w.Sim.Do(http.MethodGet, ClusterID+"/agentPools", nil)
	if pools, _ := answer["value"].([]any); err != nil || len(pools) != 1 {
		t.Errorf("after the destroy there are %d pools: %v", len(pools), err)
	}
}

package acceptance

import (
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

const mayRotate = "disruption = { allow = \"rotate\" }\n"

// pools checks which of the lane's two pools exist.
func (w *World) pools(names map[string]bool) resource.TestCheckFunc {
	return after(func() error {
		for name, want := range names {
			if got := w.Pool(name) != nil; got != want {
				return fmt.Errorf("pool %s: there is %v, want %v", name, got, want)
			}
		}
		return nil
	})
}

// A change that needs a new pool: the twin is created, the old pool is deleted, and
// the contract stays. The next rotation returns to the lane's own name.
func TestRotate(t *testing.T) {
	t.Parallel()
	w := NewWorld(t)
	larger := mayRotate + `vm_size = "Standard_D16ds_v5"`
	contract := resource.TestCheckResourceAttr(pricing, "scheduling.node_selector.workload-lane/name", "pricing")
	run(t, w,
		resource.TestStep{Config: laneConfig("batch", mayRotate+`capacity = { min = 2, max = 9 }`), Check: contract},
		resource.TestStep{Config: laneConfig("batch", larger+"\ncapacity = { min = 2, max = 9 }"), PreConfig: w.forget(),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(pricing, plancheck.ResourceActionUpdate),
				plancheck.ExpectKnownValue(pricing, tfjsonpath.New("pool_name"), knownvalue.StringExact("pricingr")),
				plancheck.ExpectKnownValue(pricing, tfjsonpath.New("impact").AtMapKey("class"), knownvalue.StringExact("rotate")),
			}},
			Check: resource.ComposeAggregateTestCheckFunc(applied("rotate"), contract,
				resource.TestCheckResourceAttr(pricing, "pool_id", ClusterID+"/agentPools/pricingr"),
				resource.TestCheckResourceAttr(pricing, "status.provisioning_state", "Succeeded"),
				w.pools(map[string]bool{"pricing": false, "pricingr": true}),
				w.live("pricingr", func(p map[string]any) bool {
					return p["vmSize"] == "Standard_D16ds_v5" && at(p, "nodeLabels", "workload-lane/name") == "pricing" && p["count"] == 2.0
				}), w.wrote(2))},
		resource.TestStep{Config: laneConfig("batch", larger+"\ncapacity = { min = 2, max = 9 }"), PreConfig: w.forget(), ConfigPlanChecks: nothing(), Check: w.wrote(0)},
		resource.TestStep{Config: laneConfig("batch", mayRotate+`capacity = { min = 2, max = 9 }`),
			Check: resource.ComposeAggregateTestCheckFunc(resource.TestCheckResourceAttr(pricing, "pool_name", "pricing"),
				w.pools(map[string]bool{"pricing": true, "pricingr": false}))},
		resource.TestStep{Config: laneConfig("batch", mayRotate+`capacity = { min = 2, max = 9 }`), ConfigPlanChecks: nothing()},
	)
	if w.Pool("pricing") != nil || w.Pool("pricingr") != nil {
		t.Error("a node pool survived the destroy")
	}
}

// The only system pool rotates, and the cluster always has a system pool.
func TestRotateTheOnlySystemPool(t *testing.T) {
	t.Parallel()
	w := NewWorld(t)
	system := func(more string) string {
		return laneConfig("system", mayRotate+"preset_revision = 1\n"+more) + `
import {
  to = aks_workload_lane.pricing
  id = "` + ClusterID + `/agentPools/pricing"
}
`
	}
	w.Put("pricing", map[string]any{"mode": "System", "vmSize": "Standard_D4ds_v5", "count": 3, "osType": "Linux"})
	status, answer, err := w.Sim.Do(http.MethodDelete, ClusterID+"/agentPools/nodepool1", nil)
	if err != nil || status != http.StatusAccepted {
		t.Fatalf("DELETE nodepool1: %d %v %v", status, answer, err)
	}
	w.Settle("nodepool1")
	release := "on_destroy = { action = \"release\" }\n"
	run(t, w,
		resource.TestStep{Config: system(release)},
		resource.TestStep{Config: system(release + `vm_size = "Standard_D8ds_v5"`),
			Check: w.pools(map[string]bool{"pricing": false, "pricingr": true})},
		resource.TestStep{Config: system(release + `vm_size = "Standard_D8ds_v5"`), ConfigPlanChecks: nothing()},
	)
}

// A new pool that AKS fails to create is deleted again; the lane stays.
func TestRotateFailed(t *testing.T) {
	t.Parallel()
	w := NewWorld(t)
	larger := laneConfig("batch", mayRotate+`vm_size = "Standard_D16ds_v5"`)
	run(t, w,
		resource.TestStep{Config: laneConfig("batch", mayRotate)},
		resource.TestStep{Config: larger, PreConfig: func() {
			w.Sim.AddFault(simulator.Fault{Name: "test", Match: simulator.Match{Method: http.MethodPut, Path: "*/agentPools/pricingr", Max: 1},
				Outcome: &simulator.Outcome{State: "Failed", Code: "NodesNotReady", Message: "Not all nodes reached Ready state. Expected: 2, Actual: 0"}})
		}, ExpectError: regexp.MustCompile(`(?s)Unable to rotate the node pool.*NodesNotReady`)},
		resource.TestStep{Config: larger, PreConfig: func() {
			if err := w.pools(map[string]bool{"pricing": true, "pricingr": false})(nil); err != nil {
				t.Error(err)
			}
		}, Check: w.pools(map[string]bool{"pricing": false, "pricingr": true})},
		resource.TestStep{Config: larger, ConfigPlanChecks: nothing()},
	)
}

// A disruption budget keeps the old pool: the author chooses what happens then.
func TestRotateBlocked(t *testing.T) {
	t.Parallel()
	blocked := simulator.Fault{Name: "test", Match: simulator.Match{Method: http.MethodDelete, Path: "*/agentPools/pricing", Max: 1},
		Outcome: &simulator.Outcome{State: "Failed", Code: "PodDrainFailure", Message: "Drain node aks-pricing-0 failed when evicting pod shop/cart-1: Cannot evict pod as it would violate the pod's disruption budget shop/cart."}}
	for name, tc := range map[string]struct {
		onBlocked string
		fails     *regexp.Regexp
		then      map[string]bool
		finally   map[string]bool
	}{
		"pause":    {"pause", nil, map[string]bool{"pricing": true, "pricingr": true}, map[string]bool{"pricing": false, "pricingr": true}},
		"rollback": {"rollback", regexp.MustCompile(`(?s)Unable to rotate the node pool.*shop/cart`), map[string]bool{"pricing": true, "pricingr": false}, map[string]bool{"pricing": false, "pricingr": true}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := NewWorld(t)
			larger := laneConfig("batch", mayRotate+`vm_size = "Standard_D16ds_v5"`+"\nrotation = { on_blocked = \""+tc.onBlocked+"\" }")
			first := resource.TestStep{Config: larger, PreConfig: func() { w.Sim.AddFault(blocked) }, ExpectError: tc.fails}
			if tc.fails == nil {
				first.ExpectNonEmptyPlan = true
				first.Check = resource.TestCheckResourceAttr(pricing, "pool_name", "pricingr")
			}
			run(t, w,
				resource.TestStep{Config: laneConfig("batch", mayRotate)}, first,
				resource.TestStep{Config: larger, PreConfig: func() {
					if err := w.pools(tc.then)(nil); err != nil {
						t.Error(err)
					}
				}, Check: w.pools(tc.finally)},
				resource.TestStep{Config: larger, ConfigPlanChecks: nothing()},
			)
		})
	}
}

// The rotation keeps the old pool: it stays in service, and the lane forgets it.
func TestRotateKeepsTheOldPool(t *testing.T) {
	t.Parallel()
	w := NewWorld(t)
	larger := laneConfig("batch", mayRotate+`vm_size = "Standard_D16ds_v5"`+"\nrotation = { old_pool = \"keep\" }")
	run(t, w,
		resource.TestStep{Config: laneConfig("batch", mayRotate)},
		resource.TestStep{Config: larger, Check: w.pools(map[string]bool{"pricing": true, "pricingr": true})},
		resource.TestStep{Config: larger, ConfigPlanChecks: nothing()},
	)
	if w.Pool("pricing") == nil || w.Pool("pricingr") != nil {
		t.Error(errors.New("the destroy took the kept pool, or left the lane's"))
	}
}

// A rotation to a name that is taken is refused before anything is created. The
// name of another lane in the plan counts as taken too.
func TestTwinTaken(t *testing.T) {
	t.Parallel()
	w := NewWorld(t)
	larger := mayRotate + `vm_size = "Standard_D16ds_v5"`
	second := `
resource "aks_workload_lane" "second" {
  cluster_id = var.cluster_id
  name       = "pricingr"
  purpose    = "batch"
}
`
	run(t, w,
		resource.TestStep{Config: laneConfig("batch", mayRotate) + second},
		resource.TestStep{Config: laneConfig("batch", larger) + second, PreConfig: w.forget(), ExpectError: words("The rotation would create the node pool pricingr, but lane pricingr has that name.")},
		resource.TestStep{Config: laneConfig("batch", mayRotate)},
		resource.TestStep{Config: laneConfig("batch", larger), PreConfig: func() {
			w.Put("pricingr", map[string]any{"mode": "User", "vmSize": "Standard_D4ds_v5", "count": 1, "osType": "Linux"})
			w.Forget()
		}, ExpectError: words("The rotation would create the node pool pricingr, but the cluster has one of that name, which does not belong to this lane.")},
		resource.TestStep{Config: laneConfig("batch", mayRotate), PreConfig: func() {
			if n := w.Writes(); n != 0 {
				t.Errorf("%d writes were sent: %v", n, w.Asked())
			}
		}, ConfigPlanChecks: nothing()},
	)
}

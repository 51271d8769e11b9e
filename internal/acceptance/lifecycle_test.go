package acceptance

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/config"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
)

// A batch lane is expanded in the plan, created as planned, and has an empty plan
// afterwards.
func TestCreate(t *testing.T) {
	t.Parallel()
	w := NewWorld(t)
	run(t, w,
		resource.TestStep{
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(pricing, plancheck.ResourceActionCreate),
				plancheck.ExpectKnownValue(pricing, tfjsonpath.New("pool").AtMapKey("vm_size"), knownvalue.StringExact("Standard_D8ds_v5")),
				plancheck.ExpectKnownValue(pricing, tfjsonpath.New("pool").AtMapKey("zones"), knownvalue.SetExact([]knownvalue.Check{
					knownvalue.StringExact("1"), knownvalue.StringExact("2"), knownvalue.StringExact("3")})),
				plancheck.ExpectKnownValue(pricing, tfjsonpath.New("pool").AtMapKey("taints"), knownvalue.SetExact([]knownvalue.Check{
					knownvalue.StringExact("workload=batch:NoSchedule")})),
				plancheck.ExpectKnownValue(pricing, tfjsonpath.New("scheduling").AtMapKey("node_selector"), knownvalue.MapExact(map[string]knownvalue.Check{
					"workload-lane/name": knownvalue.StringExact("pricing")})),
				plancheck.ExpectKnownValue(pricing, tfjsonpath.New("impact").AtMapKey("class"), knownvalue.StringExact("none")),
				plancheck.ExpectKnownValue(pricing, tfjsonpath.New("pool_name"), knownvalue.StringExact("pricing")),
			}},
			Check: resource.ComposeAggregateTestCheckFunc(
				resource.TestCheckResourceAttr(pricing, "status.provisioning_state", "Succeeded"),
				resource.TestCheckResourceAttr(pricing, "pool_id", ClusterID+"/agentPools/pricing"),
				resource.TestCheckResourceAttr(pricing, "preset_revision", "2"),
				w.live("pricing", func(p map[string]any) bool {
					return p["maxCount"] == 40.0 && p["minCount"] == 0.0 && p["enableAutoScaling"] == true && p["scaleDownMode"] == "Delete"
				}),
			),
		},
		resource.TestStep{PreConfig: w.forget(), ConfigPlanChecks: nothing(), Check: w.wrote(0)},
	)
	if w.Pool("pricing") != nil {
		t.Error("the node pool survived the destroy")
	}
}

// A setting that is fixed at creation must be known before the lane can change,
// because it might need a new pool.
func TestUnknownOnExistingLane(t *testing.T) {
	t.Parallel()
	w := NewWorld(t)
	run(t, w,
		resource.TestStep{ConfigVariables: config.Variables{"computed": config.BoolVariable(false)}},
		resource.TestStep{ConfigVariables: config.Variables{"computed": config.BoolVariable(true)}, PreConfig: w.forget(),
			ExpectError: regexp.MustCompile(`(?s)Setting must be known to change an existing lane.*vm_size\s+=.*known\s+only\s+after\s+apply`)},
		resource.TestStep{ConfigVariables: config.Variables{"computed": config.BoolVariable(false)}, ConfigPlanChecks: nothing(), Check: w.wrote(0)},
	)
}

// If someone deletes the pool, the plan creates the lane again.
func TestLaneAlreadyGone(t *testing.T) {
	t.Parallel()
	w := NewWorld(t)
	step := resource.TestStep{Config: laneConfig("batch", ``)}
	again := step
	again.PreConfig = func() {
		if status, _, err := w.Sim.Do(http.MethodDelete, ClusterID+"/agentPools/pricing", nil); err != nil || status != http.StatusAccepted {
			t.Fatalf("DELETE: %d %v", status, err)
		}
		w.Settle("pricing")
	}
	again.ConfigPlanChecks = resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(pricing, plancheck.ResourceActionCreate)}}
	run(t, w, step, again)
}

// ARM answers IDs in different casings, and authors copy them. The casing is never
// a difference.
func TestOddCasing(t *testing.T) {
	t.Parallel()
	w := NewWorld(t)
	odd := "/subscriptions/11111111-1111-1111-1111-111111111111/resourcegroups/RG-lanes/providers/microsoft.containerservice/managedclusters/AKS-lanes"
	run(t, w,
		resource.TestStep{Config: laneConfig("batch", ``)},
		resource.TestStep{Config: laneConfig("batch", ``), ConfigVariables: config.Variables{"cluster_id": config.StringVariable(odd)}, ConfigPlanChecks: nothing()},
	)
}

// A cluster that is created in the same apply has no ID at plan time. Then the
// zones are known only after the apply; everything else is known.
func TestUnknownCluster(t *testing.T) {
	t.Parallel()
	w := NewWorld(t)
	run(t, w,
		resource.TestStep{
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectUnknownValue(pricing, tfjsonpath.New("pool").AtMapKey("zones")),
				plancheck.ExpectKnownValue(pricing, tfjsonpath.New("pool").AtMapKey("vm_size"), knownvalue.StringExact("Standard_D8ds_v5")),
				plancheck.ExpectUnknownValue(pricing, tfjsonpath.New("pool").AtMapKey("labels").AtMapKey("cluster")),
			}},
			Check: w.live("pricing", func(p map[string]any) bool {
				zones, _ := p["availabilityZones"].([]any)
				return len(zones) == 3
			}),
		},
		resource.TestStep{ConfigPlanChecks: nothing()},
	)
}

// The autoscaler changes the node count between plan and apply: the saved plan
// still applies.
func TestSavedPlanSurvivesAutoscaler(t *testing.T) {
	t.Parallel()
	w := NewWorld(t)
	move := before(func() error {
		return w.Sim.EditPool(ClusterID, "pricing", func(p map[string]any) { p["count"] = 7 })
	})
	run(t, w,
		resource.TestStep{Config: laneConfig("batch", `capacity = { max = 40 }`)},
		resource.TestStep{Config: laneConfig("batch", `capacity = { max = 30 }`),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{move}},
			Check: resource.ComposeAggregateTestCheckFunc(applied("none"), w.live("pricing", func(p map[string]any) bool {
				return p["count"] == 7.0 && p["maxCount"] == 30.0
			}))},
		resource.TestStep{Config: laneConfig("batch", `capacity = { max = 30 }`), ConfigPlanChecks: nothing()},
	)
}

// The name identifies the lane: a new name means destroy and create.
func TestRenameReplaces(t *testing.T) {
	t.Parallel()
	w := NewWorld(t)
	run(t, w,
		resource.TestStep{ConfigVariables: config.Variables{"name": config.StringVariable("pricing")}},
		resource.TestStep{ConfigVariables: config.Variables{"name": config.StringVariable("prices")},
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(pricing, plancheck.ResourceActionReplace)}},
			Check: after(func() error {
				if w.Pool("pricing") != nil || w.Pool("prices") == nil {
					return fmt.Errorf("pools: pricing %v, prices %v", w.Pool("pricing"), w.Pool("prices"))
				}
				return nil
			})},
	)
}

// Releasing leaves the pool alone.
func TestRelease(t *testing.T) {
	t.Parallel()
	w := NewWorld(t)
	run(t, w, resource.TestStep{Config: laneConfig("batch", `on_destroy = { action = "release" }`)})
	if w.Pool("pricing") == nil {
		t.Error("the released node pool is gone")
	}
	if slices.Contains(w.Asked(), "DELETE pricing") {
		t.Error("a DELETE was sent")
	}
}

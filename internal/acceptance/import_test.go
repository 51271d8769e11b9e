package acceptance

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/config"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"
)

// makeSixPools creates six pools as different as those that teams have. No lane
// created any of them.
func makeSixPools(w *World) {
	w.Put("legacy", map[string]any{"mode": "User", "vmSize": "Standard_D4s_v3", "count": 3, "maxPods": 30, "osType": "Linux"})
	w.Put("train", map[string]any{"mode": "User", "vmSize": "Standard_NC6s_v3", "count": 1, "osType": "Linux"})
	w.Put("win", map[string]any{"mode": "User", "vmSize": "Standard_D4ds_v5", "count": 2, "osType": "Windows", "osSKU": "Windows2022"})
	w.Put("cheap", map[string]any{"mode": "User", "vmSize": "Standard_D8ads_v5", "enableAutoScaling": true, "minCount": 0, "maxCount": 5, "count": 1,
		"scaleSetPriority": "Spot", "scaleSetEvictionPolicy": "Delete", "spotMaxPrice": -1, "osType": "Linux",
		"upgradeSettings": map[string]any{"drainTimeoutInMinutes": 45, "nodeSoakDurationInMinutes": 5}})
	w.Put("burst", map[string]any{"mode": "User", "vmSize": "Standard_D8ds_v5", "enableAutoScaling": true, "minCount": 0, "maxCount": 9, "count": 2,
		"scaleDownMode": "Deallocate", "osDiskType": "Managed", "osType": "Linux"})
	w.Put("tagged", map[string]any{"mode": "User", "vmSize": "Standard_E8ds_v5", "count": 2, "osType": "Linux",
		"tags": map[string]any{"CostCenter": "42"}, "nodeLabels": map[string]any{"team": "data"}})
	w.Edit("tagged", func(p map[string]any) {
		tags, _ := p["tags"].(map[string]any)
		tags["policy-owner"] = "azure-policy"
	})
}

// Importing them is quiet: 6 to import, 0 to change, and nothing is sent.
func TestImportSixUnlikePools(t *testing.T) {
	t.Parallel()
	w := NewWorld(t)
	makeSixPools(w)
	var imported []plancheck.PlanCheck
	for _, name := range []string{"legacy", "train", "win", "cheap", "burst", "tagged"} {
		imported = append(imported, plancheck.ExpectResourceAction("aks_workload_lane."+name, plancheck.ResourceActionNoop))
	}
	run(t, w,
		resource.TestStep{PreConfig: w.forget(),
			ConfigVariables:  config.Variables{"max_pods": nullNumber{}},
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: imported, PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
			Check: resource.ComposeAggregateTestCheckFunc(w.wrote(0),
				resource.TestCheckResourceAttr("aks_workload_lane.train", "pool.gpu.driver", "Install"),
				resource.TestCheckResourceAttr("aks_workload_lane.legacy", "preset_revision", "0"),
				resource.TestCheckResourceAttr("aks_workload_lane.cheap", "pool.upgrade.drain_timeout_minutes", "45"),
				resource.TestCheckResourceAttr("aks_workload_lane.cheap", "scheduling.node_selector.kubernetes.azure.com/agentpool", "cheap"),
			)},
		// Someone adds a tag, and the autoscaler scales: neither concerns the
		// lanes.
		resource.TestStep{
			PreConfig: func() {
				w.Edit("tagged", func(p map[string]any) {
					tags, _ := p["tags"].(map[string]any)
					tags["added-later"] = "by-policy"
				})
				w.Edit("burst", func(p map[string]any) { p["count"] = 6 })
				w.Forget()
			},
			ConfigVariables:  config.Variables{"max_pods": nullNumber{}},
			ConfigPlanChecks: nothing(), Check: w.wrote(0)},
		// One override repeats the live value: it is recorded but not sent.
		resource.TestStep{PreConfig: w.forget(),
			ConfigVariables: config.Variables{"max_pods": config.IntegerVariable(30)},
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction("aks_workload_lane.legacy", plancheck.ResourceActionUpdate)}},
			Check: resource.ComposeAggregateTestCheckFunc(w.wrote(0),
				resource.TestCheckResourceAttr("aks_workload_lane.legacy", "impact.class", "none"),
				resource.TestCheckResourceAttr("aks_workload_lane.legacy", "impact.reasons.#", "0"))},
		resource.TestStep{ConfigVariables: config.Variables{"max_pods": config.IntegerVariable(30)}, ConfigPlanChecks: nothing()},
	)
}

// An adopted lane that sets a preset revision is changed in place, and keeps what
// only a new pool could change.
func TestRaiseAdoptedLane(t *testing.T) {
	t.Parallel()
	w := NewWorld(t)
	w.Put("pricing", map[string]any{"mode": "User", "vmSize": "Standard_D4s_v3", "count": 3, "osType": "Linux", "tags": map[string]any{"CostCenter": "42"}})
	steps := []resource.TestStep{
		{ConfigVariables: config.Variables{"revision": nullNumber{}}, ConfigPlanChecks: resource.ConfigPlanChecks{
			PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(pricing, plancheck.ResourceActionNoop)}}},
		{ConfigVariables: config.Variables{"revision": config.IntegerVariable(1)}, ConfigPlanChecks: updates(),
			Check: resource.ComposeAggregateTestCheckFunc(
				resource.TestCheckResourceAttr(pricing, "pool.vm_size", "Standard_D4s_v3"),
				resource.TestCheckResourceAttr(pricing, "pool.capacity.max", "10"),
				resource.TestCheckResourceAttr(pricing, "impact.class", "metadata"),
				w.live("pricing", func(p map[string]any) bool {
					labels, _ := p["nodeLabels"].(map[string]any)
					return labels["workload-lane/name"] == "pricing" && p["vmSize"] == "Standard_D4s_v3" && at(p, "tags", "CostCenter") == "42"
				}))},
		{ConfigVariables: config.Variables{"revision": config.IntegerVariable(1)}, ConfigPlanChecks: nothing()},
	}
	run(t, w, steps...)
}

// terraform import with an ARM ID in unusual casing.
func TestImportCommand(t *testing.T) {
	t.Parallel()
	w := NewWorld(t)
	run(t, w,
		resource.TestStep{Config: laneConfig("batch", ``)},
		resource.TestStep{Config: laneConfig("batch", ``), ResourceName: pricing, ImportState: true,
			ImportStateIdFunc: func(*terraform.State) (string, error) {
				return "/subscriptions/11111111-1111-1111-1111-111111111111/RESOURCEGROUPS/rg-lanes/providers/Microsoft.containerservice/managedclusters/aks-lanes/agentpools/pricing", nil
			},
			ImportStateVerify: true, ImportStateVerifyIdentifierAttribute: "name",
			// As found: what the preset leaves to AKS is in the baseline.
			ImportStateVerifyIgnore: []string{"preset_revision", "impact", "pool"}},
	)
}

// nullNumber is the null of a number variable.
type nullNumber struct{}

func (nullNumber) MarshalJSON() ([]byte, error) { return []byte("null"), nil }

// An import by identity plans no change. Import blocks of Terraform and OpenTofu
// 1.12 have it.
func TestImportByIdentity(t *testing.T) {
	t.Parallel()
	w := NewWorld(t)
	vars := config.Variables{"cluster_id": config.StringVariable(ClusterID)}
	resource.Test(t, resource.TestCase{
		IsUnitTest:               true,
		TerraformVersionChecks:   []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_12_0)},
		ProtoV6ProviderFactories: w.Providers(),
		Steps: []resource.TestStep{
			{Config: laneConfig("batch", ``), ConfigVariables: vars},
			{ResourceName: pricing, ConfigVariables: vars, ImportState: true, ImportStateKind: resource.ImportBlockWithResourceIdentity},
		},
	})
}

// After a rotation the lane is on its twin. It can be imported by that pool's ID,
// or by the lane's own name if no pool has that name. Either way it is the same
// lane as before, and nothing is sent.
func TestImportATwin(t *testing.T) {
	t.Parallel()
	w := NewWorld(t)
	e, err := NewEngine(w)
	if err != nil {
		t.Fatal(err)
	}
	lane := chaosLane(map[string]any{"disruption": map[string]any{"allow": "rotate"}})
	for _, size := range []string{"Standard_D8ds_v5", "Standard_D16ds_v5"} {
		lane["vm_size"] = size
		if _, err := e.Run(lane, Disturbance{}); err != nil {
			t.Fatal(err)
		}
	}
	if w.Pool("pricing") != nil || w.Pool("pricingr") == nil {
		t.Fatal("the lane has not rotated")
	}
	for _, pool := range []string{"pricingr", "pricing"} {
		anew, err := NewEngine(w)
		if err != nil {
			t.Fatal(err)
		}
		if err := anew.Import(ClusterID+"/agentPools/"+pool, Disturbance{}); err != nil {
			t.Fatal(err)
		}
		if name, stands := anew.text("name"), anew.text("pool_name"); name != "pricing" || stands != "pricingr" {
			t.Errorf("imported by %s it is %q on %q", pool, name, stands)
		}
		w.Forget()
		if _, err := anew.Run(map[string]any{"cluster_id": ClusterID, "name": "pricing", "purpose": "batch"}, Disturbance{}); err != nil {
			t.Error(err)
		}
		if n := w.Writes(); n != 0 {
			t.Errorf("imported by %s, %d writes were sent: %v", pool, n, w.Asked())
		}
	}
}

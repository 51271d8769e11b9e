package acceptance

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
)

// ingestion is the provider block of a team that has a purpose of its own.
func ingestion(overrides string) string {
	return `presets = { ingestion = { extends = "batch@1", ` + overrides + ` } }`
}

// A team's own purpose works like a built-in one. An edit of its preset changes its
// lanes in place. What AKS fixes at creation stays, and the plan is never a
// rotation.
func TestOwnPreset(t *testing.T) {
	t.Parallel()
	w := NewWorld(t)
	was := laneConfigIn(ingestion(`vm_size = "Standard_E8ds_v5", capacity = { max = 12 }, labels = { team = "data" }`), "ingestion", "")
	edited := laneConfigIn(ingestion(`vm_size = "Standard_D4ds_v5", capacity = { max = 9 }, labels = { team = "data" }`), "ingestion", "")
	run(t, w,
		resource.TestStep{Config: was, ConfigPlanChecks: planned("max", knownvalue.Int64Exact(12)), Check: resource.ComposeAggregateTestCheckFunc(
			resource.TestCheckResourceAttr(pricing, "pool.vm_size", "Standard_E8ds_v5"),
			resource.TestCheckResourceAttr(pricing, "pool.labels.team", "data"),
			resource.TestCheckResourceAttr(pricing, "pool.labels.workload-lane/purpose", "ingestion"),
			resource.TestCheckResourceAttr(pricing, "scheduling.tolerations.0.value", "batch"),
			resource.TestCheckResourceAttr(pricing, "preset_revision", "1"))},
		resource.TestStep{Config: was, ConfigPlanChecks: nothing()},
		resource.TestStep{Config: edited, ConfigPlanChecks: updates(), Check: resource.ComposeAggregateTestCheckFunc(
			resource.TestCheckResourceAttr(pricing, "pool.vm_size", "Standard_E8ds_v5"),
			resource.TestCheckResourceAttr(pricing, "pool.capacity.max", "9"),
			applied("none"))},
		resource.TestStep{Config: edited, ConfigPlanChecks: nothing()},
		// The preset is removed while the lane stays: that must neither fail nor
		// block the destroy at the end of this test.
		resource.TestStep{Config: laneConfig("ingestion", ""), ConfigPlanChecks: nothing()},
		resource.TestStep{Config: laneConfig("ingestion", "capacity = { max = 3 }"), ExpectError: regexp.MustCompile(`(?s)Purpose\s+"ingestion"\s+does\s+not\s+exist`)},
		resource.TestStep{Config: laneConfig("ingestion", ""), ConfigPlanChecks: nothing()},
	)
}

func planned(capacity string, value knownvalue.Check) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
		plancheck.ExpectKnownValue(pricing, tfjsonpath.New("pool").AtMapKey("capacity").AtMapKey(capacity), value)}}
}

// A value of a preset that is known only after apply makes one leaf unknown.
func TestOwnPresetUnknownLeaf(t *testing.T) {
	t.Parallel()
	w := NewWorld(t)
	run(t, w, resource.TestStep{
		Config: laneConfigIn(ingestion(`capacity = { max = terraform_data.max.output }`), "ingestion", "") + "\nresource \"terraform_data\" \"max\" {\n  input = 7\n}\n",
		ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
			plancheck.ExpectUnknownValue(pricing, tfjsonpath.New("pool").AtMapKey("capacity").AtMapKey("max")),
			plancheck.ExpectKnownValue(pricing, tfjsonpath.New("pool").AtMapKey("vm_size"), knownvalue.StringExact("Standard_D8ds_v5")),
		}},
		Check: resource.TestCheckResourceAttr(pricing, "pool.capacity.max", "7"),
	})
}

// A pool whose tags name a team's own purpose is adopted with that purpose.
func TestImportOwnPurpose(t *testing.T) {
	t.Parallel()
	w := NewWorld(t)
	w.Put("pricing", map[string]any{"mode": "User", "vmSize": "Standard_D4ds_v5", "count": 2, "osType": "Linux", "tags": map[string]any{"workload-lane-purpose": "ingestion"}})
	run(t, w, resource.TestStep{
		Config:           laneConfigIn(ingestion(""), "ingestion", "") + "\nimport {\n  to = aks_workload_lane.pricing\n  id = \"" + ClusterID + "/agentPools/pricing\"\n}\n",
		ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(pricing, plancheck.ResourceActionNoop)}},
		Check:            resource.ComposeAggregateTestCheckFunc(resource.TestCheckResourceAttr(pricing, "purpose", "ingestion")),
	})
}

// An error in a preset, or in the name of a purpose, is reported at plan time.
func TestBadPreset(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ block, purpose, overrides, wants string }{
		"circle":        {`presets = { a = { extends = "b" }, b = { extends = "a" } }`, "batch", ``, `(?s)Invalid preset a.*circle`},
		"no revision":   {`presets = { a = { extends = "batch" } }`, "batch", ``, `(?s)batch@2`},
		"unknown base":  {`presets = { a = { extends = "bathc@1" } }`, "batch", ``, `(?s)purposes\s+are\s+system`},
		"built-in name": {`presets = { batch = { extends = "general@1" } }`, "batch", ``, `(?s)built-in\s+purpose`},
		"membership":    {ingestion(""), "ingest", ``, `(?s)purpose\s+=\s+"ingest".*confidential,\s+ingestion`},
		"form":          {"", "My Purpose", ``, `(?s)purpose\s+=\s+"My Purpose".*starts\s+with\s+a\s+lower-case`},
		"revision":      {ingestion(""), "ingestion", `preset_revision = 2`, `(?s)preset_revision.*no\s+revision\s+2`},
		"rule":          {ingestion(`max_pods = 5`), "ingestion", ``, `(?s)purpose\s+=\s+"ingestion".*max_pods`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run(t, NewWorld(t), resource.TestStep{Config: laneConfigIn(tc.block, tc.purpose, tc.overrides), PlanOnly: true, ExpectError: regexp.MustCompile(tc.wants)})
		})
	}
}

// D21: an edit of a preset plans all of its lanes. What AKS fixes at creation is
// listed in a warning of that plan and of the next ones, until the check is
// switched off.
func TestEditedPresetWarns(t *testing.T) {
	t.Parallel()
	cli := NewCLI(t, filepath.Join("testdata", t.Name()))
	cli.Must("apply", "-auto-approve", "-input=false")
	edit := []string{"-input=false", "-var=max=9", "-var=size=Standard_D4ds_v5"}
	plan := cli.Must(append([]string{"plan"}, edit...)...)
	for _, want := range []string{"0 to add, 2 to change, 0 to destroy", "Some preset settings need a new node pool", "vm_size: Standard_E8ds_v5 (preset: Standard_D4ds_v5)"} {
		if !strings.Contains(plan, want) {
			t.Errorf("the plan does not say %q:\n%s", want, plan)
		}
	}
	cli.Must(append([]string{"apply", "-auto-approve"}, edit...)...)
	again, code := cli.Run(append([]string{"plan", "-detailed-exitcode"}, edit...)...)
	said := slices.Compact(warnings(again)) // Terraform puts identical warnings together
	if code != 0 || !slices.Equal(said, []string{"Node pool needs attention"}) || !words("vm_size is Standard_E8ds_v5 (preset: Standard_D4ds_v5)").MatchString(again) {
		t.Errorf("the next plan (%d) does not warn of the lanes:\n%s", code, again)
	}
	quiet, code := cli.Run(append([]string{"plan", "-detailed-exitcode", "-var=attention=off"}, edit...)...)
	if code != 0 || strings.Contains(quiet, "Warning") {
		t.Errorf("without the check the plan is not quiet (%d):\n%s", code, quiet)
	}
}

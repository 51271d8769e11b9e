package acceptance

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/config"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// The lanes and data sources of one plan read their cluster once.
func TestLanesAndDataShareOneRead(t *testing.T) {
	t.Parallel()
	w := NewWorld(t)
	reads, plans := 0, 0
	run(t, w,
		resource.TestStep{},
		resource.TestStep{PreConfig: w.forget(), PlanOnly: true},
		resource.TestStep{PlanOnly: true, PreConfig: func() { // before the destroy, which looks at the cluster too
			reads = w.Count("GET", "/managedClusters/aks-lanes")
			plans = w.Count("GET", "/maintenanceConfigurations") // once in each plan since then
		}},
	)
	if reads != plans || plans == 0 {
		t.Errorf("%d reads of the cluster in %d plans: %v", reads, plans, w.Asked())
	}
}

// If Terraform does not know a value at plan time, only what depends on it is
// unknown. After the apply everything is known.
func TestFunctionsAtPlan(t *testing.T) {
	t.Parallel()
	known := func(name string, check knownvalue.Check) plancheck.PlanCheck {
		return plancheck.ExpectKnownOutputValue(name, check)
	}
	run(t, NewWorld(t), resource.TestStep{
		ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
			known("lanes", knownvalue.ListExact([]knownvalue.Check{knownvalue.StringExact("apis")})),
			known("contract", knownvalue.ObjectPartial(map[string]knownvalue.Check{
				"node_selector": knownvalue.MapExact(map[string]knownvalue.Check{"workload-lane/name": knownvalue.StringExact("apis")})})),
			known("table", knownvalue.StringRegexp(regexp.MustCompile(`apis \| general`))),
			plancheck.ExpectUnknownOutputValue("by_team"),
			plancheck.ExpectUnknownOutputValue("status_table"),
		}},
		Check: resource.TestMatchOutput("status_table", regexp.MustCompile(`aks-lanes \| apis \| general`)),
		ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectKnownOutputValueAtPath("by_team",
			tfjsonpath.New(0).AtMapKey("lanes"), knownvalue.ListExact([]knownvalue.Check{knownvalue.StringExact("apis")}))},
	})
}

// Pools from the data sources are judged like the lanes that created them, even a
// pool that the autoscaler keeps at zero nodes.
func TestFitsOfFoundPools(t *testing.T) {
	t.Parallel()
	cli := NewCLI(t, filepath.Join("testdata", t.Name()))
	cli.Must("apply", "-auto-approve")
	if got := strings.Join(strings.Fields(cli.Must("output", "-json", "differ")), ""); got != `{"listed":[],"single":[]}` {
		t.Errorf("what differs from the lanes' own answers: %s", got)
	}
	if got := cli.Must("output", "-raw", "pricing"); !strings.HasPrefix(got, "Pod contract lands on pricing") {
		t.Errorf("an empty pool: %s", got)
	}
}

// A bad argument is an error at that argument, and the error says what to write.
func TestFunctionErrors(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ call, says string }{
		"taint":     {`tolerations(["team"])`, `(?s)Invalid value for "taints".*key=value:Effect`},
		"attribute": {`expand("batch", { vm_sise = "x" })`, `(?s)Invalid value for "overrides".*write\s+"vm_size"`},
		"manifest":  {`fits("kind: Pod\napiVersion: v1\nspec: [", {})`, `(?s)Invalid value for "manifest".*line 3`},
		"lanes":     {`fits("kind: Pod\napiVersion: v1\nmetadata: {name: p}\nspec: {containers: []}", "web")`, `(?s)Invalid value for "lanes".*write a map`},
		"refused":   {`expand("windows", { name = "toolongname" })`, `(?s)Invalid value for "overrides".*Invalid name`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run(t, NewWorld(t), resource.TestStep{Config: functionConfig(tc.call), ExpectError: regexp.MustCompile(tc.says)})
		})
	}
}

// functionConfig is a configuration with one output that calls the function.
func functionConfig(call string) string {
	return `
terraform {
  required_providers {
    aks = { source = "workload-lanes/aks" }
  }
}
provider "aks" {}
variable "cluster_id" {
  type = string
}
output "it" {
  value = provider::aks::` + call + `
}
`
}

// A check block that tests the findings only warns.
func TestFindingsInACheck(t *testing.T) {
	t.Parallel()
	cli := NewCLI(t, "testdata/TestFindingsInACheck")
	out := strings.Join(strings.Fields(cli.Must("plan", "-input=false")), " ")
	for _, part := range []string{"Warning: Check block assertion failed", "the cluster has only one pool, \"nodepool1\"", "No changes"} {
		if !strings.Contains(strings.ToLower(out), strings.ToLower(part)) {
			t.Errorf("the plan does not say %q:\n%s", part, out)
		}
	}
}

// In a healthy cluster, a lane created by any preset has no finding, except a spot
// lane without an on-demand lane in its group. A data source shows the same purpose
// and contract as the lane itself.
func TestLanesOfEveryPresetHaveNoFindings(t *testing.T) {
	t.Parallel()
	text := knownvalue.StringExact
	w := NewWorld(t)
	w.Now = func() time.Time { return time.Date(2026, time.September, 20, 0, 0, 0, 0, time.UTC) } // the images are of this month
	var purposes []config.Variable
	found := map[string]knownvalue.Check{"nodepool1": text("system by classified")}
	for i, purpose := range lane.BuiltInPurposes() {
		purposes = append(purposes, config.StringVariable(purpose))
		found[fmt.Sprintf("lane%d", i)] = text(purpose + " by tag")
	}
	run(t, w, resource.TestStep{ConfigVariables: config.Variables{"purposes": config.ListVariable(purposes...)}, ConfigStateChecks: []statecheck.StateCheck{
		statecheck.ExpectKnownOutputValue("findings", knownvalue.ListExact([]knownvalue.Check{text("spot spot-alone")})),
		statecheck.ExpectKnownOutputValue("contracts", knownvalue.ListExact([]knownvalue.Check{})),
		statecheck.ExpectKnownOutputValue("purposes", knownvalue.ObjectExact(found)),
	}})
}

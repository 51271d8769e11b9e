package acceptance

import (
	"errors"
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/config"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"context"
)

const pricing = "aks_workload_lane.pricing"

// run drives the CLI through the steps. Every step uses testdata/<TestName> unless
// the step sets something else.
func run(t *testing.T, w *World, steps ...resource.TestStep) {
	t.Helper()
	tc := resource.TestCase{IsUnitTest: true, Steps: steps, ProtoV6ProviderFactories: w.Providers()}
	for i := range steps {
		if steps[i].ConfigDirectory == nil && steps[i].ConfigFile == nil && steps[i].Config == "" {
			steps[i].ConfigDirectory = config.TestNameDirectory()
		}
		if steps[i].ConfigDirectory != nil { // a directory counts as the step's own providers
			steps[i].ProtoV6ProviderFactories, tc.ProtoV6ProviderFactories = w.Providers(), nil
		}
		if steps[i].ConfigVariables == nil {
			steps[i].ConfigVariables = config.Variables{}
		}
		if _, ok := steps[i].ConfigVariables["cluster_id"]; !ok {
			steps[i].ConfigVariables["cluster_id"] = config.StringVariable(ClusterID)
		}
	}
	resource.Test(t, tc)
}

// laneConfig is the configuration of one lane called pricing.
func laneConfig(purpose, overrides string) string { return laneConfigIn("", purpose, overrides) }

// laneConfigIn is the same with settings in the provider block.
func laneConfigIn(block, purpose, overrides string) string {
	return fmt.Sprintf(`
terraform {
  required_providers {
    aks = { source = "workload-lanes/aks" }
  }
}
provider "aks" {
%s
}
variable "cluster_id" { type = string }
resource "aks_workload_lane" "pricing" {
  cluster_id = var.cluster_id
  name       = "pricing"
  purpose    = %q
%s
}
`, block, purpose, overrides)
}

// before turns a function into a plan check, to inspect or change the world between
// plan and apply.
type before func() error

func (f before) CheckPlan(_ context.Context, _ plancheck.CheckPlanRequest, resp *plancheck.CheckPlanResponse) {
	resp.Error = f()
}

// after turns a function into a state check.
func after(f func() error) resource.TestCheckFunc {
	return func(*terraform.State) error { return f() }
}

// wrote checks how many writes were sent since the last Forget.
func (w *World) wrote(n int) resource.TestCheckFunc {
	return after(func() error {
		if got := w.Writes(); got != n {
			return fmt.Errorf("%d writes were sent, want %d: %v", got, n, w.Asked())
		}
		return nil
	})
}

// live checks one property of a node pool as ARM answers it.
func (w *World) live(pool string, check func(p map[string]any) bool) resource.TestCheckFunc {
	return after(func() error {
		p := w.Pool(pool)
		if p == nil {
			return errors.New("the node pool " + pool + " does not exist")
		}
		if !check(p) {
			return fmt.Errorf("the node pool is not as expected: %v", p)
		}
		return nil
	})
}

// forget restarts the count of requests before a step.
func (w *World) forget() func() { return w.Forget }

func applied(class string) resource.TestCheckFunc {
	return resource.TestCheckResourceAttr(pricing, "impact.class", class)
}

func updates() resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(pricing, plancheck.ResourceActionUpdate)}}
}

func nothing() resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}
}

package acceptance

import (
	"net/http"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// poolFault matches writes of the pool called pricing.
func poolFault(method string, change func(*simulator.Fault)) simulator.Fault {
	f := simulator.Fault{Name: "test", Match: simulator.Match{Method: method, Path: "*/agentPools/pricing", Max: 1}}
	change(&f)
	return f
}

// A refusal by AKS is explained in words and leaves nothing behind.
func TestCreateRefused(t *testing.T) {
	t.Parallel()
	w := NewWorld(t, poolFault(http.MethodPut, func(f *simulator.Fault) {
		f.Status, f.Code = 400, "ErrCode_InsufficientVCPUQuota"
		f.Message = "Insufficient regional vcpu quota left for location westeurope. left regional vcpu quota 4, requested quota 6."
	}))
	run(t, w,
		resource.TestStep{Config: laneConfig("batch", ``), ExpectError: regexp.MustCompile(`(?s)Unable to create the node pool.*regional vcpu quota`)},
		resource.TestStep{Config: laneConfig("batch", ``), ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
			plancheck.ExpectResourceAction(pricing, plancheck.ResourceActionCreate)}}},
	)
}

// If AKS accepts a create and then fails it, the result is an error and a tainted
// lane. The next apply deletes and creates it.
func TestCreateFailed(t *testing.T) {
	t.Parallel()
	w := NewWorld(t, poolFault(http.MethodPut, func(f *simulator.Fault) {
		f.Outcome = &simulator.Outcome{State: "Failed", Code: "NodesNotReady", Message: "Not all nodes reached Ready state. Expected: 2, Actual: 0"}
	}))
	run(t, w,
		resource.TestStep{Config: laneConfig("batch", ``), ExpectError: regexp.MustCompile(`(?s)Unable to create the node pool.*NodesNotReady`)},
		resource.TestStep{Config: laneConfig("batch", ``),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(pricing, plancheck.ResourceActionReplace)}},
			Check:            resource.TestCheckResourceAttr(pricing, "status.provisioning_state", "Succeeded")},
		resource.TestStep{Config: laneConfig("batch", ``), ConfigPlanChecks: nothing()},
	)
}

// The connection is cut before or after the PUT: the pool is created once, and it
// is ours.
func TestCreateCut(t *testing.T) {
	t.Parallel()
	for _, cut := range []string{"before", "after"} {
		t.Run(cut, func(t *testing.T) {
			t.Parallel()
			w := NewWorld(t, poolFault(http.MethodPut, func(f *simulator.Fault) { f.Cut = cut }))
			run(t, w,
				resource.TestStep{Config: laneConfig("batch", ``), Check: resource.TestCheckResourceAttr(pricing, "status.provisioning_state", "Succeeded")},
				resource.TestStep{Config: laneConfig("batch", ``), ConfigPlanChecks: nothing()},
			)
		})
	}
}

// If the wait ends before AKS does, the lane is kept and the next apply continues.
func TestCreateTimedOut(t *testing.T) {
	t.Parallel()
	w := NewSlowWorld(t)
	timeouts := `timeouts = { create = "3s" }`
	run(t, w.World,
		resource.TestStep{Config: laneConfig("batch", timeouts), ExpectNonEmptyPlan: true,
			Check: resource.TestCheckResourceAttr(pricing, "status.provisioning_state", "Creating")},
		resource.TestStep{Config: laneConfig("batch", timeouts), PreConfig: w.Finish,
			Check: resource.TestCheckResourceAttr(pricing, "status.provisioning_state", "Succeeded")},
		resource.TestStep{Config: laneConfig("batch", timeouts), ConfigPlanChecks: nothing()},
	)
	if n := w.Count(http.MethodPut, "/agentPools/pricing"); n != 1 {
		t.Errorf("%d PUTs, want the one that was accepted", n)
	}
}

// If AKS is busy, throttles, or reports a race, the provider waits and writes once.
func TestBusyIsNotBroken(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*simulator.Fault){
		"another operation": func(f *simulator.Fault) {
			f.Status, f.Code = 409, "OperationNotAllowed"
			f.Message = "Operation is not allowed: Another agentpool operation (nodepool1 - Creating) is in progress, please wait for it to finish before starting a new operation."
		},
		"race": func(f *simulator.Fault) {
			f.Status, f.Code, f.Message = 409, "EtagMismatch", "Operation is not allowed: Another operation is in progress"
		},
		"throttled":    func(f *simulator.Fault) { f.Status, f.Code, f.RetryAfterSeconds = 429, "Throttled", new(int) },
		"precondition": func(f *simulator.Fault) { f.Status, f.Code = 412, "PreconditionFailed" },
		"unavailable":  func(f *simulator.Fault) { f.Status, f.Code = 503, "ServiceUnavailable" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := NewWorld(t)
			run(t, w,
				resource.TestStep{Config: laneConfig("batch", ``)},
				resource.TestStep{Config: laneConfig("batch", `capacity = { max = 30 }`), PreConfig: func() {
					w.Sim.AddFault(poolFault(http.MethodPut, change))
					w.Forget()
				}, Check: resource.ComposeAggregateTestCheckFunc(w.wrote(2), w.live("pricing", func(p map[string]any) bool { return p["maxCount"] == 30.0 }))},
				resource.TestStep{Config: laneConfig("batch", `capacity = { max = 30 }`), ConfigPlanChecks: nothing()},
			)
		})
	}
}

// The next apply finishes an update that AKS failed.
func TestUpdateFailed(t *testing.T) {
	t.Parallel()
	w := NewWorld(t)
	edited := laneConfig("batch", `capacity = { max = 30 }`)
	run(t, w,
		resource.TestStep{Config: laneConfig("batch", ``)},
		resource.TestStep{Config: edited, PreConfig: func() {
			w.Sim.AddFault(poolFault(http.MethodPut, func(f *simulator.Fault) {
				f.Outcome = &simulator.Outcome{State: "Failed", Code: "InternalOperationError", Message: "Internal server error"}
			}))
		}, ExpectError: regexp.MustCompile(`(?s)Unable to change the node pool.*InternalOperationError`)},
		resource.TestStep{Config: edited, ConfigPlanChecks: updates(), Check: resource.TestCheckResourceAttr(pricing, "status.provisioning_state", "Succeeded")},
		resource.TestStep{Config: edited, ConfigPlanChecks: nothing()},
	)
}

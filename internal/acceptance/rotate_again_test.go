package acceptance

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// rotating is a lane that may rotate, with additional settings.
func rotating(more map[string]any) map[string]any {
	set := chaosLane(map[string]any{"disruption": map[string]any{"allow": "rotate"}})
	for name, v := range more {
		set[name] = v
	}
	return set
}

// large is the lane with the size that the tests rotate to.
func large(more map[string]any) map[string]any {
	set := rotating(more)
	set["vm_size"] = "Standard_D16ds_v5"
	return set
}

// sized is a lane that may rotate, with its size spelled out.
func sized(size string) map[string]any { return rotating(map[string]any{"vm_size": size}) }

// onBlocked is a rotation block with this on_blocked.
func onBlocked(how string) map[string]any {
	return map[string]any{"rotation": map[string]any{"on_blocked": how}}
}

// budgetKeeps adds a disruption budget that blocks the next n deletions of a pool.
func (w *World) budgetKeeps(pool string, n int) {
	w.Sim.AddFault(simulator.Fault{Name: "budget", Match: simulator.Match{Method: http.MethodDelete, Path: "*/agentPools/" + pool, Max: n},
		Outcome: &simulator.Outcome{State: "Failed", Code: "PodDrainFailure", Message: "Cannot evict pod as it would violate the pod's disruption budget shop/cart."}})
}

// rotation is a lane in the middle of a rotation, with the checks that the tests
// need.
type rotation struct {
	*Engine
	t *testing.T
	w *World
}

// paused creates the lane pricing, and rotates it until a budget keeps the old
// pool.
func paused(t *testing.T) *rotation {
	t.Helper()
	r := small(t)
	r.w.budgetKeeps("pricing", 1)
	r.applies(large(nil))
	r.has("pricing", "pricingr")
	r.is("pricingr", "pricing")
	return r
}

// small creates the lane pricing, before any rotation.
func small(t *testing.T) *rotation {
	t.Helper()
	w := NewWorld(t)
	e, err := NewEngine(w)
	if err != nil {
		t.Fatal(err)
	}
	r := &rotation{Engine: e, t: t, w: w}
	r.applies(rotating(nil))
	return r
}

// applies runs an apply that must succeed; nil is a destroy.
func (r *rotation) applies(set map[string]any) {
	r.t.Helper()
	r.w.Forget()
	if _, err := r.Run(set, Disturbance{}); err != nil {
		r.t.Fatal(err)
	}
}

// fails runs an apply that must fail with an error that contains all of the words.
func (r *rotation) fails(set map[string]any, words ...string) {
	r.t.Helper()
	r.w.Forget()
	_, err := r.Run(set, Disturbance{})
	if err == nil {
		r.t.Fatal("the apply went well")
	}
	for _, word := range words {
		if !strings.Contains(err.Error(), word) {
			r.t.Errorf("the error lacks %q: %v", word, err)
		}
	}
}

// rests checks that a plan has nothing to do.
func (r *rotation) rests(set map[string]any) {
	r.t.Helper()
	if changed, err := r.Run(set, Disturbance{}); err != nil || changed {
		r.t.Errorf("the plan is not empty: %v %v", changed, err)
	}
}

// has checks which of the lane's two pools exist in the cluster.
func (r *rotation) has(pools ...string) {
	r.t.Helper()
	for _, name := range []string{"pricing", "pricingr"} {
		if there := r.w.Pool(name) != nil; there != slices.Contains(pools, name) {
			r.t.Fatalf("pool %s: there is %v, want the pools %v", name, there, pools)
		}
	}
}

// is checks the lane's pool in the state, and the old pool in private state.
func (r *rotation) is(pool, old string) {
	r.t.Helper()
	if got := r.text("pool_name"); got != pool {
		r.t.Errorf("the lane is on %q, want %q", got, pool)
	}
	if got := r.owes().Old; got != old {
		r.t.Errorf("the lane remembers the old pool %q, want %q", got, old)
	}
}

// owes returns the operation in private state.
func (r *rotation) owes() (op azure.Operation) {
	r.t.Helper()
	var keys map[string][]byte
	if err := json.Unmarshal(r.private, &keys); err != nil {
		r.t.Fatal(err)
	}
	if raw := keys["operation"]; len(raw) > 0 {
		if err := json.Unmarshal(raw, &op); err != nil {
			r.t.Fatal(err)
		}
	}
	return op
}

// forced counts the deletions that disregarded budgets.
func (w *World) forced() (n int) {
	for _, q := range w.Sim.Requests() {
		if q.Method == http.MethodDelete && q.Query.Get("ignore-pod-disruption-budget") == "true" {
			n++
		}
	}
	return n
}

// remove deletes a pool as another client would.
func (w *World) remove(name string) {
	w.t.Helper()
	status, answer, err := w.Sim.Do(http.MethodDelete, ClusterID+"/agentPools/"+name, nil)
	if err != nil || status != http.StatusAccepted {
		w.t.Fatalf("DELETE %s: %d %v %v", name, status, answer, err)
	}
	w.Settle(name)
}

// Someone deletes the new pool of a paused rotation: the lane is on its old pool
// again, and the rotation has nothing left to do there.
func TestNewPoolOfAPausedRotationGoes(t *testing.T) {
	t.Parallel()
	r := paused(t)
	r.w.remove("pricingr")
	r.applies(rotating(nil))
	r.has("pricing")
	r.is("pricing", "")
	r.rests(rotating(nil))
	if state := r.w.Settle("pricing"); state != "Succeeded" {
		t.Errorf("the old pool is %s", state)
	}
}

// Whatever goes wrong when a paused rotation continues, both pools stay, because
// pods already run on the new one. The next apply continues.
func TestTakingUpAPausedRotationFails(t *testing.T) {
	t.Parallel()
	fault := func(method string, skip, n, status int, code string) simulator.Fault {
		return simulator.Fault{Name: "refusal", Match: simulator.Match{Method: method, Path: "*/agentPools/pricingr", Skip: skip, Max: n},
			Status: status, Code: code, Message: "No.", Gateway: method == http.MethodGet && status == http.StatusForbidden}
	}
	for name, f := range map[string]simulator.Fault{
		"a policy refuses the change":    fault(http.MethodPut, 0, 1, http.StatusForbidden, "RequestDisallowedByPolicy"),
		"AKS does not take the setting":  fault(http.MethodPut, 0, 1, http.StatusBadRequest, "InvalidParameter"),
		"the pool may not be read":       fault(http.MethodGet, 0, 1, http.StatusForbidden, "AuthorizationFailed"),
		"it may not be read, later":      fault(http.MethodGet, 2, 1, http.StatusForbidden, "AuthorizationFailed"),
		"the service is down, and stays": fault(http.MethodPut, 0, 8, http.StatusInternalServerError, "InternalServerError"),
		"the change itself fails": {Name: "failure", Match: simulator.Match{Method: http.MethodPut, Path: "*/agentPools/pricingr", Max: 1},
			Outcome: &simulator.Outcome{State: "Failed", Code: "NodesNotReady", Message: "0 of 2"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := paused(t)
			edited := large(map[string]any{"labels": map[string]any{"team": "x"}})
			r.w.Sim.AddFault(f)
			_, _ = r.Run(edited, Disturbance{})
			r.has("pricing", "pricingr")
			r.is("pricingr", "pricing")
			if n := r.w.forced(); n > 0 {
				t.Errorf("%d deletions disregarded budgets", n)
			}
			_, _ = r.Run(edited, Disturbance{}) // one run may meet several of the faults
			_, _ = r.Run(edited, Disturbance{})
			r.has("pricingr")
			r.rests(edited)
		})
	}
}

// A paused rotation still has to delete its old pool, and another rotation would
// need a third pool. The plan says so, and nothing is written.
func TestAnotherRotationWhileOneIsPaused(t *testing.T) {
	t.Parallel()
	r := paused(t)
	smaller := rotating(map[string]any{"vm_size": "Standard_D4ds_v5"})
	r.fails(smaller, "An earlier rotation is not finished",
		"Node pool in service: pricingr", "Old node pool, not deleted yet: pricing", "Restore the previous value and apply first")
	if n := r.w.Writes(); n > 0 {
		t.Errorf("%d writes", n)
	}
	r.is("pricingr", "pricing")
	r.applies(large(nil)) // finishes the first rotation
	r.has("pricingr")
	r.applies(smaller)
	r.has("pricing")
	r.is("pricing", "")
	r.rests(smaller)
}

// The author reverts the change while the rotation is paused: the lane returns to
// its old pool, which still exists, and the new pool is drained.
func TestBackFromAPausedRotation(t *testing.T) {
	t.Parallel()
	r := paused(t)
	r.applies(rotating(nil))
	r.has("pricing")
	r.is("pricing", "")
	if n := r.w.forced(); n > 0 {
		t.Errorf("%d deletions disregarded budgets", n)
	}
	r.rests(rotating(nil))
}

// adopted is a lane whose pool another client created, in the middle of a rotation
// that a budget blocks n times. Its old pool has no mark.
func adopted(t *testing.T, n int) *rotation {
	t.Helper()
	w := NewWorld(t)
	w.Put("pricing", map[string]any{"mode": "User", "vmSize": "Standard_D8ds_v5", "enableAutoScaling": true, "minCount": 0, "maxCount": 9, "count": 1, "osType": "Linux"})
	e, err := NewEngine(w)
	if err != nil {
		t.Fatal(err)
	}
	r := &rotation{Engine: e, t: t, w: w}
	if err := r.adopt(rotating(nil), Disturbance{}); err != nil {
		t.Fatal(err)
	}
	w.budgetKeeps("pricing", n)
	r.applies(large(nil))
	r.is("pricingr", "pricing")
	return r
}

// Someone deletes the new pool of an adopted lane: the lane is on its old pool
// again, although that pool has no mark that identifies it.
func TestNewPoolOfAnAdoptedLaneGoes(t *testing.T) {
	t.Parallel()
	r := adopted(t, 1)
	r.w.remove("pricingr")
	r.applies(rotating(nil))
	r.has("pricing")
	r.is("pricing", "")
	r.rests(rotating(nil))
}

// A budget blocks the destroy of a lane whose rotation is paused. The old pool is
// deleted first, so that no pod moves twice, and the next destroy continues.
func TestDestroyOfAPausedRotation(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]*rotation{"own": paused(t), "adopted": adopted(t, 1)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r.t = t
			r.w.budgetKeeps("pricing", 1)
			r.fails(nil, "shop/cart")
			r.has("pricing", "pricingr")
			r.w.budgetKeeps("pricingr", 1)
			r.fails(nil, "shop/cart")
			r.has("pricingr")
			r.applies(nil)
			r.has()
		})
	}
}

// A later apply rolls back a paused rotation: the old pool is restored with its own
// settings, and the state shows that the lane is on it.
func TestRollbackOfAPausedRotation(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]*rotation{"own": paused(t), "adopted": adopted(t, 1)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r.t = t
			back := large(onBlocked("rollback"))
			r.w.budgetKeeps("pricing", 1)
			r.fails(back, "shop/cart")
			r.has("pricing")
			r.is("pricing", "")
			if p := r.w.Pool("pricing"); p["vmSize"] != "Standard_D8ds_v5" || p["provisioningState"] != "Succeeded" {
				t.Errorf("the old pool has %v and is %v", p["vmSize"], p["provisioningState"])
			}
			if got := r.text("pool", "vm_size"); got != "Standard_D8ds_v5" {
				t.Errorf("pool.vm_size is %s", got)
			}
			r.applies(rotating(nil))
			r.rests(rotating(nil))
			r.applies(back) // nothing blocks it any longer
			r.has("pricingr")
			r.rests(back)
		})
	}
}

// Budgets may also block the way back: both pools stay and are remembered.
func TestRollbackIsBlockedToo(t *testing.T) {
	t.Parallel()
	r := small(t)
	r.w.budgetKeeps("pricing", 1)
	r.w.budgetKeeps("pricingr", 1)
	r.fails(large(onBlocked("rollback")), "shop/cart")
	r.has("pricing", "pricingr")
	r.is("pricingr", "pricing")
	r.applies(rotating(nil)) // the author reverts the change
	r.has("pricing")
	r.rests(rotating(nil))
}

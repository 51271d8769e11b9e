package acceptance

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// Two configurations apply at the same time on one cluster, again and again.
// Neither loses anything of the other.
func TestTwoConfigurationsAtOnce(t *testing.T) {
	t.Parallel()
	w := NewWorld(t, simulator.Fault{Name: "race", Race: true, Match: simulator.Match{Path: "*/agentPools/*", Max: 20}})
	var wait sync.WaitGroup
	for _, name := range []string{"mine", "yours"} {
		e, err := NewEngine(w)
		if err != nil {
			t.Fatal(err)
		}
		wait.Go(func() {
			for i := range 8 {
				cfg := map[string]any{"cluster_id": ClusterID, "name": name, "purpose": "batch",
					"labels": map[string]any{"round": fmt.Sprint(i)}, "capacity": map[string]any{"max": 5 + i}}
				if _, err := e.Run(cfg, Disturbance{}); err != nil {
					t.Errorf("%s, round %d: %v", name, i, err)
					return
				}
			}
		})
	}
	wait.Wait()
	for _, name := range []string{"mine", "yours"} {
		if p := w.Pool(name); p["maxCount"] != 12.0 || at(p, "nodeLabels", "round") != "7" {
			t.Errorf("%s ended as %v", name, p)
		}
	}
}

// interloper changes a setting of the lane just before its PUT is sent.
type interloper struct {
	next http.RoundTripper
	once sync.Once
	edit func()
}

func (i *interloper) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Method == http.MethodPut {
		i.once.Do(i.edit)
	}
	return i.next.RoundTrip(req)
}

// Another client changes a setting that the lane decides in the middle of its
// apply. The apply does not silently overwrite that change, and its error says what
// to do.
func TestOvertaken(t *testing.T) {
	t.Parallel()
	w := NewWorld(t)
	e, err := NewEngine(w)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := e.Run(chaosLane(nil), Disturbance{}); err != nil {
		t.Fatal(err)
	}
	_, err = e.Run(chaosLane(map[string]any{"capacity": map[string]any{"max": 30}}), Disturbance{Wrap: func(next http.RoundTripper) http.RoundTripper {
		return &interloper{next: next, edit: func() { w.Edit("pricing", func(p map[string]any) { p["maxCount"] = 15 }) }}
	}})
	if err == nil || !strings.Contains(err.Error(), "Someone else changed the node pool") || !strings.Contains(err.Error(), "terraform plan") {
		t.Errorf("got %v", err)
	}
	if p := w.Pool("pricing"); p["maxCount"] != 15.0 {
		t.Errorf("the other's change was overwritten: %v", p["maxCount"])
	}
	if _, err := e.Run(chaosLane(map[string]any{"capacity": map[string]any{"max": 30}}), Disturbance{}); err != nil || w.Pool("pricing")["maxCount"] != 30.0 {
		t.Errorf("the next apply: %v, max %v", err, w.Pool("pricing")["maxCount"])
	}
}

// A delete that a disruption budget blocks names the budget. The lane stays in the
// state with the reason in its status, and the next delete continues.
func TestBlockedDelete(t *testing.T) {
	t.Parallel()
	const why = "Drain node aks-pricing-0 failed when evicting pod shop/cart-1: Cannot evict pod as it would violate the pod's disruption budget shop/cart."
	w := NewWorld(t)
	e, err := NewEngine(w)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := e.Run(chaosLane(nil), Disturbance{}); err != nil {
		t.Fatal(err)
	}
	w.Sim.AddFault(simulator.Fault{Name: "budget", Match: simulator.Match{Method: http.MethodDelete, Path: "*/agentPools/pricing", Max: 1},
		Outcome: &simulator.Outcome{State: "Failed", Code: "PodDrainFailure", Message: why}})
	_, err = e.Run(nil, Disturbance{})
	if err == nil || !strings.Contains(err.Error(), "shop/cart") || !strings.Contains(err.Error(), "ignore_pdb") {
		t.Errorf("got %v", err)
	}
	if e.state.IsNull() {
		t.Fatal("the lane is gone from the state")
	}
	if got := e.text("status", "provisioning_error", "message"); got != why {
		t.Errorf("status.provisioning_error.message is %q", got)
	}
	if _, err := e.Run(nil, Disturbance{}); err != nil || w.Pool("pricing") != nil {
		t.Errorf("the next destroy: %v", err)
	}
}

// text reads a string of the state by its path. It returns "" if there is none.
func (e *Engine) text(path ...string) string {
	v := e.state
	for _, name := range path {
		var parts map[string]tftypes.Value
		if v.IsNull() || v.As(&parts) != nil {
			return ""
		}
		v = parts[name]
	}
	var s string
	if err := errors.Join(v.As(&s)); err != nil {
		return ""
	}
	return s
}

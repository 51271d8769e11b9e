package acceptance

import (
	"slices"
	"strings"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// A lane that is replaced under the same name has one node pool in the end: either
// a new one after a delete and create, or the one that already existed (F1).
func TestReplaced(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		createFirst, taint bool
		kept               bool
	}{
		"deleted, then created":      {},
		"created first":              {createFirst: true, kept: true},
		"tainted":                    {taint: true},
		"tainted, and created first": {taint: true, createFirst: true, kept: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := NewWorld(t)
			s := NewStack(w)
			s.CreateFirst["a"] = tt.createFirst
			blocks := Blocks{"a": chaosLane(map[string]any{"capacity": map[string]any{"nodes": 2}})}
			if _, err := s.Apply(blocks, Disturbance{}); err != nil {
				t.Fatal(err)
			}
			w.Forget()
			var replace []string
			if tt.taint {
				s.Taint("a")
			} else {
				replace = []string{"a"}
			}
			if _, err := s.Apply(blocks, Disturbance{}, replace...); err != nil {
				t.Fatal(err)
			}
			deleted := w.Count("DELETE", "/agentPools/pricing") > 0
			if w.Pool("pricing") == nil || deleted == tt.kept || len(s.deposed) > 0 {
				t.Errorf("deleted %v, deposed %d, pool %v", deleted, len(s.deposed), w.Pool("pricing"))
			}
			again, err := s.Plan(blocks)
			if err != nil || !again.Empty() {
				t.Errorf("the next plan is not empty: %v %+v", err, again)
			}
			if class := s.objects["a"].text("impact", "class"); class != map[bool]string{true: "none", false: "replace"}[tt.kept] {
				t.Errorf("impact.class is %s", class)
			}
		})
	}
}

// If a block is renamed without a moved block, the plan fails and shows what to
// write (F2), whichever of its two objects is planned first.
func TestRenamedBlock(t *testing.T) {
	t.Parallel()
	for _, to := range []string{"aa", "zz"} { // planned before the old one, and after it
		s := NewStack(NewWorld(t))
		if _, err := s.Apply(Blocks{"mm": chaosLane(nil)}, Disturbance{}); err != nil {
			t.Fatal(err)
		}
		_, err := s.Plan(Blocks{to: chaosLane(nil)})
		if err == nil || !strings.Contains(err.Error(), "One block deletes what another creates") || !strings.Contains(err.Error(), "moved {") {
			t.Errorf("%s: %v", to, err)
		}
	}
}

// With the guards off, the apply itself keeps the node pool, whichever object is
// applied first.
func TestRenamedBlockUnguarded(t *testing.T) {
	t.Parallel()
	for name, late := range map[string]bool{"deleted first": false, "created first": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := NewWorld(t)
			s := NewStack(w)
			s.Unguarded, s.Late = true, late
			if _, err := s.Apply(Blocks{"a": chaosLane(nil)}, Disturbance{}); err != nil {
				t.Fatal(err)
			}
			blocks := Blocks{"b": chaosLane(nil)}
			if _, err := s.Apply(blocks, Disturbance{}); err != nil {
				t.Fatal(err)
			}
			again, err := s.Plan(blocks)
			if w.Pool("pricing") == nil || err != nil || !again.Empty() || len(s.objects) != 1 {
				t.Errorf("the pool is %v, the next plan %v %+v", w.Pool("pricing"), err, again)
			}
		})
	}
}

// A saved plan is judged again before it is applied. It stops if the write would
// undo a change, or do more than its class allows, whatever the plan was for. A
// destroy continues (F3).
func TestSavedPlanIsJudgedAgain(t *testing.T) {
	t.Parallel()
	scaled := func(p map[string]any) { p["count"] = 8 }
	rotates := map[string]any{"disruption": map[string]any{"allow": "rotate"}}
	for name, tt := range map[string]struct {
		before, after map[string]any
		hand          func(p map[string]any)
		says          string // "" = the apply goes on
	}{
		"a tag, scaled by hand":      {nil, map[string]any{"tags": map[string]any{"a": "1"}}, scaled, "capacity.nodes: was 2 at plan, is 8 now; the plan writes 2 (evict: 6 of 8 nodes are drained and deleted; planned: metadata)"},
		"an upgrade, scaled by hand": {map[string]any{"kubernetes_version": "1.34"}, map[string]any{"kubernetes_version": "1.35"}, scaled, "capacity.nodes: was 2 at plan, is 8 now"},
		"a rotation, scaled by hand": {rotates, map[string]any{"disruption": rotates["disruption"], "vm_size": "Standard_D16ds_v5"}, scaled, "capacity.nodes: was 2 at plan, is 8 now"},
		"a range, moved by hand": {map[string]any{"capacity": map[string]any{"min": 0, "max": 5}}, map[string]any{"capacity": map[string]any{"min": 0, "max": 9}},
			func(p map[string]any) { p["maxCount"] = 7 }, "capacity.max: was 5 at plan, is 7 now; the plan writes 9"},
		"a fixed count, scaled automatically by hand": {nil, map[string]any{"tags": map[string]any{"a": "1"}},
			func(p map[string]any) { p["enableAutoScaling"], p["minCount"], p["maxCount"] = true, 1, 4 }, "capacity.max: was null at plan, is 4 now"},
		"a tag, stopped by hand": {map[string]any{"power": "Running"}, map[string]any{"power": "Running", "tags": map[string]any{"a": "1"}},
			func(p map[string]any) { p["powerState"] = map[string]any{"code": "Stopped"} }, "power: was Running at plan, is Stopped now"},
		"a tag, the pool Failed since": {nil, map[string]any{"tags": map[string]any{"a": "1"}}, func(p map[string]any) { p["provisioningState"] = "Failed" }, "any write makes AKS reconcile every node"},
		"a tag, labelled by hand":      {nil, map[string]any{"tags": map[string]any{"a": "1"}}, func(p map[string]any) { p["nodeLabels"] = map[string]any{"by": "hand"} }, ""},
		"a scale that somebody did":    {nil, map[string]any{"capacity": map[string]any{"nodes": 8}}, scaled, ""},
		"a destroy":                    {nil, nil, scaled, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := NewWorld(t)
			s := NewStack(w)
			if _, err := s.Apply(Blocks{"a": fixedLane(tt.before)}, Disturbance{}); err != nil {
				t.Fatal(err)
			}
			blocks := Blocks{"a": fixedLane(tt.after)}
			if tt.after == nil {
				blocks = nil
			}
			plan, err := s.Plan(blocks)
			if err != nil {
				t.Fatal(err)
			}
			w.Edit("pricing", tt.hand)
			w.Forget()
			err = s.ApplySaved(plan, Disturbance{})
			if tt.says == "" {
				if err != nil {
					t.Errorf("the apply stopped: %v", err)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), tt.says) || !strings.Contains(err.Error(), "nothing was sent") {
				t.Errorf("got %v", err)
			}
			if n := w.Writes(); n > 0 {
				t.Errorf("%d writes were sent: %v", n, w.Asked())
			}
		})
	}
}

// A create-only plan for a lane that was moved but never read is an error.
func TestMovedAndNotRead(t *testing.T) {
	t.Parallel()
	w := NewWorld(t)
	w.Put("pricing", map[string]any{"mode": "User", "vmSize": "Standard_D8ds_v5", "count": 1, "osType": "Linux", "nodeLabels": map[string]any{"mine": "yes"}})
	s := NewStack(w)
	e, err := s.engine()
	if err != nil {
		t.Fatal(err)
	}
	srv, err := s.server(nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := e.importOnly(srv, ClusterID+"/agentPools/pricing"); err != nil {
		t.Fatal(err)
	}
	config, err := e.Config(chaosLane(nil))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := e.plan(srv, config); err == nil || !strings.Contains(err.Error(), "Plan without -refresh=false") {
		t.Errorf("got %v", err)
	}
}

// However the first create ended, and however the lane is created again, there is
// one pool, the state holds it, and the next plan is empty.
func TestAgainAfterAFirstCreate(t *testing.T) {
	t.Parallel()
	firsts := map[string]Trouble{
		"failed":      {Fault: &simulator.Fault{Outcome: &simulator.Outcome{State: "Failed", Code: "NodesNotReady", Message: "x"}}},
		"cut":         {Fault: &simulator.Fault{Cut: "after"}},
		"killed":      {KillAfter: true},
		"Ctrl-C":      {CtrlC: true},
		"undisturbed": {},
	}
	for first, trouble := range firsts {
		for _, again := range []string{"plain", "replace", "taint", "replace, created first", "taint, created first", "renamed, deleted first", "renamed, created first"} {
			t.Run(first+"/"+again, func(t *testing.T) {
				t.Parallel()
				w := NewWorld(t)
				s := NewStack(w)
				blocks := Blocks{"a": fixedLane(nil)}
				_, d := sabotage(w, trouble, firstPUT(t, blocks))
				_, firstErr := s.Apply(blocks, d)
				s.CreateFirst["a"] = strings.Contains(again, "created first")
				var replace []string
				switch {
				case s.objects["a"] == nil:
				case strings.HasPrefix(again, "replace"):
					replace = []string{"a"}
				case strings.HasPrefix(again, "taint"):
					s.Taint("a")
				}
				if strings.HasPrefix(again, "renamed") {
					s.Unguarded, s.Late = true, s.CreateFirst["a"]
					blocks = Blocks{"b": fixedLane(nil)}
				}
				var err error
				if _, err = s.Apply(blocks, Disturbance{}, replace...); err != nil { // the second apply may do what the first left undone
					_, err = s.Apply(blocks, Disturbance{})
				}
				if err != nil {
					t.Fatalf("%v (the first create ended with %v)", err, firstErr)
				}
				plan, err := s.Plan(blocks)
				pools, poolErr := w.lanePools()
				if err != nil || poolErr != nil || !plan.Empty() || len(pools) != 1 || len(s.objects) != 1 || len(s.deposed) > 0 {
					t.Errorf("plan %+v %v, pools %v %v, %d objects, %d deposed (the first create ended with %v)", plan, err, pools, poolErr, len(s.objects), len(s.deposed), firstErr)
				}
			})
		}
	}
}

// firstPUT returns the number of the request that creates the pool of a
// configuration.
func firstPUT(t *testing.T, blocks Blocks) int {
	t.Helper()
	other := NewWorld(t)
	counts, d := sabotage(other, Trouble{}, 0)
	if _, err := NewStack(other).Apply(blocks, d); err != nil {
		t.Fatal(err)
	}
	_, writes := counts.requests()
	return slices.Index(writes, true) + 1
}

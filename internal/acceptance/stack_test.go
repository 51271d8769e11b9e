package acceptance

import (
	"strings"
	"testing"
)

// A lane that is replaced in place keeps one node pool, whichever way: the one
// that was deleted and created, or the one that was there (F1).
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

// A block that is renamed without a moved block is an error at plan, in which one
// finds what to write (F2), whichever of its two objects is planned first.
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

// With the guards off the apply itself keeps the node pool: whoever comes first.
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

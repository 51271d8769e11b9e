package rollout_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/rollout"
	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// A create finds an existing pool. It takes over a pool that an earlier run with the
// same lane, intent and owner has created, if the pool is unfinished or young. Any
// other pool belongs to someone else, and the error offers the import.
func TestTakingOver(t *testing.T) {
	t.Parallel()
	began := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	for name, tt := range map[string]struct {
		earlier func(l *rollout.Lane) // how the earlier run differed
		later   time.Duration
		broken  bool // its pool is Failed
		taken   bool
		own     bool // it is already this lane's pool, so it is not taken over
	}{
		"a minute later":       {later: time.Minute, taken: true},
		"after two hours":      {later: 2 * time.Hour, own: true},
		"unfinished, any time": {later: 48 * time.Hour, broken: true, taken: true},
		"another intent":       {earlier: func(l *rollout.Lane) { l.Want = l.Want.Put(lane.Nodes, lane.Known(3)) }, own: true},
		"another owner":        {earlier: func(l *rollout.Lane) { l.Owner = "team-b" }},
		"another lane":         {earlier: func(l *rollout.Lane) { l.Name = "other" }},
		"no mark":              {earlier: func(l *rollout.Lane) { l.Name = "" }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			l := w.lane(batchPool())
			l.Name, l.AdoptWithin, l.Now = "batch", 2*time.Hour, func() time.Time { return began }
			earlier := l
			if tt.earlier != nil {
				tt.earlier(&earlier)
			}
			if tt.broken {
				w.AddFault(simulator.Fault{Match: simulator.Match{Method: "PUT", Max: 1}, Outcome: &simulator.Outcome{State: "Failed", Code: "NodesNotReady", Message: "x"}})
			}
			if _, err := rollout.Create(t.Context(), earlier); (err != nil) != tt.broken {
				t.Fatal(err)
			}
			l.Now = func() time.Time { return began.Add(tt.later) }
			out, err := rollout.Create(t.Context(), l)
			if tt.taken {
				finished(t, out, err)
				if out.Pool == nil || out.Pool.Status.State != "Succeeded" {
					t.Errorf("the outcome is %+v", out)
				}
				return
			}
			var e *azure.Error
			want := azure.Exists
			if tt.own {
				want = azure.InUse
			}
			if !errors.As(err, &e) || e.Reason != want {
				t.Fatalf("got %v", err)
			}
			if detail := e.Detail(); !strings.Contains(detail, "to = ADDRESS") || !strings.Contains(detail, `id = "`+batch.ID()+`"`) {
				t.Errorf("the error offers no import block:\n%s", detail)
			}
		})
	}
}

// The pools of a cluster that is being deleted go with it.
func TestDeletingWithTheCluster(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	l := w.made(batchPool())
	if err := w.EditCluster(cluster.String(), func(c map[string]any) {
		props, _ := c["properties"].(map[string]any)
		props["provisioningState"] = "Deleting"
	}); err != nil {
		t.Fatal(err)
	}
	out, err := rollout.Delete(t.Context(), l)
	if err != nil || out.Interrupted {
		t.Errorf("got %+v %v", out, err)
	}
}

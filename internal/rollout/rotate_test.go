package rollout_test

import (
	"strings"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/rollout"
)

// A pool never replaces itself: that would end with its deletion.
func TestRotateOntoItself(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	l := w.made(batchPool())
	_, err := rollout.Rotate(t.Context(), l, rollout.Rotation{Old: azure.PoolRef{Cluster: cluster, Name: "Batch"}})
	if err == nil || !strings.Contains(err.Error(), "nothing was deleted") {
		t.Errorf("got %v", err)
	}
	w.wrote("")
}

// rotating creates the pool batch, and wants it on larger nodes under another name.
func (w *world) rotating(more ...lane.Setting) (rollout.Lane, rollout.Rotation) {
	l := w.made(batchPool())
	old := l.Ref
	l.Ref.Name, l.Name, l.Prior = "batchr", "batch", nil
	l.Want = batchPool(append([]lane.Setting{lane.VMSize.Is("Standard_D8ds_v5")}, more...)...)
	return l, rollout.Rotation{Old: old, Prior: batchPool(), OnBlocked: rollout.Pause}
}

// The new pool's name may be taken. If an earlier run of the lane has created the pool,
// the rotation continues with it. A pool of another owner is left alone.
func TestRotateMeetsAPool(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		there  func(l *rollout.Lane) // how the pool's creator differed
		found  bool                  // private state names the pool
		fails  string
		writes string
	}{
		"of the same intent":              {writes: "DELETE Accepted"},
		"of an earlier edit":              {there: func(l *rollout.Lane) { l.Want = l.Want.Put(lane.Nodes, lane.Known(3)) }, writes: "PUT OK, DELETE Accepted"},
		"of another size":                 {there: otherSize, writes: "DELETE Accepted, PUT Created, DELETE Accepted"},
		"of another size, and in service": {there: otherSize, found: true, fails: "nothing was deleted"},
		"of another owner":                {there: func(l *rollout.Lane) { l.Owner = "team-b" }, fails: "is taken by a node pool that does not belong to this lane"},
		"without a mark":                  {there: func(l *rollout.Lane) { l.Name = "" }, fails: "is taken by a node pool that does not belong to this lane"},
		"without a mark, but named":       {there: func(l *rollout.Lane) { l.Name = "" }, found: true, writes: "DELETE Accepted"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			l, r := w.rotating()
			earlier := l
			if tt.there != nil {
				tt.there(&earlier)
			}
			if _, err := rollout.Create(t.Context(), earlier); err != nil {
				t.Fatal(err)
			}
			w.ResetRequests()
			l.Found = tt.found
			out, err := rollout.Rotate(t.Context(), l, r)
			w.wrote(tt.writes)
			if tt.fails != "" {
				if err == nil || !strings.Contains(err.Error(), tt.fails) || w.pool("batch") == nil || w.pool("batchr") == nil {
					t.Errorf("got %v", err)
				}
				return
			}
			finished(t, out, err)
			if got := w.pool("batchr")["vmSize"]; got != "Standard_D8ds_v5" || w.pool("batch") != nil {
				t.Errorf("the new pool has %v", got)
			}
		})
	}
}

func otherSize(l *rollout.Lane) { l.Want = l.Want.Put(lane.VMSize, lane.Known("Standard_D16ds_v5")) }

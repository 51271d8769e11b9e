package rollout_test

import (
	"context"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/rollout"
)

// lastSystem is a lane of the cluster's last system pool, and its rotation to a
// pool of another mode.
func (w *world) lastSystem(mode string) (rollout.Lane, rollout.Rotation) {
	w.t.Helper()
	old := w.made(batchPool().Put(lane.Mode, lane.Known("System")))
	w.edit("nodepool1", func(p map[string]any) { p["mode"] = "User" })
	l := old
	l.Ref.Name, l.Want, l.KeepSystem = "batchr", batchPool().Put(lane.Mode, lane.Known(mode)), true
	return l, rollout.Rotation{Old: old.Ref}
}

// The last system pool gets another mode: nothing is created before another system pool
// exists.
func TestARotationKeepsTheLastSystemPool(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	l, r := w.lastSystem("User")
	ctx, cancel := context.WithCancel(t.Context())
	l.Client = w.endsWaiting(cancel)
	_, err := rollout.Rotate(ctx, l, r)
	if azure.ReasonOf(err) != azure.LastSystemPool {
		t.Errorf("the error is %v", err)
	}
	w.wrote("")
}

// There is no wait if the new pool is a system pool itself, if the old pool is kept, or
// if another system pool has been added.
func TestRotationsThatLeaveASystemPool(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		mode  string
		edit  func(*world, *rollout.Rotation)
		wrote string
	}{
		"to a system pool": {"System", func(*world, *rollout.Rotation) {}, "PUT Created, DELETE Accepted"},
		"kept":             {"User", func(_ *world, r *rollout.Rotation) { r.Keep = true }, "PUT Created"},
		"beside another": {"User", func(w *world, _ *rollout.Rotation) {
			w.edit("nodepool1", func(p map[string]any) { p["mode"] = "System" })
		}, "PUT Created, DELETE Accepted"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			l, r := w.lastSystem(tt.mode)
			tt.edit(w, &r)
			out, err := rollout.Rotate(t.Context(), l, r)
			finished(t, out, err)
			w.wrote(tt.wrote)
		})
	}
}

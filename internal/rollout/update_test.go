package rollout_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/rollout"
	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// grown is the lane batch with one more node.
func grown() lane.Settings { return batchPool(lane.Nodes.Is(3)) }

// growing is the lane batch, created with two nodes, that wants three.
func (w *world) growing(faults ...simulator.Fault) rollout.Lane {
	w.t.Helper()
	l := w.made(batchPool())
	l.Want = grown()
	for _, f := range faults {
		w.AddFault(f)
	}
	return l
}

func TestAnUpdateIsOnePUT(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	l := w.growing()
	accepted := 0
	l.Accepted = func(op *azure.Operation, _ *azure.Pool) {
		if accepted++; op.Kind != "update" || op.URL == "" {
			t.Errorf("the operation is %+v", op)
		}
	}
	out, err := rollout.Update(t.Context(), l)
	finished(t, out, err)
	w.wrote("PUT OK")
	if accepted != 1 || !out.Wrote || out.Pool.Status.Nodes != 3 || out.Pool.Status.State != "Succeeded" {
		t.Errorf("accepted %d times, the outcome is %+v", accepted, out)
	}
}

func TestNoChangeIsNoPUT(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]lane.Settings{
		"the same":                  batchPool(),
		"in other casing":           batchPool(lane.VMSize.Is("STANDARD_d4DS_V5")),
		"AKS's default":             batchPool(lane.Soak.Is(0), lane.ScaleDown.Is("Delete"), lane.Priority.Is("Regular"), lane.Zones.Is([]string{})),
		"a default that AKS filled": batchPool(lane.MaxPods.Is(250), lane.Surge.Is("10%")),
		"the minor version":         batchPool(lane.Version.Is("1.35")),
		"an older version":          batchPool(lane.Version.Is("1.34.8")),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			l := w.made(batchPool())
			l.Want = want
			out, err := rollout.Update(t.Context(), l)
			finished(t, out, err)
			if w.wrote(""); out.Wrote || out.Pool == nil {
				t.Errorf("the outcome is %+v", out)
			}
		})
	}
}

func TestUpdatesThatGetThrough(t *testing.T) {
	t.Parallel()
	wish := full
	wish.Headers = map[string]string{"x-ms-retry-after-ms": "5"}
	late := simulator.Fault{Status: http.StatusPreconditionFailed, Code: "PreConditionFailed"}
	for name, tt := range map[string]struct {
		fault simulator.Fault
		wrote string
	}{
		"busy":                  {times(2, http.MethodPut, busy), "PUT Conflict, PUT Conflict, PUT OK"},
		"a race":                {once(http.MethodPut, race), "PUT Conflict, PUT OK"},
		"throttled":             {once(http.MethodPut, full), "PUT Too Many Requests, PUT OK"},
		"throttled with a wish": {once(http.MethodPut, wish), "PUT Too Many Requests, PUT OK"},
		"changed three times":   {times(3, http.MethodPut, late), "PUT Precondition Failed, PUT Precondition Failed, PUT Precondition Failed, PUT OK"},
		"down":                  {once(http.MethodPut, down), "PUT Service Unavailable, PUT OK"},
		"broken":                {once(http.MethodPut, simulator.Fault{Status: 500}), "PUT Internal Server Error, PUT OK"},
		"cut before":            {once(http.MethodPut, simulator.Fault{Cut: "before"}), "PUT cut, PUT OK"},
		"cut after":             {once(http.MethodPut, simulator.Fault{Cut: "after"}), "PUT OK"},
		"cut in the answer":     {once(http.MethodPut, simulator.Fault{Truncate: true}), "PUT OK"},
		"preempted":             {once(http.MethodPut, simulator.Fault{Outcome: &simulator.Outcome{State: "Canceled", Code: "AKSOperationPreempted"}}), "PUT OK, PUT OK"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			out, err := rollout.Update(t.Context(), w.growing(tt.fault))
			finished(t, out, err)
			w.wrote(tt.wrote)
			if !out.Wrote || out.Pool.Status.State != "Succeeded" || w.pool("batch")["count"] != 3.0 {
				t.Errorf("the outcome is %+v, the pool %v", out, w.pool("batch"))
			}
			if name == "a race" || name == "preempted" {
				w.width(5)
			}
		})
	}
}

func TestUpdatesThatDoNot(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		fault simulator.Fault
		want  azure.Reason
		puts  int
		begun bool // ARM may have accepted it: the next run has to look
	}{
		"down for good":    {on(http.MethodPut, down), azure.Down, 6, true},
		"cut for good":     {on(http.MethodPut, simulator.Fault{Cut: "before"}), azure.Unreachable, 6, true},
		"changed for good": {on(http.MethodPut, simulator.Fault{Status: 412, Code: "PreConditionFailed"}), azure.Changed, 4, false},
		"immutable":        {on(http.MethodPut, simulator.Fault{Status: 400, Code: "PropertyChangeNotAllowed"}), azure.Immutable, 1, false},
		"an unknown 409":   {on(http.MethodPut, simulator.Fault{Status: 409, Code: "SomethingNew"}), azure.Refused, 1, false},
		"it failed":        {on(http.MethodPut, simulator.Fault{Outcome: &simulator.Outcome{State: "Failed", Code: "PodDrainFailure"}}), azure.DrainBlocked, 1, true},
		"it was canceled":  {on(http.MethodPut, simulator.Fault{Outcome: &simulator.Outcome{State: "Canceled", Code: "Canceled"}}), azure.Canceled, 1, true},
		"always preempted": {on(http.MethodPut, simulator.Fault{Outcome: &simulator.Outcome{State: "Canceled", Code: "AKSOperationPreempted"}}), azure.Race, 6, true},
		"it is deleted":    {on(http.MethodPut, simulator.Fault{Outcome: &simulator.Outcome{State: "Canceled", Code: "AKSOperationPreemptedByDelete"}}), azure.Deleting, 1, true},
		"deletion issued":  {on(http.MethodPut, simulator.Fault{Status: 409, Code: "OperationNotAllowed", Message: "since deletion was issued on 'batch'"}), azure.Deleting, 1, false},
		"it is gone":       {on(http.MethodGet, simulator.Fault{Status: 404, Code: "NotFound"}), azure.NotFoundPool, 0, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			out, err := rollout.Update(t.Context(), w.growing(tt.fault))
			failsWith(t, err, tt.want)
			if n := strings.Count(w.writes(), "PUT"); n != tt.puts {
				t.Errorf("%d PUTs, want %d", n, tt.puts)
			}
			if out.Wrote != tt.begun || (out.Pending != nil) != tt.begun || out.Interrupted {
				t.Errorf("the outcome is %+v", out)
			}
		})
	}
}

// TestAPoolThatIsBusyIsWaitedFor, without a PUT that AKS would refuse.
func TestAPoolThatIsBusyIsWaitedFor(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	l := w.growing()
	w.edit("batch", func(p map[string]any) { p["provisioningState"] = "Scaling" })
	l.Client = w.another(func(o *azure.Options) {
		o.Trace = after(3, func() { w.edit("batch", func(p map[string]any) { p["provisioningState"] = "Succeeded" }) })
	})
	out, err := rollout.Update(t.Context(), l)
	finished(t, out, err)
	w.wrote("PUT OK")
}

// TestAPoolThatIsBeingDeletedIsNotWaitedFor: waiting would not help.
func TestAPoolThatIsBeingDeletedIsNotWaitedFor(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	l := w.growing()
	w.edit("batch", func(p map[string]any) { p["provisioningState"] = "Deleting" })
	_, err := rollout.Update(t.Context(), l)
	failsWith(t, err, azure.Deleting)
	if w.wrote(""); len(w.Requests()) != 1 {
		t.Errorf("%d requests", len(w.Requests()))
	}
}

// TestReconcileWritesOnce: a pool that our own write left Failed gets one more write. A
// failure of another client's write is left alone.
func TestReconcileWritesOnce(t *testing.T) {
	t.Parallel()
	for _, state := range []string{"Failed", "Canceled"} {
		w := newWorld(t)
		l := w.made(batchPool())
		w.edit("batch", func(p map[string]any) { p["provisioningState"] = state })
		out, err := rollout.Update(t.Context(), l)
		finished(t, out, err)
		w.wrote("")

		l.Reconcile = true
		out, err = rollout.Update(t.Context(), l)
		finished(t, out, err)
		w.wrote("PUT OK")
		if out.Pool.Status.State != "Succeeded" {
			t.Errorf("%s became %s", state, out.Pool.Status.State)
		}
		out, err = rollout.Update(t.Context(), l)
		finished(t, out, err)
		w.wrote("PUT OK") // still only that one
	}
	// If it fails again, the failure is reported and the write is not repeated.
	w := newWorld(t)
	l := w.made(batchPool())
	l.Reconcile = true
	w.edit("batch", func(p map[string]any) { p["provisioningState"] = "Failed" })
	w.AddFault(on(http.MethodPut, simulator.Fault{Outcome: &simulator.Outcome{State: "Failed", Code: "NodesNotReady"}}))
	_, err := rollout.Update(t.Context(), l)
	failsWith(t, err, azure.NodesNotReady)
	w.wrote("PUT OK")
}

package rollout_test

import (
	"context"
	"net/http"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/rollout"
	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

func TestADeletionFollowsItsOperation(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	l := w.made(batchPool())
	out, err := rollout.Delete(t.Context(), l)
	finished(t, out, err)
	w.wrote("DELETE Accepted")
	if w.pool("batch") != nil || !out.Wrote {
		t.Errorf("the pool is there; wrote: %v", out.Wrote)
	}
	if q := w.Requests()[1].Query; q.Has("ignore-pod-disruption-budget") {
		t.Errorf("the DELETE has %v", q)
	}
}

func TestADeletionMayIgnoreBudgets(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	l := w.made(batchPool())
	l.IgnorePDB = true
	out, err := rollout.Delete(t.Context(), l)
	finished(t, out, err)
	if r := w.Requests()[1]; r.Method != http.MethodDelete || r.Query.Get("ignore-pod-disruption-budget") != "true" {
		t.Errorf("%s %v", r.Method, r.Query)
	}
}

func TestWhatIsGoneIsASuccess(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	out, err := rollout.Delete(t.Context(), w.lane(nil))
	finished(t, out, err)
	nowhere := w.lane(nil)
	nowhere.Ref.Cluster.Name = "nowhere"
	out, err = rollout.Delete(t.Context(), nowhere)
	finished(t, out, err)
	nowhere.Ref.Cluster.Group = "rg-nowhere"
	out, err = rollout.Delete(t.Context(), nowhere)
	finished(t, out, err)
	if w.wrote(""); out.Wrote {
		t.Error("says that it wrote")
	}
}

func TestDeletionsThatGetThrough(t *testing.T) {
	t.Parallel()
	inOneSecond := full
	inOneSecond.Headers = map[string]string{"x-ms-retry-after-ms": "5"}
	for name, tt := range map[string]struct {
		fault simulator.Fault
		wrote string
	}{
		"busy":                   {times(2, http.MethodDelete, busy), "DELETE Conflict, DELETE Conflict, DELETE Accepted"},
		"a race":                 {once(http.MethodDelete, race), "DELETE Conflict, DELETE Accepted"},
		"throttled":              {once(http.MethodDelete, full), "DELETE Too Many Requests, DELETE Accepted"},
		"throttled with a wish":  {once(http.MethodDelete, inOneSecond), "DELETE Too Many Requests, DELETE Accepted"},
		"down":                   {times(5, http.MethodDelete, down), "DELETE Service Unavailable, DELETE Service Unavailable, DELETE Service Unavailable, DELETE Service Unavailable, DELETE Service Unavailable, DELETE Accepted"},
		"cut before":             {once(http.MethodDelete, simulator.Fault{Cut: "before"}), "DELETE cut, DELETE Accepted"},
		"cut after":              {once(http.MethodDelete, simulator.Fault{Cut: "after"}), "DELETE Accepted"},
		"changed by others":      {times(3, http.MethodDelete, simulator.Fault{Status: 412, Code: "PreConditionFailed"}), "DELETE Precondition Failed, DELETE Precondition Failed, DELETE Precondition Failed, DELETE Accepted"},
		"operations are secret":  {simulator.Fault{Match: simulator.Match{Path: "*/operations/*"}, Status: 403, Gateway: true, Code: "AuthorizationFailed"}, "DELETE Accepted"},
		"a read that goes wrong": {simulator.Fault{Match: simulator.Match{Path: "*/operations/*", Max: 9}, Status: 503}, "DELETE Accepted"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			l := w.made(batchPool())
			w.AddFault(tt.fault)
			out, err := rollout.Delete(t.Context(), l)
			finished(t, out, err)
			if w.wrote(tt.wrote); !out.Wrote || w.pool("batch") != nil {
				t.Errorf("wrote %v, the pool is %v", out.Wrote, w.pool("batch"))
			}
		})
	}
}

func TestDeletionsThatDoNot(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		fault simulator.Fault
		want  azure.Reason
		sent  int
	}{
		"down for good":     {on(http.MethodDelete, down), azure.Down, 6},
		"cut for good":      {on(http.MethodDelete, simulator.Fault{Cut: "before"}), azure.Unreachable, 6},
		"changed for good":  {on(http.MethodDelete, simulator.Fault{Status: 412, Code: "PreConditionFailed"}), azure.Changed, 4},
		"locked":            {on(http.MethodDelete, simulator.Fault{Status: 409, Gateway: true, Code: "ScopeLocked"}), azure.Locked, 1},
		"forbidden":         {on(http.MethodDelete, simulator.Fault{Status: 403, Gateway: true, Code: "AuthorizationFailed"}), azure.Forbidden, 1},
		"the last system":   {on(http.MethodDelete, simulator.Fault{Status: 400, Code: "MustDefineAtLeastOneSystemPool"}), azure.LastSystemPool, 1},
		"a blocked drain":   {on(http.MethodDelete, simulator.Fault{Outcome: &simulator.Outcome{State: "Failed", Code: "PodDrainFailure", Message: "budget web"}}), azure.DrainBlocked, 1},
		"an unknown 409":    {on(http.MethodDelete, simulator.Fault{Status: 409, Code: "SomethingNew"}), azure.Refused, 1},
		"not even readable": {on(http.MethodGet, simulator.Fault{Status: 403, Gateway: true, Code: "AuthorizationFailed"}), azure.Forbidden, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			l := w.made(batchPool())
			w.AddFault(tt.fault)
			_, err := rollout.Delete(t.Context(), l)
			failsWith(t, err, tt.want)
			n := 0
			for _, r := range w.Requests() {
				if r.Method == http.MethodDelete {
					n++
				}
			}
			if n != tt.sent {
				t.Errorf("%d DELETEs, want %d", n, tt.sent)
			}
		})
	}
}

// TestADeletionUnderWayIsFollowed, whoever started it, without a second DELETE.
func TestADeletionUnderWayIsFollowed(t *testing.T) {
	t.Parallel()
	w := slowWorld(t)
	if _, _, err := w.Do(http.MethodPut, batch.ID(), map[string]any{"properties": map[string]any{"count": 1, "mode": "User", "vmSize": "Standard_D4ds_v5"}}); err != nil {
		t.Fatal(err)
	}
	if status, _, err := w.Do(http.MethodDelete, batch.ID(), nil); err != nil || status != http.StatusAccepted {
		t.Fatal(status, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	l := w.lane(nil)
	l.Client = w.endsWaiting(cancel)
	out, err := rollout.Delete(ctx, l)
	if err != nil || !out.Interrupted || out.Pending == nil || out.Pending.Kind != "delete" {
		t.Errorf("interrupted: %+v, %v", out, err)
	}
	w.finish()
	out, err = rollout.Delete(t.Context(), w.lane(nil))
	finished(t, out, err)
	w.wrote("")
}

// TestADeletionDoesNotWaitForThePool: a create that hangs must not prevent the deletion
// of its pool.
func TestADeletionDoesNotWaitForThePool(t *testing.T) {
	t.Parallel()
	w := slowWorld(t)
	ctx, cancel := context.WithCancel(t.Context())
	l := w.lane(batchPool())
	l.Client = w.endsWaiting(cancel)
	if out, err := rollout.Create(ctx, l); err != nil || !out.Interrupted {
		t.Fatalf("%+v, %v", out, err)
	}
	ctx, cancel = context.WithCancel(t.Context())
	l.Client = w.endsWaiting(cancel)
	if out, err := rollout.Delete(ctx, l); err != nil || !out.Interrupted || out.Pending.URL == "" {
		t.Errorf("the outcome is %+v, %v", out, err)
	}
	if w.wrote("PUT Created, DELETE Accepted"); w.pool("batch")["provisioningState"] != "Deleting" {
		t.Errorf("the pool is %v", w.pool("batch")["provisioningState"])
	}
}

// TestADeletionThatDidNotBegin is not reported as one in progress.
func TestADeletionThatDidNotBegin(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	l := w.made(batchPool())
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	out, err := rollout.Delete(ctx, l)
	failsWith(t, err, azure.Interrupted)
	if w.wrote(""); out.Interrupted || out.Wrote {
		t.Errorf("the outcome is %+v", out)
	}

	// The same if it was waiting for the cluster when the context ended.
	w = newWorld(t)
	l = w.made(batchPool())
	ctx, cancel = context.WithCancel(t.Context())
	l.Client = w.endsWaiting(cancel)
	w.AddFault(on(http.MethodDelete, busy))
	out, err = rollout.Delete(ctx, l)
	failsWith(t, err, azure.Busy)
	if w.wrote("DELETE Conflict"); out.Interrupted {
		t.Errorf("the outcome is %+v", out)
	}
}

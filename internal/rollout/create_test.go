package rollout_test

import (
	"context"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/rollout"
	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

func TestACreation(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	l := w.lane(batchPool())
	var accepted []string
	l.Accepted = func(op *azure.Operation, pool *azure.Pool) {
		// The state is to be written while AKS still works.
		accepted = append(accepted, op.Kind+" "+op.Pool+" "+pool.Status.State)
		if op.URL == "" {
			t.Error("the operation has no URL")
		}
	}
	out, err := rollout.Create(t.Context(), l)
	finished(t, out, err)
	w.wrote("PUT Created")
	if got := strings.Join(accepted, ", "); got != "create batch Creating" {
		t.Errorf("accepted %s", got)
	}
	if !out.Wrote || out.Pool == nil || out.Pool.Status.State != "Succeeded" || out.Pool.Status.Nodes != 2 {
		t.Errorf("the outcome is %+v", out)
	}
}

func TestCreationsThatGetThrough(t *testing.T) {
	t.Parallel()
	wish := full
	wish.Headers = map[string]string{"x-ms-retry-after-ms": "5"}
	forbidden := simulator.Fault{Status: http.StatusForbidden, Gateway: true, Code: "AuthorizationFailed"}
	at := func(path string, f simulator.Fault) simulator.Fault { f.Match.Path = path; return f }
	for name, tt := range map[string]struct {
		fault simulator.Fault
		wrote string
	}{
		"busy":                  {times(2, http.MethodPut, busy), "PUT Conflict, PUT Conflict, PUT Created"},
		"a race":                {once(http.MethodPut, race), "PUT Conflict, PUT Created"},
		"throttled":             {once(http.MethodPut, full), "PUT Too Many Requests, PUT Created"},
		"throttled with a wish": {once(http.MethodPut, wish), "PUT Too Many Requests, PUT Created"},
		"down":                  {times(2, http.MethodPut, down), "PUT Service Unavailable, PUT Service Unavailable, PUT Created"},
		"broken":                {once(http.MethodPut, simulator.Fault{Status: 500}), "PUT Internal Server Error, PUT Created"},
		"cut before":            {once(http.MethodPut, simulator.Fault{Cut: "before"}), "PUT cut, PUT Created"},
		"cut after":             {once(http.MethodPut, simulator.Fault{Cut: "after"}), "PUT Created"},
		"cut in the answer":     {once(http.MethodPut, simulator.Fault{Truncate: true}), "PUT Created"},
		"operations are secret": {at("*/operations/*", forbidden), "PUT Created"},
		"forgotten operations":  {at("*/operations/*", simulator.Fault{Status: http.StatusNotFound, Code: "NotFound"}), "PUT Created"},
		"an answer without URL": {once(http.MethodPut, simulator.Fault{Headers: map[string]string{"Azure-AsyncOperation": ""}}), "PUT Created"},
		"a URL on another host": {once(http.MethodPut, simulator.Fault{Headers: map[string]string{"Azure-AsyncOperation": "https://evil.example.com/operations/1"}}), "PUT Created"},
		"looks that go wrong":   {simulator.Fault{Match: simulator.Match{Path: "*/operations/*", Max: 12}, Status: 503}, "PUT Created"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, tt.fault)
			out, err := rollout.Create(t.Context(), w.lane(batchPool()))
			finished(t, out, err)
			w.wrote(tt.wrote)
			if out.Pool == nil || out.Pool.Status.State != "Succeeded" || w.pool("batch")["count"] != 2.0 {
				t.Errorf("the outcome is %+v, the pool %v", out, w.pool("batch"))
			}
		})
	}
}

func TestCreationsThatDoNot(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		fault simulator.Fault
		want  azure.Reason
		puts  int
	}{
		"down for good": {on(http.MethodPut, down), azure.Down, 6},
		"cut for good":  {on(http.MethodPut, simulator.Fault{Cut: "before"}), azure.Unreachable, 6},
		"a quota":       {on(http.MethodPut, simulator.Fault{Status: 400, Code: "ErrCode_InsufficientVCPUQuota"}), azure.Quota, 1},
		"forbidden":     {on(http.MethodPut, simulator.Fault{Status: 403, Gateway: true, Code: "AuthorizationFailed"}), azure.Forbidden, 1},
		"a policy":      {on(http.MethodPut, simulator.Fault{Status: 403, Gateway: true, Code: "RequestDisallowedByPolicy"}), azure.Policy, 1},
		"a deletion":    {on(http.MethodPut, simulator.Fault{Status: 409, Code: "OperationNotAllowed", Message: "Unable to perform 'Updating' operation on 'batch' since deletion was issued on 'batch'."}), azure.Deleting, 6},
		"a 409 unknown": {on(http.MethodPut, simulator.Fault{Status: 409, Code: "SomethingNew"}), azure.Refused, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, tt.fault)
			accepted := 0
			l := w.lane(batchPool())
			l.Accepted = func(*azure.Operation, *azure.Pool) { accepted++ }
			out, err := rollout.Create(t.Context(), l)
			failsWith(t, err, tt.want)
			if n := strings.Count(w.writes(), "PUT"); n != tt.puts || accepted != 0 || out.Pool != nil || out.Pending != nil {
				t.Errorf("%d PUTs, want %d; %d accepted; the outcome is %+v", n, tt.puts, accepted, out)
			}
		})
	}
}

// TestAFailedCreationLeavesThePool: Terraform must know the pool, or it would never be
// deleted.
func TestAFailedCreationLeavesThePool(t *testing.T) {
	t.Parallel()
	for state, want := range map[string]azure.Reason{"Failed": azure.NoCapacity, "Canceled": azure.Canceled} {
		code := map[string]string{"Failed": "ZonalAllocationFailed", "Canceled": "Canceled"}[state]
		w := newWorld(t, once(http.MethodPut, simulator.Fault{Outcome: &simulator.Outcome{State: state, Code: code, Message: "why"}}))
		out, err := rollout.Create(t.Context(), w.lane(batchPool()))
		if e := errorOf(t, err, want); e.Message != "why" {
			t.Errorf("the message is %q", e.Message)
		}
		w.wrote("PUT Created")
		if out.Pool == nil || out.Pool.Status.State != state || !out.Wrote || out.Interrupted || out.Pending != nil {
			t.Errorf("the outcome is %+v", out)
		}
	}
}

// TestAPreemptedCreationIsFinished by one more write. From then on, the cluster gets
// fewer operations at a time.
func TestAPreemptedCreationIsFinished(t *testing.T) {
	t.Parallel()
	w := newWorld(t, once(http.MethodPut, simulator.Fault{Outcome: &simulator.Outcome{State: "Canceled", Code: "AKSOperationPreempted", Message: "by another"}}))
	out, err := rollout.Create(t.Context(), w.lane(batchPool()))
	finished(t, out, err)
	w.wrote("PUT Created, PUT OK")
	if out.Pool.Status.State != "Succeeded" || !out.Wrote {
		t.Errorf("the outcome is %+v", out)
	}
	w.width(5)
}

func TestARaceHalvesTheOperationsAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, once(http.MethodPut, race))
	out, err := rollout.Create(t.Context(), w.lane(batchPool()))
	finished(t, out, err)
	w.width(5)
}

// TestAPoolOfTheSameName that has another owner is neither changed nor taken over.
func TestAPoolOfTheSameName(t *testing.T) {
	t.Parallel()
	foreign := batchPool(lane.VMSize.Is("Standard_D8ds_v5"))
	for name, faults := range map[string][]simulator.Fault{
		"at once":                       nil,
		"after an answer was lost":      {once(http.MethodPut, simulator.Fault{Cut: "before"})},
		"after the cluster was busy":    {once(http.MethodPut, busy)},
		"after a server error and busy": {once(http.MethodPut, down), once(http.MethodPut, busy)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.made(foreign)
			for _, f := range faults {
				w.AddFault(f)
			}
			out, err := rollout.Create(t.Context(), w.lane(batchPool()))
			failsWith(t, err, azure.Exists)
			if out.Pool != nil || out.Pending != nil || w.pool("batch")["vmSize"] != "Standard_D8ds_v5" {
				t.Errorf("the outcome is %+v, the pool %v", out, w.pool("batch"))
			}
		})
	}
	// This holds even for a pool that is exactly as the lane wants it, because its
	// owner is not known.
	w := newWorld(t)
	w.made(batchPool())
	_, err := rollout.Create(t.Context(), w.lane(batchPool()))
	if e := errorOf(t, err, azure.Exists); e.Code != "PreConditionFailed" || e.Status != http.StatusPreconditionFailed {
		t.Errorf("the error is %+v", e)
	}
}

// TestAPoolOfTheSameNameThatIsBeingDeleted: the create waits until the pool is gone,
// within its timeout.
func TestAPoolOfTheSameNameThatIsBeingDeleted(t *testing.T) {
	t.Parallel()
	for name, leaves := range map[string]bool{"it goes": true, "the wait ends first": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			began := time.Now()
			var minutes atomic.Int64 // in the time of the world; one passes with each wait
			w := makeWorld(t, &world{t: t}, simulator.Options{Speed: 1, Clock: func() time.Time { return began.Add(time.Duration(minutes.Load()) * time.Minute) }})
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			l := w.lane(batchPool())
			l.Client = w.another(func(o *azure.Options) {
				o.Poll.Sleep = func(ctx context.Context, _ time.Duration) error {
					if minutes.Add(1); !leaves && w.pool("batch")["provisioningState"] == "Deleting" {
						cancel()
					}
					return ctx.Err()
				}
			})
			_, err := rollout.Create(ctx, l)
			if err != nil {
				t.Fatal(err)
			}
			if status, _, err := w.Do(http.MethodDelete, batch.ID(), nil); err != nil || status != http.StatusAccepted {
				t.Fatal(status, err)
			}
			w.ResetRequests()
			out, err := rollout.Create(ctx, l)
			if leaves {
				finished(t, out, err)
				w.wrote("PUT Precondition Failed, PUT Created")
				return
			}
			failsWith(t, err, azure.Deleting)
			w.wrote("PUT Precondition Failed")
		})
	}
}

// TestALostAnswerAndReadsThatGoWrong: the pool is found when reads work again, and is
// not created a second time in the meantime.
func TestALostAnswerAndReadsThatGoWrong(t *testing.T) {
	t.Parallel()
	w := newWorld(t, once(http.MethodPut, simulator.Fault{Cut: "after"}), times(12, http.MethodGet, down))
	out, err := rollout.Create(t.Context(), w.lane(batchPool()))
	finished(t, out, err)
	w.wrote("PUT Created")
}

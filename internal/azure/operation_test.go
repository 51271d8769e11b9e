package azure

import (
	"encoding/json"
	"math"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// onOperation makes a fault apply to every look at an operation.
func onOperation(f simulator.Fault) simulator.Fault {
	f.Match.Path = "*/operations/*"
	return f
}

// looked starts the creation of a pool in a world with faults, and looks at the
// operation once.
func looked(t *testing.T, faults ...simulator.Fault) (Progress, error) {
	t.Helper()
	c := newWorld(t, faults...).client(t)
	_, op, err := c.CreatePool(t.Context(), batch, small())
	if err != nil {
		t.Fatal(err)
	}
	if op.Kind != "create" || op.Pool != "batch" {
		t.Errorf("the operation is %+v", op)
	}
	return c.Look(t.Context(), batch, op)
}

func TestStatusesOfAnOperation(t *testing.T) {
	t.Parallel()
	for status, done := range map[string]bool{
		"InProgress": false, "CreatingAgentPool": false, "CreatingAgentPool: 0/1 nodes completed": false, "": false,
		"Succeeded": true, "succeeded": true,
	} {
		p, err := looked(t, onOperation(simulator.Fault{Status: http.StatusOK, Body: map[string]any{"status": status}}))
		if err != nil || p.Done != done || p.Err != nil || p.Status != status {
			t.Errorf("%q: %+v, %v", status, p, err)
		}
	}
	if p, err := looked(t, onOperation(simulator.Fault{Status: http.StatusNoContent})); err != nil || !p.Done || p.Err != nil {
		t.Errorf("no content: %+v, %v", p, err)
	}
}

func TestEndsOfAnOperation(t *testing.T) {
	t.Parallel()
	type body = map[string]any
	for name, tt := range map[string]struct {
		answer body
		want   Reason
		says   string
	}{
		"failed": {body{"status": "Failed", "error": body{"code": "NodesNotReady", "message": "Expected: 2, Actual: 0"}}, NodesNotReady, "AKS message: Expected: 2, Actual: 0"},
		"failed by a quota, said in the details": {body{"status": "Failed", "error": body{"code": "QuotaExceeded", "message": "VMSS failed.", "details": []any{body{"code": "OperationNotAllowed", "message": "Current Limit: 10"}}}},
			Quota, "VMSS failed. Current Limit: 10"},
		"failed without a word": {body{"status": "Failed"}, Refused, "Code: Failed"},
		"canceled":              {body{"status": "Canceled", "error": body{"code": "Canceled", "message": "aborted"}}, Canceled, "aborted"},
		"canceled without code": {body{"status": "Canceled", "error": body{"message": "aborted"}}, Canceled, "Code: Canceled"},
		"cancelled in British":  {body{"status": "Cancelled"}, Canceled, "Code: Cancelled"},
		"preempted":             {body{"status": "Canceled", "error": body{"code": "AKSOperationPreempted", "message": "by another"}}, Race, "by another"},
		"preempted by deletion": {body{"status": "Canceled", "error": body{"code": "AKSOperationPreemptedByDelete", "message": "by Deleting"}}, Deleting, "by Deleting"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, err := looked(t, onOperation(simulator.Fault{Status: http.StatusOK, Body: tt.answer}))
			if err != nil || !p.Done {
				t.Fatalf("%+v, %v", p, err)
			}
			e := errorOf(t, p.Err, tt.want)
			// The answer was a 200: it was the operation that failed.
			if got := e.Detail(); !strings.Contains(got, tt.says) || strings.Contains(got, "Status:") || e.CorrelationID == "" || e.Pool != batch {
				t.Errorf("the detail is\n%s", got)
			}
		})
	}
}

func TestWhenAKSWantsToBeAsked(t *testing.T) {
	t.Parallel()
	running := map[string]any{"status": "InProgress"}
	seven := 7
	if p, err := looked(t, onOperation(simulator.Fault{Status: http.StatusOK, Body: running, RetryAfterSeconds: &seven})); err != nil || p.RetryAfter != 7*time.Second {
		t.Errorf("%+v, %v", p, err)
	}
	hint := map[string]string{"x-ms-retry-after-ms": "20"}
	if p, err := looked(t, onOperation(simulator.Fault{Status: http.StatusOK, Body: running, Headers: hint})); err != nil || p.RetryAfter != 20*time.Millisecond {
		t.Errorf("%+v, %v", p, err)
	}
	w := newWorld(t, onPool(http.MethodPut, simulator.Fault{RetryAfterSeconds: &seven}))
	if _, op, err := w.client(t).CreatePool(t.Context(), batch, small()); err != nil || op.RetryAfter != 7*time.Second {
		t.Errorf("the PUT: %+v, %v", op, err)
	}
}

func TestLooksThatFail(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		fault simulator.Fault
		want  Reason
	}{
		"forgotten": {simulator.Fault{Status: http.StatusNotFound, Code: "NotFound", Message: "Could not find the operation"}, OperationVanished},
		"forbidden": {simulator.Fault{Status: http.StatusForbidden, Gateway: true, Code: "AuthorizationFailed"}, Forbidden},
		"down":      {simulator.Fault{Status: http.StatusServiceUnavailable}, Down},
		"no JSON":   {simulator.Fault{Status: http.StatusOK, Body: "<html>"}, Down},
		"cut short": {simulator.Fault{Truncate: true}, Unreachable},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := looked(t, onOperation(tt.fault))
			if e := errorOf(t, err, tt.want); e.CorrelationID == "" || e.Pool != batch || e.Code != tt.fault.Code {
				t.Errorf("the error is %+v", e)
			}
		})
	}
}

// TestWithoutAURLThePoolTells: some proxies drop the header, and some identities
// may not read operations.
func TestWithoutAURLThePoolTells(t *testing.T) {
	t.Parallel()
	w := newWorld(t, onPool("", simulator.Fault{Headers: map[string]string{"Azure-AsyncOperation": ""}}))
	c := w.client(t)
	_, op, err := c.CreatePool(t.Context(), batch, small())
	if err != nil || op.URL != "" {
		t.Fatalf("%+v, %v", op, err)
	}
	state := func(name string, provisioningError map[string]any) {
		w.edit(t, "batch", func(p map[string]any) {
			p["provisioningState"] = name
			if provisioningError != nil {
				p["status"] = map[string]any{"provisioningError": provisioningError}
			}
		})
	}
	see := func() Progress {
		t.Helper()
		p, err := c.Look(t.Context(), batch, op)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	if p := see(); !p.Done || p.Err != nil || p.Status != "Succeeded" {
		t.Errorf("succeeded: %+v", p)
	}
	state("Upgrading", nil)
	if p := see(); p.Done || p.Status != "Upgrading" {
		t.Errorf("upgrading: %+v", p)
	}
	state("Canceled", nil)
	if p := see(); !p.Done || ReasonOf(p.Err) != Canceled {
		t.Errorf("canceled: %+v", p)
	}
	state("Failed", map[string]any{"code": "PodDrainFailure", "message": "budget web"})
	if p := see(); !p.Done || !strings.Contains(errorOf(t, p.Err, DrainBlocked).Detail(), "AKS message: budget web") {
		t.Errorf("failed: %+v", p)
	}
	op, err = c.DeletePool(t.Context(), read(t, c, batch), false)
	if err != nil || op.URL != "" || op.Kind != "delete" {
		t.Fatalf("%+v, %v", op, err)
	}
	if p := see(); !p.Done || p.Err != nil {
		t.Errorf("gone: %+v", p)
	}
	if _, err := c.Look(t.Context(), batch, &Operation{Kind: "update"}); ReasonOf(err) != NotFoundPool {
		t.Errorf("an update of a pool that is gone: %v", err)
	}
}

// TestAnOperationIsRememberedWithItsURL: private state is stored as JSON.
func TestAnOperationIsRememberedWithItsURL(t *testing.T) {
	t.Parallel()
	raw, err := json.Marshal(Operation{Kind: "create", Pool: "batch", URL: "https://x?a=1&s=2", RetryAfter: time.Second})
	var back Operation
	if err != nil || json.Unmarshal(raw, &back) != nil || back != (Operation{Kind: "create", Pool: "batch", URL: "https://x?a=1&s=2"}) {
		t.Errorf("remembered %s as %+v, %v", raw, back, err)
	}
}

// TestAnAcceptedWriteThatCannotBeRead: the operation has started nevertheless.
func TestAnAcceptedWriteThatCannotBeRead(t *testing.T) {
	t.Parallel()
	w := newWorld(t, onPool(http.MethodPut, simulator.Fault{Status: http.StatusCreated, Body: "<html>", Headers: map[string]string{"Azure-AsyncOperation": "https://x/operations/1"}}))
	pool, op, err := w.client(t).CreatePool(t.Context(), batch, small())
	if err != nil || op.URL != "https://x/operations/1" || pool.Ref != batch {
		t.Errorf("%+v, %+v, %v", pool, op, err)
	}
}

func TestAPoolThatIsGoneNeedsNoOperation(t *testing.T) {
	t.Parallel()
	c := newWorld(t).client(t)
	op, err := c.DeletePool(t.Context(), &Pool{Ref: batch, ETag: "any"}, false)
	if op != nil || err != nil {
		t.Errorf("%+v, %v", op, err)
	}
}

// TestAValueThatDoesNotFit: AKS refuses it, because AKS knows its types better than we
// do. A value that JSON cannot represent is not sent.
func TestAValueThatDoesNotFit(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.client(t)
	_, _, err := c.CreatePool(t.Context(), batch, small().Put(lane.MaxPods, lane.Known(int64(math.MaxInt64))))
	e := errorOf(t, err, Invalid)
	if e.Status != http.StatusBadRequest || e.Code == "" || e.Pool != batch || !strings.Contains(e.Detail(), "AKS message: ") {
		t.Errorf("the error is %+v", e)
	}
	if puts := w.requests(http.MethodPut, "/batch"); len(puts) != 1 || !strings.Contains(string(puts[0].Body), `"maxPods":9223372036854775807`) {
		t.Errorf("sent %+v", puts)
	}
	w.ResetRequests()
	_, _, err = c.CreatePool(t.Context(), batch, small().Put(lane.SpotPrice, lane.Known(math.Inf(1))))
	if e := errorOf(t, err, Invalid); e.Status != 0 || !strings.Contains(e.Message, "cannot be written as JSON") || len(w.Requests()) != 0 {
		t.Errorf("%v after %d requests", err, len(w.Requests()))
	}
}

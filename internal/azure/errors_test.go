package azure

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// answeredWith is the error of a read that the fault answers.
func answeredWith(t *testing.T, f simulator.Fault) *Error {
	t.Helper()
	w := newWorld(t, onPool(http.MethodGet, f))
	_, err := w.client(t).Pool(t.Context(), batch)
	var e *Error
	if !errors.As(err, &e) {
		t.Fatalf("the error is %v", err)
	}
	if e.CorrelationID == "" || e.Pool != batch {
		t.Errorf("the error has the correlation id %q and is about %+v", e.CorrelationID, e.Pool)
	}
	for _, banner := range []string{"RESPONSE", "-----", "ERROR CODE", "GET http"} {
		if strings.Contains(e.Detail(), banner) {
			t.Errorf("the SDK's banner shows:\n%s", e.Detail())
		}
	}
	return e
}

func TestTheDetailOfARefusal(t *testing.T) {
	t.Parallel()
	e := answeredWith(t, simulator.Fault{Status: http.StatusBadRequest, Code: "ErrCode_InsufficientVCPUQuota", Message: "Insufficient regional vcpu quota left for location westus2.",
		Headers: map[string]string{"X-Ms-Request-Id": "request"}})
	want := `The subscription's quota does not cover it.

AKS message: Insufficient regional vcpu quota left for location westus2.

Node pool: batch
Cluster: aks-lanes
Code: ErrCode_InsufficientVCPUQuota
Status: 400
Correlation ID: ` + e.CorrelationID + `
Request ID: request

Ask for more quota of this family and region, or use fewer nodes, a smaller surge or another size.

Cluster ID: ` + canonical
	if got := e.Detail(); got != want {
		t.Errorf("the detail is\n%s\n\nwant\n%s", got, want)
	}
	if got, want := e.Error(), "The subscription's quota does not cover it: ErrCode_InsufficientVCPUQuota: Insufficient regional vcpu quota left for location westus2."; got != want {
		t.Errorf("the line is %q, want %q", got, want)
	}
	if e.Field() != lane.VMSize {
		t.Errorf("the field is %v", e.Field())
	}
}

func TestBodiesOfErrors(t *testing.T) {
	t.Parallel()
	const echo = "rpc error: code = FailedPrecondition desc = Etag mismatched"
	for name, tt := range map[string]struct {
		body                  any
		code, message, target string
	}{
		"AKS's own": {map[string]any{"code": "InvalidParameter", "details": nil, "message": "Bad size.", "subcode": "", "target": "agentPoolProfile.vmSize"},
			"InvalidParameter", "Bad size.", "agentPoolProfile.vmSize"},
		"the front door's": {map[string]any{"error": map[string]any{"code": "InvalidParameter", "message": "Bad size."}},
			"InvalidParameter", "Bad size.", ""},
		"details add to it": {map[string]any{"code": "QuotaExceeded", "message": "VMSS failed.", "details": []any{map[string]any{"message": "Limit 10."}, map[string]any{"message": "VMSS failed."}}},
			"QuotaExceeded", "VMSS failed. Limit 10.", ""},
		"an echo is noise": {map[string]any{"code": "Invalid", "message": "In progress", "details": []any{map[string]any{"code": "Unspecified", "message": echo}}},
			"Invalid", "In progress", ""},
		"details of another shape": {map[string]any{"code": "InvalidParameter", "message": "Bad size.", "details": "none"},
			"InvalidParameter", "Bad size.", ""},
		"no JSON":     {"<html>\nBad gateway\n</html>", "", "<html>", ""},
		"a JSON text": {`"upstream connect error"`, "", `"upstream connect error"`, ""},
		"nothing":     {nil, "", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := answeredWith(t, simulator.Fault{Status: http.StatusBadRequest, Body: tt.body})
			if e.Code != tt.code || e.Message != tt.message || e.Target != tt.target {
				t.Errorf("read code %q, message %q, target %q", e.Code, e.Message, e.Target)
			}
		})
	}
}

func TestNobodyAnswered(t *testing.T) {
	t.Parallel()
	w := newWorld(t, onPool(http.MethodGet, simulator.Fault{Cut: "before"}))
	_, err := w.client(t).Pool(t.Context(), batch)
	e := errorOf(t, err, Unreachable)
	if got := e.Detail(); !strings.Contains(got, "Cause: Get "+w.server.URL+": EOF\n") || strings.Contains(got, "AKS message") || strings.Contains(got, "Status:") {
		t.Errorf("the detail is\n%s", got)
	}
}

func TestHowLongToWait(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		headers map[string]string
		want    time.Duration
	}{
		"none":          {nil, 0},
		"seconds":       {map[string]string{"Retry-After": "17"}, 17 * time.Second},
		"milliseconds":  {map[string]string{"retry-after-ms": "250", "Retry-After": "17"}, 250 * time.Millisecond},
		"ARM's own":     {map[string]string{"x-ms-retry-after-ms": "20"}, 20 * time.Millisecond},
		"no number":     {map[string]string{"Retry-After": "soon"}, 0},
		"negative":      {map[string]string{"Retry-After": "-3"}, 0},
		"a past moment": {map[string]string{"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}, 0},
	} {
		h := http.Header{}
		for k, v := range tt.headers {
			h.Set(k, v)
		}
		if got := retryAfter(h); got != tt.want {
			t.Errorf("%s: %s, want %s", name, got, tt.want)
		}
	}
	later := http.Header{"Retry-After": {time.Now().Add(time.Minute).UTC().Format(http.TimeFormat)}}
	if got := retryAfter(later); got < 57*time.Second || got > time.Minute {
		t.Errorf("in a minute is in %s", got)
	}
	if got := RetryAfterOf(&Error{RetryAfter: time.Second}); got != time.Second || RetryAfterOf(errors.New("x")) != 0 || RetryAfterOf(nil) != 0 {
		t.Errorf("of an error: %s", got)
	}
}

func TestTheSettingThatAKSBlames(t *testing.T) {
	t.Parallel()
	for target, want := range map[string]*lane.Field{
		"properties.vmSize": lane.VMSize, "agentPoolProfile.vmSize": lane.VMSize, "agentPoolProfile.VMSize": lane.VMSize,
		"agentPoolProfile.upgradeSettings.maxUnavailable": lane.Unavailable, "agentPoolProfile.upgrade.maxSurge": lane.Surge,
		"agentPoolProfile.availabilityZone": lane.Zones, "properties.count": lane.Nodes,
		"": nil, "vmSize": nil, "agentPoolProfile.osType": nil, "properties.unheardOf": nil, "networkProfile.podCIDR": nil,
	} {
		if got := (&Error{Reason: Invalid, Target: target}).Field(); got != want {
			t.Errorf("%q blames %v, want %v", target, got, want)
		}
	}
	// The target is more precise than the setting that the reason usually concerns.
	if got := (&Error{Reason: Quota, Target: "properties.count"}).Field(); got != lane.Nodes {
		t.Errorf("got %v", got)
	}
}

func TestErrorsOfTheRolloutHaveTheRunsId(t *testing.T) {
	t.Parallel()
	c := newWorld(t).client(t)
	if e := errorOf(t, c.Problem(Changed, batch, ""), Changed); e.CorrelationID != c.correlation || e.Pool != batch {
		t.Errorf("the error is %+v", e)
	}
	cause := &Error{Reason: Changed, Status: 412, Code: "PreConditionFailed", CorrelationID: c.correlation, RequestID: "r"}
	e := errorOf(t, ExistsError(cause, batch), Exists)
	if e.CorrelationID != c.correlation || e.RequestID != "r" || !errors.Is(e, error(cause)) {
		t.Errorf("the error is %+v", e)
	}
	if ReasonOf(nil) != "" || ReasonOf(errors.New("x")) != "" {
		t.Error("an error of somebody else has a reason")
	}
}

// TestALongMessageIsCut, but never in the middle of a character.
func TestALongMessageIsCut(t *testing.T) {
	t.Parallel()
	got := firstLine("  x" + strings.Repeat("ä", 400) + "\nmore")
	if len(got) > 510 || !strings.HasSuffix(got, "ä…") {
		t.Errorf("cut to %d bytes: …%q", len(got), got[len(got)-10:])
	}
}

// TestFirstLine keeps the cause that the first line announces.
func TestFirstLine(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"server response error:\n dial tcp: connection refused\n---": "server response error: dial tcp: connection refused",
		"no answer\nmore":  "no answer",
		"nothing after:\n": "nothing after:",
		"":                 "",
	} {
		if got := firstLine(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

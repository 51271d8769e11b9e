package azure

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// lifetime makes, changes, lists and deletes a node pool, and follows every
// operation: each kind of request that the client knows.
func lifetime(t *testing.T, c *Client) {
	t.Helper()
	pool := create(t, c, batch, small())
	_, op, err := c.UpdatePool(t.Context(), pool, lane.Of(lane.Nodes.Is(2)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Look(t.Context(), batch, op); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Cluster(t.Context(), cluster); err != nil {
		t.Fatal(err)
	}
	if _, err := c.listPools(t.Context(), cluster); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Sizes(t.Context(), subscription, "westeurope"); err != nil {
		t.Fatal(err)
	}
	if op, err = c.DeletePool(t.Context(), read(t, c, batch), true); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Look(t.Context(), batch, op); err != nil {
		t.Fatal(err)
	}
}

func TestEveryRequestOnTheWire(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.client(t, func(o *Options) { o.UserAgent = "terraform-provider-aks/1.2.3 (with more than 24 characters)" })
	lifetime(t, c)
	operations := 0
	for _, r := range w.Requests() {
		version := r.Query.Get("api-version")
		switch path := strings.ToLower(r.Path); {
		case strings.Contains(path, "/operations/"):
			operations++
			// As AKS signed it: its own version and all of the signature.
			if version == APIVersion || version == "" || len(r.Query.Get("c")) < 2000 || r.Query.Get("s") == "" || r.Query.Get("h") == "" || r.Query.Get("t") == "" {
				t.Errorf("the operation's URL was touched: %s", r.Query.Encode())
			}
		case strings.Contains(path, "/managedclusters"):
			if version != "2026-02-01" {
				t.Errorf("%s %s asks for api-version %s", r.Method, r.Path, version)
			}
		case version != "2021-07-01":
			t.Errorf("%s %s asks for api-version %s", r.Method, r.Path, version)
		}
		if got := r.Header.Get(headerCorrelation); got == "" || got != c.correlation {
			t.Errorf("%s %s has the correlation id %q", r.Method, r.Path, got)
		}
		if agent := r.Header.Get("User-Agent"); !strings.HasPrefix(agent, "terraform-provider-aks/1.2.3 (with more than 24 characters) azsdk-go-") {
			t.Errorf("%s %s has the user agent %q", r.Method, r.Path, agent)
		}
		if got := r.Header.Get("Authorization"); got != "Bearer simulated" {
			t.Errorf("%s %s has the authorization %q", r.Method, r.Path, got)
		}
	}
	if operations != 3 {
		t.Errorf("%d operations were looked at, want 3", operations)
	}
	if writes := w.requests(http.MethodDelete, "/batch"); len(writes) != 1 || writes[0].Query.Get("ignore-pod-disruption-budget") != "true" {
		t.Errorf("the deletion is %+v", writes)
	}
}

func TestWritesCarryTheirPrecondition(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.client(t)
	pool := create(t, c, batch, small())
	if _, _, err := c.UpdatePool(t.Context(), pool, lane.Of(lane.Nodes.Is(2))); err != nil {
		t.Fatal(err)
	}
	puts := w.requests(http.MethodPut, "/batch")
	if h := puts[0].Header; h.Get("If-None-Match") != "*" || h.Get("If-Match") != "" {
		t.Errorf("the creation has %v", h)
	}
	if h := puts[1].Header; h.Get("If-Match") != pool.ETag || h.Get("If-None-Match") != "" {
		t.Errorf("the update has %v, want If-Match %s", h, pool.ETag)
	}
	// What was read before the change may be neither written nor deleted.
	_, _, err := c.UpdatePool(t.Context(), pool, lane.Of(lane.Nodes.Is(3)))
	errorOf(t, err, Changed)
	_, err = c.DeletePool(t.Context(), pool, false)
	errorOf(t, err, Changed)
	_, _, err = c.CreatePool(t.Context(), batch, small())
	errorOf(t, err, Changed)
}

// TestReadOnlyPropertiesAreNeverSent: AKS would not look at them today, and
// nodeImageVersion becomes writable in a later api-version.
func TestReadOnlyPropertiesAreNeverSent(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.client(t)
	if _, _, err := c.UpdatePool(t.Context(), read(t, c, nodepool1), lane.Of(lane.Tags.Is(lane.Texts(map[string]string{"a": "b"})))); err != nil {
		t.Fatal(err)
	}
	var sent struct{ Properties map[string]any }
	if err := json.Unmarshal(w.requests(http.MethodPut, "/nodepool1")[0].Body, &sent); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"provisioningState", "currentOrchestratorVersion", "nodeImageVersion", "eTag", "status", "virtualMachineNodesStatus", "name"} {
		if v, ok := sent.Properties[name]; ok {
			t.Errorf("%s = %v was sent", name, v)
		}
	}
	if sent.Properties["count"] != 3.0 || sent.Properties["vmSize"] != "Standard_D4ds_v5" {
		t.Errorf("what the lane does not own was not sent back: %v", sent.Properties)
	}
}

func TestTheWriteLog(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var log bytes.Buffer
	c := w.client(t, func(o *Options) { o.WriteLog = &log })
	lifetime(t, c)
	var got []Request
	for d := json.NewDecoder(&log); d.More(); {
		var r Request
		if err := d.Decode(&r); err != nil {
			t.Fatal(err)
		}
		got = append(got, r)
	}
	if len(got) != 3 {
		t.Fatalf("%d lines, want 3", len(got))
	}
	for i, want := range []struct {
		method, body string
		status       int
	}{{http.MethodPut, `"vmSize":"Standard_D4ds_v5"`, 201}, {http.MethodPut, `"count":2`, 200}, {http.MethodDelete, "", 202}} {
		r := got[i]
		if r.Method != want.method || r.Status != want.status || !strings.HasSuffix(r.Path, "/agentPools/batch") || r.CorrelationID != c.correlation || r.RequestID == "" || r.Time.IsZero() {
			t.Errorf("line %d is %+v", i, r)
		}
		if !strings.Contains(string(r.Body), want.body) || want.body == "" && r.Body != nil {
			t.Errorf("line %d has the body %s, want %s in it", i, r.Body, want.body)
		}
	}
	if strings.Contains(log.String(), "simulated") {
		t.Error("the token is in the log")
	}
}

func TestTheWriteLogIsAFileOfTheEnvironment(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	name := filepath.Join(t.TempDir(), "writes.log")
	set := func(name string) func(*Options) {
		return func(o *Options) { o.Getenv = environment(map[string]string{"AKS_ARM_WRITE_LOG": name}) }
	}
	for range 2 { // appended to, not begun anew
		c := w.client(t, set(name))
		if _, _, err := c.UpdatePool(t.Context(), read(t, c, nodepool1), lane.Of(lane.Mode.Is("System"))); err != nil {
			t.Fatal(err)
		}
		if _, err := c.lookAtPool(t.Context(), nodepool1, &Operation{}); err != nil {
			t.Fatal(err)
		}
	}
	raw, err := os.ReadFile(name)
	if err != nil || strings.Count(string(raw), "\n") != 2 {
		t.Errorf("the file is %q, %v", raw, err)
	}
	if _, err := New(Options{Getenv: environment(map[string]string{"AKS_ARM_WRITE_LOG": t.TempDir()})}); err == nil || !strings.Contains(err.Error(), "AKS_ARM_WRITE_LOG") {
		t.Errorf("a folder as log: %v", err)
	}
}

// TestTheTraceTellsEveryAttempt and no secret: neither a token nor the signature
// of an operation, also where no answer came.
func TestTheTraceTellsEveryAttempt(t *testing.T) {
	t.Parallel()
	w := newWorld(t,
		simulator.Fault{Match: simulator.Match{Path: "*/operations/*", Max: 1}, Cut: "before"},
		onPool(http.MethodGet, simulator.Fault{Match: simulator.Match{Max: 1}, Status: http.StatusServiceUnavailable}))
	var mu sync.Mutex
	var seen []Request
	// Without a socket: net/http repeats a read on a kept connection by itself.
	lifetime(t, w.client(t, func(o *Options) {
		o.Transport = w.Transport()
		o.Trace = func(_ context.Context, r Request) { mu.Lock(); defer mu.Unlock(); seen = append(seen, r) }
	}))
	if len(seen) != len(w.Requests()) {
		t.Errorf("%d attempts were told, %d were made", len(seen), len(w.Requests()))
	}
	cut, down := 0, 0
	for _, r := range seen {
		raw, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		if text := string(raw); strings.Contains(text, "simulated") || strings.Contains(text, "s=") || strings.Contains(text, "Authorization") {
			t.Errorf("a secret is told: %.300s", text)
		}
		if r.Status == 0 && r.Error != "" {
			cut++
		}
		if r.Status == http.StatusServiceUnavailable {
			down++
		}
	}
	if cut != 1 || down != 1 {
		t.Errorf("%d cut and %d refused attempts were told, want one of each", cut, down)
	}
}

// TestOnlyReadsAreRepeated: a write without an answer may have been taken.
func TestOnlyReadsAreRepeated(t *testing.T) {
	t.Parallel()
	for name, f := range map[string]simulator.Fault{
		"cut":   {Cut: "before"},
		"down":  {Status: http.StatusInternalServerError},
		"retry": {Status: http.StatusTooManyRequests, Headers: map[string]string{"retry-after-ms": "1"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f.Match = simulator.Match{Path: "*/agentPools/nodepool1", Skip: 1}
			w := newWorld(t, f)
			c := w.client(t)
			pool := read(t, c, nodepool1)
			if _, _, err := c.UpdatePool(t.Context(), pool, small()); err == nil {
				t.Error("the update went through")
			}
			if _, err := c.DeletePool(t.Context(), pool, false); err == nil {
				t.Error("the deletion went through")
			}
			if n, m := len(w.requests(http.MethodPut, "/nodepool1")), len(w.requests(http.MethodDelete, "/nodepool1")); n != 1 || m != 1 {
				t.Errorf("%d PUTs and %d DELETEs, want one of each", n, m)
			}
			w.ResetRequests()
			if _, err := c.Pool(t.Context(), nodepool1); err == nil {
				t.Error("the read went through")
			}
			if n := len(w.Requests()); n != 5 {
				t.Errorf("%d reads, want 5", n)
			}
		})
	}
}

func TestAnEndedContextIsNotRepeated(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, cancel := context.WithCancel(t.Context())
	c := w.client(t, func(o *Options) {
		inner := o.Transport
		o.Transport = answers(func(r *http.Request) (*http.Response, error) { cancel(); return inner.RoundTrip(r) })
	})
	_, err := c.Pool(ctx, nodepool1)
	if e := errorOf(t, err, Interrupted); !errors.Is(e, context.Canceled) {
		t.Errorf("the error is %v", e.Unwrap())
	}
	if n := len(w.Requests()); n > 1 {
		t.Errorf("%d requests", n)
	}
}

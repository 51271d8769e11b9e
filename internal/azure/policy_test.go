package azure

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// lifetime creates, changes, lists and deletes a node pool, and follows every
// operation: each kind of request that the client sends.
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
			// As AKS signed it: with its own version and the whole signature.
			if version == lane.APIVersion || version == "" || len(r.Query.Get("c")) < 2000 || r.Query.Get("s") == "" || r.Query.Get("h") == "" || r.Query.Get("t") == "" {
				t.Errorf("the operation's URL was touched: %s", r.Query.Encode())
			}
		case strings.Contains(path, "/managedclusters"):
			if version != lane.APIVersion {
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
	// A pool that has changed since it was read may be neither written nor deleted.
	_, _, err := c.UpdatePool(t.Context(), pool, lane.Of(lane.Nodes.Is(3)))
	failsWith(t, err, Changed)
	_, err = c.DeletePool(t.Context(), pool, false)
	failsWith(t, err, Changed)
	_, _, err = c.CreatePool(t.Context(), batch, small())
	failsWith(t, err, Changed)
}

// TestReadOnlyPropertiesAreNeverSent: AKS ignores them today, but nodeImageVersion
// becomes writable in a later api-version.
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

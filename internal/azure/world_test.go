package azure

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// world is the Azure of one test: a simulator that is served over HTTPS, so that the
// client is tested over the real protocol.
type world struct {
	*simulator.Simulator

	server *httptest.Server
}

const subscription = "11111111-1111-1111-1111-111111111111"

var (
	cluster   = ClusterID{Subscription: subscription, Group: "rg-lanes", Name: "aks-lanes"}
	batch     = PoolRef{Cluster: cluster, Name: "batch"}
	nodepool1 = PoolRef{Cluster: cluster, Name: "nodepool1"}
)

func newWorld(t *testing.T, faults ...simulator.Fault) *world {
	t.Helper()
	return serve(t, simulator.Options{Faults: faults})
}

// serve serves a simulator with special options.
func serve(t *testing.T, options simulator.Options) *world {
	t.Helper()
	sim, err := simulator.New(options)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewTLSServer(sim)
	t.Cleanup(server.Close)
	return &world{Simulator: sim, server: server}
}

// client creates a client of the world that does not wait.
func (w *world) client(t *testing.T, edits ...func(*Options)) *Client {
	t.Helper()
	o := Options{
		SubscriptionID: subscription, Anonymous: true, Poll: quick(), Getenv: noEnvironment,
		Transport: w.server.Client().Transport, Endpoints: Endpoints{ResourceManager: w.server.URL},
	}
	for _, edit := range edits {
		edit(&o)
	}
	c, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// quick is a schedule that does not really wait, but still ends with its context.
func quick() Schedule {
	return Schedule{First: time.Millisecond, Max: 5 * time.Millisecond, Sleep: func(ctx context.Context, _ time.Duration) error { return ctx.Err() }}
}

func noEnvironment(string) string { return "" }

// requests are those whose path ends with the suffix, without regard to case.
func (w *world) requests(method, suffix string) []simulator.Request {
	var out []simulator.Request
	for _, r := range w.Requests() {
		if r.Method == method && strings.HasSuffix(strings.ToLower(r.Path), strings.ToLower(suffix)) {
			out = append(out, r)
		}
	}
	return out
}

// edit changes a pool without the client's knowledge.
func (w *world) edit(t *testing.T, pool string, edit func(properties map[string]any)) {
	t.Helper()
	if err := w.EditPool(cluster.String(), pool, edit); err != nil {
		t.Fatal(err)
	}
}

// small is a lane's smallest pool.
func small() lane.Settings {
	return lane.Of(lane.Mode.Is("User"), lane.VMSize.Is("Standard_D4ds_v5"), lane.OSSKU.Is("Ubuntu"), lane.Nodes.Is(1))
}

// create makes a node pool and follows its operation to the end.
func create(t *testing.T, c *Client, ref PoolRef, want lane.Settings) *Pool {
	t.Helper()
	_, op, err := c.CreatePool(t.Context(), ref, want)
	if err != nil {
		t.Fatal(err)
	}
	if p, err := c.Look(t.Context(), ref, op); err != nil || !p.Done || p.Err != nil {
		t.Fatalf("the operation: %+v, %v", p, err)
	}
	return read(t, c, ref)
}

func read(t *testing.T, c *Client, ref PoolRef) *Pool {
	t.Helper()
	pool, err := c.Pool(t.Context(), ref)
	if err != nil {
		t.Fatal(err)
	}
	return pool
}

// errorOf returns the package's own error, which must have the reason.
func errorOf(t *testing.T, err error, want Reason) *Error {
	t.Helper()
	var e *Error
	if !errors.As(err, &e) {
		t.Fatalf("the error is %v, want one of the reason %q", err, want)
	}
	if e.Reason != want {
		t.Fatalf("the reason is %q (%v), want %q", e.Reason, err, want)
	}
	return e
}

// failsWith checks only the reason of an error.
func failsWith(t *testing.T, err error, want Reason) {
	t.Helper()
	_ = errorOf(t, err, want)
}

// onPool makes a fault apply to the requests of one method for one pool.
func onPool(method string, f simulator.Fault) simulator.Fault {
	f.Match.Method, f.Match.Path = method, "*/agentPools/batch"
	return f
}

// answers is a transport that answers without a server.
type answers func(*http.Request) (*http.Response, error)

func (a answers) RoundTrip(r *http.Request) (*http.Response, error) { return a(r) }

package azure

import (
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

func TestLanesOfAClusterShareItsRead(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.client(t)
	var lanes sync.WaitGroup
	for range 50 {
		lanes.Go(func() {
			// Each lane has the id in the casing of its own configuration.
			id, _ := ParseClusterID(strings.ToUpper(cluster.String()))
			if _, err := c.Cluster(t.Context(), id); err != nil {
				t.Error(err)
			}
			if _, err := c.Cluster(t.Context(), cluster); err != nil {
				t.Error(err)
			}
		})
	}
	lanes.Wait()
	if n := len(w.Requests()); n != 1 {
		t.Errorf("%d requests, want 1", n)
	}
}

func TestAWriteDropsTheSharedRead(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.client(t)
	see := func() *Pool {
		t.Helper()
		got, err := c.Cluster(t.Context(), cluster)
		if err != nil {
			t.Fatal(err)
		}
		return got.Pool("batch")
	}
	if see() != nil {
		t.Fatal("there is a pool already")
	}
	pool := create(t, c, batch, small())
	if see() == nil {
		t.Error("the new pool is not seen")
	}
	if _, _, err := c.UpdatePool(t.Context(), pool, lane.Of(lane.Nodes.Is(2))); err != nil {
		t.Fatal(err)
	}
	if seen := see(); seen == nil || seen.Status.Nodes != 2 {
		t.Errorf("the changed pool is %+v", seen)
	}
	if _, err := c.DeletePool(t.Context(), read(t, c, batch), false); err != nil {
		t.Fatal(err)
	}
	if seen := see(); seen != nil && seen.Status.State != "Deleting" {
		t.Errorf("the deleted pool is %+v", seen)
	}
}

// TestAReadDuringAWriteIsNotKept: it may be from before or after the change.
func TestAReadDuringAWriteIsNotKept(t *testing.T) {
	t.Parallel()
	var c *Client
	w := newWorld(t)
	c = w.client(t, func(o *Options) {
		inner := o.Transport
		o.Transport = answers(func(r *http.Request) (*http.Response, error) {
			if r.Method == http.MethodPut {
				if _, err := c.Cluster(r.Context(), cluster); err != nil {
					t.Error(err)
				}
			}
			return inner.RoundTrip(r)
		})
	})
	if _, _, err := c.CreatePool(t.Context(), batch, small()); err != nil {
		t.Fatal(err)
	}
	if got, err := c.Cluster(t.Context(), cluster); err != nil || got.Pool("batch") == nil {
		t.Errorf("the new pool is not seen: %v", err)
	}
}

// TestTheEndOfAnOperationDropsTheSharedReadToo: another lane may have read the cluster
// while AKS was working.
func TestTheEndOfAnOperationDropsTheSharedReadToo(t *testing.T) {
	t.Parallel()
	c := newWorld(t).client(t)
	state := func() string {
		t.Helper()
		got, err := c.Cluster(t.Context(), cluster)
		if err != nil {
			t.Fatal(err)
		}
		return got.Pool("nodepool1").Status.State
	}
	_, op, err := c.UpdatePool(t.Context(), read(t, c, nodepool1), lane.Of(lane.Nodes.Is(4)))
	if err != nil {
		t.Fatal(err)
	}
	readAs(c, "Scaling")
	if got := state(); got != "Scaling" {
		t.Errorf("meanwhile the pool is %s", got)
	}
	if p, err := c.Look(t.Context(), nodepool1, op); err != nil || !p.Done {
		t.Fatalf("%+v, %v", p, err)
	}
	if got := state(); got != "Succeeded" {
		t.Errorf("afterwards the pool is %s", got)
	}
}

// readAs fills the shared read as if a caller had read the cluster while the pool was
// in that state.
func readAs(c *Client, state string) {
	done := make(chan struct{})
	close(done)
	seen := &Cluster{ID: cluster, Pools: []*Pool{{Ref: nodepool1, Status: lane.Status{State: state}}}}
	c.clusters.mu.Lock()
	defer c.clusters.mu.Unlock()
	c.clusters.by = map[string]*reading[*Cluster]{cluster.Key(): {done: done, value: seen}}
}

package acceptance

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
)

// executioner kills the provider after the first request with the method for a node
// pool has taken effect.
type executioner struct {
	next         http.RoundTripper
	method, pool string
	killed       chan struct{}
}

func (x *executioner) RoundTrip(req *http.Request) (*http.Response, error) {
	select {
	case <-x.killed:
		select {} // a dead process sends nothing
	default:
	}
	if req.Method != x.method || !strings.HasSuffix(req.URL.Path, "/agentPools/"+x.pool) {
		return x.next.RoundTrip(req)
	}
	if resp, err := x.next.RoundTrip(req.Clone(context.WithoutCancel(req.Context()))); err == nil {
		_ = resp.Body.Close()
	}
	close(x.killed)
	select {}
}

// killed is a rotation to large nodes. Its process was killed right after the
// request.
func killed(t *testing.T, method, pool string) *rotation {
	t.Helper()
	r := small(t)
	x := &executioner{method: method, pool: pool, killed: make(chan struct{})}
	_, err := r.Run(large(nil), Disturbance{Killed: x.killed, Wrap: func(next http.RoundTripper) http.RoundTripper {
		x.next = next
		return x
	}})
	if !errors.Is(err, errKilled) {
		t.Fatal(err)
	}
	r.is("pricing", "")
	return r
}

// What follows a rotation whose process was killed before it stored anything: the
// author reverts the change, edits more, or destroys the lane. No pool is lost or
// left behind, and no budget is disregarded.
func TestAfterAKilledRotation(t *testing.T) {
	t.Parallel()
	for at, method := range map[string]string{"the new pool is made": http.MethodPut, "the old pool is deleted": http.MethodDelete} {
		pool := map[string]string{http.MethodPut: "pricingr", http.MethodDelete: "pricing"}[method]
		for name, tt := range map[string]struct {
			then map[string]any
			ends []string // if only the new pool was created
		}{
			"the same":                 {large(nil), []string{"pricingr"}},
			"taken back":               {rotating(nil), []string{"pricing"}},
			"taken back, with an edit": {rotating(map[string]any{"labels": map[string]any{"team": "x"}}), []string{"pricing"}},
			"taken back, to roll back": {rotating(onBlocked("rollback")), []string{"pricing"}},
			"a label more":             {large(map[string]any{"labels": map[string]any{"team": "x"}}), []string{"pricingr"}},
			"another size":             {rotating(map[string]any{"vm_size": "Standard_D4ds_v5"}), []string{"pricingr"}},
			"destroyed":                {nil, nil},
		} {
			t.Run(at+", "+name, func(t *testing.T) {
				t.Parallel()
				r := killed(t, method, pool)
				if _, err := r.Run(tt.then, Disturbance{}); err != nil {
					t.Logf("the next run: %v", err)
					r.applies(tt.then)
				}
				if method == http.MethodPut || tt.then == nil {
					r.has(tt.ends...)
				}
				if tt.then != nil {
					r.rests(tt.then)
					r.has(r.text("pool_name"))
				}
				if n := r.w.forced(); n > 0 {
					t.Errorf("%d deletions disregarded budgets", n)
				}
			})
		}
	}
}

// A budget blocks the deletion of the pool that a killed rotation created, because
// pods run on it by now. The lane stays on its old pool, and the next apply
// continues.
func TestKilledRotationIsEndedLater(t *testing.T) {
	t.Parallel()
	r := killed(t, http.MethodPut, "pricingr")
	r.w.budgetKeeps("pricingr", 1)
	r.applies(rotating(onBlocked("rollback")))
	r.has("pricing", "pricingr")
	r.is("pricing", "pricingr")
	r.applies(rotating(nil))
	r.has("pricing")
	r.rests(rotating(nil))
}

// A pool that the author wants to keep is not mistaken for the remains of a killed
// rotation. A later rotation that would need its name leaves it alone.
func TestKeptPoolIsForgotten(t *testing.T) {
	t.Parallel()
	kept := large(map[string]any{"rotation": map[string]any{"old_pool": "keep"}})
	r := small(t)
	r.applies(kept)
	r.has("pricing", "pricingr")
	r.is("pricingr", "")
	r.rests(kept)
	r.fails(rotating(nil), "which does not belong to this lane")
	if n := r.w.Writes(); n > 0 {
		t.Errorf("%d writes", n)
	}
	r.applies(nil)
	r.has("pricing")
}

// A paused rotation may end with the old pool kept.
func TestKeptAfterAPause(t *testing.T) {
	t.Parallel()
	kept := large(map[string]any{"rotation": map[string]any{"old_pool": "keep"}})
	r := paused(t)
	r.applies(kept)
	r.has("pricing", "pricingr")
	r.is("pricingr", "")
	r.rests(kept)
}

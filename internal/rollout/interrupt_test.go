package rollout_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/rollout"
	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// interrupting is a client whose context ends during the first PUT: before or after ARM
// has carried it out, but without an answer in both cases.
func (w *world) interrupting(cancel context.CancelFunc, taken bool) *azure.Client {
	return w.another(func(o *azure.Options) {
		inner := o.Transport
		o.Transport = transport(func(r *http.Request) (*http.Response, error) {
			if r.Method != http.MethodPut {
				return inner.RoundTrip(r)
			}
			if taken {
				resp, err := inner.RoundTrip(r)
				if err != nil {
					return nil, err
				}
				_ = resp.Body.Close()
			}
			cancel()
			return nil, r.Context().Err()
		})
	})
}

type transport func(*http.Request) (*http.Response, error)

func (t transport) RoundTrip(r *http.Request) (*http.Response, error) { return t(r) }

// interrupted checks an outcome that leaves the rest to the next run.
func interrupted(t *testing.T, out rollout.Outcome, err error, kind string) {
	t.Helper()
	if err != nil || !out.Interrupted || !out.Wrote || out.Pending == nil || out.Pending.Kind != kind || out.Pending.Pool != "batch" {
		t.Fatalf("the outcome is %+v, %v", out, err)
	}
}

func TestACreationInterruptedWhileAKSWorks(t *testing.T) {
	t.Parallel()
	w := slowWorld(t)
	ctx, cancel := context.WithCancel(t.Context())
	l := w.lane(batchPool())
	l.Client = w.endsWaiting(cancel)
	out, err := rollout.Create(ctx, l)
	interrupted(t, out, err, "create")
	if out.Pending.URL == "" || out.Pool.Status.State != "Creating" {
		t.Errorf("the outcome is %+v", out)
	}
	// Another process continues from there.
	w.finish()
	again, err := rollout.Resume(t.Context(), rollout.Lane{Client: w.another(func(*azure.Options) {}), Ref: batch}, out.Pending)
	finished(t, again, err)
	w.wrote("PUT Created")
	if w.pool("batch")["provisioningState"] != "Succeeded" {
		t.Errorf("the pool is %v", w.pool("batch"))
	}
}

func TestACreationInterruptedBeforeItsPUT(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	out, err := rollout.Create(ctx, w.lane(batchPool()))
	failsWith(t, err, azure.Interrupted)
	if len(w.Requests()) != 0 || out.Wrote || out.Interrupted {
		t.Errorf("%d requests, the outcome is %+v", len(w.Requests()), out)
	}
}

func TestACreationInterruptedDuringItsPUT(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, cancel := context.WithCancel(t.Context())
	l := w.lane(batchPool())
	l.Client = w.interrupting(cancel, true)
	out, err := rollout.Create(ctx, l)
	interrupted(t, out, err, "create")
	w.wrote("PUT Created")

	// ARM never received it: there is nothing to continue.
	w = newWorld(t)
	ctx, cancel = context.WithCancel(t.Context())
	l.Client = w.interrupting(cancel, false)
	out, err = rollout.Create(ctx, l)
	failsWith(t, err, azure.Interrupted)
	if w.wrote(""); out.Pool != nil || out.Interrupted {
		t.Errorf("the outcome is %+v", out)
	}

	// A pool of another owner is not mistaken for ours.
	w = newWorld(t)
	w.made(batchPool(lane.VMSize.Is("Standard_D8ds_v5")))
	ctx, cancel = context.WithCancel(t.Context())
	l.Client = w.interrupting(cancel, false)
	_, err = rollout.Create(ctx, l)
	failsWith(t, err, azure.Exists)
}

// TestACreationThatARMCarriesOutLate: the request is still in progress when we look for
// its pool.
func TestACreationThatARMCarriesOutLate(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, cancel := context.WithCancel(t.Context())
	l := w.lane(batchPool())
	looks := 0
	l.Client = w.another(func(o *azure.Options) {
		inner := o.Transport
		var late *http.Request
		o.Transport = transport(func(r *http.Request) (*http.Response, error) {
			if r.Method == http.MethodPut {
				body, err := io.ReadAll(r.Body)
				if err != nil {
					return nil, err
				}
				late = r.Clone(context.WithoutCancel(r.Context()))
				late.Body = io.NopCloser(bytes.NewReader(body))
				cancel()
				return nil, r.Context().Err()
			}
			if looks++; looks == 3 {
				resp, err := inner.RoundTrip(late)
				if err != nil {
					return nil, err
				}
				_ = resp.Body.Close()
			}
			return inner.RoundTrip(r)
		})
	})
	out, err := rollout.Create(ctx, l)
	interrupted(t, out, err, "create")
	if w.wrote("PUT Created"); looks != 3 || out.Pool == nil {
		t.Errorf("after %d looks the outcome is %+v", looks, out)
	}
}

func TestACreationInterruptedWhileItWaits(t *testing.T) {
	t.Parallel()
	w := newWorld(t, on(http.MethodPut, busy))
	ctx, cancel := context.WithCancel(t.Context())
	l := w.lane(batchPool())
	l.Client = w.endsWaiting(cancel)
	out, err := rollout.Create(ctx, l)
	e := errorOf(t, err, azure.Busy)
	if w.wrote("PUT Conflict"); out.Wrote || !strings.Contains(e.Detail(), "Another operation (Updating) is in progress") {
		t.Errorf("the outcome is %+v: %s", out, e.Detail())
	}
}

func TestAnUpdateInterrupted(t *testing.T) {
	t.Parallel()
	more := batchPool(lane.Nodes.Is(3))

	w := newWorld(t) // before
	l := w.made(batchPool())
	l.Want = more
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	out, err := rollout.Update(ctx, l)
	failsWith(t, err, azure.Interrupted)
	if w.wrote(""); out.Wrote || out.Pending != nil {
		t.Errorf("before: the outcome is %+v", out)
	}

	for _, taken := range []bool{true, false} { // during
		w = newWorld(t)
		l = w.made(batchPool())
		l.Want = more
		ctx, cancel = context.WithCancel(t.Context())
		l.Client = w.interrupting(cancel, taken)
		out, err = rollout.Update(ctx, l)
		failsWith(t, err, azure.Interrupted)
		if !out.Wrote || out.Pending == nil || out.Pending.Kind != "update" {
			t.Errorf("during: the outcome is %+v", out)
		}
		// The next run continues, and writes only if ARM had accepted nothing.
		l.Client, l.Reconcile = w.client, true
		if _, err = rollout.Resume(t.Context(), rollout.Lane{Client: w.client, Ref: batch}, out.Pending); err != nil {
			t.Error(err)
		}
		out, err = rollout.Update(t.Context(), l)
		finished(t, out, err)
		if w.wrote("PUT OK"); w.pool("batch")["count"] != 3.0 {
			t.Errorf("the pool is %v", w.pool("batch"))
		}
	}

	w = newWorld(t) // after
	l = w.made(batchPool())
	l.Want = more
	ctx, cancel = context.WithCancel(t.Context())
	l.Client = w.endsWaiting(cancel)
	out, err = rollout.Update(ctx, l)
	interrupted(t, out, err, "update")
	if out.Pending.URL == "" || out.Pool.Set.Get(lane.Nodes).Any() != int64(3) {
		t.Errorf("after: the outcome is %+v", out)
	}
}

func TestADeletionInterrupted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	l := w.made(batchPool())
	ctx, cancel := context.WithCancel(t.Context())
	l.Client = w.endsWaiting(cancel)
	out, err := rollout.Delete(ctx, l)
	interrupted(t, out, err, "delete")
	out, err = rollout.Resume(t.Context(), rollout.Lane{Client: w.client, Ref: batch}, out.Pending)
	finished(t, out, err)
	if w.wrote("DELETE Accepted"); w.pool("batch") != nil {
		t.Error("the pool is there")
	}
}

// TestALoginThatEndsWhileAKSWorks: the create is not reported as failed, because AKS
// continues.
func TestALoginThatEndsWhileAKSWorks(t *testing.T) {
	t.Parallel()
	expired := simulator.Fault{Match: simulator.Match{Method: http.MethodGet}, Status: http.StatusUnauthorized, Gateway: true, Code: "ExpiredAuthenticationToken"}
	w := newWorld(t, expired)
	out, err := rollout.Create(t.Context(), w.lane(batchPool()))
	interrupted(t, out, err, "create")
	w.wrote("PUT Created")
}

// TestAWaitForOthersThatEndsAnywhere: the context ends at the first, second … request
// after ARM has reported that the cluster is busy. Each time, the error says that the
// cluster is busy, and not only that time was up.
func TestAWaitForOthersThatEndsAnywhere(t *testing.T) {
	t.Parallel()
	for name, rollOut := range map[string]func(context.Context, rollout.Lane) (rollout.Outcome, error){
		"create": rollout.Create, "update": rollout.Update, "delete": rollout.Delete,
	} {
		for last := range 8 {
			w := newWorld(t)
			l := w.lane(batchPool())
			if name != "create" {
				l = w.made(batchPool())
				l.Want = batchPool(lane.Nodes.Is(3))
			}
			w.AddFault(on(http.MethodPut, busy))
			w.AddFault(on(http.MethodDelete, busy))
			ctx, cancel := context.WithCancel(t.Context())
			left, cut := -1, "" // requests, counted from the first refusal; the method of the one that was cut
			l.Client = w.another(func(o *azure.Options) {
				inner := o.Transport
				o.Transport = transport(func(r *http.Request) (*http.Response, error) {
					if left == 0 {
						cut = r.Method
						cancel()
						return nil, r.Context().Err()
					}
					left--
					resp, err := inner.RoundTrip(r)
					if err == nil && resp.StatusCode == http.StatusConflict && left < 0 {
						left = last
					}
					return resp, err
				})
			})
			out, err := rollOut(ctx, l)
			if cut == http.MethodDelete { // AKS may be carrying it out
				interrupted(t, out, err, "delete")
				continue
			}
			if e := errorOf(t, err, azure.Busy); !strings.Contains(e.Detail(), "Another operation (Updating) is in progress") {
				t.Errorf("%s, %d requests later: %s", name, last, e.Detail())
			}
		}
	}
}

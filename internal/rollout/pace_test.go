package rollout_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/rollout"
	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// TestAnOperationOfThreeSecondsIsSeenSoon uses the real schedule. The time is the sum
// of the waits.
func TestAnOperationOfThreeSecondsIsSeenSoon(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	waited := time.Duration(0)
	began := time.Now()
	now := func() time.Time { mu.Lock(); defer mu.Unlock(); return began.Add(waited) }
	// A creation takes three minutes, and one second per node; here a sixtieth of that.
	w := makeWorld(t, &world{t: t}, simulator.Options{Speed: 60, Clock: now})
	l := w.lane(batchPool())
	l.Client = w.another(func(o *azure.Options) {
		o.Poll = azure.Schedule{Sleep: func(ctx context.Context, d time.Duration) error {
			mu.Lock()
			defer mu.Unlock()
			waited += d
			return ctx.Err()
		}}
	})
	out, err := rollout.Create(t.Context(), l)
	finished(t, out, err)
	if took := now().Sub(began); took < 3*time.Second || took > 4200*time.Millisecond {
		t.Errorf("an operation of 3 s was seen to end after %s", took)
	}
	before := now()
	out, err = rollout.Delete(t.Context(), l)
	finished(t, out, err)
	if took := now().Sub(before); took < 2*time.Second || took > 3*time.Second {
		t.Errorf("an operation of 2 s was seen to end after %s", took)
	}
}

// TestAWishToBeAskedLaterIsKept by writes, which no policy of the SDK retries.
func TestAWishToBeAskedLaterIsKept(t *testing.T) {
	t.Parallel()
	nine := 9
	for name, f := range map[string]simulator.Fault{"throttled": full, "down": down} {
		f.RetryAfterSeconds = &nine
		w := newWorld(t, once(http.MethodPut, f))
		var waits []time.Duration
		l := w.lane(batchPool())
		l.Client = w.another(func(o *azure.Options) {
			o.Poll = azure.Schedule{Sleep: func(ctx context.Context, d time.Duration) error { waits = append(waits, d); return ctx.Err() }}
		})
		out, err := rollout.Create(t.Context(), l)
		finished(t, out, err)
		if waits[0] < 9*time.Second || waits[0] > 10*time.Second {
			t.Errorf("%s: waited %s, asked were 9 s", name, waits)
		}
	}
}

// TestAnOperationSaysWhenToAskAgain, and is not asked earlier.
func TestAnOperationSaysWhenToAskAgain(t *testing.T) {
	t.Parallel()
	seven := 7
	w := newWorld(t, simulator.Fault{Match: simulator.Match{Path: "*/operations/*", Max: 1}, Status: 200, Body: map[string]any{"status": "InProgress"}, RetryAfterSeconds: &seven})
	var waits []time.Duration
	l := w.lane(batchPool())
	l.Client = w.another(func(o *azure.Options) {
		o.Poll = azure.Schedule{Sleep: func(ctx context.Context, d time.Duration) error { waits = append(waits, d); return ctx.Err() }}
	})
	out, err := rollout.Create(t.Context(), l)
	finished(t, out, err)
	if len(waits) < 2 || waits[0] > 500*time.Millisecond || waits[1] < 7*time.Second {
		t.Errorf("waited %s", waits)
	}
}

// TestTenOperationsAtOnce: ten run in parallel on one cluster, although there are
// twelve lanes to create.
func TestTenOperationsAtOnce(t *testing.T) {
	t.Parallel()
	w := slowWorld(t)
	// A hundred requests are enough time for an eleventh PUT.
	looked := make(chan struct{})
	w.client = w.another(func(o *azure.Options) { o.Trace = after(100, func() { close(looked) }) })
	var lanes sync.WaitGroup
	for i := range 12 {
		l := w.lane(batchPool())
		l.Ref.Name = fmt.Sprintf("lane%d", i)
		lanes.Go(func() {
			out, err := rollout.Create(t.Context(), l)
			finished(t, out, err)
		})
	}
	<-looked
	w.wrote(strings.TrimSuffix(strings.Repeat("PUT Created, ", 10), ", "))
	w.finish()
	lanes.Wait()
	w.wrote(strings.TrimSuffix(strings.Repeat("PUT Created, ", 12), ", "))
}

// TestATurnThatDoesNotCome: without a turn in time, the result is an error, and nothing
// was started.
func TestATurnThatDoesNotCome(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.client = w.another(func(o *azure.Options) { o.Parallelism = 1 })
	turn, err := w.client.Turn(t.Context(), cluster)
	if err != nil {
		t.Fatal(err)
	}
	defer turn.Done()
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	for _, begin := range []func(context.Context, rollout.Lane) (rollout.Outcome, error){rollout.Create, rollout.Update, rollout.Delete} {
		out, err := begin(ctx, w.lane(batchPool()))
		e := errorOf(t, err, azure.Interrupted)
		if !strings.Contains(e.Detail(), "other operations of this apply") || out != (rollout.Outcome{}) {
			t.Errorf("the outcome is %+v: %s", out, e.Detail())
		}
	}
	if n := len(w.Requests()); n != 0 {
		t.Errorf("%d requests", n)
	}
}

package rollout_test

import (
	"context"
	"errors"
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

var (
	cluster = azure.ClusterID{Subscription: "11111111-1111-1111-1111-111111111111", Group: "rg-lanes", Name: "aks-lanes"}
	batch   = azure.PoolRef{Cluster: cluster, Name: "batch"}
)

// world is the simulated Azure of one test, and a client of it.
type world struct {
	*simulator.Simulator

	t      *testing.T
	client *azure.Client
	hours  atomic.Int64
}

// newWorld creates a world in which operations have ended at the first look.
func newWorld(t *testing.T, faults ...simulator.Fault) *world {
	t.Helper()
	return makeWorld(t, &world{t: t}, simulator.Options{Faults: faults})
}

// slowWorld creates a world in which operations do not end before finish is called.
func slowWorld(t *testing.T, faults ...simulator.Fault) *world {
	t.Helper()
	w := &world{t: t}
	began := time.Now()
	return makeWorld(t, w, simulator.Options{Faults: faults, Speed: 1, Clock: func() time.Time {
		if w.hours.Load() == 0 {
			return began
		}
		return began.Add(time.Duration(w.hours.Add(1)) * time.Hour)
	}})
}

// finish lets every operation end: from now on, an hour passes whenever the clock is
// read.
func (w *world) finish() { w.hours.Store(1) }

func makeWorld(t *testing.T, w *world, options simulator.Options) *world {
	t.Helper()
	sim, err := simulator.New(options)
	if err != nil {
		t.Fatal(err)
	}
	w.Simulator = sim
	w.client = w.another(func(*azure.Options) {})
	return w
}

// another creates one more client of the world.
func (w *world) another(edit func(*azure.Options)) *azure.Client {
	w.t.Helper()
	o := azure.Options{Anonymous: true, Transport: w.Transport(), Getenv: func(string) string { return "" }, Poll: azure.Schedule{
		First: time.Millisecond, Max: 5 * time.Millisecond, Sleep: func(ctx context.Context, _ time.Duration) error {
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-time.After(time.Millisecond):
				return nil
			}
		}}}
	edit(&o)
	c, err := azure.New(o)
	if err != nil {
		w.t.Fatal(err)
	}
	return c
}

// endsWaiting creates a client whose first wait ends a context: Ctrl-C or a timeout
// while AKS is working.
func (w *world) endsWaiting(cancel context.CancelFunc) *azure.Client {
	return w.another(func(o *azure.Options) {
		inner := o.Poll.Sleep
		o.Poll.Sleep = func(ctx context.Context, d time.Duration) error {
			cancel()
			return inner(ctx, d)
		}
	})
}

// width checks how many parallel operations the cluster gets.
func (w *world) width(want int) {
	w.t.Helper()
	for range want {
		turn, err := w.client.Turn(w.t.Context(), cluster)
		if err != nil {
			w.t.Fatal(err)
		}
		defer turn.Done()
	}
	soon, cancel := context.WithTimeout(w.t.Context(), 5*time.Millisecond)
	defer cancel()
	if _, err := w.client.Turn(soon, cluster); err == nil {
		w.t.Errorf("more than %d operations at once", want)
	}
}

// lane is the lane batch of this world.
func (w *world) lane(want lane.Settings) rollout.Lane {
	return rollout.Lane{Client: w.client, Ref: batch, Want: want}
}

// batchPool is what the lane batch wants.
func batchPool(more ...lane.Setting) lane.Settings {
	return lane.Of(append([]lane.Setting{
		lane.Mode.Is("User"), lane.VMSize.Is("Standard_D4ds_v5"), lane.OSSKU.Is("Ubuntu"), lane.OSType.Is("Linux"),
		lane.Nodes.Is(2), lane.Labels.Is(lane.Texts(map[string]string{"team": "pricing"})),
	}, more...)...)
}

// made creates the pool of the lane, and forgets the requests so far.
func (w *world) made(want lane.Settings) rollout.Lane {
	w.t.Helper()
	l := w.lane(want)
	if _, err := rollout.Create(w.t.Context(), l); err != nil {
		w.t.Fatal(err)
	}
	w.ResetRequests()
	l.Prior = want
	return l
}

// pool reads the pool's properties as ARM returns them; nil if there is none.
func (w *world) pool(name string) map[string]any {
	w.t.Helper()
	_, answer, err := w.Do(http.MethodGet, cluster.String()+"/agentPools/"+name, nil)
	if err != nil {
		w.t.Fatal(err)
	}
	props, _ := answer["properties"].(map[string]any)
	return props
}

// edit changes a pool as another client would.
func (w *world) edit(name string, edit func(properties map[string]any)) {
	w.t.Helper()
	if err := w.EditPool(cluster.String(), name, edit); err != nil {
		w.t.Error(err)
	}
}

// writes are the writes so far: "PUT 201", "DELETE 202".
func (w *world) writes() string {
	var out []string
	for _, r := range w.Requests() {
		if r.Method == http.MethodGet {
			continue
		}
		status := http.StatusText(r.Status)
		if r.Status == 0 {
			status = "cut"
		}
		out = append(out, r.Method+" "+status)
	}
	return strings.Join(out, ", ")
}

func (w *world) wrote(want string) {
	w.t.Helper()
	if got := w.writes(); got != want {
		w.t.Errorf("wrote %q, want %q", got, want)
	}
}

// on makes a fault apply to requests of the method for the lane's pool.
func on(method string, f simulator.Fault) simulator.Fault {
	f.Match.Method, f.Match.Path = method, "*/agentPools/batch"
	return f
}

// once makes a fault apply to the first request of the method for the lane's pool.
func once(method string, f simulator.Fault) simulator.Fault { return times(1, method, f) }

func times(n int, method string, f simulator.Fault) simulator.Fault {
	f.Match.Max = n
	return on(method, f)
}

// The refusals of ARM that pass with time.
var (
	busy = simulator.Fault{Status: http.StatusConflict, Code: "OperationNotAllowed",
		Message: "Operation is not allowed: Another operation (Updating) is in progress, please wait for it to finish before starting a new operation."}
	race = simulator.Fault{Status: http.StatusConflict, Code: "EtagMismatch", Message: "Operation is not allowed: Another operation is in progress"}
	down = simulator.Fault{Status: http.StatusServiceUnavailable, Code: "ServiceUnavailable", Message: "Try again."}
	full = simulator.Fault{Status: http.StatusTooManyRequests, Code: "Throttled", Message: "Please retry again in 5 seconds."}
)

// errorOf returns an error of the reason, and checks the parts that every error must
// have.
func errorOf(t *testing.T, err error, want azure.Reason) *azure.Error {
	t.Helper()
	var e *azure.Error
	if !errors.As(err, &e) || e.Reason != want {
		t.Fatalf("the error is %v, want one of the reason %q", err, want)
	}
	if e.CorrelationID == "" || e.Pool != batch {
		t.Errorf("the error has the correlation id %q and is about %+v", e.CorrelationID, e.Pool)
	}
	return e
}

// failsWith checks only the reason of an error.
func failsWith(t *testing.T, err error, want azure.Reason) {
	t.Helper()
	_ = errorOf(t, err, want)
}

// finished checks the outcome of a completed rollout.
func finished(t *testing.T, out rollout.Outcome, err error) {
	t.Helper()
	if err != nil || out.Interrupted || out.Pending != nil {
		t.Errorf("the outcome is %+v, %v", out, err)
	}
}

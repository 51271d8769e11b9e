package acceptance

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/provider"
	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// ClusterID is the cluster of the built-in world that most tests use.
const ClusterID = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-lanes/providers/Microsoft.ContainerService/managedClusters/aks-lanes"

// World is the simulated Azure of one test.
type World struct {
	t   testing.TB
	Sim *simulator.Simulator
	// Now is the date from which the provider computes ages; nil = today.
	Now func() time.Time
	// Waits is called whenever the provider waits, so that a test can make the
	// awaited event happen.
	Waits func()
	// Both compares every answer of the provider with that of the framework's
	// server. Use it only in worlds without faults, because a fault would hit only
	// one of the two.
	Both bool
	// Framework lets only the framework's server answer an Engine.
	Framework bool
	// Early and Late count the answers to each call while Both is set: Early those
	// given ahead of the framework, Late those that were handed to it.
	Early, Late map[string]int
	counting    sync.Mutex
}

// NewWorld creates a fresh in-memory world in which every operation is done at the
// first poll.
func NewWorld(t testing.TB, faults ...simulator.Fault) *World {
	t.Helper()
	sim, err := simulator.New(simulator.Options{PollHint: true, Faults: faults})
	if err != nil {
		t.Fatal(err)
	}
	return &World{t: t, Sim: sim}
}

// NewWorldOf creates a fresh world that differs from the built-in one.
func NewWorldOf(t testing.TB, change func(*simulator.World)) *World {
	t.Helper()
	world := simulator.BuiltIn()
	change(world)
	sim, err := simulator.New(simulator.Options{PollHint: true, World: world})
	if err != nil {
		t.Fatal(err)
	}
	return &World{t: t, Sim: sim}
}

// Providers is the provider under test, wired to this world.
func (w *World) Providers() map[string]func() (tfprotov6.ProviderServer, error) {
	seams := provider.Seams{Simulator: w.Sim, Poll: w.quick(), Now: w.Now, Deadline: briefly}
	return map[string]func() (tfprotov6.ProviderServer, error){
		"aks": func() (tfprotov6.ProviderServer, error) { return provider.NewServerWith("test", seams), nil },
	}
}

// briefly is a wait that is long enough for lanes planned at the same moment.
func briefly() <-chan time.Time { return time.After(600 * time.Millisecond) }

// longest is how long a provider may wait in a test.
const longest = 3 * time.Minute

// quick is a schedule that does not really wait, so a test takes only as long as
// its work. It ends with its context. It fails a test that waits for something that
// never happens, which a provider would otherwise do for an hour.
func (w *World) quick() azure.Schedule {
	var began atomic.Pointer[time.Time]
	return azure.Schedule{First: time.Millisecond, Max: 5 * time.Millisecond, Sleep: func(ctx context.Context, _ time.Duration) error {
		if w.Waits != nil {
			w.Waits()
		}
		now := time.Now()
		if first := began.Load(); first == nil {
			began.CompareAndSwap(nil, &now)
		} else if now.Sub(*first) > longest {
			if w.t.Context().Err() == nil {
				w.t.Errorf("the provider still waits after %s", longest)
			}
			return context.DeadlineExceeded
		}
		timer := time.NewTimer(time.Millisecond)
		defer timer.Stop()
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-timer.C:
			return nil
		}
	}}
}

// Pool returns a node pool's properties as ARM answers them, or nil if the pool
// does not exist.
func (w *World) Pool(name string) map[string]any {
	w.t.Helper()
	status, answer, err := w.Sim.Do(http.MethodGet, ClusterID+"/agentPools/"+name, nil)
	if err != nil {
		w.t.Fatal(err)
	}
	if status == http.StatusNotFound {
		return nil
	}
	props, ok := answer["properties"].(map[string]any)
	if !ok {
		w.t.Fatalf("GET %s: %d %v", name, status, answer)
	}
	return props
}

// Put creates or changes a node pool as another client would, and waits until it is
// done.
func (w *World) Put(name string, properties map[string]any) {
	w.t.Helper()
	status, answer, err := w.Sim.Do(http.MethodPut, ClusterID+"/agentPools/"+name, map[string]any{"properties": properties})
	if err != nil || status >= 300 {
		w.t.Fatalf("PUT %s: %d %v %v", name, status, answer, err)
	}
	if state := w.Settle(name); state != "Succeeded" {
		w.t.Fatalf("PUT %s ended %s", name, state)
	}
}

// Settle reads a pool until its operation has ended, and returns its state.
func (w *World) Settle(name string) string {
	w.t.Helper()
	for range 100 {
		switch state, _ := w.Pool(name)["provisioningState"].(string); state {
		case "Succeeded", "Failed", "Canceled", "":
			return state
		}
	}
	w.t.Fatalf("the operation on %s does not end", name)
	return ""
}

// Edit changes a pool behind Terraform's back.
func (w *World) Edit(name string, edit func(properties map[string]any)) {
	w.t.Helper()
	if err := w.Sim.EditPool(ClusterID, name, edit); err != nil {
		w.t.Fatal(err)
	}
}

// Count counts the requests since the last Forget that have the method and a path
// that ends with the suffix, ignoring case.
func (w *World) Count(method, suffix string) int {
	n := 0
	for _, r := range w.Sim.Requests() {
		if r.Method == method && strings.HasSuffix(strings.ToLower(r.Path), strings.ToLower(suffix)) {
			n++
		}
	}
	return n
}

// Asked lists the requests since the last Forget, such as "GET aks-lanes" or "PUT
// apis", without the polls of operations.
func (w *World) Asked() []string {
	var out []string
	for _, r := range w.Sim.Requests() {
		if strings.Contains(strings.ToLower(r.Path), "/operations/") {
			continue
		}
		out = append(out, r.Method+" "+r.Path[strings.LastIndex(r.Path, "/")+1:])
	}
	return out
}

// Writes counts the requests since the last Forget that change something.
func (w *World) Writes() int {
	n := 0
	for _, r := range w.Sim.Requests() {
		if r.Method != http.MethodGet {
			n++
		}
	}
	return n
}

// Forget discards the requests recorded so far.
func (w *World) Forget() { w.Sim.ResetRequests() }

// SlowWorld is a world in which operations take as long as the test says.
type SlowWorld struct {
	*World
	hours *atomic.Int64
}

// NewSlowWorld creates a world whose clock is stopped until Finish is called.
func NewSlowWorld(t testing.TB) *SlowWorld {
	t.Helper()
	hours := &atomic.Int64{}
	began := time.Now()
	sim, err := simulator.New(simulator.Options{PollHint: true, Speed: 1, Clock: func() time.Time {
		if hours.Load() == 0 {
			return began
		}
		return began.Add(time.Duration(hours.Add(1)) * time.Hour)
	}})
	if err != nil {
		t.Fatal(err)
	}
	return &SlowWorld{World: &World{t: t, Sim: sim}, hours: hours}
}

// Finish lets every operation end: from now on, every look at the clock moves it an
// hour ahead.
func (w *SlowWorld) Finish() { w.hours.Store(1) }

package rollout_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/rollout"
	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// core is how many resources Terraform processes in parallel by default.
const core = 10

// creation is how long the creation of a node pool with one node takes: three minutes,
// and one second for the node.
const creation = 181 * time.Second

// crowd is an apply of many lanes of one cluster on the real schedule. It runs in the
// fake time of a synctest bubble, so the test does not really wait.
type crowd struct {
	*world

	names []string
}

// crowded creates a world with AKS's real pace, and the lanes to create.
func crowded(t *testing.T, lanes int, options simulator.Options) *crowd {
	t.Helper()
	options.Speed = 1
	options.World = simulator.BuiltIn()
	options.World.Quotas = append(options.World.Quotas, simulator.Quota{Name: "cores", Limit: 1 << 30}, simulator.Quota{Name: "*", Limit: 1 << 30})
	c := &crowd{world: makeWorld(t, &world{t: t}, options)}
	c.client = c.another(func(o *azure.Options) { o.Poll = azure.Schedule{} })
	for i := range lanes {
		c.names = append(c.names, fmt.Sprintf("lane%d", i))
	}
	return c
}

// apply carries out the lanes, at most core of them in parallel, and returns how long
// it took. None of them may fail.
func (c *crowd) apply(carry func(l rollout.Lane) (rollout.Outcome, error), more ...lane.Setting) time.Duration {
	c.t.Helper()
	began := time.Now()
	places := make(chan struct{}, core)
	var all sync.WaitGroup
	for _, name := range c.names {
		places <- struct{}{}
		all.Go(func() {
			defer func() { <-places }()
			l := c.lane(batchPool(append(more, lane.Nodes.Is(1))...))
			l.Ref.Name = name
			out, err := carry(l)
			finished(c.t, out, err)
		})
	}
	all.Wait()
	return time.Since(began)
}

func (c *crowd) create(more ...lane.Setting) time.Duration {
	c.t.Helper()
	return c.apply(func(l rollout.Lane) (rollout.Outcome, error) { return rollout.Create(c.t.Context(), l) }, more...)
}

func (c *crowd) destroy() time.Duration {
	c.t.Helper()
	return c.apply(func(l rollout.Lane) (rollout.Outcome, error) { return rollout.Delete(c.t.Context(), l) })
}

// most is the largest number of parallel operations, according to the log. An operation
// lasts from the answer to its write until the given time has passed.
func (c *crowd) most(takes time.Duration) int {
	var began []time.Time
	for _, r := range c.Requests() {
		if r.Method == http.MethodPut && r.Status == http.StatusCreated {
			began = append(began, r.Time)
		}
	}
	most := 0
	for i := range began {
		n := 0
		for _, other := range began[:i+1] {
			if began[i].Sub(other) < takes {
				n++
			}
		}
		most = max(most, n)
	}
	return most
}

// The faults of the disturbed apply: bursts of races, operations that others pre-empt,
// and AKS's own request limits.
func disturbances() simulator.Options {
	puts := func(f simulator.Fault, skip, most int) simulator.Fault {
		f.Match = simulator.Match{Method: http.MethodPut, Path: "*/agentPools/lane*", Skip: skip, Max: most}
		return f
	}
	raced := simulator.Fault{Race: true}
	preempted := simulator.Fault{Outcome: &simulator.Outcome{State: "Canceled", Code: "AKSOperationPreempted", Message: "This operation has been preempted by another operation."}}
	return simulator.Options{Throttle: 0.2, Faults: []simulator.Fault{puts(raced, 4, 4), puts(preempted, 30, 2)}}
}

// TestFiftyLanesTakeFiveRounds, ten lanes at a time, plus the delay of each look.
func TestFiftyLanesTakeFiveRounds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := crowded(t, 50, simulator.Options{})
		took := c.create()
		if took < 5*creation || took > 5*creation+5*15*time.Second {
			t.Errorf("fifty creates took %s, %.1f operation times", took, took.Seconds()/creation.Seconds())
		}
		if most := c.most(creation); most != core {
			t.Errorf("%d at once, want %d", most, core)
		}
		took = c.destroy()
		if took > 5*creation {
			t.Errorf("fifty deletes took %s", took)
		}
	})
}

// TestRacesAndThrottlesCostTimeAndNothingElse: no lane fails, and the whole apply takes
// at most twice as long.
func TestRacesAndThrottlesCostTimeAndNothingElse(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		quiet := crowded(t, 50, simulator.Options{})
		disturbed := crowded(t, 50, disturbances())
		before, after := quiet.create(), disturbed.create()
		if after > 2*before {
			t.Errorf("quiet %s, disturbed %s", before, after)
		}
		refused := map[int]int{}
		for _, r := range disturbed.Requests() {
			refused[r.Status]++
		}
		if refused[http.StatusConflict] == 0 {
			t.Error("nothing was disturbed")
		}
		if before, after = quiet.destroy(), disturbed.destroy(); after > 2*before {
			t.Errorf("destroy: quiet %s, disturbed %s", before, after)
		}
	})
}

// TestAClusterThatTakesOneAtATime: every write but the first is a race. The gate
// narrows to one, and every lane succeeds.
func TestAClusterThatTakesOneAtATime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := crowded(t, 12, simulator.Options{Faults: []simulator.Fault{{Match: simulator.Match{Method: http.MethodPut}, Race: true}}})
		took := c.create()
		if most := c.most(creation); most != 1 {
			t.Errorf("%d at once", most)
		}
		if took > 13*creation {
			t.Errorf("twelve creates one after another took %s, %.1f operation times", took, took.Seconds()/creation.Seconds())
		}
	})
}

// TestManyReadsOfAThrottledSubscription: the requests that AKS accepts are distributed
// fairly enough that no lane gives up.
func TestManyReadsOfAThrottledSubscription(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := crowded(t, 30, simulator.Options{Throttle: 0.1})
		c.create()
		c.apply(func(l rollout.Lane) (rollout.Outcome, error) {
			l.Prior, l.Want = l.Want, l.Want.Put(lane.Nodes, lane.Known(int64(2)))
			return rollout.Update(t.Context(), l)
		})
		throttled := slices.DeleteFunc(c.Requests(), func(r simulator.Request) bool { return r.Status != http.StatusTooManyRequests })
		if len(throttled) == 0 {
			t.Error("nothing was throttled")
		}
	})
}

// network is the virtual network of the lanes in the tests below.
const network = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-net/providers/Microsoft.Network/virtualNetworks/vnet-lanes/subnets/"

// TestCreatesInOneNetworkBeginOneAfterAnother: each starts as soon as AKS has taken
// ownership of the network for the previous one, long before that one ends.
func TestCreatesInOneNetworkBeginOneAfterAnother(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := crowded(t, core, simulator.Options{})
		took := c.create(lane.Subnet.Is(network + "nodes"))
		var began []time.Time
		for _, r := range c.Requests() {
			if r.Method == http.MethodPut {
				began = append(began, r.Time)
			}
		}
		for i := 1; i < len(began); i++ {
			if gap := began[i].Sub(began[i-1]); gap < 2*time.Second || gap > 12*time.Second {
				t.Errorf("create %d began %s after the one before", i, gap)
			}
		}
		if took > 2*creation {
			t.Errorf("ten creates in one network took %s", took)
		}
	})
}

// TestATurnInTheNetworkThatDoesNotCome: without a turn in time, the result is an error,
// and nothing was started.
func TestATurnInTheNetworkThatDoesNotCome(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		turn, err := w.client.TurnInNetwork(t.Context(), network+"pods")
		if err != nil {
			t.Fatal(err)
		}
		defer turn.Done()
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		out, err := rollout.Create(ctx, w.lane(batchPool(lane.PodSubnet.Is(network+"pods"))))
		failsWith(t, err, azure.Interrupted)
		if n := len(w.Requests()); n != 0 || out != (rollout.Outcome{}) {
			t.Errorf("the outcome is %+v after %d requests", out, n)
		}
		w.width(10) // its place on the cluster is free again
	})
}

// TestANetworkInTransition: AKS fails a create because another client's create is using
// the network. One more write finishes it.
func TestANetworkInTransition(t *testing.T) {
	t.Parallel()
	w := newWorld(t, once(http.MethodPut, simulator.Fault{Outcome: &simulator.Outcome{State: "Failed", Code: "SetVNetOwnershipFailed",
		Message: "Set virtual network ownership failed. Virtual network vnet-lanes is in Updating state. It needs to be in Succeeded state in order to set resource ownership."}}))
	out, err := rollout.Create(t.Context(), w.lane(batchPool()))
	finished(t, out, err)
	w.wrote("PUT Created, PUT OK")
	w.width(5)
}

package azure

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

// turns is the gate of one cluster and the callers that passed it, in order.
type turns struct {
	*testing.T
	client  *Client
	entered []int
	turn    map[int]*Turn
	errs    map[int]error
}

func newTurns(t *testing.T, ceiling int) *turns {
	return &turns{T: t, client: &Client{gates: gates{ceiling: ceiling}, networks: gates{ceiling: 1}}, turn: map[int]*Turn{}, errs: map[int]error{}}
}

// queue lets callers ask for a turn, and waits until each has it or is in the queue.
func (s *turns) queue(ctx context.Context, who ...int) {
	for _, who := range who {
		go func() {
			turn, err := s.client.Turn(ctx, cluster)
			if s.errs[who] = err; err == nil {
				s.entered = append(s.entered, who)
				s.turn[who] = turn
			}
		}()
		synctest.Wait()
	}
}

// leave ends turns in which nothing was carried out.
func (s *turns) leave(who ...int) {
	for _, who := range who {
		turn := s.turn[who]
		turn.Done()
		turn.Done() // calling it again does no harm
		synctest.Wait()
	}
}

// end ends turns whose operations AKS has carried out.
func (s *turns) end(who ...int) {
	for _, who := range who {
		s.turn[who].Succeeded()
		synctest.Wait()
		s.leave(who)
	}
}

// retake lets a caller wait for a place again.
func (s *turns) retake(ctx context.Context, who int) {
	go func() {
		if s.errs[who] = s.turn[who].Retake(ctx); s.errs[who] == nil {
			s.entered = append(s.entered, who)
		}
	}()
	synctest.Wait()
}

// want checks which callers have been admitted since the last check.
func (s *turns) want(who ...int) {
	s.Helper()
	if !slices.Equal(s.entered, who) {
		s.Errorf("entered %v, want %v", s.entered, who)
	}
	s.entered = nil
}

func (s *turns) width(want int) {
	s.Helper()
	if got := s.client.gates.of(cluster.Key()).width; got != want {
		s.Errorf("the gate is %d wide, want %d", got, want)
	}
}

// numbers are the numbers from the first to the one before the end.
func numbers(from, end int) []int {
	var out []int
	for n := from; n < end; n++ {
		out = append(out, n)
	}
	return out
}

func TestTenAtOnceInTheOrderInWhichTheyCame(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newTurns(t, 0)
		s.queue(t.Context(), numbers(0, 13)...)
		s.want(numbers(0, 10)...)
		s.leave(2)
		s.want(10)
		s.leave(0, 1)
		s.want(11, 12)
	})
}

// TestParallelismIsTheCeiling: a smaller one narrows the gate, and a larger one lets it
// widen further. Without one, the gate widens without a limit.
func TestParallelismIsTheCeiling(t *testing.T) {
	t.Parallel()
	for ceiling, want := range map[int]struct{ first, last int }{1: {1, 1}, 4: {4, 4}, 10: {10, 10}, 12: {10, 12}, 0: {10, 14}} {
		t.Run(fmt.Sprint(ceiling), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := newTurns(t, ceiling)
				s.queue(t.Context(), numbers(0, 60)...)
				s.width(want.first)
				s.end(numbers(0, 46)...) // 10 + 11 + 12 + 13
				s.width(want.last)
				s.leave(numbers(46, 60)...)
			})
		})
	}
}

func TestClustersDoNotWaitForEachOther(t *testing.T) {
	t.Parallel()
	c := newTurns(t, 1).client
	for _, name := range []string{"aks-lanes", "aks-south"} {
		if _, err := c.Turn(t.Context(), ClusterID{Subscription: subscription, Group: "rg-lanes", Name: name}); err != nil {
			t.Error(err)
		}
	}
}

// TestAClashHalvesTheGate only once for all operations that report it together, and
// does not disturb running ones.
func TestAClashHalvesTheGate(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newTurns(t, 0)
		s.queue(t.Context(), numbers(0, 14)...)
		s.want(numbers(0, 10)...)
		for who := range 8 {
			s.turn[who].Clashed()
			s.turn[who].Clashed() // it has retried immediately
		}
		s.width(5)
		time.Sleep(settling)
		s.turn[7].Clashed() // and again
		s.width(2)
		time.Sleep(settling)
		s.turn[8].Clashed() // admitted by the gate of ten
		s.width(2)
		s.leave(numbers(0, 8)...)
		s.want() // two are still running
		s.leave(8)
		s.want(10)
		for range 3 {
			time.Sleep(settling)
			s.turn[10].Clashed()
			s.width(1) // never less than one
		}
		s.leave(10, 9)
		s.want(11)
		s.leave(11, 12, 13)
	})
}

// TestQuietSuccessesWidenTheGate: each success adds one place. Above ten, one place
// takes as many successes as the gate is wide.
func TestQuietSuccessesWidenTheGate(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newTurns(t, 0)
		s.queue(t.Context(), numbers(0, 60)...)
		s.turn[0].Clashed()
		s.width(5)
		s.end(numbers(1, 6)...)
		s.width(5) // these were admitted by the gate of ten
		s.leave(numbers(6, 10)...)
		s.leave(0)
		s.entered = nil
		s.end(10, 11)
		s.width(7)
		s.entered = nil
		time.Sleep(settling)
		s.turn[12].Clashed()
		s.width(3)
		s.leave(numbers(12, 16)...)
		s.want()
		s.leave(16, 17, 18)
		s.want(19, 20, 21)
		s.end(numbers(19, 26)...)
		s.width(10)
		s.end(numbers(26, 35)...)
		s.width(10)
		s.end(35)
		s.width(11)
		s.leave(numbers(36, 60)...)
	})
}

// TestRoomToSpareSaysNothing: three parallel operations do not prove that eleven would
// work.
func TestRoomToSpareSaysNothing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newTurns(t, 0)
		for range 20 {
			s.queue(t.Context(), 0, 1, 2)
			s.end(0, 1, 2)
		}
		s.width(10)
	})
}

// TestWhoWaitsForOthersHoldsNoPlace, and continues before those that arrived later.
func TestWhoWaitsForOthersHoldsNoPlace(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newTurns(t, 1)
		s.queue(t.Context(), 0, 1, 2)
		s.want(0)
		s.turn[0].Yield()
		synctest.Wait()
		s.want(1)
		s.retake(t.Context(), 0)
		s.want()
		s.leave(1)
		s.want(0)
		s.retake(t.Context(), 0) // it already has its place
		s.want(0)
		s.leave(0)
		s.want(2)
	})
}

func TestWhoGivesUpLosesHisPlace(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newTurns(t, 1)
		ctx, cancel := context.WithCancel(t.Context())
		s.queue(t.Context(), 0)
		s.queue(ctx, 1)
		s.queue(t.Context(), 2)
		cancel()
		synctest.Wait()
		if !errors.Is(s.errs[1], context.Canceled) {
			t.Errorf("the error is %v", s.errs[1])
		}
		s.leave(0)
		s.want(0, 2)
		s.turn[2].Yield()
		s.retake(ctx, 2)
		s.queue(ctx, 3)
		s.want() // an ended context gets no place, even if there is room
		s.leave(2)
		s.queue(t.Context(), 4)
		s.want(4)
	})
}

// TestATurnThatComesTooLate: the turn is passed on, because it was given at the moment
// in which its owner gave up.
func TestATurnThatComesTooLate(t *testing.T) {
	t.Parallel()
	g := newGate(1)
	first, err := g.turn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	late, next := &Turn{gate: g, ticket: 1}, &Turn{gate: g, ticket: 2}
	given, passedOn := late.line(), next.line()
	first.Done()
	<-given
	late.giveUp()
	<-passedOn
	if next.Done(); g.running != 0 || len(g.queue) != 0 {
		t.Errorf("%d run, %d wait", g.running, len(g.queue))
	}
}

// TestOneCreateAtATimeInANetwork: the subnets of one network share it, and
// nothing else does.
func TestOneCreateAtATimeInANetwork(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newTurns(t, 0)
		subnet := func(network, name string) string {
			return "/subscriptions/" + subscription + "/resourceGroups/rg-net/providers/Microsoft.Network/virtualNetworks/" + network + "/subnets/" + name
		}
		began := map[string]*Turn{}
		for _, id := range []string{subnet("west", "nodes"), subnet("WEST", "pods"), subnet("east", "nodes")} {
			go func() {
				turn, err := s.client.TurnInNetwork(t.Context(), id)
				if err != nil {
					t.Error(err)
				}
				began[id] = turn
			}()
			synctest.Wait()
		}
		if len(began) != 2 || began[subnet("east", "nodes")] == nil {
			t.Errorf("began %v", began)
		}
		began[subnet("west", "nodes")].Done()
		synctest.Wait()
		if began[subnet("WEST", "pods")] == nil {
			t.Error("the second subnet's create did not begin after the first one's")
		}
		for _, id := range []string{"", "/subscriptions/x"} {
			if turn, err := s.client.TurnInNetwork(t.Context(), id); turn != nil || err != nil {
				t.Errorf("%q: %v, %v", id, turn, err)
			}
		}
	})
}

// TestNothingLimitsANilTurn: an operation of an earlier run has no turn.
func TestNothingLimitsANilTurn(t *testing.T) {
	t.Parallel()
	var turn *Turn
	turn.Clashed()
	turn.Succeeded()
	turn.Yield()
	turn.Done()
	if err := turn.Retake(t.Context()); err != nil {
		t.Error(err)
	}
}

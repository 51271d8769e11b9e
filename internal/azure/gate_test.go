package azure

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
)

// turns is the gate of one cluster and those who went through it, in order.
type turns struct {
	*testing.T
	client  *Client
	entered []int
	done    map[int]func()
	errs    map[int]error
}

func newTurns(t *testing.T, limit int) *turns {
	return &turns{T: t, client: &Client{gates: gates{limit: limit}}, done: map[int]func(){}, errs: map[int]error{}}
}

// queue lets somebody ask for a turn, and waits until he has it or stands in the
// queue.
func (s *turns) queue(ctx context.Context, who int) {
	go func() {
		done, err := s.client.Turn(ctx, cluster)
		if s.errs[who] = err; err == nil {
			s.entered = append(s.entered, who)
			s.done[who] = done
		}
	}()
	synctest.Wait()
}

func (s *turns) leave(who int) {
	done := s.done[who]
	done()
	done() // once more does no harm
	synctest.Wait()
}

func (s *turns) want(who ...int) {
	s.Helper()
	if !slices.Equal(s.entered, who) {
		s.Errorf("entered %v, want %v", s.entered, who)
	}
}

func TestFourAtOnceInTheOrderInWhichTheyCame(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newTurns(t, 4)
		for who := range 7 {
			s.queue(t.Context(), who)
		}
		s.want(0, 1, 2, 3)
		s.leave(2)
		s.want(0, 1, 2, 3, 4)
		s.leave(0)
		s.leave(1)
		s.want(0, 1, 2, 3, 4, 5, 6)
	})
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

func TestOneAtATimeFromNowOn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newTurns(t, 4)
		for who := range 3 {
			s.queue(t.Context(), who)
		}
		loud := cluster
		loud.Name = "AKS-LANES" // the same in any casing
		s.client.OneAtATime(loud)
		s.queue(t.Context(), 3)
		s.queue(t.Context(), 4)
		s.leave(0)
		s.leave(1)
		s.want(0, 1, 2) // one still runs
		s.leave(2)
		s.want(0, 1, 2, 3)
		s.leave(3)
		s.want(0, 1, 2, 3, 4)
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
		s.leave(2)
		s.queue(ctx, 3)
		s.want(0, 2) // an ended context gets no turn, also where there is room
	})
}

// TestATurnThatComesTooLate is passed on: it was given in the moment in which
// its owner gave up.
func TestATurnThatComesTooLate(t *testing.T) {
	t.Parallel()
	g := &gate{limit: 1}
	if err := g.enter(t.Context()); err != nil {
		t.Fatal(err)
	}
	late, next := make(chan struct{}), make(chan struct{})
	g.queue = []chan struct{}{late, next}
	g.leave()
	<-late
	g.giveUp(late)
	<-next
	if g.leave(); g.running != 0 || len(g.queue) != 0 {
		t.Errorf("%d run, %d wait", g.running, len(g.queue))
	}
}

package azure

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
)

// source counts how often it is read, and answers when it is released.
type source struct {
	shared[int]

	mu    sync.Mutex
	reads int
	open  chan struct{} // closed: answers immediately
	err   error
}

func (s *source) read(ctx context.Context) (int, error) {
	s.mu.Lock()
	s.reads++
	n, open, err := s.reads, s.open, s.err
	s.mu.Unlock()
	select {
	case <-open:
		return n, err
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

func (s *source) ask(ctx context.Context) (int, error) { return s.get(ctx, "k", s.read) }

func opened() chan struct{} { c := make(chan struct{}); close(c); return c }

func TestManyReadersShareOneRead(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &source{open: make(chan struct{})}
		for range 50 {
			go func() {
				if v, err := s.ask(t.Context()); v != 1 || err != nil {
					t.Errorf("got %d, %v", v, err)
				}
			}()
		}
		synctest.Wait()
		close(s.open)
		synctest.Wait()
		if v, err := s.ask(t.Context()); v != 1 || err != nil || s.reads != 1 {
			t.Errorf("later: %d, %v after %d reads", v, err, s.reads)
		}
	})
}

func TestWhoLeavesDoesNotDisturbTheOthers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &source{open: make(chan struct{})}
		first, leave := context.WithCancel(t.Context())
		var gone error
		go func() { _, gone = s.ask(first) }() // the caller that started the read
		synctest.Wait()
		go func() {
			if v, err := s.ask(t.Context()); v != 1 || err != nil {
				t.Errorf("the one who stays got %d, %v", v, err)
			}
		}()
		synctest.Wait()
		leave()
		synctest.Wait()
		if !errors.Is(gone, context.Canceled) {
			t.Errorf("the one who left got %v", gone)
		}
		close(s.open)
		synctest.Wait()
	})
}

func TestAReadForNobodyIsStopped(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &source{open: make(chan struct{})}
		ctx, leave := context.WithCancel(t.Context())
		go func() { _, _ = s.ask(ctx) }()
		synctest.Wait()
		leave()
		synctest.Wait() // at the end, would report a read that still runs as a deadlock
		close(s.open)
		if v, err := s.ask(t.Context()); v != 2 || err != nil {
			t.Errorf("the next got %d, %v", v, err)
		}
	})
}

func TestAnErrorIsNotKept(t *testing.T) {
	t.Parallel()
	s := &source{open: opened(), err: errors.New("no")}
	if _, err := s.ask(t.Context()); err == nil {
		t.Error("no error")
	}
	s.err = nil
	if v, err := s.ask(t.Context()); v != 2 || err != nil {
		t.Errorf("the next got %d, %v", v, err)
	}
}

// TestADropDuringARead: callers from before the write get the answer of the read in
// progress. Callers after it do not.
func TestADropDuringARead(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		old := make(chan struct{})
		s := &source{open: old}
		go func() {
			if v, err := s.ask(t.Context()); v != 1 || err != nil {
				t.Errorf("before the write: %d, %v", v, err)
			}
		}()
		synctest.Wait()
		s.drop("k")
		s.mu.Lock()
		s.open = opened()
		s.mu.Unlock()
		if v, err := s.ask(t.Context()); v != 2 || err != nil {
			t.Errorf("after the write: %d, %v", v, err)
		}
		close(old)
		synctest.Wait()
		if v, _ := s.ask(t.Context()); v != 2 {
			t.Errorf("the old answer came back: %d", v)
		}
	})
}

func TestAnEndedContextReadsNothing(t *testing.T) {
	t.Parallel()
	s := &source{open: opened()}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.ask(ctx); !errors.Is(err, context.Canceled) || s.reads != 0 {
		t.Errorf("%d reads, %v", s.reads, err)
	}
}

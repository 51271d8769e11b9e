package azure

import (
	"context"
	"sync"
)

// shared holds what was read once for everybody: concurrent callers wait for
// one request, later ones get its answer until it is dropped. An error is told
// to those who waited for it and not kept. The zero value is ready.
type shared[V any] struct {
	mu sync.Mutex
	by map[string]*reading[V]
}

// reading is one request, under way or answered.
type reading[V any] struct {
	done    chan struct{}
	value   V
	err     error
	waiting int
	stop    context.CancelFunc
}

// get returns the answer under the key, reading it where there is none. A
// caller whose context ends leaves the others undisturbed; the request itself
// ends when nobody waits for it any more.
func (s *shared[V]) get(ctx context.Context, key string, read func(context.Context) (V, error)) (V, error) {
	if err := ctx.Err(); err != nil {
		var none V
		return none, err
	}
	r := s.join(ctx, key, read)
	select {
	case <-r.done:
		return r.value, r.err
	case <-ctx.Done():
		s.abandon(key, r)
		var none V
		return none, ctx.Err()
	}
}

func (s *shared[V]) join(ctx context.Context, key string, read func(context.Context) (V, error)) *reading[V] {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r := s.by[key]; r != nil {
		r.waiting++
		return r
	}
	if s.by == nil {
		s.by = map[string]*reading[V]{}
	}
	// Detached from the first caller, who may leave before the others do.
	detached, stop := context.WithCancel(context.WithoutCancel(ctx))
	r := &reading[V]{done: make(chan struct{}), waiting: 1, stop: stop}
	s.by[key] = r
	go func() {
		r.value, r.err = read(detached)
		stop()
		if r.err != nil {
			s.forget(key, r)
		}
		close(r.done)
	}()
	return r
}

// abandon is called by a caller that waits no more.
func (s *shared[V]) abandon(key string, r *reading[V]) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r.waiting--
	if r.waiting > 0 {
		return
	}
	select {
	case <-r.done: // answered: kept for the next
	default:
		r.stop()
		if s.by[key] == r {
			delete(s.by, key)
		}
	}
}

func (s *shared[V]) forget(key string, r *reading[V]) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.by[key] == r {
		delete(s.by, key)
	}
}

// drop makes the next caller read again. Who waits for a request that is under
// way still gets its answer: it was asked before.
func (s *shared[V]) drop(key string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.by, key)
}

// clear drops everything.
func (s *shared[V]) clear() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.by)
}

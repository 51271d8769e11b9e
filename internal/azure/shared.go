package azure

import (
	"context"
	"sync"
)

// shared holds answers that are read once for all callers. Concurrent callers wait for
// one request, and later callers get its answer until it is dropped. An error is
// returned to the callers that waited for it, and is not kept. The zero value is ready
// to use.
type shared[V any] struct {
	mu sync.Mutex
	by map[string]*reading[V]
}

// reading is one request, in progress or answered.
type reading[V any] struct {
	done    chan struct{}
	value   V
	err     error
	waiting int
	stop    context.CancelFunc
}

// get returns the answer for the key, and reads it if there is none. If the context of
// one caller ends, the others are not affected. The request itself ends when no caller
// waits for it any longer.
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
	// Detached from the first caller, which may leave before the others do.
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

// abandon is called by a caller that no longer waits.
func (s *shared[V]) abandon(key string, r *reading[V]) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r.waiting--
	if r.waiting > 0 {
		return
	}
	select {
	case <-r.done: // answered: kept for the next caller
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

// drop makes the next caller read again. A caller that already waits for a request
// still gets its answer, because it asked before the drop.
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

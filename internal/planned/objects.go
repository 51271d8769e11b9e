package planned

import "sync"

// Objects are the objects of the state that this process has seen, by the key of
// their lane. An object with an empty key is not kept. T is the caller's
// representation of an object; its zero value means that there is no object.
// Methods may be called concurrently.
type Objects[T any] struct {
	mu       sync.Mutex
	known    map[string]T    // as last read or planned
	replaced map[string]T    // objects to be replaced, by the key of the lane that replaces them
	applied  map[string]bool // lanes whose apply has begun
	read     bool
}

// NewObjects begins a plan or an apply.
func NewObjects[T any]() *Objects[T] {
	return &Objects[T]{known: map[string]T{}, replaced: map[string]T{}, applied: map[string]bool{}}
}

// Know records an object that is being planned.
func (o *Objects[T]) Know(key string, object T) {
	if key == "" {
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.known[key] = object
}

// Refresh records an object that was read.
func (o *Objects[T]) Refresh(key string, object T) {
	o.Know(key, object)
	o.mu.Lock()
	defer o.mu.Unlock()
	o.read = true
}

// Refreshed reports whether any object was read in this process.
func (o *Objects[T]) Refreshed() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.read
}

// Known is the last recorded object of the lane.
func (o *Objects[T]) Known(key string) T {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.known[key]
}

// Replace records an object that the lane with this key replaces.
func (o *Objects[T]) Replace(key string, object T) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.replaced[key] = object
}

// ReplacedBy is the object that the lane with this key replaces.
func (o *Objects[T]) ReplacedBy(key string) T {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.replaced[key]
}

// Apply records that the apply of a lane has begun. From then on, its node pool is
// no longer what a plan saw.
func (o *Objects[T]) Apply(key string) {
	if key == "" {
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.applied[key] = true
}

// Applied reports whether the apply of a lane has begun.
func (o *Objects[T]) Applied(key string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.applied[key]
}

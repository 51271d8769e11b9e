package simulator

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Options define what a simulator starts from and how it behaves.
type Options struct {
	// World is what the simulator starts from; nil means the built-in world. It must
	// not be changed afterwards.
	World *World
	// StateFile keeps the state between processes; if it is empty, the state is kept in
	// memory. The folder is created if it is missing, and a lock file is created next
	// to the state file. Removing the state file resets the world. A damaged file is
	// refused, never overwritten.
	StateFile string
	// Speed divides the minutes that operations take in Azure; 0 means that they have
	// ended at the first poll.
	Speed float64
	// Faults apply from the first request on; see [Simulator.AddFault].
	Faults []Fault
	// PollHint adds x-ms-retry-after-ms to the answers of operations, so that
	// clients poll at the simulator's pace. AKS itself sends no hint.
	PollHint bool
	// Throttle scales AKS's own token buckets, which refill faster in a faster world. 1
	// is AKS's own rate, and 0 never throttles.
	Throttle float64
	// PageSize is how many items a page of a list has; 0 means as many as in Azure.
	PageSize int
	// Clock returns the time; nil means time.Now.
	Clock func() time.Time
}

// Simulator is a local ARM: an http.Handler, or an http.RoundTripper that needs no
// socket. Any number of requests may run concurrently, even in several processes that
// share a state file.
//
// It accepts any bearer token, or none; [Simulator.Door] is the handler that requires
// logins.
type Simulator struct {
	catalog *catalog
	store   *store
	speed   float64
	hint    bool
	clock   func() time.Time
	routes  []route
	// patterns are the segments of the routes' patterns.
	patterns map[string][]string
	rules    []rule
	faults   faultPlan
	// throttle and page are Options.Throttle and Options.PageSize.
	throttle float64
	page     int
	buckets  buckets

	logging  sync.Mutex
	requests []Request
}

// New creates a simulator. It fails if the world is not valid, or if the state file is
// damaged or belongs to another world.
func New(options Options) (*Simulator, error) {
	world := options.World
	if world == nil {
		world = BuiltIn()
	}
	if options.Speed < 0 || options.Throttle < 0 || options.PageSize < 0 {
		return nil, fmt.Errorf("the simulator's speed is %v, its throttle %v, its page size %d; they cannot be negative",
			options.Speed, options.Throttle, options.PageSize)
	}
	catalog := newCatalog(world)
	// This only checks that the world yields an initial state: afterwards, seeding the
	// same world cannot fail.
	if err := catalog.checked(); err != nil {
		return nil, fmt.Errorf("the simulator's world: %w", err)
	}
	fingerprint, err := world.fingerprint()
	if err != nil {
		return nil, fmt.Errorf("the simulator's world: %w", err)
	}
	for i := range options.Faults {
		if err := options.Faults[i].check(); err != nil {
			return nil, fmt.Errorf("fault %q: %w", options.Faults[i].Name, err)
		}
	}
	s := &Simulator{
		catalog: catalog,
		speed:   options.Speed,
		hint:    options.PollHint,
		clock:   options.Clock,
		routes:  allRoutes(),
		rules:   rules(),

		throttle: options.Throttle,
		page:     options.PageSize,
	}
	if s.clock == nil {
		s.clock = time.Now
	}
	s.patterns = make(map[string][]string, len(s.routes))
	for _, r := range s.routes {
		s.patterns[r.pattern] = strings.Split(r.pattern, "/")
	}
	s.faults.add(options.Faults...)
	s.store = newStore(options.StateFile, fingerprint, func() *state {
		st, _ := catalog.seed()
		m := moment{base: catalog, catalog: catalog, state: st, speed: s.speed, now: s.clock().UTC().Truncate(time.Microsecond)}
		m.wake()
		return st
	})
	if world.lives() {
		return s, s.store.change(context.Background(), func(st *state) { st.changed = true })
	}
	return s, s.store.view(func(*state) {})
}

// AddFault adds a fault after the existing ones.
func (s *Simulator) AddFault(fault Fault) { s.faults.add(fault) }

// ServeHTTP answers a request as ARM would. A fault that cuts the connection panics
// with [http.ErrAbortHandler], which is the way for an http.Handler to cut one.
func (s *Simulator) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.serve(w, r, through{log: true})
}

// through is the way by which a request comes in.
type through struct {
	// log keeps the request for [Simulator.Requests].
	log bool
	// door is the door in front of ARM, if there is one.
	door *door
}

func (s *Simulator) serve(w http.ResponseWriter, r *http.Request, from through) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		// The client disconnected while sending, so no one waits for an answer.
		panic(http.ErrAbortHandler)
	}
	entry := Request{
		Time: s.clock(), Method: r.Method, Path: r.URL.EscapedPath(), Query: r.URL.Query(),
		Header: r.Header.Clone(), Body: body, CorrelationID: r.Header.Get("X-Ms-Correlation-Request-Id"),
	}
	fault := s.faults.next(r)
	if fault == nil {
		fault = &Fault{}
	}
	entry.Fault = fault.Name
	wait(r.Context(), fault.DelayMS)
	if fault.Cut == cutBefore {
		s.record(entry, from)
		panic(http.ErrAbortHandler)
	}
	a := s.answer(r, body, fault, from.door)
	a.render()
	s.writeHeaders(w.Header(), r, a, fault)
	entry.Status, entry.Rule = a.status, a.rule
	entry.CorrelationID = w.Header().Get("X-Ms-Correlation-Request-Id")
	s.record(entry, from)
	if fault.Cut == cutAfter {
		panic(http.ErrAbortHandler)
	}
	w.WriteHeader(a.status)
	if fault.Truncate {
		_, _ = w.Write(a.text[:len(a.text)/2])
		if flusher, ok := w.(http.Flusher); ok {
			flusher.Flush()
		}
		panic(http.ErrAbortHandler)
	}
	_, _ = io.Copy(w, bytes.NewReader(a.text))
}

// answer is the door's answer, a fault's, or the simulator's own. If the simulator
// panics during a request, the answer is the same as if ARM had failed: the client can
// continue, and the state is as it was before.
func (s *Simulator) answer(r *http.Request, body []byte, fault *Fault, inFront *door) (a answer) {
	defer func() {
		switch problem := recover(); problem {
		case nil:
		case http.ErrAbortHandler:
			panic(problem)
		default:
			a = gatewayError(http.StatusInternalServerError, "InternalServerError", fmt.Sprintf(
				"The simulator failed at this request, and did not carry it out: %v", problem)).answer()
		}
	}()
	early := inFront.answer(r, body)
	switch {
	case fault.Status != 0:
		return fault.answer()
	case early != nil:
		return *early
	default:
		return s.handle(r, body, fault)
	}
}

// wait is the only place where the simulator waits, because a fault asked for it.
func wait(ctx context.Context, milliseconds int) {
	if milliseconds == 0 {
		return
	}
	timer := time.NewTimer(time.Duration(milliseconds) * time.Millisecond)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

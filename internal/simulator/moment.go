package simulator

import (
	"fmt"
	"time"
)

// moment is a state at a point in time. Operations, events, the autoscaler, pods and
// the rules all work on it, whether a client made a request or a change was due.
type moment struct {
	// base is the world at the beginning, and catalog the world as it is by now.
	base, catalog *catalog

	state *state
	now   time.Time
	// speed divides the durations of operations; at 0 they take no time.
	speed float64

	// counted is what pools used at the last count, by subscription and location.
	counted usageCount

	// While a change happens that no client requested, new ids are derived from this
	// text.
	deriving string
	derived  int
}

// ownVersion is the api-version in which AKS itself upgrades clusters.
const ownVersion apiVersion = "2026-05-01"

// moment is the state as of now: operations that are due have ended, and events that
// are due have happened.
func (s *Simulator) moment(st *state, now time.Time) moment {
	m := moment{base: s.catalog, catalog: s.catalog.with(st), state: st, speed: s.speed}
	m.settle(now)
	return m
}

// wake starts the clock of a fresh state, and schedules its workloads.
func (m *moment) wake() {
	m.state.Began = m.now
	for _, cl := range m.state.sorted() {
		m.settlePods(cl)
	}
}

// settle ends every operation that is over by now, and makes every other change that is
// due. The result depends on the state and the time alone, so two processes that share
// a state file arrive at the same world, ETags included, without writing it down.
func (m *moment) settle(now time.Time) {
	for {
		at, happens := m.nextChange()
		if happens == nil || at.After(now) {
			m.now = now
			return
		}
		m.now = at
		happens()
	}
}

// nextChange is the next change that needs no request, and its time: the end of an
// operation, a step of the autoscaler, or an event of the world.
func (m *moment) nextChange() (at time.Time, happens func()) {
	if running := m.state.running(); len(running) > 0 {
		at, happens = running[0].due(), func() { m.finish(running[0]) }
	}
	if when, scale := m.nextScaling(); scale != nil && (happens == nil || when.Before(at)) {
		at, happens = when, scale
	}
	if when, event := m.nextEvent(); event != nil && (happens == nil || when.Before(at)) {
		at, happens = when, event
	}
	return at, happens
}

// paced divides a real time by the simulator's speed; at speed 0 the result is 0.
func (m *moment) paced(d time.Duration) time.Duration {
	if m.speed == 0 {
		return 0
	}
	return time.Duration(float64(d) / m.speed)
}

// newID is a random GUID, or the next one derived from the change that is happening.
func (m *moment) newID() string {
	if m.deriving == "" {
		return newGUID()
	}
	m.derived++
	return derivedGUID(m.deriving, fmt.Sprint(m.derived))
}

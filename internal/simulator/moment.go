package simulator

import (
	"fmt"
	"time"
)

// moment is a state at a time. It is what operations, events, the autoscaler, pods
// and the rules work on, whether a request asks for something or it comes to pass
// by itself.
type moment struct {
	// base is the world that it began with, catalog the one that it is by then.
	base, catalog *catalog

	state *state
	now   time.Time
	// speed divides the minutes that things take; 0 is at once.
	speed float64

	// counted is what pools used when somebody last asked, by subscription and location.
	counted usageCount

	// While something happens that nobody asked for, ids follow from it.
	deriving string
	derived  int
}

// ownVersion is the api-version in which AKS itself upgrades clusters.
const ownVersion apiVersion = "2026-05-01"

// moment is a state by now: what is over has ended, what was to happen has happened.
func (s *Simulator) moment(st *state, now time.Time) moment {
	m := moment{base: s.catalog, catalog: s.catalog.with(st), state: st, speed: s.speed}
	m.settle(now)
	return m
}

// wake begins a fresh state's time, and lets its workloads find their places.
func (m *moment) wake() {
	m.state.Began = m.now
	for _, cl := range m.state.sorted() {
		m.settlePods(cl)
	}
}

// settle ends every operation that is over by now. What it does follows from
// the state and the time alone, so that two processes that share a state file
// come to the same world, ETags included, without writing it down.
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

// nextChange is what comes to pass next by itself, and when: an operation that
// ends, the autoscaler, or an event of the world.
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

// paced divides a real time by the simulator's speed; 0 is at once.
func (m *moment) paced(d time.Duration) time.Duration {
	if m.speed == 0 {
		return 0
	}
	return time.Duration(float64(d) / m.speed)
}

// newID is a random GUID, or the next one that follows from what is happening.
func (m *moment) newID() string {
	if m.deriving == "" {
		return newGUID()
	}
	m.derived++
	return derivedGUID(m.deriving, fmt.Sprint(m.derived))
}

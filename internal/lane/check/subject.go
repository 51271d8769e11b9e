package check

import (
	"slices"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// Subject is a lane under examination: as it stands, and what a plan changes of
// it. Made by hand, its pool is taken for a part: a null in it says nothing, as
// when only the author's overrides are known. Made by SubjectOf, a null is left to
// AKS for sure, and checks of the kind "this needs that" see it.
type Subject struct {
	Name    string        // "" where unknown
	Purpose string        // "" where unknown
	Pool    lane.Settings // as planned; nil where the pool is deleted
	// Intent is what the author wrote; checks of the author's own doing are silent
	// where it is nil.
	Intent *lane.Intent
	// Was is the lane as it was before the change; nil for a new one.
	Was *Subject
	// Hourly is what the lane costs an hour at its most nodes, in Currency; 0
	// where it is not known.
	Hourly   float64
	Currency string

	Change

	whole bool
}

// Change is what a plan does to a lane. The zero value creates it.
type Change struct {
	Live   string        // name of the pool that exists; "" at creation
	Before lane.Settings // as decided before, over the live values; nil at creation
	Impact lane.Impact
	Nodes  int64 // live before
	// BySize are the live nodes of a VirtualMachines pool by size in lower case.
	BySize  map[string]int64
	Version string // that the nodes run
	// Replacement is the lane that is made after the pool is deleted, and is no
	// help until then; "" for none.
	Replacement string
	// Keeps says that a rotation leaves the old pool running.
	Keeps bool
	// Returns says that the lane rotates back to the old pool of a rotation that
	// has not come to its end.
	Returns bool
	// Finder says which node pools an earlier apply of the lane has made.
	Finder lane.Finder
	// Ignore are the labels and taints of others.
	Ignore lane.Ignore
	// Replaces says that the plan makes the lane in place of an object of this
	// state, whose node pool is still there at plan.
	Replaces bool
	// InState says that this state has an object of the lane: it is replaced, unless
	// another lane of the plan turns out to be it.
	InState bool
	// Refreshed says that objects of the state were read for this plan. Without it
	// nobody knows whether this is a plan or already the apply, which has deposed an
	// object first where there is create_before_destroy: an error there would leave
	// it deposed.
	Refreshed bool
	// Stands is how the lane is found.
	Stands Standing
	// Asked are the settings that the author writes otherwise than before.
	Asked []*lane.Field
}

// SubjectOf is the lane of an intent and the whole pool that it expanded to.
func SubjectOf(in lane.Intent, pool lane.Settings) Subject {
	return Subject{Name: in.Name, Purpose: in.Purpose, Pool: pool, Intent: &in, whole: true}
}

// Authored is the lane of an intent of which only what the author wrote is known.
func Authored(in lane.Intent) Subject {
	return Subject{Name: in.Name, Purpose: in.Purpose, Pool: lane.Authored(in), Intent: &in}
}

// AuthoredOf is Authored with what follows from the name of a built-in purpose
// alone: the operating system, and the mode of a system lane. A lane that is as
// found, of revision 0, has none of it; nil is no revision of its own.
func AuthoredOf(in lane.Intent, revision *int64) Subject {
	s := Authored(in)
	if revision != nil && *revision == 0 {
		if !in.Set.Has(lane.OSSKU) {
			s.Pool = s.Pool.Without(lane.OSType)
		}
		return s
	}
	if system := lane.Known("System"); lane.Always(s.Purpose, lane.Mode, system) && !in.Set.Has(lane.Mode) {
		s.Pool = s.Pool.Put(lane.Mode, system)
	}
	return s
}

// gone reports whether the plan deletes the pool.
func (s Subject) gone() bool { return s.Pool == nil }

// makes reports whether the plan makes a node pool.
func (s Subject) makes() bool {
	return s.Pool != nil && (s.Before == nil || s.Impact.Class == lane.Rotate)
}

// rotates reports whether another pool takes over from the live one.
func (s Subject) rotates() bool { return s.Before != nil && s.makes() }

// writes reports whether the plan sends anything for the pool.
func (s Subject) writes() bool { return s.makes() || s.gone() || s.Impact.Writes() }

// moves reports whether the plan makes the pool, or changes one of the fields.
func (s Subject) moves(fields ...*lane.Field) bool {
	if s.makes() {
		return true
	}
	return slices.ContainsFunc(s.Impact.Fields(), func(f *lane.Field) bool { return slices.Contains(fields, f) })
}

// countField is where the number of nodes stands.
func (s Subject) countField() *lane.Field {
	if f := lane.CapacityOf(s.Pool).Field(); f != nil {
		return f
	}
	return s.sizeField()
}

// mostField is where the greatest number of nodes stands.
func (s Subject) mostField() *lane.Field {
	if c := lane.CapacityOf(s.Pool); s.Pool.Has(c.MostField()) {
		return c.MostField()
	}
	return s.countField()
}

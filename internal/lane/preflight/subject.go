package preflight

import (
	"slices"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// Subject is one planned change of a lane.
type Subject struct {
	Name    string // "" where unknown
	Live    string // name of the pool that there is; "" at creation
	Purpose string
	Pool    lane.Settings // as planned; nil where the pool is deleted
	Before  lane.Settings // as decided before, over the live values; nil at creation
	Impact  lane.Impact
	Nodes   int64  // live before
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
	// Held says that this state has an object of the lane: it is replaced, unless
	// another lane of the plan turns out to be it.
	Held bool
	// Refreshed says that objects of the state were read for this plan. Without it
	// nobody knows whether this is a plan or already the apply, which has deposed an
	// object first where there is create_before_destroy: an error there would leave
	// it deposed.
	Refreshed bool
	// Asked are the settings that the author writes otherwise than before.
	Asked []*lane.Field
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

func (s Subject) is(f *lane.Field, v string) bool { return f.Text(s.Pool) == v }
func (s Subject) known(f *lane.Field) bool        { return known(s.Pool, f) }
func (s Subject) spot() bool                      { return s.is(lane.Priority, lane.SpotPriority) }
func (s Subject) windows() bool                   { return s.is(lane.OSType, "Windows") }
func (s Subject) system() bool                    { return s.is(lane.Mode, "System") }

func known(p lane.Settings, f *lane.Field) bool { return p.Has(f) && !p.Get(f).IsUnknown() }

// sizeField is where the size of the nodes stands.
func (s Subject) sizeField() *lane.Field {
	if s.Pool.Has(lane.VirtualMachines) && !s.Pool.Has(lane.VMSize) {
		return lane.VirtualMachines
	}
	return lane.VMSize
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

// Asking of a change, in the words of the table.
func made(s Subject) bool    { return s.makes() }
func written(s Subject) bool { return s.writes() && !s.gone() }

// madeWith is made, for what the lane asks of its surroundings.
func madeWith(asks func(Subject) bool) func(Subject) bool {
	return func(s Subject) bool { return s.makes() && asks(s) }
}

// sets is moved, where the lane decides the field at all: facts that nothing is
// held against are not read.
func sets(f *lane.Field) func(Subject) bool {
	return func(s Subject) bool { return s.known(f) && s.moves(f) }
}

func moved(fields ...*lane.Field) func(Subject) bool {
	return func(s Subject) bool { return !s.gone() && s.moves(fields...) }
}

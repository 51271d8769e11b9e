package check

import (
	"slices"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// Subject is a lane under examination: its settings, and what a plan changes in
// them. If a Subject is built by hand, its pool counts as a part of the lane: a null
// means nothing, as when only the author's overrides are known. If SubjectOf builds
// it, a null is certainly left to AKS, and checks of the kind "this needs that" see
// it.
type Subject struct {
	Name    string        // "" if unknown
	Purpose string        // "" if unknown
	Pool    lane.Settings // as planned; nil if the pool is deleted
	// Intent is what the author wrote. If it is nil, checks about what the author
	// wrote find nothing.
	Intent *lane.Intent
	// Was is the lane as it was before the change; nil for a new one.
	Was *Subject
	// Hourly is what the lane costs per hour at its maximum number of nodes, in
	// Currency; 0 if it is not known.
	Hourly   float64
	Currency string

	Change

	whole bool
}

// Change is what a plan does to a lane. The zero value creates it.
type Change struct {
	Live   string        // name of the existing pool; "" at creation
	Before lane.Settings // as decided before, overriding the live values; nil at creation
	Impact lane.Impact
	Nodes  int64 // live before
	// BySize are the live nodes of a VirtualMachines pool by size in lower case.
	BySize  map[string]int64
	Version string // Kubernetes version that the nodes run
	// Replacement is the lane that is created after the pool is deleted, and does
	// not help until then; "" for none.
	Replacement string
	// Keeps means that a rotation leaves the old pool running.
	Keeps bool
	// Returns means that the lane rotates back to the old pool of an unfinished
	// rotation.
	Returns bool
	// Finder identifies node pools that an earlier apply of the lane created.
	Finder lane.Finder
	// Ignore are the labels and taints that belong to others.
	Ignore lane.Ignore
	// Replaces means that the plan creates the lane in place of an object of this
	// state, whose node pool still exists during the plan.
	Replaces bool
	// InState means that this state has an object of the lane. It is being replaced,
	// unless it turns out to be another lane of the plan.
	InState bool
	// Refreshed means that objects of the state were read for this plan. Without it,
	// this may be a plan or already the apply. With create_before_destroy, the apply
	// has deposed an object first, and an error then would leave it deposed.
	Refreshed bool
	// Stands is the condition in which the plan finds the lane.
	Stands Standing
	// Asked are the settings that the author writes differently than before.
	Asked []*lane.Field
}

// SubjectOf returns the lane of an intent and the whole pool that it expanded to.
func SubjectOf(in lane.Intent, pool lane.Settings) Subject {
	return Subject{Name: in.Name, Purpose: in.Purpose, Pool: pool, Intent: &in, whole: true}
}

// Authored returns the lane of an intent if only what the author wrote is known.
func Authored(in lane.Intent) Subject {
	return Subject{Name: in.Name, Purpose: in.Purpose, Pool: lane.Authored(in), Intent: &in}
}

// AuthoredOf is Authored plus what follows from the name of a built-in purpose
// alone: the operating system, and the mode of a system lane. Neither applies to
// revision 0, a lane kept as it was found. A nil revision means that the lane sets
// none itself.
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

// makes reports whether the plan creates a node pool.
func (s Subject) makes() bool {
	return s.Pool != nil && (s.Before == nil || s.Impact.Class == lane.Rotate)
}

// rotates reports whether another pool takes over from the live one.
func (s Subject) rotates() bool { return s.Before != nil && s.makes() }

// writes reports whether the plan sends anything for the pool.
func (s Subject) writes() bool { return s.makes() || s.gone() || s.Impact.Writes() }

// moves reports whether the plan creates the pool, or changes one of the fields.
func (s Subject) moves(fields ...*lane.Field) bool {
	if s.makes() {
		return true
	}
	return slices.ContainsFunc(s.Impact.Fields(), func(f *lane.Field) bool { return slices.Contains(fields, f) })
}

// countField returns the field that holds the number of nodes.
func (s Subject) countField() *lane.Field {
	if f := lane.CapacityOf(s.Pool).Field(); f != nil {
		return f
	}
	return s.sizeField()
}

// mostField returns the field that holds the maximum number of nodes.
func (s Subject) mostField() *lane.Field {
	if c := lane.CapacityOf(s.Pool); s.Pool.Has(c.MostField()) {
		return c.MostField()
	}
	return s.countField()
}

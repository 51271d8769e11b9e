package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// found is the list of findings that a check builds.
type found []Finding

// at returns a finding if the condition holds.
func at(bad bool, f *lane.Field, what string, args ...any) found {
	if !bad {
		return nil
	}
	return found{{Field: f, What: fmt.Sprintf(what, args...)}}
}

// or adds the other half of a conflict: the author may have written that half.
func (fs found) or(others ...*lane.Field) []Finding {
	for i := range fs {
		fs[i].Others = others
	}
	return fs
}

// shared marks a problem of the cluster itself, which one lane reports for all.
func (fs found) shared(cluster string) []Finding {
	for i := range fs {
		fs[i].Cause, fs[i].Binds = "cluster "+strings.ToLower(cluster), true
	}
	return fs
}

// What checks ask of a subject. Null and unknown values answer false everywhere
// except in null, unknown and no.

func (s Subject) text(f *lane.Field) string       { return f.Text(s.Pool) }
func (s Subject) int(f *lane.Field) (int64, bool) { return f.Int(s.Pool) }
func (s Subject) yes(f *lane.Field) bool          { return f.Bool(s.Pool) }
func (s Subject) is(f *lane.Field, v string) bool { return f.Text(s.Pool) == v }
func (s Subject) unknown(f *lane.Field) bool      { return s.Pool.Get(f).IsUnknown() }
func (s Subject) known(f *lane.Field) bool        { return s.Pool.Has(f) && !s.unknown(f) }

// null reports whether the field is certainly left to AKS.
func (s Subject) null(f *lane.Field) bool { return s.whole && !s.Pool.Has(f) }

// settled reports whether the value is known, or certainly left to AKS.
func (s Subject) settled(f *lane.Field) bool { return s.known(f) || s.null(f) }

// no reports whether a switch is certainly off.
func (s Subject) no(f *lane.Field) bool { return s.settled(f) && !s.yes(f) }

func (s Subject) spot() bool          { return s.is(lane.Priority, lane.SpotPriority) }
func (s Subject) system() bool        { return s.is(lane.Mode, "System") }
func (s Subject) gateway() bool       { return s.is(lane.Mode, "Gateway") }
func (s Subject) windows() bool       { return s.is(lane.OSType, "Windows") }
func (s Subject) machines() bool      { return s.is(lane.PoolType, "VirtualMachines") }
func (s Subject) trustedLaunch() bool { return s.yes(lane.SecureBoot) || s.yes(lane.VTPM) }

// sizeField returns the field that holds the size of the nodes.
func (s Subject) sizeField() *lane.Field {
	if (s.machines() || s.Pool.Has(lane.VirtualMachines)) && !s.Pool.Has(lane.VMSize) {
		return lane.VirtualMachines
	}
	return lane.VMSize
}

// size returns the size of the nodes. If there are several, it returns the first,
// since they belong to one family.
func (s Subject) size() string {
	if s.sizeField() == lane.VirtualMachines {
		return lane.SizeOf(s.Pool)
	}
	return s.text(lane.VMSize)
}

// authored reports whether the author wrote a known value.
func (s Subject) authored(f *lane.Field) bool {
	return s.Intent != nil && Subject{Pool: s.Intent.Set}.known(f)
}

// before reports whether the Kubernetes version is known and older than the minor.
func (s Subject) before(minor int) bool {
	m := lane.MinorOf(s.text(lane.Version))
	return m > 0 && m < minor
}

func (s Subject) trustedLaunchField() *lane.Field {
	if s.yes(lane.SecureBoot) {
		return lane.SecureBoot
	}
	return lane.VTPM
}

// within checks that a whole number is in the range, both ends included.
func within(f *lane.Field, lo, hi int64) func(Facts, Subject) []Finding {
	return func(_ Facts, s Subject) []Finding {
		n, ok := s.int(f)
		return at(ok && (n < lo || n > hi), f, "%s is %d; it must be %d to %d", f.Path, n, lo, hi)
	}
}

// firstOf returns the first field that is known, to point at.
func (s Subject) firstOf(fields ...*lane.Field) *lane.Field {
	for _, f := range fields {
		if s.known(f) {
			return f
		}
	}
	return nil
}

// Conditions on a change, worded for the table.
func made(s Subject) bool    { return s.makes() }
func written(s Subject) bool { return s.writes() && !s.gone() }

// madeWith is made, for a lane that asks something of its surroundings.
func madeWith(asks func(Subject) bool) func(Subject) bool {
	return func(s Subject) bool { return s.makes() && asks(s) }
}

// sets is moved, if the lane decides the field at all: facts are not read if there
// is nothing to compare with them.
func sets(f *lane.Field) func(Subject) bool {
	return func(s Subject) bool { return s.known(f) && s.moves(f) }
}

func moved(fields ...*lane.Field) func(Subject) bool {
	return func(s Subject) bool { return !s.gone() && s.moves(fields...) }
}

// A lane counts differently if one of these fields changes.
var (
	counts  = slices.DeleteFunc(lane.Fields(), func(f *lane.Field) bool { return !f.Counts })
	reaches = []*lane.Field{lane.Nodes, lane.Max, lane.Surge, lane.VirtualMachines}
)

// takes reports whether the plan makes the lane need machines that it does not have.
func takes(s Subject) bool {
	return !s.gone() && (s.moves(counts...) || s.Impact.Class >= lane.Rolling)
}

// asks reports whether the author writes one of the fields differently than before.
func asks(fields ...*lane.Field) func(Subject) bool {
	return func(s Subject) bool {
		return !s.gone() && slices.ContainsFunc(s.Asked, func(f *lane.Field) bool { return slices.Contains(fields, f) })
	}
}

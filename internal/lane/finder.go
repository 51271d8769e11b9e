package lane

import (
	"fmt"
	"time"
)

// Finder is a create that looks for the pool of an earlier apply of its lane.
type Finder struct {
	Lane, Owner string // as the mark names them
	// Within is how old a finished pool may be to be taken over; an unfinished one
	// is at any age.
	Within time.Duration
	Now    time.Time
}

// Owns reports whether a live pool carries the mark of this lane and owner, for
// whatever settings it was made.
func (f Finder) Owns(live Settings) bool {
	m, ok := ParseMark(live)
	return ok && f.Lane != "" && m.Lane == f.Lane && m.Owner == f.Owner
}

// Meant reports whether the pool is the one that is wanted: it was made for the
// same settings, or has them all the same.
func (f Finder) Meant(want, live Settings, ignore Ignore) bool {
	m, _ := ParseMark(live)
	if !f.Owns(live) {
		return false
	}
	differences, _ := Outstanding(nil, want, live, ignore)
	return m.Intent == Fingerprint(want) || len(differences) == 0
}

// Recent reports whether a pool of this provisioning state is unfinished, or
// young enough to have been made by an apply that only just died.
func (f Finder) Recent(live Settings, state string) bool {
	if state != "Succeeded" {
		return true
	}
	m, _ := ParseMark(live)
	return f.Now.Sub(m.At) < f.Within
}

// ImportBlock is HCL that adopts a node pool. A provider does not know the address
// of a resource, and a wrong one would fail.
func ImportBlock(poolID string) string {
	return fmt.Sprintf("import {\n  to = ADDRESS # of the block that this error names\n  id = %q\n}", poolID)
}

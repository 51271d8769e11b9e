package lane

import (
	"fmt"
	"time"
)

// Finder helps a create to find the pool that an earlier apply of the same lane
// created.
type Finder struct {
	Lane, Owner string // as they are in the mark
	// Within is the maximum age of a finished pool that may be taken over. An
	// unfinished pool may have any age.
	Within time.Duration
	Now    time.Time
}

// Owns reports whether a live pool carries the mark of this lane and owner, regardless
// of the settings that it was created for.
func (f Finder) Owns(live Settings) bool {
	m, ok := ParseMark(live)
	return ok && f.Lane != "" && m.Lane == f.Lane && m.Owner == f.Owner
}

// Meant reports whether the pool is the wanted one: it was created for the same
// settings, or it has them anyway.
func (f Finder) Meant(want, live Settings, ignore Ignore) bool {
	m, _ := ParseMark(live)
	if !f.Owns(live) {
		return false
	}
	differences, _ := Outstanding(nil, want, live, ignore)
	return m.Intent == Fingerprint(want) || len(differences) == 0
}

// Recent reports whether a pool in this provisioning state is unfinished, or is young
// enough to come from an apply that died only just now.
func (f Finder) Recent(live Settings, state string) bool {
	if state != "Succeeded" {
		return true
	}
	m, _ := ParseMark(live)
	return f.Now.Sub(m.At) < f.Within
}

// ImportBlock is an HCL block that adopts a node pool. It contains a placeholder
// because a provider does not know the address of a resource, and a wrong address would
// fail.
func ImportBlock(poolID string) string {
	return fmt.Sprintf("import {\n  to = ADDRESS # of the block that this error names\n  id = %q\n}", poolID)
}

package azure

import "strings"

// Owed is the other pool of an unfinished rotation, which is to be deleted; ""
// where there is none. own is the pool that the lane is on: it never is, whatever
// is remembered, since somebody has deleted the one that took over from it.
func (op *Operation) Owed(own string) string {
	if op == nil || strings.EqualFold(op.Old, own) {
		return ""
	}
	return op.Old
}

// LaneWasOn reports whether an unfinished rotation has a pool of that name which
// the lane was on at any time.
func (op *Operation) LaneWasOn(pool string) bool {
	return op != nil && (op.Old != "" && strings.EqualFold(op.Pool, pool) || !op.Begun && strings.EqualFold(op.Old, pool))
}

package azure

import "strings"

// Owed is the other pool of an unfinished rotation, which is to be deleted; "" if there
// is none. own is the pool that the lane is on. It is never to be deleted, whatever is
// remembered: if it is the remembered pool, someone has deleted its replacement.
func (op *Operation) Owed(own string) string {
	if op == nil || strings.EqualFold(op.Old, own) {
		return ""
	}
	return op.Old
}

// LaneWasOn reports whether the named pool belongs to an unfinished rotation and the
// lane was on it at any time.
func (op *Operation) LaneWasOn(pool string) bool {
	return op != nil && (op.Old != "" && strings.EqualFold(op.Pool, pool) || !op.Begun && strings.EqualFold(op.Old, pool))
}

package azure

import "testing"

// The lane's own pool is never to be deleted, and a pool that a rotation has only begun
// was never the lane's.
func TestRotationLeft(t *testing.T) {
	t.Parallel()
	var none *Operation
	rotation, begun := &Operation{Pool: "new", Old: "old"}, &Operation{Pool: "own", Old: "twin", Begun: true}
	for _, tt := range []struct {
		op    *Operation
		pool  string
		owed  string
		wasOn bool
	}{
		{none, "new", "", false},
		{&Operation{Pool: "new"}, "new", "", false},
		{rotation, "NEW", "old", true},
		{rotation, "OLD", "", true},
		{rotation, "other", "old", false},
		{begun, "own", "twin", true},
		{begun, "twin", "", false},
	} {
		if owed, on := tt.op.Owed(tt.pool), tt.op.LaneWasOn(tt.pool); owed != tt.owed || on != tt.wasOn {
			t.Errorf("%+v, %s: owed %q, on it %t", tt.op, tt.pool, owed, on)
		}
	}
}

package lane

// Moved shows which parts of a pool's status a change affects; their new values are not
// known before the change is done. Provisioning is the state and the error.
type Moved struct{ Provisioning, Power, Nodes, Version, Image bool }

// Moves returns the parts of the status that a write of the change affects. A healthy
// pool is healthy again when its update ends: an update that ends in any other way is
// an error, and leaves the state as it was.
func (im Impact) Moves(was Status) Moved {
	rolls := im.Class >= Rolling
	m := Moved{Provisioning: !was.healthy(), Version: rolls, Image: rolls}
	for _, r := range im.Reasons {
		switch {
		case r.Field == nil:
		case r.Field.Counts:
			m.Nodes = m.Nodes || r.counts(was.Nodes)
		case r.Field == Power:
			m.Power, m.Nodes = true, true
		}
	}
	return m
}

// healthy reports whether the last operation on the pool succeeded.
func (s Status) healthy() bool {
	return s.State == "Succeeded" && s.ErrorCode == "" && s.ErrorMessage == ""
}

// counts reports whether the change may move the number of nodes away from live. A
// range does so only if live is outside it.
func (c Change) counts(live int64) bool {
	to, known := c.To.v.(int64)
	switch {
	case !known:
		return !c.To.IsNull()
	case c.Field == Min:
		return live < to
	case c.Field == Max:
		return live > to
	}
	return live != to
}

// Known reports whether every new value of the change is known. If one is not known, it
// is also not known whether that setting changes at all.
func (im Impact) Known() bool {
	for _, r := range im.Reasons {
		if !r.To.IsWhollyKnown() {
			return false
		}
	}
	return true
}

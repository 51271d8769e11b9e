package lane

// Moved says which parts of a pool's status a change moves, so that nobody knows
// them before it is done. Provisioning is the state and the error.
type Moved struct{ Provisioning, Power, Nodes, Version, Image bool }

// Moves are the parts of the status that a write of the change moves.
func (im Impact) Moves() Moved {
	rolls := im.Class >= Rolling
	m := Moved{Provisioning: true, Version: rolls, Image: rolls}
	for _, f := range im.Fields() {
		switch {
		case f.Counts:
			m.Nodes = true
		case f == Power:
			m.Power, m.Nodes = true, true
		}
	}
	return m
}

// Known reports whether every new value of the change is known. If one is not,
// neither is whether that setting changes at all.
func (im Impact) Known() bool {
	for _, r := range im.Reasons {
		if !r.To.IsWhollyKnown() {
			return false
		}
	}
	return true
}

package lane

// Basis is what the plan of a change was made from, for the apply to judge its
// write again: a saved plan may be of yesterday.
type Basis struct {
	Live  Settings // the node pool as it was when it was last read for the plan
	Class Class    // what the planned change does to nodes at most
	// Ours says that an unfinished write of our own is being finished: that the
	// node pool is Failed or between two versions is then no news.
	Ours bool
}

// LaterChange is a reason not to write: what others have changed since the plan.
type LaterChange struct {
	Field *Field // nil = the state of the node pool
	// Then, Now and Want are the values at plan, at apply, and wanted.
	Then, Now, Want Value
	Class           Class  // what the write would do to nodes; 0 where it only undoes a change
	Why             string // why the class is what it is
}

// Judge compares what would be written now with what the plan was made from. It
// lists the settings in which somebody has changed the node pool since and the
// write would undo it, where that moves nodes, and those in which the write would
// do more to nodes than the plan said.
func (b Basis) Judge(want Settings, differences []Difference, live Settings, status Status, ignore Ignore) []LaterChange {
	if len(differences) == 0 {
		return nil
	}
	var out []LaterChange
	then := Observe(want, b.Live, ignore)
	for _, d := range differences {
		l := LaterChange{Field: d.Field, Then: then.Get(d.Field), Now: d.From, Want: d.To}
		e := effectOf(Change{Field: d.Field, From: d.From, To: d.To, LiveNodes: status.Nodes, LiveBySize: status.BySize})
		switch {
		case e.Class > b.Class:
			l.Class, l.Why = e.Class, e.Why
		case b.Live == nil || !d.Field.Counts && !d.Field.ByHand || d.Field.Same(l.Then, l.Now):
			continue
		}
		out = append(out, l)
	}
	if b.Live != nil && CapacityOf(want).Fixed() && CapacityOf(live).Scales() && !CapacityOf(b.Live).Scales() {
		out = append(out, LaterChange{Field: Max, Then: b.Live.Get(Max), Now: live.Get(Max)})
	}
	if why := status.Unsettled(); why != "" && !b.Ours && Rolling > b.Class {
		out = append(out, LaterChange{Class: Rolling, Why: why})
	}
	return out
}

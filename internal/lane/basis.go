package lane

// Basis records what a planned change was based on. The apply uses it to judge its
// write again, because a saved plan may be a day old.
type Basis struct {
	Live  Settings // the node pool as the plan last read it
	Class Class    // the most that the planned change does to nodes
	// Ours means that this write finishes an unfinished write of our own. A node pool
	// that is Failed or between two versions is then expected.
	Ours bool
}

// LaterChange is a reason not to write: something that others have changed since the
// plan.
type LaterChange struct {
	Field *Field // nil: the state of the node pool
	// Then, Now and Want are the value at plan, the value at apply and the wanted
	// value.
	Then, Now, Want Value
	Class           Class  // what the write would do to nodes; 0 if it only undoes a change
	Why             string // why it has that class
}

// Judge compares what would be written now with what the plan was based on. It lists
// the settings whose write would do more to nodes than the plan said. It also lists the
// settings that another client has changed since the plan, if the write would undo that
// change and move nodes.
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

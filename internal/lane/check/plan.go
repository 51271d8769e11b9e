package check

import (
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// SubjectOfPlan returns a planned change as checks see it. Here, in is what the
// author writes now; was is what the author had written, nil for a new lane. keeps
// means that a rotation would leave the old pool running.
func SubjectOfPlan(out lane.Output, in lane.Intent, was *lane.Intent, keeps bool) Subject {
	in.Revision = out.Revision
	s := SubjectOf(in, out.Pool)
	s.Ignore = in.Ignore
	if !out.Nothing {
		s.Impact = out.Impact
	}
	if out.Prior == nil {
		s.InState, s.Replaces = out.Way == lane.Tainted, out.Way == lane.Replacing || out.Way == lane.Replaced
		return s
	}
	before := SubjectOf(*was, out.Prior.Pool)
	s.Was = &before
	s.Nodes, s.BySize, s.Version = out.Prior.Status.Nodes, out.Prior.Status.BySize, out.Prior.Status.Version
	s.Stands.Status = out.Prior.Status
	if out.Nothing && in.Purposes.IsOwn(in.Purpose) {
		s.Stands.Kept = out.Kept
	}
	s.Before = out.Prior.Pool.Over(out.Prior.Live)
	s.Live = out.Prior.PoolName
	s.Returns = out.Rotates && strings.EqualFold(out.Prior.Owed(), out.Prior.Twin())
	s.Keeps = s.Impact.Class == lane.Rotate && keeps
	for _, f := range lane.Fields() {
		if !out.Nothing && !f.Same(out.Prior.Set.Get(f), in.Set.Get(f)) {
			s.Asked = append(s.Asked, f)
		}
	}
	return s
}

// Leaving returns the deletion of a lane as checks see it. replacement is the lane
// that is created in its place afterwards; "" for none.
func Leaving(o *lane.Object, replacement string) Subject {
	return Subject{Name: o.Name, Purpose: o.Purpose, Change: Change{Live: o.PoolName,
		Before: o.Pool.Over(o.Live), Nodes: o.Status.Nodes, BySize: o.Status.BySize, Version: o.Status.Version, Replacement: replacement}}
}

// LaneOf returns the lane of a change as the other lanes of the plan see it. cluster
// is the ID of its cluster as Cluster.ID spells it.
func LaneOf(cluster string, s Subject) Lane {
	return Lane{Cluster: cluster, Name: s.Name, Pool: s.Live, Before: s.Before, After: s.Pool, Nodes: s.Nodes, BySize: s.BySize,
		Surges: s.makes() || !s.gone() && s.Impact.Class >= lane.Rolling, Rotates: s.rotates(), Keeps: s.Keeps}
}

// Released returns a lane whose plan releases the pool without deleting it.
func Released(cluster string, s Subject) Lane {
	return Lane{Cluster: cluster, Name: s.Name, Pool: s.Live, Before: s.Before, After: s.Before, Nodes: s.Nodes, BySize: s.BySize, Released: true}
}

package rollout

import (
	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// Search is what a state knows of a lane, to find its node pool by.
type Search struct {
	Name  string           // of the lane
	Pool  string           // name of the node pool behind it
	Set   lane.Settings    // what the lane had decided; nil for an import
	Owner string           // the provider block's
	Left  *azure.Operation // what an earlier run has left; nil for nothing
}

// Find finds the lane's pool in a cluster; nil where it is gone, as with a cluster
// that is nil. An unfinished rotation has another one, which private state names,
// with or without a mark: an adopted pool has none. A rotation that died after the
// old pool was deleted has left the lane on the twin, which carries its mark.
func (s Search) Find(cluster *azure.Cluster) *azure.Pool {
	if cluster == nil {
		return nil
	}
	switch found := cluster.Pool(s.Pool); {
	case found != nil:
		return found
	case s.Set == nil:
		return s.imported(cluster)
	}
	if old := s.Left.Owed(s.Pool); old != "" && cluster.Pool(old) != nil {
		return cluster.Pool(old)
	}
	return s.twin(cluster, s.Pool)
}

// imported finds the pool of a lane that is imported by a name that no pool has:
// after a rotation it stands on its twin.
func (s Search) imported(cluster *azure.Cluster) *azure.Pool {
	for _, p := range cluster.Pools {
		if p.Ref.Name != s.Pool && lane.LaneOf(p.Set, p.Ref.Name) == s.Pool {
			return p
		}
	}
	return nil
}

// twin is the pool that a rotation has made of a lane that stands on pool.
func (s Search) twin(cluster *azure.Cluster, pool string) *azure.Pool {
	twin := cluster.Pool(lane.TwinName(s.Name, pool, lane.OSType.Text(s.Set) == "Windows"))
	if twin == nil {
		return nil
	}
	if mark, ok := lane.ParseMark(twin.Set); ok && mark.Lane == s.Name && mark.Owner == s.Owner {
		return twin
	}
	return nil
}

// Unfinished is what is left to be done of the lane whose pool was found, nil for
// nothing, and the settings of the other pool of a rotation, nil where there is none. An operation that has come to
// a good end is forgotten; one that failed is kept, and so is a rotation whose old
// pool is still there: the next apply finishes what it began. A rotation whose old
// pool is the lane's own again has nothing left to delete.
func (s Search) Unfinished(cluster *azure.Cluster, pool *azure.Pool) (*azure.Operation, lane.Settings) {
	op := s.Left
	if op == nil || op.Old == "" {
		if twin := s.unrecorded(cluster, pool); twin != nil {
			op = &azure.Operation{Kind: "rotate", Pool: pool.Ref.Name, Old: twin.Ref.Name, Begun: true}
		}
	}
	if op != nil && op.Old != "" && op.Owed(pool.Ref.Name) == "" {
		op = &azure.Operation{Kind: "update", Pool: pool.Ref.Name}
	}
	if op != nil && op.Old != "" {
		if old := cluster.Pool(op.Old); old != nil {
			return op, old.Set
		}
	}
	if pool.Status.State == "Succeeded" {
		return nil, nil
	}
	return op, nil
}

// unrecorded is the pool that a rotation has made and that nobody knows of,
// because the process died before anything was stored: the next apply goes on with
// it, or deletes it. An older one than the lane's is no such pool: the lane of that
// name has let go of it.
func (s Search) unrecorded(cluster *azure.Cluster, pool *azure.Pool) *azure.Pool {
	if s.Set == nil {
		return nil
	}
	twin := s.twin(cluster, pool.Ref.Name)
	if twin == nil {
		return nil
	}
	made, _ := lane.ParseMark(twin.Set)
	if mine, ok := lane.ParseMark(pool.Set); ok && made.At.Before(mine.At) {
		return nil
	}
	return twin
}

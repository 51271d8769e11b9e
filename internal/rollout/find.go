package rollout

import (
	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// Search is what a state contains about a lane, used to find its node pool.
type Search struct {
	Name  string           // of the lane
	Pool  string           // name of the node pool behind it
	Set   lane.Settings    // what the lane had decided; nil for an import
	Owner string           // the provider block's
	Left  *azure.Operation // what an earlier run has left; nil if nothing
}

// Find finds the lane's pool in a cluster. It returns nil if the pool is gone or the
// cluster is nil. An unfinished rotation has another pool, named in private state, with
// or without a mark: an adopted pool has none. If a rotation died after the old pool
// was deleted, the lane is on the twin, which has its mark.
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

// imported finds the pool of a lane that is imported by a name that no pool has. After
// a rotation, the lane is on its twin.
func (s Search) imported(cluster *azure.Cluster) *azure.Pool {
	for _, p := range cluster.Pools {
		if p.Ref.Name != s.Pool && lane.LaneOf(p.Set, p.Ref.Name) == s.Pool {
			return p
		}
	}
	return nil
}

// twin is the pool that a rotation has created for a lane that is on pool.
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

// Unfinished returns what is left to do for the lane whose pool was found (nil for
// nothing), and the settings of the other pool of a rotation (nil if there is none). An
// operation that succeeded is forgotten. One that failed is kept, and so is a rotation
// whose old pool still exists: the next apply finishes them. If the old pool of a
// rotation is the lane's own pool again, nothing is left to delete.
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

// unrecorded is a pool that a rotation has created but no state records, because the
// process died before anything was stored. The next apply continues with this pool or
// deletes it. A pool that is older than the lane's is not such a pool: a lane of that
// name has released it.
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

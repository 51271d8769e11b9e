package check

import (
	"slices"
	"strconv"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// Facts are what the cloud says about a lane and its surroundings. Nil is not
// known, and silent.
type Facts struct {
	Cluster  *Cluster
	Sizes    map[string]lane.Size        // of the cluster's location, by name in lower case
	Quotas   lane.Quotas                 // of the cluster's location
	Versions []string                    // patches that the location offers: "1.35.7"
	Subnets  map[string]lane.SubnetFacts // of the virtual networks that the lane names, by ID in lower case
	Lanes    []Lane                      // planned so far in this location, the lane itself among them
	Claims   []Claim                     // on the lane or its node pool, in the order in which they came
	Missing  string                      // ID of the cluster that was asked for and does not exist
	Limits   Limits                      // of the provider block
}

// Cluster is the cluster of the lane.
type Cluster struct {
	lane.ClusterFacts

	ID  string // what Lane.Cluster is compared with
	ARM string // the ARM ID as Azure spells it

	Pools []lane.LivePool // as they are now
	// Seen are the pools as they were when the quotas were read: what is deleted
	// meanwhile still counts in those figures.
	Seen []lane.LivePool
}

// pool finds a live pool; nil where there is none.
func (c *Cluster) pool(name string) *lane.LivePool {
	for i := range c.Pools {
		if strings.EqualFold(c.Pools[i].Name, name) {
			return &c.Pools[i]
		}
	}
	return nil
}

// Lane is a lane as this plan leaves it.
type Lane struct {
	Cluster string // ID as Cluster.ID spells it
	Name    string
	Pool    string        // of the node pool that there is; after a rotation not the lane's name
	Before  lane.Settings // nil at creation
	After   lane.Settings // nil where its pool is deleted
	Nodes   int64         // live before
	// BySize are the live nodes of a VirtualMachines pool before, by size in lower
	// case; nil where they are not known.
	BySize  map[string]int64
	Surges  bool // the plan makes it, or replaces its nodes
	Rotates bool // another pool takes over, and the old one goes
	Keeps   bool // the old one does not go, and is no lane's any more
	// Released says that the plan lets go of the pool without deleting it.
	Released bool
}

// Claim is one plan of a lane of the same cluster and name, or of the same node
// pool.
type Claim struct {
	Lane, Pool string // names; Pool is "" where nothing is known of it
	Existing   bool   // it has a state
	Replaces   bool   // it has none any more: the second plan of a replacement
	Changes    bool   // the plan changes something of it
	Deletes    bool   // the plan deletes the node pool
	Judged     bool   // all its checks have been asked
	Purpose    string
	Config     string // what its configuration says; compared as a whole
}

// kept are the claims of lanes that stay or come.
func (f Facts) kept() []Claim {
	return slices.DeleteFunc(slices.Clone(f.Claims), func(c Claim) bool { return c.Deletes })
}

// deletes reports whether another lane of this plan deletes the node pool, or the
// lane of that name.
func (f Facts) deletes() (Claim, bool) {
	i := slices.IndexFunc(f.Claims, func(c Claim) bool { return c.Deletes })
	if i < 0 {
		return Claim{}, false
	}
	return f.Claims[i], true
}

// of picks the lanes of a cluster.
func (f Facts) of(cluster string) []Lane {
	var out []Lane
	for _, l := range f.Lanes {
		if l.Cluster == cluster {
			out = append(out, l)
		}
	}
	return out
}

// planned reports whether a live pool is that of a lane planned already.
func (f Facts) planned(pool string) bool {
	return slices.ContainsFunc(f.Lanes, func(l Lane) bool {
		return f.Cluster != nil && l.Cluster == f.Cluster.ID && strings.EqualFold(l.Pool, pool)
	})
}

// planOf finds a lane of the cluster by the lane's name.
func (f Facts) planOf(name string) (Lane, bool) {
	for _, l := range f.Lanes {
		if f.Cluster != nil && l.Cluster == f.Cluster.ID && strings.EqualFold(l.Name, name) {
			return l, true
		}
	}
	return Lane{}, false
}

// size finds the size of a lane's nodes as Compute lists it.
func (f Facts) size(pool lane.Settings) (lane.Size, bool) {
	name := lane.SizeOf(pool)
	s, ok := f.Sizes[strings.ToLower(name)]
	return s, ok && name != ""
}

// hardware is what is known of a size: by Compute where it was read, else by its
// name.
func (f Facts) hardware(name string) lane.Hardware {
	return lane.HardwareOf(name, f.Sizes[strings.ToLower(name)])
}

// hardwareOf is that of a lane's nodes; of several sizes the first one's, since
// they are of one family.
func (f Facts) hardwareOf(s Subject) lane.Hardware { return f.hardware(s.size()) }

// vcpus of a node as quotas count them: of a constrained size those of the whole.
func vcpus(s lane.Size) int64 {
	n, _ := strconv.ParseInt(s.Capabilities["vCPUs"], 10, 64)
	return n
}

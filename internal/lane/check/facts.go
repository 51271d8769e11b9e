package check

import (
	"slices"
	"strconv"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// Facts are what the cloud reports about a lane and its surroundings. Nil means not
// known, and produces no finding.
type Facts struct {
	Cluster  *Cluster
	Sizes    map[string]lane.Size        // of the cluster's location, by name in lower case
	Quotas   lane.Quotas                 // of the cluster's location
	Versions []string                    // patches that the location offers: "1.35.7"
	Subnets  map[string]lane.SubnetFacts // of the virtual networks that the lane names, by ID in lower case
	Lanes    []Lane                      // planned so far in this location, the lane itself among them
	Claims   []Claim                     // on the lane or its node pool, in order of arrival
	Missing  string                      // ID of the cluster that was asked for and does not exist
	Limits   Limits                      // of the provider block
}

// Cluster is the cluster of the lane.
type Cluster struct {
	lane.ClusterFacts

	ID  string // compared with Lane.Cluster
	ARM string // the ARM ID as Azure spells it

	Pools []lane.LivePool // as they are now
	// Seen are the pools as they were when the quotas were read: a pool that was
	// deleted since then still counts in those figures.
	Seen []lane.LivePool
}

// pool finds a live pool; nil if there is none.
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
	Pool    string        // name of the existing node pool; after a rotation not the lane's name
	Before  lane.Settings // nil at creation
	After   lane.Settings // nil if its pool is deleted
	Nodes   int64         // live before
	// BySize are the live nodes of a VirtualMachines pool before the change, by size
	// in lower case; nil if they are not known.
	BySize  map[string]int64
	Surges  bool // the plan creates it, or replaces its nodes
	Rotates bool // another pool takes over, and the old one is deleted
	Keeps   bool // the old one stays, and no longer belongs to a lane
	// Released means that the plan releases the pool without deleting it.
	Released bool
}

// Claim is one plan of a lane of the same cluster and name, or of the same node
// pool.
type Claim struct {
	Lane, Pool string // names; Pool is "" if nothing is known about it
	Existing   bool   // it has a state
	Replaces   bool   // it has no state any more: the second plan of a replacement
	Changes    bool   // the plan changes something in it
	Deletes    bool   // the plan deletes the node pool
	Judged     bool   // all its checks have run
	Purpose    string
	Config     string // what its configuration says; compared as a whole
}

// kept returns the claims of lanes that stay or are created.
func (f Facts) kept() []Claim {
	return slices.DeleteFunc(slices.Clone(f.Claims), func(c Claim) bool { return c.Deletes })
}

// deletes reports whether another lane of this plan deletes the node pool, or the
// lane with that name.
func (f Facts) deletes() (Claim, bool) {
	i := slices.IndexFunc(f.Claims, func(c Claim) bool { return c.Deletes })
	if i < 0 {
		return Claim{}, false
	}
	return f.Claims[i], true
}

// of returns the lanes of a cluster.
func (f Facts) of(cluster string) []Lane {
	var out []Lane
	for _, l := range f.Lanes {
		if l.Cluster == cluster {
			out = append(out, l)
		}
	}
	return out
}

// planned reports whether a live pool belongs to a lane that is already planned.
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

// hardware returns what is known about a size: from Compute if it was read, else
// from the name of the size.
func (f Facts) hardware(name string) lane.Hardware {
	return lane.HardwareOf(name, f.Sizes[strings.ToLower(name)])
}

// hardwareOf is the hardware of a lane's nodes. If there are several sizes, it is
// that of the first, since they belong to one family.
func (f Facts) hardwareOf(s Subject) lane.Hardware { return f.hardware(s.size()) }

// vcpus returns the vCPUs of a node as quotas count them: a constrained size counts
// with all vCPUs of its machine.
func vcpus(s lane.Size) int64 {
	n, _ := strconv.ParseInt(s.Capabilities["vCPUs"], 10, 64)
	return n
}

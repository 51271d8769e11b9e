package simulator

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// state is everything that changes: clusters with their pools, and operations.
// The world beside it does not change.
type state struct {
	clusters   map[string]*cluster
	order      []string
	operations map[string]*operation
	groups     map[string]*group
	// resources are the plain resources by their keys.
	resources map[string]*resource
	// registrations are when resource providers were registered, by [registrationKey].
	registrations map[string]time.Time

	// Began is when the state began. Happened is how many of the world's events
	// have happened since, and OnDemand are the ids of other events that have. Images
	// and Quotas are those that events brought.
	Began    time.Time
	Happened int
	OnDemand []string
	Images   *NodeImages
	Quotas   []Quota

	// edits counts the changes of clusters and pools.
	edits int
	// changed is set by every change, so that a refused request writes no file.
	changed bool
}

// cluster is a managed cluster: what ARM returns of it without id, name, type
// and agentPoolProfiles, as a plain JSON object, because clients may ask for any
// of its hundred properties and the simulator reads a dozen of them.
type cluster struct {
	Subscription string         `json:"subscription"`
	Group        string         `json:"group"`
	Name         string         `json:"name"`
	Body         map[string]any `json:"body"`
	// Extra are the properties that only preview api-versions have.
	Extra map[string]any `json:"extra,omitempty"`
	// Operation is the running operation's id, empty at rest.
	Operation string `json:"operation,omitempty"`
	// Maintenance holds the properties of maintenance configurations by name.
	Maintenance map[string]map[string]any `json:"maintenance,omitempty"`
	// NodesNotReady lets new nodes not become ready.
	NodesNotReady bool `json:"nodesNotReady,omitempty"`
	// Workloads run in the cluster as Pods. Evicted counts, by pool, the pods
	// that lost their node.
	Workloads []Workload     `json:"workloads,omitempty"`
	Pods      []podState     `json:"pods,omitempty"`
	Evicted   map[string]int `json:"evicted,omitempty"`
	// NextFails is how the next operations end, by pool in lower case; under the empty
	// name those on the cluster.
	NextFails map[string]*Outcome `json:"nextFails,omitempty"`
	// PendingSince is since when pods have been waiting for a node.
	PendingSince time.Time `json:"pendingSince,omitzero"`

	key   string
	pools []*pool
	// encoded is the record in the state file, nil after a change.
	encoded []byte
}

// pool is an agent pool. Its properties are replaced as a whole, never written
// to, so that an answer that still refers to them is not changed by the next request.
type pool struct {
	Name       string               `json:"name"`
	Properties *AgentPoolProperties `json:"properties"`
	// Extra are the properties that only preview api-versions have.
	Extra map[string]any `json:"extra,omitempty"`
	// Operation is the running operation's id, empty at rest.
	Operation string `json:"operation,omitempty"`
	// DeletionStarted is when the deletion was issued.
	DeletionStarted time.Time `json:"deletionStarted,omitzero"`
	// Instances are the numbers of the machines, where some were deleted by name or
	// there are several sizes. Sizes are the sizes of those then.
	Instances []int          `json:"instances,omitempty"`
	Sizes     map[int]string `json:"sizes,omitempty"`
	// Zones are those that AKS has chosen, where the pool's zones are auto. What the
	// pool had before that is where it was: ZoneOf are the zones of those machines.
	Zones  []string       `json:"zones,omitempty"`
	ZoneOf map[int]string `json:"zoneOf,omitempty"`
	// Used is what the pool has run before, oldest first.
	Used []usedVersion `json:"used,omitempty"`
	// Machines are those that are not as the others are.
	Machines []Machine `json:"machines,omitempty"`
	// Unfinished is what an operation that failed has left to do on the nodes.
	Unfinished *unfinished `json:"unfinished,omitempty"`
	// Created is when it was made; zero for a pool that the world began with.
	Created time.Time `json:"created,omitzero"`
	// IdleSince is since when there have been nodes without pods to give up.
	IdleSince time.Time `json:"idleSince,omitzero"`

	// used is what the pool has of which size; see sizesUsed.
	used   []sizeUsed
	usedOf *AgentPoolProperties

	encoded []byte
}

func (st *state) cluster(subscription, group, name string) *cluster {
	return st.clusters[clusterKey(subscription, group, name)]
}

// sorted lists the clusters in the order in which the world names them.
func (st *state) sorted() []*cluster {
	list := make([]*cluster, 0, len(st.order))
	for _, key := range st.order {
		list = append(list, st.clusters[key])
	}
	return list
}

func (st *state) add(c *cluster) {
	c.key = clusterKey(c.Subscription, c.Group, c.Name)
	st.clusters[c.key] = c
	st.edits++
	st.order = append(st.order, c.key)
}

func (st *state) remove(c *cluster) {
	delete(st.clusters, c.key)
	st.edits++
	st.order = slices.DeleteFunc(st.order, func(key string) bool { return key == c.key })
	st.changed = true
}

func (c *cluster) pool(name string) *pool {
	for _, p := range c.pools {
		if strings.EqualFold(p.Name, name) {
			return p
		}
	}
	return nil
}

func (st *state) addPool(c *cluster, p *pool) {
	c.pools = append(c.pools, p)
	st.edits++
	st.changed = true
}

func (st *state) removePool(c *cluster, name string) {
	c.pools = slices.DeleteFunc(c.pools, func(p *pool) bool { return strings.EqualFold(p.Name, name) })
	st.edits++
	st.changed = true
}

// setPool gives a pool other properties.
func (st *state) setPool(p *pool, edit func(*AgentPoolProperties)) {
	p.keepSizes()
	properties := *p.Properties
	edit(&properties)
	p.Properties = &properties
	p.encoded = nil
	st.edits++
	st.changed = true
}

// setCluster gives a cluster another body. The edit works on a copy.
func (st *state) setCluster(c *cluster, body map[string]any) {
	c.Body = body
	c.encoded = nil
	st.changed = true
}

// running lists the operations that have not ended, in the order in which they
// end: what happens to a pool must not depend on the order of a map.
func (st *state) running() []*operation {
	var list []*operation
	for _, op := range st.operations {
		if op.Status == "" {
			list = append(list, op)
		}
	}
	slices.SortFunc(list, func(a, b *operation) int {
		return cmp.Or(a.due().Compare(b.due()), strings.Compare(a.ID, b.ID))
	})
	return list
}

func (c *cluster) location() string { return c.text("location") }

// text is a string of the cluster's body by its path, empty where there is none.
func (c *cluster) text(path ...string) string {
	s, _ := c.at(path...).(string)
	return s
}

func (c *cluster) at(path ...string) any {
	var here any = c.Body
	for _, step := range path {
		object, ok := here.(map[string]any)
		if !ok {
			return nil
		}
		here = object[step]
	}
	return here
}

func (c *cluster) has(path ...string) bool { return c.at(path...) != nil }

// controlPlane is the version that the control plane runs, as in 1.35.7.
func (c *cluster) controlPlane() string { return c.text("properties", "currentKubernetesVersion") }

// cloned is a deep copy of a JSON object.
func cloned(object map[string]any) (map[string]any, error) {
	text, err := json.Marshal(object)
	if err != nil {
		return nil, err
	}
	var copied map[string]any
	err = json.Unmarshal(text, &copied)
	return copied, err
}

// lives reports whether the world goes on by itself: then its beginning has to
// be written down.
func (w *World) lives() bool {
	for _, subscription := range w.Subscriptions {
		for _, cluster := range subscription.Clusters {
			if len(cluster.Workloads) > 0 {
				return true
			}
		}
	}
	return len(w.Events) > 0
}

package simulator

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// state is everything that changes: clusters with their pools, and operations. The
// world is kept separately and does not change.
type state struct {
	clusters   map[string]*cluster
	order      []string
	operations map[string]*operation
	groups     map[string]*group
	// resources are the plain resources by their keys.
	resources map[string]*resource
	// registrations are when resource providers were registered, by [registrationKey].
	registrations map[string]time.Time

	// Began is when the state began. Happened is how many of the world's events have
	// happened since, and OnDemand are the ids of other events that have. Images and
	// Quotas are those that events added.
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

// cluster is a managed cluster: what ARM returns of it without id, name, type and
// agentPoolProfiles. It is a plain JSON object, because clients may ask for any of its
// hundred properties and the simulator itself reads a dozen of them.
type cluster struct {
	Subscription string         `json:"subscription"`
	Group        string         `json:"group"`
	Name         string         `json:"name"`
	Body         map[string]any `json:"body"`
	// Extra are the properties that only preview api-versions have.
	Extra map[string]any `json:"extra,omitempty"`
	// Operation is the running operation's id, empty if there is none.
	Operation string `json:"operation,omitempty"`
	// Maintenance holds the properties of maintenance configurations by name.
	Maintenance map[string]map[string]any `json:"maintenance,omitempty"`
	// NodesNotReady prevents new nodes from becoming ready.
	NodesNotReady bool `json:"nodesNotReady,omitempty"`
	// Workloads run in the cluster as Pods. Evicted counts, by pool, the pods
	// that lost their node.
	Workloads []Workload     `json:"workloads,omitempty"`
	Pods      []podState     `json:"pods,omitempty"`
	Evicted   map[string]int `json:"evicted,omitempty"`
	// NextFails is how the next operations end, by pool in lower case; the empty name
	// is for operations on the cluster.
	NextFails map[string]*Outcome `json:"nextFails,omitempty"`
	// PendingSince is when pods began to wait for a node.
	PendingSince time.Time `json:"pendingSince,omitzero"`

	key   string
	pools []*pool
	// encoded is the record in the state file, nil after a change.
	encoded []byte
}

// pool is an agent pool. Its properties are replaced as a whole and never written to,
// so that the next request does not change an answer that still refers to them.
type pool struct {
	Name       string               `json:"name"`
	Properties *AgentPoolProperties `json:"properties"`
	// Extra are the properties that only preview api-versions have.
	Extra map[string]any `json:"extra,omitempty"`
	// Operation is the running operation's id, empty if there is none.
	Operation string `json:"operation,omitempty"`
	// DeletionStarted is when the deletion was issued.
	DeletionStarted time.Time `json:"deletionStarted,omitzero"`
	// Instances are the numbers of the machines, if some were deleted by name or there
	// are several sizes. Sizes are then the sizes of those machines.
	Instances []int          `json:"instances,omitempty"`
	Sizes     map[int]string `json:"sizes,omitempty"`
	// Zones are those that AKS has chosen, if the pool's zones are auto. Machines that
	// existed before that stay where they are: ZoneOf are their zones.
	Zones  []string       `json:"zones,omitempty"`
	ZoneOf map[int]string `json:"zoneOf,omitempty"`
	// Used is what the pool has run before, oldest first.
	Used []usedVersion `json:"used,omitempty"`
	// Machines are those that differ from the others.
	Machines []Machine `json:"machines,omitempty"`
	// Unfinished is the work on the nodes that a failed operation has left.
	Unfinished *unfinished `json:"unfinished,omitempty"`
	// Created is when it was created; zero for a pool that the world began with.
	Created time.Time `json:"created,omitzero"`
	// IdleSince is when the pool first had nodes without pods that it may remove.
	IdleSince time.Time `json:"idleSince,omitzero"`

	// used is the number of nodes and cores that the pool has of each size; see
	// sizesUsed.
	used   []sizeUsed
	usedOf *AgentPoolProperties

	encoded []byte
}

func (st *state) cluster(subscription, group, name string) *cluster {
	return st.clusters[clusterKey(subscription, group, name)]
}

// sorted lists the clusters in the order of the world.
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

// setPool replaces a pool's properties.
func (st *state) setPool(p *pool, edit func(*AgentPoolProperties)) {
	p.keepSizes()
	properties := *p.Properties
	edit(&properties)
	p.Properties = &properties
	p.encoded = nil
	st.edits++
	st.changed = true
}

// setCluster replaces a cluster's body. The edit works on a copy.
func (st *state) setCluster(c *cluster, body map[string]any) {
	c.Body = body
	c.encoded = nil
	st.changed = true
}

// running lists the operations that have not ended, in the order in which they end,
// because what happens to a pool must not depend on the order of a map.
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

// text is a string in the cluster's body by its path, empty if there is none.
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

// controlPlane is the version that the control plane runs, such as 1.35.7.
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

// lives reports whether the world changes without requests. If it does, the time of its
// beginning has to be written to the state file.
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

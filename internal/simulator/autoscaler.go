package simulator

import (
	"slices"
	"strings"
	"time"
)

// The autoscaler follows the workloads: within a pool's range, pods without a node make
// it grow and nodes without pods make it shrink. In a cluster without workloads it has
// nothing to react to, and does nothing.

// scaleUpAfter is how long pods wait for a new node, at the speed of Azure.
const scaleUpAfter = 3 * time.Minute

// watchLoad records since when pods have been waiting and nodes have been idle.
func (m *moment) watchLoad(cl *cluster) {
	waiting := !m.state.down(cl) && slices.ContainsFunc(cl.Pods, func(pod podState) bool { return pod.Pool == "" })
	switch {
	case !waiting:
		cl.PendingSince = time.Time{}
	case cl.PendingSince.IsZero():
		cl.PendingSince = m.now
	}
	for _, p := range cl.pools {
		idle := len(m.state.idle(cl, p)) > 0
		if idle == !p.IdleSince.IsZero() {
			continue
		}
		p.IdleSince = time.Time{}
		if idle {
			p.IdleSince = m.now
		}
		p.encoded = nil
	}
}

// elastic reports whether the autoscaler may change a pool now. It leaves alone a
// stopped pool, a pool of a stopped cluster, and a pool that has an operation running.
func (st *state) elastic(cl *cluster, p *pool) bool {
	return !st.down(cl) && !p.Properties.stopped() && p.Operation == "" && p.DeletionStarted.IsZero()
}

// nodeGroup is a set of nodes that the autoscaler counts together: those of a pool, or
// those of one size in a pool of type VirtualMachines, because that type's autoscale
// profiles are evaluated one by one (source: the type definitions of
// Microsoft.ContainerService).
type nodeGroup struct {
	pool               *pool
	size               string
	nodes, least, most int
}

// nodeGroups are the groups of a pool that the autoscaler may change now.
func (st *state) nodeGroups(cl *cluster, p *pool) []nodeGroup {
	if !st.elastic(cl, p) {
		return nil
	}
	properties := p.Properties
	if !properties.virtualMachines() {
		if !value(properties.EnableAutoScaling) || properties.MinCount == nil || properties.MaxCount == nil {
			return nil
		}
		return []nodeGroup{{p, value(properties.VMSize), len(p.nodes()), int(*properties.MinCount), int(*properties.MaxCount)}}
	}
	var groups []nodeGroup
	nodes := properties.nodesBySize()
	for _, auto := range properties.scaleProfiles().Autoscale {
		group := nodeGroup{p, value(auto.Size), int(nodes[value(auto.Size)]), int(value(auto.MinCount)), int(value(auto.MaxCount))}
		for _, manual := range properties.scaleProfiles().Manual {
			if strings.EqualFold(value(manual.Size), group.size) {
				group.least, group.most = group.least+int(value(manual.Count)), group.most+int(value(manual.Count))
			}
		}
		groups = append(groups, group)
	}
	return groups
}

// idle lists the nodes without pods that a pool may remove.
func (st *state) idle(cl *cluster, p *pool) []int {
	groups := st.nodeGroups(cl, p)
	if len(groups) == 0 {
		return nil
	}
	used := map[int]bool{}
	for _, pod := range cl.Pods {
		if pod.Pool == p.Name {
			used[pod.Node] = true
		}
	}
	var list []int
	for _, group := range groups {
		spare := group.nodes - group.least
		for _, node := range slices.Backward(p.nodes()) {
			if spare > 0 && !used[node] && p.sizeOf(node) == group.size {
				list = append(list, node)
				spare--
			}
		}
	}
	return list
}

// unneeded is the cluster's scale-down-unneeded-time, which defaults to ten minutes.
func (cl *cluster) unneeded() time.Duration {
	if d, err := time.ParseDuration(cl.text("properties", "autoScalerProfile", "scale-down-unneeded-time")); err == nil {
		return d
	}
	return 10 * time.Minute
}

// nextScaling is when the autoscaler acts next, and what it does then.
func (m *moment) nextScaling() (at time.Time, act func()) {
	sooner := func(when time.Time, what func()) {
		if act == nil || when.Before(at) {
			at, act = when, what
		}
	}
	for _, key := range m.state.order {
		cl := m.state.clusters[key]
		if len(cl.Workloads) == 0 {
			continue
		}
		if !cl.PendingSince.IsZero() {
			sooner(cl.PendingSince.Add(m.paced(scaleUpAfter)), func() { m.scaleUp(cl) })
		}
		for _, p := range cl.pools {
			if !p.IdleSince.IsZero() {
				sooner(p.IdleSince.Add(m.paced(cl.unneeded())), func() { m.scaleDown(cl, p) })
			}
		}
	}
	return at, act
}

// scaleDown removes the nodes without pods.
func (m *moment) scaleDown(cl *cluster, p *pool) {
	idle := m.state.idle(cl, p)
	p.IdleSince = time.Time{}
	if len(idle) == 0 {
		p.encoded = nil
		return
	}
	kept := gone(p.nodes(), idle)
	m.state.setPool(p, func(properties *AgentPoolProperties) {
		for _, node := range idle {
			properties.resize(p.sizeOf(node), -1)
		}
	})
	p.Instances = kept
	m.settlePods(cl)
}

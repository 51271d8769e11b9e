package simulator

import (
	"maps"
	"slices"
	"strings"
	"time"
)

// comingNode is a node that the autoscaler is adding, of one of its pool's sizes.
type comingNode struct {
	pool *pool
	node int
	size string
}

// scaleUp adds the nodes that the waiting pods need. Each pod takes room on a node that
// is already being added, or else a new node of the smallest group that fits it.
// Groups, quotas and regions that are full stay as they are.
func (m *moment) scaleUp(cl *cluster) {
	cl.PendingSince = time.Time{}
	cl.encoded, m.state.changed = nil, true
	// A pod that finds no room now waits until something changes.
	load, cpu := map[place]int{}, map[place]float64{}
	var coming []comingNode
	for _, pod := range cl.Pods {
		if pod.Pool != "" || cl.NodesNotReady || m.state.down(cl) {
			continue
		}
		w := cl.workload(pod.Workload)
		here, found := m.addedRoom(cl, w, load, cpu, coming)
		if !found {
			var more comingNode
			if more, found = m.oneMore(cl, w, coming); found {
				coming = append(coming, more)
				here = place{more.pool.Name, more.node}
			}
		}
		if found {
			load[here]++
			cpu[here] += w.CPU
		}
	}
	if len(coming) == 0 {
		return
	}
	for _, one := range coming {
		m.state.setPool(cl.pool(one.pool.Name), func(properties *AgentPoolProperties) { properties.resize(one.size, 1) })
	}
	m.settlePods(cl)
}

// resize adds nodes of a size to a pool, or removes them.
func (p *AgentPoolProperties) resize(size string, by int) {
	if !p.virtualMachines() {
		p.Count = ref(value(p.Count) + int32(by))
		return
	}
	p.VirtualMachineNodesStatus = slices.Clone(p.VirtualMachineNodesStatus)
	for i := range p.VirtualMachineNodesStatus {
		if status := &p.VirtualMachineNodesStatus[i]; value(status.Size) == size {
			status.Count = ref(value(status.Count) + int32(by))
			return
		}
	}
	p.VirtualMachineNodesStatus = append(p.VirtualMachineNodesStatus, VirtualMachineNodes{Size: ref(size), Count: ref(int32(by))})
}

// upcoming is the pool with the next node of a size that it would get, after the others
// that are already being added.
func (p *pool) upcoming(size string, others int) comingNode {
	grown := *p
	if p.Properties.virtualMachines() {
		list, sizes := p.sizedMachines()
		next := others
		if len(list) > 0 {
			next += slices.Max(list) + 1
		}
		grown.Instances, grown.Sizes = list, maps.Clone(sizes)
		grown.Sizes[next] = size
		return comingNode{&grown, next, size}
	}
	properties := *p.Properties
	properties.resize(size, others+1)
	grown.Properties = &properties
	nodes := grown.nodes()
	return comingNode{&grown, nodes[len(nodes)-1], size}
}

// addedRoom looks for room on a node that is being added.
func (m *moment) addedRoom(cl *cluster, w *Workload, load map[place]int, cpu map[place]float64, coming []comingNode) (place, bool) {
	for _, p := range cl.pools {
		for _, one := range coming {
			here := place{p.Name, one.node}
			if one.pool.Name == p.Name && w.fits(cl, one.pool, one.node) && load[here] < int(value(p.Properties.MaxPods)) &&
				(w.CPU == 0 || cpu[here]+w.CPU <= m.cores(one.pool, one.node)) {
				return here, true
			}
		}
	}
	return place{}, false
}

// oneMore is a new node of the smallest group that fits the pods.
func (m *moment) oneMore(cl *cluster, w *Workload, coming []comingNode) (best comingNode, found bool) {
	fewest := 0
	for _, p := range cl.pools {
		ofPool := 0
		for _, one := range coming {
			if one.pool.Name == p.Name {
				ofPool++
			}
		}
		for _, group := range m.state.nodeGroups(cl, p) {
			nodes := group.nodes
			for _, one := range coming {
				if one.pool.Name == p.Name && one.size == group.size {
					nodes++
				}
			}
			if nodes >= group.most || found && nodes >= fewest {
				continue
			}
			more := p.upcoming(group.size, ofPool)
			if w.CPU <= m.cores(more.pool, more.node) && w.fits(cl, more.pool, more.node) && m.affordable(cl, more, coming) {
				best, found, fewest = more, true, nodes
			}
		}
	}
	return best, found
}

// affordable reports whether the quotas have room for another node.
func (m *moment) affordable(cl *cluster, more comingNode, coming []comingNode) bool {
	used := m.usage(cl.Subscription, cl.location())
	wanted := map[string]int64{}
	for _, one := range append(slices.Clone(coming), more) {
		size := m.catalog.size(one.size)
		if size == nil {
			return false
		}
		for _, quota := range quotasOf(one.pool.Properties, size) {
			wanted[quota] += size.vCPUs()
		}
	}
	for quota, cores := range wanted {
		if used[quota]+cores > m.catalog.limit(cl.Subscription, cl.location(), quota) {
			return false
		}
	}
	return true
}

// quotasOf are the core quotas that a pool's nodes count against, under the names that
// usage writes.
func quotasOf(properties *AgentPoolProperties, size *Size) []string {
	if properties.spot() {
		return []string{spotCores}
	}
	return []string{regionalCores, strings.ToLower(size.Family)}
}

package simulator

import (
	"slices"
	"strings"
	"time"
)

// The autoscaler follows the workloads: pods without a node make pools grow,
// nodes without pods make them shrink, within the pool's range. In a cluster
// without workloads nothing tells it to do anything, and it does nothing.

// scaleUpAfter is how long pods wait for a new node, at the speed of Azure.
const scaleUpAfter = 3 * time.Minute

// watchLoad notes since when pods have been waiting and nodes have been idle.
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

// elastic reports whether the autoscaler may touch a pool now: a stopped pool, one
// of a stopped cluster and one that is at an operation are left alone.
func (st *state) elastic(cl *cluster, p *pool) bool {
	return !st.down(cl) && value(p.Properties.EnableAutoScaling) && !p.Properties.stopped() && p.Operation == "" && p.DeletionStarted.IsZero() &&
		!p.Properties.virtualMachines() && p.Properties.MinCount != nil && p.Properties.MaxCount != nil
}

// idle lists the nodes without pods that a pool may give up.
func (st *state) idle(cl *cluster, p *pool) []int {
	if !st.elastic(cl, p) {
		return nil
	}
	used := map[int]bool{}
	for _, pod := range cl.Pods {
		if pod.Pool == p.Name {
			used[pod.Node] = true
		}
	}
	nodes := p.nodes()
	spare := len(nodes) - int(*p.Properties.MinCount)
	var list []int
	for _, node := range slices.Backward(nodes) {
		if len(list) < spare && !used[node] {
			list = append(list, node)
		}
	}
	return list
}

// unneeded is the cluster's scale-down-unneeded-time, ten minutes by itself.
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

// scaleUp adds the nodes that the waiting pods need: each pod takes room on a
// node that is being added already, else a further node of the smallest pool
// that fits it. Pools, quotas and regions that are full stay as they are.
func (m *moment) scaleUp(cl *cluster) {
	cl.PendingSince = time.Time{}
	cl.encoded, m.state.changed = nil, true
	// Whoever finds no room now waits until something changes.
	load, cpu, added := map[place]int{}, map[place]float64{}, map[string]int{}
	for _, pod := range cl.Pods {
		if pod.Pool != "" || cl.NodesNotReady || m.state.down(cl) {
			continue
		}
		w := cl.workload(pod.Workload)
		here, found := m.addedRoom(cl, w, load, cpu, added)
		if !found {
			here, found = m.oneMore(cl, w, added)
		}
		if found {
			load[here]++
			cpu[here] += w.CPU
		}
	}
	if len(added) == 0 {
		return
	}
	for name, nodes := range added {
		m.state.setPool(cl.pool(name), func(properties *AgentPoolProperties) {
			properties.Count = ref(value(properties.Count) + int32(nodes))
		})
	}
	m.settlePods(cl)
}

// upcoming are the numbers of the nodes that a pool would get next.
func (p *pool) upcoming(n int) []int {
	grown := *p
	properties := *p.Properties
	properties.Count = ref(value(properties.Count) + int32(n))
	grown.Properties = &properties
	nodes := grown.nodes()
	return nodes[len(nodes)-n:]
}

func (m *moment) addedRoom(cl *cluster, w *Workload, load map[place]int, cpu map[place]float64, added map[string]int) (place, bool) {
	for _, p := range cl.pools {
		for _, node := range p.upcoming(added[p.Name]) {
			here := place{p.Name, node}
			if w.fits(cl, p, node) && load[here] < int(value(p.Properties.MaxPods)) && (w.CPU == 0 || cpu[here]+w.CPU <= m.cores(p)) {
				return here, true
			}
		}
	}
	return place{}, false
}

func (m *moment) oneMore(cl *cluster, w *Workload, added map[string]int) (place, bool) {
	var best *pool
	size := func(p *pool) int { return len(p.nodes()) + added[p.Name] }
	for _, p := range cl.pools {
		if !m.state.elastic(cl, p) || size(p) >= int(*p.Properties.MaxCount) || w.CPU > m.cores(p) || !m.affordable(cl, p, added) {
			continue
		}
		node := p.upcoming(added[p.Name] + 1)[added[p.Name]]
		if w.fits(cl, p, node) && (best == nil || size(p) < size(best)) {
			best = p
		}
	}
	if best == nil {
		return place{}, false
	}
	added[best.Name]++
	return place{best.Name, best.upcoming(added[best.Name])[added[best.Name]-1]}, true
}

// affordable reports whether the quotas have room for another node of a pool.
func (m *moment) affordable(cl *cluster, p *pool, added map[string]int) bool {
	size := m.catalog.size(value(p.Properties.VMSize))
	if size == nil {
		return false
	}
	used := m.usage(cl.Subscription, cl.location())
	more := map[string]int64{}
	for _, other := range cl.pools {
		nodes := added[other.Name]
		if other == p {
			nodes++
		}
		if machine := m.catalog.size(value(other.Properties.VMSize)); machine != nil && nodes > 0 {
			for _, quota := range quotasOf(other.Properties, machine) {
				more[quota] += int64(nodes) * machine.vCPUs()
			}
		}
	}
	for _, quota := range quotasOf(p.Properties, size) {
		if used[quota]+more[quota] > m.catalog.limit(cl.Subscription, cl.location(), quota) {
			return false
		}
	}
	return true
}

// quotasOf are the core quotas that a pool's nodes count against, as usage
// writes their names.
func quotasOf(properties *AgentPoolProperties, size *Size) []string {
	if properties.spot() {
		return []string{spotCores}
	}
	return []string{regionalCores, strings.ToLower(size.Family)}
}

// scaleDown gives up the nodes without pods.
func (m *moment) scaleDown(cl *cluster, p *pool) {
	idle := m.state.idle(cl, p)
	p.IdleSince = time.Time{}
	if len(idle) == 0 {
		p.encoded = nil
		return
	}
	p.Instances = slices.DeleteFunc(p.nodes(), func(node int) bool { return slices.Contains(idle, node) })
	m.state.setPool(p, func(properties *AgentPoolProperties) { properties.Count = ref(int32(len(p.Instances))) })
	m.settlePods(cl)
}

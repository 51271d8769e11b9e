package simulator

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// podState is a pod: where it runs, and how often it has lost its node. Node is the
// machine's number, negative for a surge node.
type podState struct {
	Workload  string `json:"workload"`
	Index     int    `json:"index"`
	Pool      string `json:"pool,omitempty"`
	Node      int    `json:"node"`
	Evictions int    `json:"evictions,omitempty"`
}

// place is a node of a pool.
type place struct {
	pool string
	node int
}

func (cl *cluster) workload(key string) *Workload {
	for i := range cl.Workloads {
		if cl.Workloads[i].key() == key {
			return &cl.Workloads[i]
		}
	}
	return nil
}

// healthy is how many pods of a workload run.
func (cl *cluster) healthy(key string) int {
	n := 0
	for _, pod := range cl.Pods {
		if pod.Workload == key && pod.Pool != "" {
			n++
		}
	}
	return n
}

// evict removes a pod from its node. The eviction counts for the pool that the pod
// leaves.
func (cl *cluster) evict(pod *podState) {
	if cl.Evicted == nil {
		cl.Evicted = map[string]int{}
	}
	cl.Evicted[pod.Pool]++
	pod.Evictions++
	pod.Pool, pod.Node = "", 0
}

// settlePods matches a cluster's pods to its workloads and nodes. There are as many
// pods as the workloads ask for. None stays on a node that is gone or whose taints it
// no longer tolerates, and pods without a node run wherever there is room.
func (m *moment) settlePods(cl *cluster) {
	if len(cl.Workloads) == 0 && len(cl.Pods) == 0 {
		return
	}
	pods := make([]podState, 0, len(cl.Pods))
	for i := range cl.Workloads {
		w := &cl.Workloads[i]
		for index := range w.Replicas {
			old := slices.IndexFunc(cl.Pods, func(p podState) bool { return p.Workload == w.key() && p.Index == index })
			if old >= 0 {
				pods = append(pods, cl.Pods[old])
			} else {
				pods = append(pods, podState{Workload: w.key(), Index: index})
			}
		}
	}
	cl.Pods = pods
	nodes := map[place]bool{}
	for _, p := range cl.pools {
		if p.Properties.stopped() || cl.stopped() {
			continue
		}
		for _, node := range p.nodes() {
			nodes[place{p.Name, node}] = true
		}
	}
	for i := range cl.Pods {
		pod := &cl.Pods[i]
		if pod.Pool == "" {
			continue
		}
		p := cl.pool(pod.Pool)
		if !nodes[place{pod.Pool, pod.Node}] || p.Operation == "" && !cl.workload(pod.Workload).stays(p) {
			cl.evict(pod)
		}
	}
	m.schedule(cl, nil, nil)
	m.watchLoad(cl)
	cl.encoded = nil
	m.state.changed = true
}

// schedule puts pods without a node wherever there is room: on the suitable node with
// the fewest pods, or the first such node. Closed nodes accept no pods; surge are
// additional nodes of a pool.
func (m *moment) schedule(cl *cluster, closed map[place]bool, surge map[string][]int) {
	load, cpu := map[place]int{}, map[place]float64{}
	for _, pod := range cl.Pods {
		if pod.Pool != "" {
			load[place{pod.Pool, pod.Node}]++
			cpu[place{pod.Pool, pod.Node}] += cl.workload(pod.Workload).CPU
		}
	}
	open := map[string][]int{}
	for _, p := range cl.pools {
		open[p.Name] = append(m.state.ready(cl, p), surge[p.Name]...)
	}
	for i := range cl.Pods {
		pod := &cl.Pods[i]
		if pod.Pool != "" {
			continue
		}
		w := cl.workload(pod.Workload)
		best, found := place{}, false
		for _, p := range cl.pools {
			for _, node := range open[p.Name] {
				here, room := place{p.Name, node}, m.cores(p, node)
				if closed[here] || !w.fits(cl, p, node) || load[here] >= int(value(p.Properties.MaxPods)) ||
					w.CPU > 0 && cpu[here]+w.CPU > room || found && load[here] >= load[best] {
					continue
				}
				best, found = here, true
			}
		}
		if found {
			pod.Pool, pod.Node = best.pool, best.node
			load[best]++
			cpu[best] += w.CPU
		}
	}
}

// cores are the vCPUs of one of the pool's nodes.
func (m *moment) cores(p *pool, node int) float64 {
	if size := m.catalog.size(p.sizeOf(node)); size != nil {
		return float64(size.vCPUs())
	}
	return 0
}

// Pod is a pod of a world's workload.
type Pod struct {
	Namespace, Name string
	// Pool and Node are where it runs; empty while no node has room for it.
	Pool, Node string
	// Evictions is how often it has lost its node, by a drain or together with the
	// machine.
	Evictions int
}

// Pods lists the pods of a cluster's workloads, in the order of the workloads.
func (s *Simulator) Pods(clusterID string) ([]Pod, error) {
	var list []Pod
	err := s.look(clusterID, func(cl *cluster) {
		for _, pod := range cl.Pods {
			namespace, name, _ := strings.Cut(pod.Workload, "/")
			one := Pod{Namespace: namespace, Name: fmt.Sprintf("%s-%d", name, pod.Index), Pool: pod.Pool, Evictions: pod.Evictions}
			if p := cl.pool(pod.Pool); p != nil {
				one.Node = cl.nodeName(p, pod.Node)
			}
			list = append(list, one)
		}
	})
	return list, err
}

// Evictions counts the pods that have lost their node, by the name of the pool that
// they left. A pod loses its node by a drain (upgrade, reimage, scaling down,
// deletion), by a NoExecute taint, or together with a machine that was deleted or
// stopped. Only workloads of the world have pods.
func (s *Simulator) Evictions(clusterID string) (map[string]int, error) {
	counts := map[string]int{}
	err := s.look(clusterID, func(cl *cluster) { maps.Copy(counts, cl.Evicted) })
	return counts, err
}

// EditWorkloads changes what runs in a cluster, as a user of kubectl would, without
// delay. An operation that a disruption budget holds continues once the budget allows
// it.
func (s *Simulator) EditWorkloads(clusterID string, edit func([]Workload) []Workload) error {
	return s.edit(clusterID, func(m *moment, cl *cluster) error {
		workloads := edit(slices.Clone(cl.Workloads))
		for _, w := range workloads {
			if err := w.check(); err != nil {
				return err
			}
		}
		cl.Workloads = workloads
		m.settlePods(cl)
		m.release(cl)
		return nil
	})
}

// look reads a cluster by its id.
func (s *Simulator) look(clusterID string, read func(*cluster)) error {
	var failure error
	err := s.store.view(func(st *state) {
		m := s.moment(st, s.clock())
		if cl := m.state.clusters[strings.ToLower(strings.TrimSuffix(clusterID, "/"))]; cl != nil {
			read(cl)
			return
		}
		failure = fmt.Errorf("cluster %q does not exist", clusterID)
	})
	if err != nil {
		return err
	}
	return failure
}

package simulator

import (
	"fmt"
	"maps"
	"slices"
	"time"
)

// drain is how an operation empties nodes of a pool: batch by batch, with each batch
// closed to new pods while it is emptied.
type drain struct {
	Pool    string  `json:"pool"`
	Batches [][]int `json:"batches"`
	// Surge is how many additional nodes there are during the operation.
	Surge int `json:"surge,omitempty"`
	// Gone is set if the nodes do not come back. All of them are then closed from the
	// beginning.
	Gone bool `json:"gone,omitempty"`
	// Force ignores disruption budgets.
	Force bool `json:"force,omitempty"`
	// Cordon leaves a node that cannot be emptied closed and continues with the others,
	// instead of ending there.
	Cordon bool `json:"cordon,omitempty"`
}

// drainFailed is the code of an operation that a budget has held for too long.
const drainFailed = "PodDrainFailure"

// held is a pod that cannot be evicted because of its disruption budget.
type held struct {
	node     string
	pod      string
	workload *Workload
	healthy  int
}

// drains determines which nodes an operation on a pool empties, and whether a
// disruption budget blocks that. If one does, the operation waits for the drain timeout
// (30 minutes if the pool does not set one, at the simulator's speed) and fails, unless
// a deletion is forced. Clusters without workloads have nothing to drain.
func (m *moment) drains(cl *cluster, p *pool, op *operation, before []int, force bool) {
	if len(cl.Workloads) == 0 {
		return
	}
	settings := value(p.Properties.UpgradeSettings)
	d := drain{Pool: p.Name, Cordon: oneOf(value(settings.UndrainableNodeBehavior), "Cordon")}
	after := p.nodes()
	switch {
	case op.Kind == deleting:
		d.Gone, d.Force = true, force
		d.Batches = inBatches(before, 1)
	case op.Kind == stopping:
		d.Gone, d.Force = true, true
		d.Batches = inBatches(before, len(before))
	case op.Reimage:
		d.Surge = op.Surge
		atOnce := max(1, d.Surge, int(surgeNodes(int32(len(after)), value(settings.MaxUnavailable))))
		d.Batches = inBatches(after, atOnce)
	case len(after) < len(before):
		d.Gone = true
		d.Batches = inBatches(gone(before, after), 1)
	default:
		return
	}
	op.Drains = append(op.Drains, d)
	if op.Outcome == nil {
		m.hold(cl, op)
	}
}

func inBatches(nodes []int, size int) [][]int {
	return slices.Collect(slices.Chunk(nodes, max(1, size)))
}

// hold makes an operation fail at its drain timeout if a budget blocks it now.
func (m *moment) hold(cl *cluster, op *operation) {
	for _, d := range op.Drains {
		p := cl.pool(d.Pool)
		trial := *cl
		trial.Pods, trial.Evicted = slices.Clone(cl.Pods), maps.Clone(cl.Evicted)
		pods := m.empty(&trial, d)
		if len(pods) == 0 || p == nil {
			continue
		}
		op.Outcome = &Outcome{State: failed, Code: drainFailed, Message: drainFailure(pods[0])}
		op.Unheld = op.Duration
		minutes := int32(30)
		if n := value(p.Properties.UpgradeSettings).DrainTimeoutInMinutes; n != nil {
			minutes = *n
		}
		op.Duration += m.paced(time.Duration(minutes) * time.Minute)
		return
	}
}

// release resumes operations that a budget has blocked but no longer blocks.
func (m *moment) release(cl *cluster) {
	for _, op := range m.state.running() {
		if op.Cluster != cl.key || op.Outcome == nil || op.Outcome.Code != drainFailed || len(op.Drains) == 0 {
			continue
		}
		again := *op
		again.Outcome = nil
		if m.hold(cl, &again); again.Outcome == nil {
			op.Outcome = nil
			op.Duration = max(op.Unheld, m.now.Sub(op.Start))
		}
	}
}

// drainFailure is the error of a drain that a budget has stopped. The text is AKS's
// (public reports of failed upgrades), with the budget's own figures.
func drainFailure(h held) string {
	limit := fmt.Sprintf("MinAvailable: %d", value(h.workload.Budget.MinAvailable))
	if h.workload.Budget.MaxUnavailable != nil {
		limit = fmt.Sprintf("MaxUnavailable: %d", *h.workload.Budget.MaxUnavailable)
	}
	return fmt.Sprintf("Drain node %s failed when evicting pod %s failed with Too Many Requests error. This is often caused by a restrictive Pod Disruption Budget (PDB) policy. See https://aka.ms/aks/debugdrainfailures. Original error: Cannot evict pod as it would violate the pod's disruption budget.. PDB debug info: %s/%s blocked by pdb %s (%s) (CurrentHealthy: %d) (ExpectedPods: %d) with %d unready pods.",
		h.node, h.pod, h.workload.namespace(), h.pod, h.workload.Budget.Name, limit, h.healthy, h.workload.Replicas, h.workload.Replicas-h.healthy)
}

// drainAll carries out an operation's drains. A drain that a budget cut short has
// emptied the nodes up to that point. An operation that failed for another reason never
// reached the existing nodes.
func (m *moment) drainAll(cl *cluster, op *operation) {
	if op.Status != succeeded && (op.Error == nil || op.Error.Code != drainFailed) {
		return
	}
	for _, d := range op.Drains {
		if m.empty(cl, d); op.Status != succeeded && !d.Cordon {
			break
		}
	}
	if len(op.Drains) > 0 {
		cl.encoded = nil
	}
}

// empty evicts the pods of a drain's nodes, node by node, and schedules them wherever
// there is room. It returns the pods that a budget held; the first such pod ends the
// drain, unless the drain continues with other nodes.
func (m *moment) empty(cl *cluster, d drain) []held {
	p := cl.pool(d.Pool)
	if p == nil {
		return nil
	}
	closed, surge := map[place]bool{}, map[string][]int{}
	for n := range d.Surge {
		surge[p.Name] = append(surge[p.Name], -1-n)
	}
	mark := func(nodes []int, shut bool) {
		for _, node := range nodes {
			closed[place{p.Name, node}] = shut
		}
	}
	if d.Gone {
		for _, batch := range d.Batches {
			mark(batch, true)
		}
	}
	var stuck []held
	for _, batch := range d.Batches {
		mark(batch, true)
		for _, node := range batch {
			pods := m.emptyNode(cl, p, node, d.Force, closed, surge)
			stuck = append(stuck, pods...)
			if len(pods) > 0 && !d.Cordon {
				return stuck
			}
		}
		mark(batch, d.Gone)
	}
	if d.Surge > 0 {
		mark(surge[p.Name], true)
		for _, node := range surge[p.Name] {
			_ = m.emptyNode(cl, p, node, true, closed, nil)
		}
	}
	return stuck
}

func (m *moment) emptyNode(cl *cluster, p *pool, node int, force bool, closed map[place]bool, surge map[string][]int) []held {
	var stuck []held
	for i := range cl.Pods {
		pod := &cl.Pods[i]
		if pod.Pool != p.Name || pod.Node != node {
			continue
		}
		w := cl.workload(pod.Workload)
		if healthy := cl.healthy(w.key()); !force && w.allowed(healthy) < 1 {
			stuck = append(stuck, held{node: cl.nodeName(p, node), pod: fmt.Sprintf("%s-%d", w.Name, pod.Index), workload: w, healthy: healthy})
			continue
		}
		cl.evict(pod)
		m.schedule(cl, closed, surge)
	}
	return stuck
}

package simulator

import "net/http"

// deleteCluster starts a cluster's deletion, which pre-empts whatever is running on the
// cluster and its pools. The pools are deleted first, each by its own operation; then
// the cluster is removed with its node resource group.
func deleteCluster(c *call) answer {
	cl := c.state.cluster(c.path["subscription"], c.path["group"], c.path["cluster"])
	if cl == nil {
		return answer{status: http.StatusNoContent}
	}
	if refused := c.clusterPrecondition(cl); refused != nil {
		return refused.answer()
	}
	a := answer{status: http.StatusAccepted, headers: http.Header{}}
	if op := c.state.operations[cl.Operation]; op != nil && op.Kind == deleting {
		c.announce(a.headers, op, true)
		return a
	}
	c.preempt(cl.Operation)
	op := c.newClusterOperation(deleting, 0, c.outcome)
	for _, p := range cl.pools {
		c.preempt(p.Operation)
		own := c.newOperation(deleting, p.Properties, int(p.Properties.nodes()), 0, nil)
		p.DeletionStarted = c.now
		c.begin(cl, p, own)
	}
	c.beginOnCluster(cl, op)
	c.announce(a.headers, op, true)
	return a
}

// removeCluster removes a cluster with its node resource group and everything in its
// scope.
func (m *moment) removeCluster(cl *cluster) {
	m.state.remove(cl)
	if nodes := m.state.group(cl.Subscription, cl.text("properties", "nodeResourceGroup")); nodes != nil && nodes.ManagedBy != "" {
		m.removeGroup(resourceGroupKey(nodes.Subscription, nodes.Name))
	}
	m.removeUnder(cl.key)
}

package simulator

import (
	"maps"
	"time"
)

// member is a pool that an operation on its cluster also changes, with what it runs
// once the operation has succeeded.
type member struct {
	Pool    string `json:"pool"`
	Version string `json:"version"`
	Image   string `json:"image"`
	// Reimage is the kind of operation that replaces or reimages the pool's nodes;
	// empty if they stay.
	Reimage operationKind `json:"reimage,omitempty"`
}

// newClusterOperation is an operation on a cluster that replaces nodes in rounds.
func (m *moment) newClusterOperation(kind operationKind, rounds int, outcome *Outcome) *operation {
	minutes := clusterMinutes(kind) + 3*float64(rounds)
	return &operation{
		ID:       m.newID(),
		Kind:     kind,
		Start:    m.now.UTC().Truncate(time.Microsecond),
		Duration: m.paced(time.Duration(minutes * float64(time.Minute))),
		Outcome:  outcome,
	}
}

// withProperties is a cluster's body with some of its properties set.
func withProperties(body map[string]any, changes map[string]any) map[string]any {
	fresh := maps.Clone(body)
	properties := map[string]any{}
	if old, ok := body["properties"].(map[string]any); ok {
		maps.Copy(properties, old)
	}
	maps.Copy(properties, changes)
	fresh["properties"] = properties
	return fresh
}

// retag gives a cluster's body and all its pools new ETags, because an operation on the
// cluster changes all of them (facts: 1.3).
func (st *state) retag(c *cluster, fresh func(old string) string) {
	old, _ := c.Body["eTag"].(string)
	body := maps.Clone(c.Body)
	body["eTag"] = fresh(old)
	st.setCluster(c, body)
	for _, p := range c.pools {
		st.setPool(p, func(properties *AgentPoolProperties) { properties.ETag = ref(fresh(value(properties.ETag))) })
	}
}

// beginOnCluster starts an operation on a cluster, and sets the state of the cluster
// and the members accordingly.
func (m *moment) beginOnCluster(c *cluster, op *operation) {
	op.Subscription, op.Location, op.Cluster = c.Subscription, c.location(), c.key
	c.meetFailure(op)
	m.state.operations[op.ID] = op
	c.Operation = op.ID
	m.state.setCluster(c, withProperties(c.Body, map[string]any{"provisioningState": string(op.Kind)}))
	for _, one := range op.Members {
		if p := c.pool(one.Pool); p != nil {
			p.Operation = op.ID
			m.state.setPool(p, func(properties *AgentPoolProperties) { properties.ProvisioningState = ref(string(op.Kind)) })
		}
	}
	m.state.retag(c, func(string) string { return m.newID() })
	m.forgetOldOperations()
}

// finishOnCluster ends an operation on a cluster. Like the end of every operation, it
// depends on the state alone.
func (m *moment) finishOnCluster(c *cluster, op *operation) {
	if c.Operation != op.ID {
		return
	}
	c.Operation = ""
	if op.Kind == deleting && op.Status == succeeded {
		m.removeCluster(c)
		return
	}
	m.drainAll(c, op)
	changes := map[string]any{"provisioningState": op.Status}
	switch {
	case op.Kind == canceling:
		changes["provisioningState"] = canceled
	case op.Status != succeeded:
	case op.Version != "":
		changes["currentKubernetesVersion"] = op.Version
	case op.Kind == stopping:
		changes["powerState"] = map[string]any{"code": "Stopped"}
	case op.Kind == starting:
		changes["powerState"] = map[string]any{"code": "Running"}
	}
	m.state.setCluster(c, withProperties(c.Body, changes))
	if op.Kind == creating && op.Status == succeeded {
		m.settleCreation(c)
	}
	m.state.retag(c, func(old string) string { return derivedGUID(old, op.ID) })
	for _, one := range op.Members {
		if p := c.pool(one.Pool); p != nil && p.Operation == op.ID {
			p.Operation = ""
			p.settleUnfinished(op.Status, one.leaves())
			if op.Status == succeeded && op.Kind != canceling {
				p.remember(one.Version, one.Image, op.End)
			}
			m.state.setPool(p, func(properties *AgentPoolProperties) { op.leave(c, properties, one.Version, one.Image) })
		}
	}
	m.settlePods(c)
}

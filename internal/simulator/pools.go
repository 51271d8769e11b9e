package simulator

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
)

// poolBody is an agent pool as ARM returns it.
type poolBody struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Type string `json:"type"`
	// Properties are an agent pool's, with those of previews if the request uses one.
	Properties any `json:"properties"`
}

func (c *call) poolBody(cl *cluster, p *pool) poolBody {
	return poolBody{
		ID:         cl.id() + "/agentPools/" + p.Name,
		Name:       p.Name,
		Type:       "Microsoft.ContainerService/managedClusters/agentPools",
		Properties: c.shown(p),
	}
}

func listPools(c *call) answer {
	cl, missing := c.cluster()
	if missing != nil {
		return missing.answer()
	}
	return listedOn(c, cl.pools, func(p *pool) poolBody { return c.poolBody(cl, p) })
}

// noPool is AKS's answer for a pool that a cluster does not have: unwrapped.
func (c *call) noPool(verb string) *rejection {
	return &rejection{
		status: http.StatusNotFound,
		code:   "NotFound",
		message: fmt.Sprintf("Could not find the agentpool: %s in subscription: %s, resourceGroup: %s, resourceName: %s.",
			c.path["pool"], c.path["subscription"], c.path["group"], c.path["cluster"]),
		subcode: verb + "AgentPool_NotFound_HCPServerError",
		details: []ErrorDetail{{Code: "Unspecified", Message: "rpc error: code = NotFound desc = Agent Pool not found"}},
	}
}

// pool is the pool in the path with its cluster, or the answer that it does not exist.
func (c *call) pool(verb string) (*cluster, *pool, *rejection) {
	cl, missing := c.cluster()
	if missing != nil {
		return nil, nil, missing
	}
	p := cl.pool(c.path["pool"])
	if p == nil {
		return cl, nil, c.noPool(verb)
	}
	return cl, p, nil
}

func getPool(c *call) answer {
	cl, p, missing := c.pool("Get")
	if missing != nil {
		return missing.answer()
	}
	return ok(c.poolBody(cl, p))
}

// AgentPool is the body of a PUT. The names are those of AKS's own types.
type AgentPool struct {
	Name       string              `json:"name"`
	Properties AgentPoolProperties `json:"properties"`
}

// parsePool reads the body of a PUT as AKS's decoder does: unknown keys are ignored,
// and a value of the wrong type is refused with the decoder's own text.
func (c *call) parsePool() (*AgentPoolProperties, *rejection) {
	var sent AgentPool
	if err := json.Unmarshal(c.body, &sent); err != nil {
		return nil, undecodable(err)
	}
	return sent.Properties.writtenIn(c.version), nil
}

// putPool creates or updates a pool. It checks, in this order, the body, the cluster,
// the preconditions, what is in progress, then the rules.
func putPool(c *call) answer {
	sent, malformed := c.parsePool()
	if malformed != nil {
		return malformed.answer()
	}
	cl, missing := c.cluster()
	if missing != nil {
		return missing.answer()
	}
	p := cl.pool(c.path["pool"])
	if refused := precondition(c.request.Header, p); refused != nil {
		return refused.answer()
	}
	wanted := updating
	if p != nil && !p.DeletionStarted.IsZero() {
		// The refusal names the operation that the request asks for.
		wanted, _ = c.proposePut(cl, p, sent).kind()
	}
	if refused := c.busy(cl, p, wanted); refused != nil {
		return refused.answer()
	}
	plan := c.proposePut(cl, p, sent)
	if refused := plan.judge(c.simulator.rules); refused != nil {
		return refused.answer()
	}
	status := http.StatusOK
	op := plan.operation()
	if op.Outcome == nil {
		op.Outcome = plan.atRunTime()
	}
	plan.wants.Status = nil
	if p == nil {
		status = http.StatusCreated
		p = &pool{Name: c.path["pool"], Properties: plan.wants, Created: c.now}
		c.state.addPool(cl, p)
	}
	nodes := p.nodes()
	if !plan.creates() {
		op.From = len(nodes)
	}
	p.keepSizes()
	c.catalog.chooseZones(cl, p, plan.wants, plan.creates())
	p.Properties = plan.wants
	p.keepExtras(c.sentExtras())
	kind, reimage := plan.kind()
	if !reimage && kind != starting && kind != stopping {
		// The request asks for what the nodes already run, so there is nothing left to
		// do.
		p.Unfinished = nil
	}
	c.drains(cl, p, op, nodes, false)
	c.begin(cl, p, op)
	a := answer{status: status, body: c.poolBody(cl, p), headers: http.Header{}}
	c.announce(a.headers, op, false)
	return a
}

// deletePool starts a pool's deletion, which pre-empts whatever is running on the pool.
func deletePool(c *call) answer {
	cl, missing := c.cluster()
	if missing != nil {
		return missing.answer()
	}
	p := cl.pool(c.path["pool"])
	if p == nil {
		return answer{status: http.StatusNoContent}
	}
	if refused := precondition(c.request.Header, p); refused != nil {
		return refused.answer()
	}
	a := answer{status: http.StatusAccepted, headers: http.Header{}}
	if op := c.state.operations[p.Operation]; op != nil && op.Kind == deleting {
		c.announce(a.headers, op, true)
		return a
	}
	if refused := cl.busy(); refused != nil {
		return refused.answer()
	}
	if refused := lastSystemPool(cl, p); refused != nil {
		return refused.answer()
	}
	if refused := p.managed(); refused != nil {
		return refused.answer()
	}
	c.state.interrupted(p)
	c.preempt(p.Operation)
	op := c.newOperation(deleting, p.Properties, int(p.Properties.nodes()), 0, c.outcome)
	c.drains(cl, p, op, p.nodes(), strings.EqualFold(c.request.URL.Query().Get("ignore-pod-disruption-budget"), "true"))
	p.DeletionStarted = c.now
	c.begin(cl, p, op)
	c.announce(a.headers, op, true)
	return a
}

// abortPool ends a pool's running operation without rolling back. An idle pool has
// nothing to abort, which is a success without content.
func abortPool(c *call) answer {
	cl, p, missing := c.pool("Abort")
	if missing != nil {
		return missing.answer()
	}
	op := c.state.operations[p.Operation]
	switch {
	case op == nil:
		return answer{status: http.StatusNoContent}
	case op.Pool == "":
		return cl.busy().answer()
	case op.Kind == deleting:
		return c.deletionIssued(p, "Canceling").answer()
	}
	c.state.interrupted(p)
	p.rememberGood(op.leaves(), c.now)
	c.cancel(op.ID)
	abort := c.newOperation(canceling, p.Properties, 0, 0, c.outcome)
	c.begin(cl, p, abort)
	a := answer{status: http.StatusAccepted, headers: http.Header{}}
	c.announce(a.headers, abort, true)
	return a
}

package simulator

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// operationKind is what an operation does. While the operation runs, its text is the
// pool's provisioning state.
type operationKind string

const (
	creating       operationKind = "Creating"
	updating       operationKind = "Updating"
	scaling        operationKind = "Scaling"
	upgrading      operationKind = "Upgrading"
	upgradingImage operationKind = "UpgradingNodeImageVersion"
	starting       operationKind = "Starting"
	stopping       operationKind = "Stopping"
	deleting       operationKind = "Deleting"
	canceling      operationKind = "Canceling"
)

// The terminal states, of operations and of what they work on.
const (
	succeeded = "Succeeded"
	failed    = "Failed"
	canceled  = "Canceled"
)

func terminal(state string) bool {
	return state == succeeded || state == failed || state == canceled
}

// operation is a long-running operation on a pool, or on a cluster if it names no pool.
// Nothing drives it: the next access to the state settles every operation that is over
// by then.
type operation struct {
	ID           string        `json:"id"`
	Kind         operationKind `json:"kind"`
	Subscription string        `json:"subscription"`
	Location     string        `json:"location"`
	Cluster      string        `json:"cluster"`
	Pool         string        `json:"pool,omitempty"`
	Start        time.Time     `json:"start"`
	Duration     time.Duration `json:"duration"`
	// Nodes is how many nodes it works on; progress counts them.
	Nodes int `json:"nodes"`
	// Reimage is set if it replaces or reimages them.
	Reimage bool `json:"reimage,omitempty"`
	// Surge is how many nodes it adds temporarily.
	Surge int `json:"surge,omitempty"`
	// From is how many nodes the pool had before it was scaled.
	From int `json:"from,omitempty"`
	// Drains are the nodes that it empties, in clusters with workloads.
	Drains []drain `json:"drains,omitempty"`
	// Unheld is how long it takes if no disruption budget holds it.
	Unheld time.Duration `json:"unheld,omitempty"`
	// Version and Image are what the pool runs once the operation has succeeded.
	Version string `json:"version,omitempty"`
	Image   string `json:"image,omitempty"`
	// Members are the pools that an operation on a cluster changes as well.
	Members []member `json:"members,omitempty"`
	// Outcome is how it ends, if not with Succeeded.
	Outcome *Outcome `json:"outcome,omitempty"`
	// Status is empty while it runs.
	Status string       `json:"status,omitempty"`
	End    time.Time    `json:"end,omitzero"`
	Error  *ErrorDetail `json:"error,omitempty"`

	// encoded is the operation's record in the state file, once it has ended.
	encoded []byte
}

// record is the operation as the state file stores it. An operation that has ended does
// not change any more, and there are thousands of them.
func (op *operation) record() ([]byte, error) {
	if op.encoded != nil {
		return op.encoded, nil
	}
	text, err := json.Marshal(op)
	if op.Status != "" {
		op.encoded = text
	}
	return text, err
}

// Outcome is the end of an operation that does not succeed.
type Outcome struct {
	State   string `json:"state" doc:"Failed or Canceled."`
	Code    string `json:"code" doc:"Code of the operation's error, such as QuotaExceeded."`
	Message string `json:"message" doc:"Text of the operation's error."`
}

func (op *operation) due() time.Time { return op.Start.Add(op.Duration) }

// progress is the operation's status in AKS's words. While the operation runs it is
// free text; only the terminal values are fixed. "CreatingAgentPool" and its node count
// are recorded traffic; the other kinds follow its pattern.
func (op *operation) progress(now time.Time) string {
	if op.Status != "" {
		return op.Status
	}
	share := op.share(now)
	switch {
	case share < 0.05:
		return "InProgress"
	case op.Pool == "":
		return string(op.Kind) + "ManagedCluster"
	case share < 0.3 || op.Nodes == 0:
		return string(op.Kind) + "AgentPool"
	default:
		return fmt.Sprintf("%sAgentPool: %d/%d nodes completed", op.Kind, op.done(now), op.Nodes)
	}
}

// share is how much of the operation's time has passed, 0 to 1.
func (op *operation) share(now time.Time) float64 {
	if op.Duration <= 0 {
		return 1
	}
	return float64(now.Sub(op.Start)) / float64(op.Duration)
}

// done is how many of its nodes an operation has completed.
func (op *operation) done(now time.Time) int {
	return max(0, min(int(float64(op.Nodes)*(op.share(now)-0.3)/0.7), op.Nodes))
}

// Ended operations are kept for an hour, and longer while there are no more than this
// number. A client that polls late, or one of many clients, still finds its own.
const (
	keptOperations = 2000
	keptFor        = time.Hour
)

// newOperation is an operation that does not change a pool's version and image. outcome
// is how it ends, if not with success.
func (m *moment) newOperation(kind operationKind, properties *AgentPoolProperties, nodes, rounds int, outcome *Outcome) *operation {
	return &operation{
		ID:       m.newID(),
		Kind:     kind,
		Start:    m.now.UTC().Truncate(time.Microsecond),
		Duration: kind.duration(nodes, rounds, m.speed),
		Nodes:    nodes,
		Version:  value(properties.CurrentOrchestratorVersion),
		Image:    value(properties.NodeImageVersion),
		Outcome:  outcome,
	}
}

// begin starts an operation on a pool, and sets the pool's state accordingly.
func (m *moment) begin(c *cluster, p *pool, op *operation) {
	op.Subscription, op.Location, op.Cluster, op.Pool = c.Subscription, c.location(), c.key, p.Name
	c.meetFailure(op)
	m.state.operations[op.ID] = op
	p.Operation = op.ID
	m.state.setPool(p, func(properties *AgentPoolProperties) {
		properties.ProvisioningState = ref(string(op.Kind))
		properties.ETag = ref(m.newID())
	})
	m.forgetOldOperations()
}

func (m *moment) forgetOldOperations() {
	var ended []*operation
	for _, op := range m.state.operations {
		if op.Status != "" {
			ended = append(ended, op)
		}
	}
	if len(ended) <= keptOperations {
		return
	}
	slices.SortFunc(ended, func(a, b *operation) int { return a.End.Compare(b.End) })
	for _, op := range ended[:len(ended)-keptOperations] {
		if m.now.Sub(op.End) > keptFor {
			delete(m.state.operations, op.ID)
		}
	}
}

func (m *moment) finish(op *operation) {
	m.state.changed = true
	op.End = op.due()
	op.Status = succeeded
	if op.Outcome != nil {
		op.Status = op.Outcome.State
		op.Error = &ErrorDetail{Code: op.Outcome.Code, Message: op.Outcome.Message}
	}
	c := m.state.clusters[op.Cluster]
	if c == nil {
		return
	}
	if op.Pool == "" {
		m.finishOnCluster(c, op)
		return
	}
	defer m.settlePods(c)
	p := c.pool(op.Pool)
	if p == nil || p.Operation != op.ID {
		return
	}
	m.drainAll(c, op)
	if op.Kind == deleting && op.Status == succeeded {
		m.state.removePool(c, p.Name)
		return
	}
	p.Operation = ""
	p.DeletionStarted = time.Time{}
	p.settleUnfinished(op.Status, op.leaves())
	if op.Status == succeeded && op.Kind != canceling {
		p.remember(op.Version, op.Image, op.End)
	} else {
		p.rememberGood(op.leaves(), op.End)
	}
	if op.Status == succeeded && op.Reimage {
		p.Machines = nil
	}
	m.state.setPool(p, func(properties *AgentPoolProperties) {
		op.leave(c, properties, op.Version, op.Image)
		if op.Kind == scaling && op.Status == failed && len(op.Drains) > 0 {
			// The nodes that could not be emptied are still there.
			properties.Count = ref(int32(op.From))
		}
	})
}

// leave writes what an operation leaves behind in a pool. After success the pool runs
// the given version and image.
func (op *operation) leave(cl *cluster, properties *AgentPoolProperties, version, image string) {
	properties.ETag = ref(derivedGUID(value(properties.ETag), op.ID))
	properties.ProvisioningState = ref(op.Status)
	if op.Kind == canceling {
		properties.ProvisioningState = ref(canceled)
		return
	}
	properties.Status = nil
	if op.Error != nil {
		properties.Status = &AgentPoolStatus{ProvisioningError: op.Error}
		return
	}
	properties.CurrentOrchestratorVersion = ref(version)
	properties.NodeImageVersion = ref(image)
	fillLocalDNS(cl, properties)
}

// preempt ends a running operation because a deletion was issued.
func (m *moment) preempt(id string) {
	op := m.state.operations[id]
	if op == nil || op.Status != "" {
		return
	}
	op.Status = canceled
	op.End = m.now
	op.Error = &ErrorDetail{
		Code:    "AKSOperationPreemptedByDelete",
		Message: "This operation has been preempted by Deleting operation.",
	}
	m.state.changed = true
}

// cancel ends a running operation because it was aborted. Nothing is rolled back.
func (m *moment) cancel(id string) {
	op := m.state.operations[id]
	if op == nil || op.Status != "" {
		return
	}
	op.Status = canceled
	op.End = m.now
	op.Error = &ErrorDetail{Code: "Canceled", Message: "The operation was canceled by an abort request."}
	m.state.changed = true
}

func ref[T any](v T) *T { return &v }

package lane

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Status is what the cluster reported about the pool when it was last read.
type Status struct {
	State string // provisioningState: Succeeded, Failed, Canceled, …
	Power string // Running or Stopped
	Nodes int64
	// BySize are the nodes of a VirtualMachines pool by size in lower case; nil if they
	// are not known.
	BySize  map[string]int64
	Version string // version that the nodes run: currentOrchestratorVersion
	Target  string // version that the pool is to run: orchestratorVersion
	Image   string // node image
	// ErrorCode and ErrorMessage show why the last operation failed.
	ErrorCode, ErrorMessage string
}

// Unsettled returns the reason why any write makes AKS process all nodes of the pool,
// or "" if there is none.
func (s Status) Unsettled() string {
	switch {
	case s.State == "Failed" || s.State == "Canceled":
		return "the node pool is " + s.State + "; any write makes AKS reconcile every node"
	case s.Interrupted() != "":
		return s.Interrupted() + "; any write resumes the upgrade"
	}
	return ""
}

// Interrupted names the two versions that the nodes are between, or returns "".
func (s Status) Interrupted() string {
	if s.Version == "" || s.Target == "" || versionCovers(s.Target, s.Version) {
		return ""
	}
	return "the nodes are between " + s.Version + " and " + s.Target
}

// Impact is what a planned change does to the nodes of a pool.
type Impact struct {
	Class   Class
	Summary string
	Reasons []ImpactReason
	Nodes   int64 // nodes that the change removes, reimages or replaces
	// ExtraVCPUs are needed while the change runs, or permanently for added nodes; -1
	// if the name of the size does not show its vCPUs.
	ExtraVCPUs int64
	// WorstMinutes is how long draining and replacing may take: ceil(nodes ÷
	// surge) × (drain + soak + 10).
	WorstMinutes int64
}

// Creation is the impact of creating a pool: no effect on existing nodes.
func Creation(pool Settings) Impact {
	im := Impact{Class: None, Summary: "Creates the node pool; no existing node is touched."}
	c := CapacityOf(pool)
	if n, ok := c.AtCreation(); ok {
		im.ExtraVCPUs = extra(n, pool)
	}
	if c.PerSize() {
		im.ExtraVCPUs = machineVCPUs(Value{}, pool.Get(VirtualMachines), nil)
	}
	return im
}

// Replacement is the impact of deleting a lane's pool and then creating another:
// because its name or cluster changes, or because the author asks for it. In the second
// case, changes is empty. Replacing a pool without nodes affects nothing.
func Replacement(old, next Settings, status Status, changes []Change) Impact {
	im := Impact{Class: Replace, Nodes: status.Nodes}
	for _, c := range changes {
		im.Reasons = append(im.Reasons, ImpactReason{Change: c, Effect: Effect{Class: Replace, Why: whyReplaced}})
	}
	if status.Nodes == 0 {
		im.Class, im.Summary = None, "Deletes the node pool, which has no nodes, and then creates another."
		for i := range im.Reasons {
			im.Reasons[i].Class = None
		}
		return im
	}
	im.WorstMinutes = worst(old, status.Nodes)
	if n, ok := CapacityOf(next).AtCreation(); ok {
		more, had := extra(n, next), extra(status.Nodes, old)
		if im.ExtraVCPUs = -1; more >= 0 && had >= 0 {
			im.ExtraVCPUs = max(0, more-had)
		}
	}
	im.Summary = im.summary()
	return im
}

const whyReplaced = "a node pool cannot be renamed or moved to another cluster"

// Counted returns "1 node" or "2 nodes".
func Counted(n int64, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %ss", n, one)
}

// Measurable reports whether everything that Creation needs is known.
func Measurable(pool Settings) bool {
	for _, f := range []*Field{Mode, VMSize, PoolType, Nodes, Min, Initial, VirtualMachines} {
		if !pool.Get(f).IsWhollyKnown() {
			return false
		}
	}
	return true
}

// Compare returns what a change from prior to next does to nodes. live is the pool at
// the last refresh: a setting that is decided for the first time is compared with it. A
// setting that becomes null stays as it is.
func Compare(prior, next, live Settings, status Status) Impact {
	var im Impact
	for _, f := range allFields {
		c := Change{Field: f, From: from(f, prior, next, live), To: next.Get(f), LiveNodes: status.Nodes, LiveBySize: status.BySize}
		if c.To.IsNull() && resets(f, prior, next, live) {
			c.To = f.Default()
		}
		if f.Once || c.To.IsNull() || f.Same(c.From, c.To) || (f == Version && c.reached(status)) {
			continue
		}
		r := ImpactReason{Change: c, Effect: effectOf(c)}
		im.Reasons = append(append(im.Reasons, r), brought(c, next.Over(prior.Over(live)), status)...)
		im.Class = max(im.Class, r.Class)
	}
	if why := status.Unsettled(); why != "" && len(im.Reasons) > 0 && im.Class < Rolling {
		im.Class = Rolling
		im.Reasons = append(im.Reasons, ImpactReason{Effect: Effect{Class: Rolling, Why: why}})
	}
	im.measure(prior.Over(live), next, status)
	im.Summary = im.summary()
	return im
}

// reached reports whether the nodes run the wanted version or a newer one, so that
// there is nothing to send. Another alias of the same patch upgrades nothing, and the
// provider never asks for an older version.
func (c Change) reached(status Status) bool {
	runs := status.Version
	if runs == "" {
		runs = c.From.Text()
	}
	return !c.To.IsUnknown() && len(versionParts(runs)) >= len(versionParts(c.To.Text())) && versionCovers(c.To.Text(), runs)
}

// resets reports whether leaving the field undecided sends AKS's default, because AKS
// cannot clear the field, or refuses its present value together with a decided one.
func resets(f *Field, prior, next, live Settings) bool {
	return f.Resets && prior.Has(f) || f == Unavailable && displaced(prior, next, live)
}

// from is the value that a change starts from: the lane's, otherwise the live one.
func from(f *Field, prior, next, live Settings) Value {
	switch {
	case prior.Has(f), live == nil, f.ARM == "": // no lane has asked for the operation yet
		return prior.Get(f)
	case !next.Get(f).IsWhollyKnown(): // it may become any value
		return f.filled(live.Get(f))
	}
	return Observe(Settings{f: next.Get(f)}, live, Ignore{}).Get(f)
}

// Writes reports whether the change sends anything to AKS.
func (im Impact) Writes() bool { return len(im.Reasons) > 0 }

// Fields are the changed fields.
func (im Impact) Fields() []*Field {
	var out []*Field
	for _, r := range im.Reasons {
		if r.Field != nil {
			out = append(out, r.Field)
		}
	}
	return out
}

func (im *Impact) measure(prior, next Settings, status Status) {
	size := prior
	if im.Class == Rotate {
		size = next
	}
	capacity := CapacityOf(next)
	grown := grownVCPUs(im.Reasons, capacity, size, status)
	switch im.Class {
	case Evict:
		im.Nodes = evicted(im.Reasons, capacity, status)
	case Rolling:
		im.Nodes, im.ExtraVCPUs = status.Nodes, sum(grown, extra(SurgeNodes(next, status.Nodes), size))
		im.WorstMinutes = worst(next, status.Nodes)
	case Rotate:
		im.Nodes, im.ExtraVCPUs = status.Nodes, extra(status.Nodes, size)
		im.WorstMinutes = worst(next, status.Nodes)
	case None, Metadata:
		im.ExtraVCPUs = grown
	case Replace: // Replacement measures it
	}
}

// grownVCPUs are the vCPUs of nodes that the change adds permanently.
func grownVCPUs(reasons []ImpactReason, to Capacity, size Settings, status Status) int64 {
	var out int64
	for _, r := range reasons {
		if r.Field != to.FewestField() {
			continue
		}
		least, known := to.Fewest()
		switch {
		case to.PerSize():
			out = sum(out, machineVCPUs(r.From, r.To, status.BySize))
		case known && least > status.Nodes:
			out = sum(out, extra(least-status.Nodes, size))
		}
	}
	return out
}

// sum adds vCPUs; if a part is unknown, so is the sum.
func sum(a, b int64) int64 {
	if a < 0 || b < 0 {
		return -1
	}
	return a + b
}

func evicted(reasons []ImpactReason, to Capacity, status Status) int64 {
	var n int64
	for _, r := range reasons {
		switch {
		case r.Class != Evict:
		case r.Field != to.MostField(): // all nodes or pods have to go: the pool is stopped, or tainted
			return status.Nodes
		case to.PerSize():
			gone, _ := goneMachines(r.From, r.To, status.BySize)
			n = max(n, gone)
		default:
			most, _ := to.Most()
			n = max(n, status.Nodes-most)
		}
	}
	return n
}

func worst(next Settings, nodes int64) int64 {
	drain, ok := Drain.Int(next)
	if !ok {
		drain, _ = Drain.Default().v.(int64)
	}
	soak, _ := Soak.Int(next)
	step := max(SurgeNodes(next, nodes), nodesOf(Unavailable.Text(next), nodes), 1)
	return (nodes + step - 1) / step * (drain + soak + 10)
}

// SurgeOf is the surge of a pool as AKS uses it; AKS's own default is 10%.
func SurgeOf(pool Settings) string {
	if s := Surge.Text(pool); s != "" {
		return s
	}
	return "10%"
}

// SurgeNodes is how many extra nodes an upgrade creates at the same time for a pool
// with this number of nodes. It is the surge, rounded up as AKS does, but never more
// than the pool has nodes. It is 0 for a Spot pool, which AKS upgrades without a surge.
func SurgeNodes(pool Settings, nodes int64) int64 {
	if Priority.Text(pool) == SpotPriority {
		return 0
	}
	return min(nodesOf(SurgeOf(pool), nodes), nodes)
}

// nodesOf returns how many of n nodes "2" or "33%" is, rounded up as AKS does.
func nodesOf(amount string, n int64) int64 {
	if share, ok := strings.CutSuffix(amount, "%"); ok {
		p, err := strconv.ParseFloat(share, 64)
		if err != nil {
			return 0
		}
		return int64(math.Ceil(float64(n) * p / 100))
	}
	count, err := strconv.ParseInt(amount, 10, 64)
	if err != nil {
		return 0
	}
	return count
}

func extra(nodes int64, pool Settings) int64 {
	if nodes == 0 {
		return 0
	}
	v, ok := VCPUs(VMSize.Text(pool))
	if !ok {
		return -1
	}
	return nodes * v
}

func (im Impact) summary() string {
	switch im.Class {
	case None:
		if len(im.Reasons) == 0 {
			return "Nothing is sent to AKS."
		}
		return "No node or pod is affected."
	case Metadata:
		if im.takesLabels() {
			return "Labels, taints or tags change. Running pods stay, but pods that select a removed label are no longer scheduled here."
		}
		return "Labels, taints or tags change; no pod is affected."
	case Evict:
		return im.evictSummary()
	case Rolling:
		return fmt.Sprintf("All %d nodes are reimaged or replaced, a surge at a time.", im.Nodes)
	case Rotate:
		return fmt.Sprintf("A new node pool takes over; the %d nodes of the old one are drained and deleted.", im.Nodes)
	case Replace:
		return fmt.Sprintf("The node pool is deleted with its %s; then another one is created.", Counted(im.Nodes, "node"))
	}
	return ""
}

// evictSummary distinguishes nodes that are removed from nodes that pods only have to
// leave.
func (im Impact) evictSummary() string {
	if !slices.ContainsFunc(im.Reasons, func(r ImpactReason) bool { return r.Class == Evict && r.Field != Taints }) {
		return fmt.Sprintf("Pods that do not tolerate the new taint are evicted from %s.", Counted(im.Nodes, "node"))
	}
	verb := "are"
	if im.Nodes == 1 {
		verb = "is"
	}
	return fmt.Sprintf("%s %s taken out of service; their pods are evicted.", Counted(im.Nodes, "node"), verb)
}

// Retiring is the impact of finishing a rotation whose old pool still exists.
//
// begun means that the pool is the new one of a rotation that was interrupted and is
// not wanted any more.
func Retiring(old string, begun bool) Impact {
	if begun {
		return Impact{Class: Evict, Summary: "Ends an interrupted rotation: its new node pool " + old + " is drained and deleted."}
	}
	return Impact{Class: Evict, Summary: "Finishes the rotation: the old node pool " + old + " is drained and deleted."}
}

// Unfinished is the impact of finishing what an earlier apply started: waiting for an
// operation that is still running, or one reconciling write to a pool that was left
// Failed or Canceled.
func Unfinished(pool Settings, status Status) Impact {
	why := status.Unsettled()
	if why == "" {
		return Impact{Class: None, Summary: "Waits for the AKS operation that is still running."}
	}
	im := Impact{Class: Rolling, Reasons: []ImpactReason{{Effect: Effect{Class: Rolling, Why: why}}}}
	im.measure(pool, pool, status)
	im.Summary = im.summary()
	return im
}

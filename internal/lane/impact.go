package lane

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Status is what the cluster reported of the pool when it was last read.
type Status struct {
	State string // provisioningState: Succeeded, Failed, Canceled, …
	Power string // Running or Stopped
	Nodes int64
	// BySize are the nodes of a VirtualMachines pool by size in lower case; nil
	// where they are not known.
	BySize  map[string]int64
	Version string // version that the nodes run: currentOrchestratorVersion
	Target  string // version that the pool is to run: orchestratorVersion
	Image   string // node image
	// ErrorCode and ErrorMessage are why the last operation failed.
	ErrorCode, ErrorMessage string
}

// Unsettled says why any write makes AKS go through all nodes of the pool, or
// "".
func (s Status) Unsettled() string {
	switch {
	case s.State == "Failed" || s.State == "Canceled":
		return "the node pool is " + s.State + "; any write makes AKS reconcile every node"
	case s.Interrupted() != "":
		return s.Interrupted() + "; any write resumes the upgrade"
	}
	return ""
}

// Interrupted says between which versions the nodes are, or "".
func (s Status) Interrupted() string {
	if s.Version == "" || s.Target == "" || versionCovers(s.Target, s.Version) {
		return ""
	}
	return "the nodes are between " + s.Version + " and " + s.Target
}

// Impact says what a planned change does to the nodes of a pool.
type Impact struct {
	Class   Class
	Summary string
	Reasons []ImpactReason
	Nodes   int64 // nodes that the change takes away, reimages or replaces
	// ExtraVCPUs are needed while the change runs, or for good by added nodes;
	// -1 where the size does not tell its vCPUs.
	ExtraVCPUs int64
	// WorstMinutes is how long draining and replacing may take: ceil(nodes ÷
	// surge) × (drain + soak + 10).
	WorstMinutes int64
}

// Creation is the impact of making a pool: none on nodes that there are.
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

// Replacement is the impact of deleting a lane's pool and then making another,
// because its name or its cluster is another one, or because the author asks for
// it; changes is then empty. A pool without nodes goes unnoticed.
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

// Counted is "1 node", "2 nodes".
func Counted(n int64, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %ss", n, one)
}

// Measurable reports whether all that Creation looks at is known.
func Measurable(pool Settings) bool {
	for _, f := range []*Field{Mode, VMSize, PoolType, Nodes, Min, Initial, VirtualMachines} {
		if !pool.Get(f).IsWhollyKnown() {
			return false
		}
	}
	return true
}

// Compare says what moving from prior to next does to nodes. live is the pool
// of the last refresh: a setting that is decided for the first time is
// compared with it. A setting that becomes null is left as it is.
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

// reached reports whether the nodes run the wanted version or a newer one, so
// that nothing is to be sent: another alias of the same patch upgrades nothing,
// and a newer version is never sent down.
func (c Change) reached(status Status) bool {
	runs := status.Version
	if runs == "" {
		runs = c.From.Text()
	}
	return !c.To.IsUnknown() && len(versionParts(runs)) >= len(versionParts(c.To.Text())) && versionCovers(c.To.Text(), runs)
}

// resets reports whether leaving the field undecided sends AKS's own default,
// because AKS cannot clear it, or refuses what is there beside what is decided.
func resets(f *Field, prior, next, live Settings) bool {
	return f.Resets && prior.Has(f) || f == Unavailable && displaced(prior, next, live)
}

// from is the value that a change starts at: the lane's, else the live one.
func from(f *Field, prior, next, live Settings) Value {
	switch {
	case prior.Has(f), live == nil, f.ARM == "": // nobody has asked for the operation yet
		return prior.Get(f)
	case !next.Get(f).IsWhollyKnown(): // it may become anything
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

// grownVCPUs are the vCPUs of nodes that the change adds for good.
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

// sum adds vCPUs; what is not known stays so.
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
		case r.Field != to.MostField(): // all have to go: the pool is stopped, or tainted
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

// SurgeOf is the surge of a pool as AKS takes it: its own default is 10%.
func SurgeOf(pool Settings) string {
	if s := Surge.Text(pool); s != "" {
		return s
	}
	return "10%"
}

// SurgeNodes is how many extra nodes an upgrade of a pool with so many nodes
// makes at once: the surge, rounded up as AKS does, and never more than there
// are nodes to upgrade; none for a Spot pool, which AKS upgrades without.
func SurgeNodes(pool Settings, nodes int64) int64 {
	if Priority.Text(pool) == SpotPriority {
		return 0
	}
	return min(nodesOf(SurgeOf(pool), nodes), nodes)
}

// nodesOf reads "2" or "33%" of n nodes, rounded up as AKS does.
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

// evictSummary tells nodes that go from pods that only have to leave them.
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

// Retiring is the impact of finishing a rotation: the old pool is still there.
//
// begun says that it is the new pool of a rotation that was cut short and is not
// wanted any more.
func Retiring(old string, begun bool) Impact {
	if begun {
		return Impact{Class: Evict, Summary: "Ends an interrupted rotation: its new node pool " + old + " is drained and deleted."}
	}
	return Impact{Class: Evict, Summary: "Finishes the rotation: the old node pool " + old + " is drained and deleted."}
}

// Unfinished is the impact of finishing what an earlier apply began: waiting
// for the operation that still runs, or one reconciling write to a pool that it
// left Failed or Canceled.
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

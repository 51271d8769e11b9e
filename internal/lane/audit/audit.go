package audit

import (
	"slices"
	"strings"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// Severity says how much a finding matters. Unlike the level of a check in
// package check, it decides nothing: an audit only reports.
type Severity int

// The severities, in rising order.
const (
	Info    Severity = iota // worth knowing; often on purpose
	Warning                 // works, and will cost money, time or availability
	Error                   // broken, blocked or out of support
)

// String is the spelling for users.
func (s Severity) String() string { return [...]string{"info", "warning", "error"}[s] }

// Rule is one row of the table: one thing to find, under a stable code.
type Rule struct {
	Code     string // kebab-case; never renamed, never reused
	Severity Severity
	Text     string // what is wrong with it, in one sentence
	Remedy   string // what to do, in one sentence
	Source   string // where the rule comes from

	find func(view) []hit
}

// Finding is one place in which a rule finds fault.
type Finding struct {
	Code     string
	Severity Severity
	Pool     string // name of the node pool; "" for the cluster as a whole
	Message  string // what was found, with its values, and why it matters
	Remedy   string
}

// Cluster is what is known of a cluster. Empty is not known.
type Cluster struct {
	lane.ClusterFacts

	// Zones are those of the location; null where they could not be read.
	Zones []string
	// ManagedBy are keys of tags that tell who manages a pool, besides a
	// lane's own tag.
	ManagedBy []string
	Pools     []Pool
}

// Pool is what is known of one node pool.
type Pool struct {
	lane.LivePool

	// ImageAgeDays is the age of the node image; negative where it is not
	// known.
	ImageAgeDays int
	// Zones are those in which the subscription may run the size; null where
	// they could not be read: the location's count then.
	Zones []string
	// QuotaLeft is how many vCPUs of the pool's size may still be made, by the
	// family's and the location's quota; null where it could not be read.
	QuotaLeft *int64
	// Size is what Compute lists of the pool's size; the zero value where it was not
	// read: the size's name counts then.
	Size lane.Size
}

// hardware is what is known of the pool's nodes.
func (p Pool) hardware() lane.Hardware { return lane.HardwareOf(lane.SizeOf(p.Set), p.Size) }

// Rules lists the table in the order of the documentation.
func Rules() []Rule { return slices.Clone(rules) }

// Findings examines a cluster and its pools on a day: the cluster's first, then
// by pool in their order, within each in the order of the table.
func Findings(c Cluster, today time.Time) []Finding {
	v := view{Cluster: c, today: today}
	byPool := map[string][]Finding{}
	for _, rule := range rules {
		for _, h := range rule.find(v) {
			what := strings.ToUpper(h.what[:1]) + h.what[1:]
			byPool[h.pool] = append(byPool[h.pool], Finding{rule.Code, rule.Severity, h.pool, what + ". " + rule.Text, rule.Remedy})
		}
	}
	out := byPool[""]
	for _, p := range c.Pools {
		out = append(out, byPool[p.Name]...)
	}
	return out
}

// view is what rules look at.
type view struct {
	Cluster

	today time.Time
}

// hit is one place, and half a sentence on what is there.
type hit struct{ pool, what string }

package audit

import (
	"slices"
	"strings"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// Severity is how much a finding matters. Unlike the level of a check in package
// check, it decides nothing: an audit only reports.
type Severity int

// The severities, in rising order.
const (
	Info    Severity = iota // worth knowing; often on purpose
	Warning                 // works, and will cost money, time or availability
	Error                   // broken, blocked or out of support
)

// String returns the spelling for users.
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

// Finding is one place in a cluster that a rule objects to.
type Finding struct {
	Code     string
	Severity Severity
	Pool     string // name of the node pool; "" for the cluster as a whole
	Message  string // what was found, with its values, and why it matters
	Remedy   string
}

// Cluster is what is known about a cluster. Empty means not known.
type Cluster struct {
	lane.ClusterFacts

	// Zones are the zones of the location; nil if they could not be read.
	Zones []string
	// ManagedBy are keys of tags that show who manages a pool, in addition to a
	// lane's own tag.
	ManagedBy []string
	Pools     []Pool
}

// Pool is what is known about one node pool.
type Pool struct {
	lane.LivePool

	// ImageAgeDays is the age of the node image; negative if it is not known.
	ImageAgeDays int
	// Zones are the zones in which the subscription may run the size. If they could
	// not be read, they are nil, and the location's zones count.
	Zones []string
	// QuotaLeft is how many more vCPUs of the pool's size the quotas of the family
	// and the location allow; nil if it could not be read.
	QuotaLeft *int64
	// Size is what Compute lists for the pool's size. If it was not read, it is the
	// zero value, and the name of the size counts.
	Size lane.Size
}

// hardware returns what is known about the pool's nodes.
func (p Pool) hardware() lane.Hardware { return lane.HardwareOf(lane.SizeOf(p.Set), p.Size) }

// Rules lists the table in the order of the documentation.
func Rules() []Rule { return slices.Clone(rules) }

// Findings examines a cluster and its pools on a given day. The cluster's findings
// come first, then those of each pool in the order of the pools; each group is in
// the order of the table.
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

// view is what a rule examines.
type view struct {
	Cluster

	today time.Time
}

// hit is one place, and half a sentence about what was found there.
type hit struct{ pool, what string }

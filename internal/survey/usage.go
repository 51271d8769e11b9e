package survey

import (
	"cmp"
	"context"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane/usage"
)

// Reasons why figures are missing.
const (
	Stopped      = "stopped"
	TooNew       = "too_new"
	NoPermission = "no_permission"
	NoAnswer     = "no_answer"
	NoData       = "no_data"
	NoPool       = "no_pool"
	NotAsked     = "not_asked"
)

// keptDays is the number of whole days before midnight for which Azure Monitor is
// certain to have platform metrics. It keeps them for 93 days from now.
const keptDays = 92

// DefaultDays is the default number of days that figures cover. DefaultInterval is
// the default length of the intervals over which metrics are averaged.
const (
	DefaultDays     = 14
	DefaultInterval = "PT1H"
)

// Ask is a request for usage.
type Ask struct {
	Clusters []*azure.Cluster
	// Pools are the requested pools, by their IDs in lower case; nil = all.
	Pools      map[string]azure.PoolRef
	Days       int    // 1 to 90; 0 = DefaultDays
	Interval   string // one of azure.MetricIntervals; "" = DefaultInterval
	Autoscaler *bool  // nil = for clusters in which a pool was at its maximum number of nodes
	Thresholds usage.Thresholds
}

// Usage is what pools used over the days before the last midnight UTC.
type Usage struct {
	From, To time.Time
	Pools    []PoolUsage   // by cluster and name
	Clusters []ScalerUsage // by cluster

	Currency     string   // of the amounts; "" without prices
	Cost, Saving *float64 // per month, as far as it is known; nil without prices
	Share        *float64 // percentage of the cost that the advice saves
}

// PoolUsage is what one pool used.
type PoolUsage struct {
	ClusterID, ID, Name, Purpose, Size string
	Missing                            string // why there are no figures, or too few for a judgement

	usage.Figures
	Series   *usage.Series // nil if nothing is known; reaches further back than the figures
	Advice   []usage.Advice
	Currency string   // "" if the price is not known
	Cost     *float64 // of the average number of nodes per month; nil if not known
	Unused   *float64 // the part of Cost that neither CPU nor memory used
	Saving   float64  // the largest saving of the advice, per month
}

// ScalerUsage is what the autoscaler of one cluster reports: the hours in which
// pods found no room, the largest number of such pods, and the percentage of the
// time in which it found the cluster healthy. These are nil if Missing gives a
// reason.
type ScalerUsage struct {
	ClusterID, Missing  string
	Hours, Most, Health *float64
}

// Usage reads what pools used. It sends one request for metrics per cluster, and
// two if the autoscaler is included.
func (r *Reader) Usage(ctx context.Context, ask Ask) (out Usage) {
	clusters := slices.SortedFunc(slices.Values(ask.Clusters), func(a, b *azure.Cluster) int { return strings.Compare(a.ID.Key(), b.ID.Key()) })
	days := cmp.Or(ask.Days, DefaultDays)
	out.To = r.Now().UTC().Truncate(24 * time.Hour)
	out.From = out.To.AddDate(0, 0, -days)
	shown := azure.Window{Start: out.From, End: out.To, Interval: cmp.Or(ask.Interval, DefaultInterval)}
	window := shown
	window.Start = out.To.AddDate(0, 0, -min(days+usage.HoldDays, keptDays))
	found := r.measure(ctx, clusters, window, shown, ask.Autoscaler)
	r.warnOfMetrics(found)
	e := &usageRead{Reader: r, ctx: ctx, days: days, thresholds: ask.Thresholds, locations: map[string]*placeFacts{}}
	wanted := maps.Clone(ask.Pools)
	for i := range found {
		out.Clusters = append(out.Clusters, found[i].scalerUsage())
		for _, p := range slices.SortedFunc(slices.Values(found[i].Pools), func(a, b *azure.Pool) int { return strings.Compare(a.Ref.Name, b.Ref.Name) }) {
			id := strings.ToLower(p.Ref.ID())
			if _, named := wanted[id]; !lane.OfAKS(p.Set) && (wanted == nil || named) {
				out.Pools = append(out.Pools, e.pool(&found[i], p))
				delete(wanted, id)
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(wanted)) {
		ref := wanted[id]
		out.Pools = append(out.Pools, PoolUsage{ClusterID: ref.Cluster.String(), ID: ref.ID(), Name: ref.Name, Missing: NoPool})
	}
	out.sum(r.Pricing.Currency())
	return out
}

// sum adds up what is known.
func (u *Usage) sum(currency string) {
	if u.Currency = currency; currency == "" {
		return
	}
	cost, saving := 0.0, 0.0
	for _, p := range u.Pools {
		if p.Cost != nil {
			cost += *p.Cost
			saving += p.Saving
		}
	}
	u.Cost, u.Saving = new(math.Round(cost*100)/100), new(math.Round(saving*100)/100)
	if cost > 0 {
		u.Share = new(math.Round(saving/cost*1000) / 10)
	}
}

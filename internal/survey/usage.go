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

// Why figures are missing.
const (
	Stopped      = "stopped"
	TooNew       = "too_new"
	NoPermission = "no_permission"
	NoAnswer     = "no_answer"
	NoData       = "no_data"
	NoPool       = "no_pool"
	NotAsked     = "not_asked"
)

// keptDays are the whole days before midnight for which Azure Monitor surely has
// platform metrics, which it keeps for 93 days from now.
const keptDays = 92

// DefaultDays is how many days figures are of, and DefaultInterval the length of the
// intervals whose averages are counted, where nobody says otherwise.
const (
	DefaultDays     = 14
	DefaultInterval = "PT1H"
)

// Ask is a question for usage.
type Ask struct {
	Clusters []*azure.Cluster
	// Pools are those that are wanted, by their IDs in lower case; nil = all.
	Pools      map[string]azure.PoolRef
	Days       int    // 1 to 90; 0 = DefaultDays
	Interval   string // one of azure.MetricIntervals; "" = DefaultInterval
	Autoscaler *bool  // nil = of clusters in which a pool was at its most nodes
	Thresholds usage.Thresholds
}

// Usage is what pools used over the days before the last midnight UTC.
type Usage struct {
	From, To time.Time
	Pools    []PoolUsage   // by cluster and name
	Clusters []ScalerUsage // by cluster

	Currency     string   // of the amounts; "" without prices
	Cost, Saving *float64 // a month, of what is known; nil without prices
	Share        *float64 // of the cost that advice saves, in percent
}

// PoolUsage is what one pool used.
type PoolUsage struct {
	ClusterID, ID, Name, Purpose, Size string
	Missing                            string // why there are no figures, or too few to judge by

	usage.Figures
	Series   *usage.Series // nil where nothing is known; reaches back further than the figures
	Advice   []usage.Advice
	Currency string   // "" where the price is not known
	Cost     *float64 // of the average number of nodes a month; nil where it is not known
	Unused   *float64 // the part of it that neither CPU nor memory used
	Saving   float64  // the largest of the advice, a month
}

// ScalerUsage is what the autoscaler of one cluster reports: hours in which pods
// found no room, most of them, and percent of the time in which it found the cluster
// healthy. They are nil where Missing says why.
type ScalerUsage struct {
	ClusterID, Missing  string
	Hours, Most, Health *float64
}

// Usage reads what pools used. It takes one request for metrics a cluster, and two
// where the autoscaler is asked about.
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

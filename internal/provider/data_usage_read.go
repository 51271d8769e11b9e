package provider

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane/usage"
)

// Why figures are missing.
const (
	isStopped    = "stopped"
	tooNew       = "too_new"
	noPermission = "no_permission"
	noAnswer     = "no_answer"
	noData       = "no_data"
	noPool       = "no_pool"
	notAsked     = "not_asked"
)

// keptDays are the whole days before midnight for which Azure Monitor surely has
// platform metrics, which it keeps for 93 days from now.
const keptDays = 92

// measured is a cluster with what Azure Monitor answered.
type measured struct {
	*azure.Cluster

	series    map[string]*usage.Series // by pool in lower case
	failed    map[string]string
	err       error
	scaler    *lane.ScalerMetrics
	scalerErr error
}

func readLaneUsage(r *dataRead) (out usageAnswer) {
	clusters, wanted := r.usageScope()
	if r.diags.HasError() {
		return out
	}
	slices.SortFunc(clusters, func(a, b *azure.Cluster) int { return strings.Compare(a.ID.Key(), b.ID.Key()) })
	end := r.now().UTC().Truncate(24 * time.Hour)
	days := or(r.number("days"), 14)
	window := azure.Window{Start: end.AddDate(0, 0, -int(min(days+usage.HoldDays, keptDays))), End: end, Interval: cmp.Or(r.text("interval"), "PT1H")}
	out.from, out.to = end.AddDate(0, 0, -int(days)).Format(time.RFC3339), end.Format(time.RFC3339)
	shown := window
	shown.Start = end.AddDate(0, 0, -int(days))
	found := r.measure(clusters, window, shown)
	r.warnOfMetrics(found)
	e := &usageRead{dataRead: r, days: int(days), thresholds: r.thresholds(), locations: map[string]*placeFacts{}}
	for i := range found {
		out.clusters = append(out.clusters, found[i].scalerUsage())
		for _, p := range slices.SortedFunc(slices.Values(found[i].Pools), func(a, b *azure.Pool) int { return strings.Compare(a.Ref.Name, b.Ref.Name) }) {
			id := strings.ToLower(p.Ref.ID())
			if _, named := wanted[id]; !lane.OfAKS(p.Set) && (wanted == nil || named) {
				out.pools = append(out.pools, e.pool(&found[i], p))
				delete(wanted, id)
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(wanted)) {
		ref := wanted[id]
		out.pools = append(out.pools, poolUsage{clusterID: ref.Cluster.String(), id: ref.ID(), name: ref.Name, missing: noPool})
	}
	out.sum(r.pricing.Currency())
	return out
}

// usageScope reads the clusters; wanted are the pools by their IDs in lower case,
// nil for all of them.
func (r *dataRead) usageScope() (clusters []*azure.Cluster, wanted map[string]azure.PoolRef) {
	if !r.in["cluster_ids"].IsNull() {
		return r.clustersByID(r.textSet("cluster_ids")), nil
	}
	wanted = map[string]azure.PoolRef{}
	var ids []string
	for _, text := range r.textSet("pool_ids") {
		ref, err := azure.ParsePoolID(text)
		if err != nil {
			r.diags.AddAttributeError(path.Root("pool_ids"), "Pool ID is not an AKS node pool's", lane.Sentence(err.Error()))
			return nil, nil
		}
		wanted[strings.ToLower(ref.ID())] = ref
		ids = append(ids, ref.Cluster.String())
	}
	return r.clustersByID(ids), wanted
}

// number is a whole number; nil where the author wrote nothing.
func (r *dataRead) number(name string) *int64 {
	n, _ := r.in[name].(types.Int64)
	return n.ValueInt64Pointer()
}

func (r *dataRead) thresholds() usage.Thresholds {
	out := usage.DefaultThresholds()
	wrote, _ := r.in["thresholds"].(types.Object)
	for _, t := range usage.ThresholdList() {
		if n, ok := wrote.Attributes()[t.Name].(types.Float64); ok && !n.IsNull() {
			*t.At(&out) = n.ValueFloat64()
		}
	}
	return out
}

// measure asks for the metrics of all clusters at the same time: of nodes in the
// whole window, of the autoscaler in what is shown of it. What fails is kept with
// its cluster.
func (r *dataRead) measure(clusters []*azure.Cluster, window, shown azure.Window) []measured {
	out := make([]measured, len(clusters))
	asks := r.flag("autoscaler")
	var all sync.WaitGroup
	for i, c := range clusters {
		out[i].Cluster = c
		if c.Power == "Stopped" {
			continue // it emits nothing
		}
		all.Go(func() { out[i].read(r, window, shown, asks) })
	}
	all.Wait()
	return out
}

// read asks for the metrics of one cluster.
func (m *measured) read(r *dataRead, window, shown azure.Window, asks *bool) {
	metrics, err := r.client.NodeMetrics(r.ctx, m.ID, window)
	if err != nil {
		m.err, m.scalerErr = err, err
		return
	}
	names := make([]string, len(m.Pools))
	for i, p := range m.Pools {
		names[i] = p.Ref.Name
	}
	m.series, m.failed = usage.SeriesOf(metrics, names), metrics.Failed
	atMost := slices.ContainsFunc(m.Pools, func(p *azure.Pool) bool { return usage.AtMost(m.series[strings.ToLower(p.Ref.Name)], p.Set) })
	if or(asks, atMost) {
		m.scaler, m.scalerErr = r.client.ScalerMetrics(r.ctx, m.ID, shown)
	}
}

// warnOfMetrics names the clusters without metrics, once for each reason.
func (r *dataRead) warnOfMetrics(found []measured) {
	type group struct {
		names []string
		err   error
	}
	groups := map[string]*group{}
	for i := range found {
		if err := cmp.Or(found[i].err, found[i].scalerErr); err != nil {
			why := whyNot(err)
			if groups[why] == nil {
				groups[why] = &group{err: err}
			}
			groups[why].names = append(groups[why].names, found[i].ID.Name)
		}
	}
	for _, why := range []string{noPermission, noAnswer} {
		if g := groups[why]; g != nil {
			r.warn("Unable to read metrics of "+strings.Join(g.names, ", "),
				"Their figures are null, and nothing is advised. The action is Microsoft.Insights/metrics/read, which the role Monitoring Reader has.", g.err)
		}
	}
}

func whyNot(err error) string {
	if azure.ReasonOf(err) == azure.Forbidden {
		return noPermission
	}
	return noAnswer
}

// scalerUsage is what the autoscaler reports, or why not.
func (m *measured) scalerUsage() clusterUsage {
	out := clusterUsage{id: m.ID.String()}
	switch {
	case m.Power == "Stopped":
		out.missing = isStopped
	case m.scalerErr != nil:
		out.missing = whyNot(m.scalerErr)
	case m.scaler == nil:
		out.missing = notAsked
	case !m.scaler.Running:
		out.missing = noData
	default:
		out.hours, out.most, out.health = &m.scaler.PendingHours, &m.scaler.MostPending, new(100*m.scaler.Safe)
	}
	return out
}

func decimal(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

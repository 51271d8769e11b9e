package survey

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane/usage"
)

// measured is a cluster with the answer of Azure Monitor.
type measured struct {
	*azure.Cluster

	series    map[string]*usage.Series // by pool in lower case
	failed    map[string]string
	err       error
	scaler    *lane.ScalerMetrics
	scalerErr error
}

// measure requests the metrics of all clusters concurrently: of nodes for the whole
// window, of the autoscaler for the part of it that is shown. Errors are kept with
// their cluster.
func (r *Reader) measure(ctx context.Context, clusters []*azure.Cluster, window, shown azure.Window, asks *bool) []measured {
	out := make([]measured, len(clusters))
	var all sync.WaitGroup
	for i, c := range clusters {
		out[i].Cluster = c
		if c.Power == "Stopped" {
			continue // it has no metrics
		}
		all.Go(func() { out[i].read(ctx, r.Client, window, shown, asks) })
	}
	all.Wait()
	return out
}

// read requests the metrics of one cluster.
func (m *measured) read(ctx context.Context, client *azure.Client, window, shown azure.Window, asks *bool) {
	metrics, err := client.NodeMetrics(ctx, m.ID, window)
	if err != nil {
		m.err, m.scalerErr = err, err
		return
	}
	names := make([]string, len(m.Pools))
	for i, p := range m.Pools {
		names[i] = p.Ref.Name
	}
	m.series, m.failed = usage.SeriesOf(metrics, names), metrics.Failed
	ask := slices.ContainsFunc(m.Pools, func(p *azure.Pool) bool { return usage.AtMost(m.series[strings.ToLower(p.Ref.Name)], p.Set) })
	if asks != nil {
		ask = *asks
	}
	if ask {
		m.scaler, m.scalerErr = client.ScalerMetrics(ctx, m.ID, shown)
	}
}

// warnOfMetrics names the clusters without metrics, in one warning for each reason.
func (r *Reader) warnOfMetrics(found []measured) {
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
	for _, why := range []string{NoPermission, NoAnswer} {
		if g := groups[why]; g != nil {
			r.warn("Unable to read metrics of "+strings.Join(g.names, ", "),
				"Their figures are null, and there is no advice. Reading them needs the action Microsoft.Insights/metrics/read, which the role Monitoring Reader has.", g.err)
		}
	}
}

func whyNot(err error) string {
	if azure.ReasonOf(err) == azure.Forbidden {
		return NoPermission
	}
	return NoAnswer
}

// scalerUsage is what the autoscaler reports, or why it reports nothing.
func (m *measured) scalerUsage() ScalerUsage {
	out := ScalerUsage{ClusterID: m.ID.String()}
	switch {
	case m.Power == "Stopped":
		out.Missing = Stopped
	case m.scalerErr != nil:
		out.Missing = whyNot(m.scalerErr)
	case m.scaler == nil:
		out.Missing = NotAsked
	case !m.scaler.Running:
		out.Missing = NoData
	default:
		out.Hours, out.Most, out.Health = &m.scaler.PendingHours, &m.scaler.MostPending, new(100*m.scaler.Safe)
	}
	return out
}

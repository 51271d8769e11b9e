package provider

import (
	"strconv"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane/usage"
	"github.com/workload-lanes/terraform-provider-aks/internal/survey"
)

// usageAnswer is what the data source shows.
type usageAnswer struct {
	survey.Usage

	from, to string
}

func readLaneUsage(r *dataRead) (out usageAnswer) {
	clusters, wanted := r.usageScope()
	if r.diags.HasError() {
		return out
	}
	out.Usage = r.survey().Usage(r.ctx, survey.Ask{Clusters: clusters, Pools: wanted, Days: int(or(r.number("days"), survey.DefaultDays)),
		Interval: r.text("interval"), Autoscaler: r.flag("autoscaler"), Thresholds: r.thresholds()})
	out.from, out.to = out.From.Format(time.RFC3339), out.To.Format(time.RFC3339)
	return out
}

// survey is a reader with the provider block's settings for lanes.
func (r *dataRead) survey() *survey.Reader {
	return &survey.Reader{Client: r.client, Pricing: r.pricing, Limits: r.limits, Levels: r.levels, Purposes: r.purposes, Now: r.now,
		WithoutSizes: "Write sizes = false if you do not need them.",
		Warn:         func(n lane.Notice) { r.diags.AddWarning(n.Title, n.Detail) }}
}

// usageScope reads the clusters. wanted are the pools by their IDs in lower case;
// nil means all of them.
func (r *dataRead) usageScope() (clusters []*azure.Cluster, wanted map[string]azure.PoolRef) {
	if !r.in["cluster_ids"].IsNull() {
		return r.clustersByID(r.textSet("cluster_ids")), nil
	}
	wanted = map[string]azure.PoolRef{}
	var ids []string
	for _, text := range r.textSet("pool_ids") {
		ref, err := azure.ParsePoolID(text)
		if err != nil {
			r.diags.AddAttributeError(path.Root("pool_ids"), "Not the ID of an AKS node pool", lane.Sentence(err.Error()))
			return nil, nil
		}
		wanted[strings.ToLower(ref.ID())] = ref
		ids = append(ids, ref.Cluster.String())
	}
	return r.clustersByID(ids), wanted
}

// number is a whole number; nil if the author did not write it.
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

func decimal(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

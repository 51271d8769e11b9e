package provider

import (
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane/usage"
	"github.com/workload-lanes/terraform-provider-aks/internal/provider/shape"
	"github.com/workload-lanes/terraform-provider-aks/internal/survey"
)

func newLaneUsageDataSource() datasource.DataSource {
	return &dataSource[usageAnswer]{name: "lane_usage", answer: usageObject, inputs: usageInputs(), reader: readLaneUsage,
		doc: "What the nodes of node pools used over some weeks, by the platform metrics that AKS collects for every cluster, and what to do about it: right-size, autoscale, split or retire. See the guide *Usage*.\n\n" +
			"It takes one request for metrics a cluster, whatever the number of its pools; clusters are asked at the same time. " +
			"The window ends at midnight UTC, so that plans of one day see the same figures. What has no data is null, with the reason in `missing`, and never 0."}
}

func usageInputs() map[string]schema.Attribute {
	ids := func(doc string, v ...validator.Set) schema.SetAttribute {
		return schema.SetAttribute{Optional: true, ElementType: types.StringType, MarkdownDescription: doc, Validators: v}
	}
	thresholds := map[string]schema.Attribute{}
	defaults := usage.DefaultThresholds()
	for _, t := range usage.ThresholdList() {
		thresholds[t.Name] = schema.Float64Attribute{Optional: true, Validators: []validator.Float64{shape.AtLeast(0)},
			MarkdownDescription: t.Doc + " Default " + decimal(*t.At(&defaults)) + "."}
	}
	return map[string]schema.Attribute{
		"cluster_ids": ids("ARM resource IDs of AKS clusters, of which all pools are read. One of `cluster_ids` and `pool_ids` is required.", shape.InsteadOf("pool_ids")),
		"pool_ids":    ids("ARM resource IDs of node pools; of a lane `\"${lane.cluster_id}/agentPools/${lane.pool_name}\"`, with `depends_on` where the same apply makes it."),
		"days": schema.Int64Attribute{Optional: true, Validators: []validator.Int64{shape.Between(1, 90)},
			MarkdownDescription: "Days that the figures are of; 1 to 90, default 14. Advice looks up to seven days further back."},
		"interval": schema.StringAttribute{Optional: true, Validators: []validator.String{shape.OneOf(slices.Sorted(maps.Keys(azure.MetricIntervals))...)},
			MarkdownDescription: "Length of the intervals whose averages are counted: " + shape.MarkdownList(slices.Sorted(maps.Keys(azure.MetricIntervals))) + ". Default `PT1H`."},
		"autoscaler": schema.BoolAttribute{Optional: true,
			MarkdownDescription: "Also ask what the autoscaler of each cluster reports, which is a second request for metrics. Default: of clusters alone in which a pool was at its most nodes."},
		"thresholds": schema.SingleNestedAttribute{Optional: true, Attributes: thresholds, MarkdownDescription: "What advice is given by."},
	}
}

func describeStat(c *shape.Columns, s *usage.Stat) {
	c.Money("average", "Average, in percent.", &s.Average)
	c.Money("p50", "50th percentile of the intervals' averages over all nodes.", &s.P50)
	c.Money("p95", "95th percentile of the intervals' averages over all nodes.", &s.P95)
	c.Money("max", "Highest of any node at any time.", &s.Max)
}

func stat(doc string) *shape.Object[usage.Stat] { return shape.NewObject(doc, describeStat) }

var (
	cpuStat    = stat("CPU of the nodes in percent; null without data.")
	memoryStat = stat("Working set of the nodes' memory in percent; null without data.")
	diskStat   = stat("Disk of the nodes in percent; null without data.")

	nodesObject = shape.NewObject("Number of nodes, counted by their data points; null without data.", func(c *shape.Columns, n *usage.Nodes) {
		c.Money("min", "Fewest.", &n.Min)
		c.Money("average", "Average.", &n.Average)
		c.Money("max", "Most.", &n.Max)
	})
	adviceObject = shape.NewObject("", func(c *shape.Columns, a *usage.Advice) {
		c.Text("code", "Stable code. See the guide *Usage*.", &a.Code)
		c.Text("severity", "`info` or `warning`.", &a.Severity)
		c.Text("message", "What was found, with its figures, and why it matters.", &a.Message)
		c.Text("write", "What to write in the lane.", &a.Write)
		c.Money("saving", "What it saves in a month at list prices; null without `pricing`, and for advice that saves nothing.", a.Saving)
	})
	poolUsageObject = shape.NewObject("", func(c *shape.Columns, p *survey.PoolUsage) {
		c.Text("cluster_id", "ARM resource ID of the cluster.", &p.ClusterID)
		c.Text("id", "ARM resource ID of the node pool.", &p.ID)
		c.Text("name", "Name of the node pool.", &p.Name)
		c.Text("purpose", "What the node pool is for; null where nothing says so.", &p.Purpose)
		c.Text("vm_size", "VM size of the nodes.", &p.Size)
		c.Text("missing", "Why there are no figures, or none to judge by: `stopped`, `too_new`, `no_permission`, `no_answer`, `no_data` or `no_pool`; null where there are enough.", &p.Missing)
		c.Money("hours", "Hours with data.", &p.Hours)
		shape.Nested(c, "nodes", nodesObject, &p.Nodes).NullIf(!p.Nodes.Known)
		shape.Nested(c, "cpu", cpuStat, &p.CPU).NullIf(!p.CPU.Known)
		shape.Nested(c, "memory", memoryStat, &p.Memory).NullIf(!p.Memory.Known)
		shape.Nested(c, "disk", diskStat, &p.Disk).NullIf(!p.Disk.Known)
		shape.List(c, "advice", "What to do about it.", adviceObject, &p.Advice)
		c.Money("cost", "What the average number of nodes costs in a month at list prices; null without `pricing`.", p.Cost)
		c.Money("idle_cost", "The part of `cost` that neither CPU nor memory used on average, whichever is higher.", p.Unused)
		c.Money("saving", "The largest saving of the pool's advice, a month; null where it is not known.", &p.Saving).NullIf(p.Cost == nil)
		c.Text("currency", "Currency of the amounts; null without `pricing`.", &p.Currency)
	})
	clusterUsageObject = shape.NewObject("", func(c *shape.Columns, u *survey.ScalerUsage) {
		c.Text("cluster_id", "ARM resource ID of the cluster.", &u.ClusterID)
		c.Text("missing", "Why there are no figures: `not_asked`, `stopped`, `no_permission`, `no_answer` or `no_data`, which is also an autoscaler that does not run.", &u.Missing)
		c.Money("unschedulable_hours", "Hours in which pods found no room.", u.Hours)
		c.Money("unschedulable_max", "Most pods that found no room, on average over an interval.", u.Most)
		c.Money("safe_to_autoscale", "Percent of the time in which the autoscaler found the cluster healthy enough to act.", u.Health)
	})
	usageObject = shape.NewObject("", func(c *shape.Columns, a *usageAnswer) {
		c.Text("from", "Begin of the window.", &a.from)
		c.Text("to", "End of the window: midnight UTC.", &a.to)
		shape.List(c, "pools", "The node pools, by cluster and name. The functions `markdown` and `mermaid` take the list.", poolUsageObject, &a.Pools)
		shape.List(c, "clusters", "What the autoscalers report, by cluster.", clusterUsageObject, &a.Clusters)
		c.Text("currency", "Currency of the amounts; null without `pricing`.", &a.Currency)
		c.Money("cost", "What the pools cost in a month together, as far as it is known; null without `pricing`.", a.Cost)
		c.Money("saving", "What the advice saves in a month: of each pool the largest, since one change often takes the room of another.", a.Saving)
		c.Money("saving_percent", "`saving` in percent of `cost`.", a.Share)
	})
)

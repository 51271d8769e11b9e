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
		doc: "Usage of node pools over some weeks, from the platform metrics that AKS collects for every cluster, with advice: right-size, autoscale, split or retire. See the guide *Usage*.\n\n" +
			"It needs one metrics request per cluster, whatever the number of its pools. Clusters are read at the same time. " +
			"The window ends at midnight UTC, so plans of one day show the same figures. Figures without data are null, never 0, with the reason in `missing`."}
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
		"cluster_ids": ids("ARM resource IDs of AKS clusters; all of their pools are read. Either `cluster_ids` or `pool_ids` is required.", shape.InsteadOf("pool_ids")),
		"pool_ids":    ids("ARM resource IDs of node pools. For a lane: `\"${lane.cluster_id}/agentPools/${lane.pool_name}\"`, with `depends_on` if the same apply creates it."),
		"days": schema.Int64Attribute{Optional: true, Validators: []validator.Int64{shape.Between(1, 90)},
			MarkdownDescription: "Number of days to read, 1 to 90; default 14. Advice looks up to seven days further back."},
		"interval": schema.StringAttribute{Optional: true, Validators: []validator.String{shape.OneOf(slices.Sorted(maps.Keys(azure.MetricIntervals))...)},
			MarkdownDescription: "Length of the intervals whose averages are counted: " + shape.MarkdownList(slices.Sorted(maps.Keys(azure.MetricIntervals))) + ". Default `PT1H`."},
		"autoscaler": schema.BoolAttribute{Optional: true,
			MarkdownDescription: "Also read what the autoscaler of each cluster reports, with a second metrics request. Default: only for clusters with a pool that reached its maximum of nodes."},
		"thresholds": schema.SingleNestedAttribute{Optional: true, Attributes: thresholds, MarkdownDescription: "Thresholds of the advice."},
	}
}

func describeStat(c *shape.Columns, s *usage.Stat) {
	c.Money("average", "Average, in percent.", &s.Average)
	c.Money("p50", "50th percentile of the intervals' averages over all nodes.", &s.P50)
	c.Money("p95", "95th percentile of the intervals' averages over all nodes.", &s.P95)
	c.Money("max", "Highest value of any node at any time.", &s.Max)
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
		c.Money("saving", "Monthly saving at list prices; null without `pricing`, and for advice that saves nothing.", a.Saving)
	})
	poolUsageObject = shape.NewObject("", func(c *shape.Columns, p *survey.PoolUsage) {
		c.Text("cluster_id", "ARM resource ID of the cluster.", &p.ClusterID)
		c.Text("id", "ARM resource ID of the node pool.", &p.ID)
		c.Text("name", "Name of the node pool.", &p.Name)
		c.Text("purpose", "What the node pool is for; null if it cannot be determined.", &p.Purpose)
		c.Text("vm_size", "VM size of the nodes.", &p.Size)
		c.Text("missing", "Why figures are missing or too few: `stopped`, `too_new`, `no_permission`, `no_answer`, `no_data` or `no_pool`; null if there are enough.", &p.Missing)
		c.Money("hours", "Hours with data.", &p.Hours)
		shape.Nested(c, "nodes", nodesObject, &p.Nodes).NullIf(!p.Nodes.Known)
		shape.Nested(c, "cpu", cpuStat, &p.CPU).NullIf(!p.CPU.Known)
		shape.Nested(c, "memory", memoryStat, &p.Memory).NullIf(!p.Memory.Known)
		shape.Nested(c, "disk", diskStat, &p.Disk).NullIf(!p.Disk.Known)
		shape.List(c, "advice", "What to do about it.", adviceObject, &p.Advice)
		c.Money("cost", "Monthly cost of the average number of nodes at list prices; null without `pricing`.", p.Cost)
		c.Money("idle_cost", "The idle part of `cost`, by the average of CPU or memory, whichever is higher.", p.Unused)
		c.Money("saving", "Largest monthly saving among the pool's advice; null if it is not known.", &p.Saving).NullIf(p.Cost == nil)
		c.Text("currency", "Currency of the amounts; null without `pricing`.", &p.Currency)
	})
	clusterUsageObject = shape.NewObject("", func(c *shape.Columns, u *survey.ScalerUsage) {
		c.Text("cluster_id", "ARM resource ID of the cluster.", &u.ClusterID)
		c.Text("missing", "Why there are no figures: `not_asked`, `stopped`, `no_permission`, `no_answer` or `no_data`. An autoscaler that does not run has no data either.", &u.Missing)
		c.Money("unschedulable_hours", "Hours with unschedulable pods.", u.Hours)
		c.Money("unschedulable_max", "Highest number of unschedulable pods, as the average of an interval.", u.Most)
		c.Money("safe_to_autoscale", "Percent of the time in which the autoscaler found the cluster healthy enough to act.", u.Health)
	})
	usageObject = shape.NewObject("", func(c *shape.Columns, a *usageAnswer) {
		c.Text("from", "Start of the window.", &a.from)
		c.Text("to", "End of the window: midnight UTC.", &a.to)
		shape.List(c, "pools", "The node pools, by cluster and name. The functions `markdown` and `mermaid` take the list.", poolUsageObject, &a.Pools)
		shape.List(c, "clusters", "What the autoscalers report, by cluster.", clusterUsageObject, &a.Clusters)
		c.Text("currency", "Currency of the amounts; null without `pricing`.", &a.Currency)
		c.Money("cost", "Monthly cost of all pools whose cost is known; null without `pricing`.", a.Cost)
		c.Money("saving", "Monthly saving of the advice. It counts the largest saving of each pool, because one change often rules out another.", a.Saving)
		c.Money("saving_percent", "`saving` in percent of `cost`.", a.Share)
	})
)

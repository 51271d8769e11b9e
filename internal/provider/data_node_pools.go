package provider

import (
	"cmp"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane/audit"
	"github.com/workload-lanes/terraform-provider-aks/internal/provider/shape"
)

func newNodePoolsDataSource() datasource.DataSource {
	return &dataSource[listedPools]{name: "node_pools", answer: poolsObject, inputs: nodePoolsInputs(), reader: readNodePools,
		doc: "The node pools of many clusters, whoever created them, with audit findings.\n\n" +
			"`cluster_ids` are read live, from the same snapshots as the lanes of the plan: one request per cluster. " +
			"Without them, clusters are found by `subscription_ids`, `resource_group` and `tags` through Azure Resource Graph. One query finds any number of clusters; its data lags behind Azure by seconds to minutes. " +
			"Filters choose which node pools are shown. The audit always covers whole clusters."}
}

// poolFilters select node pools. Each has an attribute and the condition that a
// pool must meet.
var poolFilters = []struct {
	name, doc string
	oneOf     []string
	keeps     func(f foundPool, want string) bool
}{
	{"purpose", "Only node pools of this purpose.", nil, func(f foundPool, want string) bool { return f.purpose == want }},
	{"mode", "Only node pools of this mode: " + shape.MarkdownList(lane.Mode.OneOf) + ".", lane.Mode.OneOf, func(f foundPool, want string) bool {
		return lane.Mode.Same(lane.Mode.In(f.set), lane.Known(want))
	}},
	{"os_type", "Only node pools of this operating system: " + shape.MarkdownList(lane.OSType.OneOf) + ".", lane.OSType.OneOf, func(f foundPool, want string) bool {
		return lane.OSType.Same(lane.OSType.In(f.set), lane.Known(want))
	}},
	{"name", "Only node pools whose name matches this pattern; `*` matches any characters.", nil, func(f foundPool, want string) bool {
		return lane.Matches(want, f.name)
	}},
}

// poolScope documents the attributes that select clusters and node pools, for both
// the data source and the list resource.
var poolScope = map[string]string{
	"cluster_ids":      "ARM resource IDs of AKS clusters. Conflicts with `subscription_ids`, `resource_group` and `tags`.",
	"subscription_ids": "Subscriptions to search. Default: the provider's, else all that the credentials may read.",
	"resource_group":   "Only clusters of this resource group.",
	"tags":             "Only clusters with all of these tags.",
	"unmanaged_only":   "Only node pools that neither a lane nor a tool of `managed_by` manages. Default `false`.",
}

func nodePoolsInputs() map[string]schema.Attribute {
	ids := func(doc string, v ...validator.Set) schema.SetAttribute {
		return schema.SetAttribute{Optional: true, ElementType: types.StringType, MarkdownDescription: doc, Validators: v}
	}
	alone := shape.Excludes("subscription_ids", "resource_group", "tags")
	out := map[string]schema.Attribute{
		"cluster_ids":      ids(poolScope["cluster_ids"], alone),
		"subscription_ids": ids(poolScope["subscription_ids"]),
		"resource_group":   schema.StringAttribute{Optional: true, MarkdownDescription: poolScope["resource_group"]},
		"tags":             schema.MapAttribute{Optional: true, ElementType: types.StringType, MarkdownDescription: poolScope["tags"]},
		"unmanaged_only":   schema.BoolAttribute{Optional: true, MarkdownDescription: poolScope["unmanaged_only"]},
		"managed_by":       managedByAttribute(),
		"sizes":            sizesAttribute("`true` with `cluster_ids`, else `false`, because it needs one or two requests per subscription and location"),
	}
	for _, f := range poolFilters {
		a := schema.StringAttribute{Optional: true, MarkdownDescription: f.doc}
		if f.oneOf != nil {
			a.Validators = []validator.String{shape.OneOf(f.oneOf...)}
		}
		out[f.name] = a
	}
	return out
}

type listedPools struct {
	pools    []foundPool
	findings []finding
}

var poolsObject = shape.NewObject("", func(c *shape.Columns, s *listedPools) {
	shape.List(c, "pools", "The node pools, by cluster and name.", briefPool, &s.pools)
	shape.List(c, "findings", "Audit findings for the clusters and for the node pools that are shown, for use in `check` blocks. See the guide *Findings*.", findingObject, &s.findings)
})

func readNodePools(r *dataRead) (s listedPools) {
	clusters := r.clustersInScope()
	slices.SortFunc(clusters, func(a, b *azure.Cluster) int {
		return cmp.Compare(strings.ToLower(a.ID.String()), strings.ToLower(b.ID.String()))
	})
	sizes := or(r.flag("sizes"), !r.in["cluster_ids"].IsNull())
	for _, cluster := range clusters {
		e := r.audit(cluster, sizes)
		shown := map[string]bool{"": true} // "" is the cluster itself
		for _, live := range slices.SortedFunc(slices.Values(cluster.Pools), func(a, b *azure.Pool) int { return cmp.Compare(a.Ref.Name, b.Ref.Name) }) {
			if f := e.pool(live); r.keeps(f) {
				s.pools, shown[f.name] = append(s.pools, f), true
			}
		}
		for _, f := range e.findings {
			if shown[f.Pool] {
				s.findings = append(s.findings, f)
			}
		}
	}
	return s
}

// keeps reports whether a pool passes all filters.
func (r *dataRead) keeps(f foundPool) bool {
	for _, filter := range poolFilters {
		if want := r.text(filter.name); want != "" && !filter.keeps(f, want) {
			return false
		}
	}
	return !or(r.flag("unmanaged_only"), false) || !audit.Managed(f.set, r.textSet("managed_by"))
}

// clustersInScope reads the clusters that the author selects.
func (r *dataRead) clustersInScope() []*azure.Cluster {
	if !r.in["cluster_ids"].IsNull() {
		return r.clustersByID(r.textSet("cluster_ids"))
	}
	scope := azure.Scope{Subscriptions: r.textSet("subscription_ids"), Group: r.text("resource_group")}
	if tags, ok := r.in["tags"].(types.Map); ok {
		scope.Tags = shape.MapOf(tags).Strings()
	}
	if own := r.client.SubscriptionID(); r.in["subscription_ids"].IsNull() && own != "" {
		scope.Subscriptions = []string{own}
	}
	clusters, err := r.client.FindClusters(r.ctx, scope)
	if err != nil {
		addError(r.diags, "Unable to find clusters", err)
	}
	return clusters
}

func (r *dataRead) clustersByID(ids []string) []*azure.Cluster {
	var parsed []azure.ClusterID
	for _, text := range ids {
		id, err := azure.ParseClusterID(text)
		if err != nil {
			r.diags.AddAttributeError(path.Root("cluster_ids"), "Not the ID of an AKS cluster", lane.Sentence(err.Error()))
			return nil
		}
		parsed = append(parsed, id)
	}
	clusters, err := r.client.Clusters(r.ctx, parsed)
	if err != nil {
		addError(r.diags, "Unable to read a cluster", err)
	}
	return clusters
}

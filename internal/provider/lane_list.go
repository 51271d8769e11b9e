package provider

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	listing "github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane/inventory"
	"github.com/workload-lanes/terraform-provider-aks/internal/provider/shape"
)

// laneList is the list resource aks_workload_lane: the node pools that could be
// lanes, for `terraform query` of Terraform 1.14. Scope and filters are those of
// aks_node_pools. Each result is what an import would write to the state.
type laneList struct {
	*laneResource
}

var (
	_ listing.ListResource              = laneList{}
	_ listing.ListResourceWithConfigure = laneList{}
)

func newLaneList() listing.ListResource { return laneList{newLaneResource(nil)} }

func (l laneList) ListResourceConfigSchema(_ context.Context, _ listing.ListResourceSchemaRequest, resp *listing.ListResourceSchemaResponse) {
	texts := func(doc string, v ...validator.List) schema.ListAttribute {
		return schema.ListAttribute{Optional: true, ElementType: types.StringType, MarkdownDescription: doc, Validators: v}
	}
	alone := shape.Excludes("subscription_ids", "resource_group", "tags")
	attrs := map[string]schema.Attribute{
		"cluster_ids":      texts(poolScope["cluster_ids"], alone),
		"subscription_ids": texts(poolScope["subscription_ids"]),
		"resource_group":   schema.StringAttribute{Optional: true, MarkdownDescription: poolScope["resource_group"]},
		"tags":             schema.MapAttribute{Optional: true, ElementType: types.StringType, MarkdownDescription: poolScope["tags"]},
		"unmanaged_only":   schema.BoolAttribute{Optional: true, MarkdownDescription: poolScope["unmanaged_only"]},
		"managed_by":       texts("Tag keys by which other tools mark the node pools that they manage, in addition to a lane's own tag."),
	}
	for _, f := range poolFilters {
		a := schema.StringAttribute{Optional: true, MarkdownDescription: f.doc}
		if f.oneOf != nil {
			a.Validators = []validator.String{shape.OneOf(f.oneOf...)}
		}
		attrs[f.name] = a
	}
	resp.Schema = schema.Schema{Attributes: attrs, MarkdownDescription: "The node pools that could be lanes, whoever created them, for `terraform query` of Terraform 1.14. " +
		"With `cluster_ids` each cluster is read. Without them, one query of Azure Resource Graph finds all clusters. Scope and filters are those of the data source `aks_node_pools`."}
}

// List reads all clusters before it pushes the first node pool: results are ordered
// by cluster and name, not in Resource Graph's order.
func (l laneList) List(ctx context.Context, req listing.ListRequest, stream *listing.ListResultsStream) {
	var diags diag.Diagnostics
	r := l.reading(ctx, req, &diags)
	var clusters []*azure.Cluster
	if !diags.HasError() {
		clusters = r.clustersInScope()
	}
	if diags.HasError() {
		stream.Results = listing.ListResultsStreamDiagnostics(diags)
		return
	}
	slices.SortFunc(clusters, func(a, b *azure.Cluster) int {
		return cmp.Compare(strings.ToLower(a.ID.String()), strings.ToLower(b.ID.String()))
	})
	stream.Results = func(push func(listing.ListResult) bool) {
		var n int64
		for _, cluster := range clusters {
			for _, pool := range slices.SortedFunc(slices.Values(cluster.Pools), func(a, b *azure.Pool) int { return cmp.Compare(a.Ref.Name, b.Ref.Name) }) {
				if purpose, _ := inventory.PurposeOf(pool.Set); lane.OfAKS(pool.Set) || !r.keeps(foundPool{name: pool.Ref.Name, set: pool.Set, purpose: purpose}) {
					continue
				}
				if req.Limit > 0 && n == req.Limit || !push(l.result(ctx, req, pool)) {
					return
				}
				n++
			}
		}
	}
}

// reading is the configuration of a list block, converted to that of a data source:
// the schema of lists has no sets.
func (l laneList) reading(ctx context.Context, req listing.ListRequest, diags *diag.Diagnostics) *dataRead {
	r := &dataRead{services: l.services, ctx: ctx, diags: diags, in: map[string]attr.Value{}}
	var config types.Object
	diags.Append(req.Config.Get(ctx, &config)...)
	for name, v := range config.Attributes() {
		if texts, ok := v.(types.List); ok {
			set := types.SetNull(types.StringType)
			if !texts.IsNull() {
				var more diag.Diagnostics
				set, more = types.SetValue(types.StringType, distinct(texts.Elements()))
				diags.Append(more...)
			}
			v = set
		}
		r.in[name] = v
	}
	return r
}

func distinct(elements []attr.Value) []attr.Value {
	var out []attr.Value
	for _, e := range elements {
		if !slices.ContainsFunc(out, e.Equal) {
			out = append(out, e)
		}
	}
	return out
}

// result is one node pool: its identity, and what an import would find.
func (l laneList) result(ctx context.Context, req listing.ListRequest, pool *azure.Pool) listing.ListResult {
	out := req.NewListResult(ctx)
	ref := azure.PoolRef{Cluster: pool.Ref.Cluster, Name: lane.LaneOf(pool.Set, pool.Ref.Name)}
	purpose, _ := l.purposes.Classify(pool.Set)
	out.DisplayName = fmt.Sprintf("%s/%s (%s)", ref.Cluster.Name, ref.Name, purpose)
	out.Diagnostics.Append(out.Identity.Set(ctx, laneIdentity{ClusterID: types.StringValue(ref.Cluster.String()), Name: types.StringValue(ref.Name)})...)
	if !req.IncludeResource {
		return out
	}
	w := emptyLane(ctx, &out.Diagnostics)
	w.set("cluster_id", types.StringValue(ref.Cluster.String()))
	l.adopt(w, pool.Ref, pool)
	w.set("status", shape.StatusValue(pool.Status))
	w.write(ctx, out.Resource, &out.Diagnostics)
	return out
}

// emptyLane is a lane without any known attribute.
func emptyLane(ctx context.Context, diags *diag.Diagnostics) *draft {
	w := &draft{types: laneTypes{}, attrs: map[string]attr.Value{}}
	for name, a := range laneSchema(ctx).Attributes {
		typ := a.GetType()
		null, err := typ.ValueFromTerraform(ctx, tftypes.NewValue(typ.TerraformType(ctx), nil))
		if err != nil {
			diags.AddError("Unable to describe the lane", name+": "+err.Error())
		}
		w.types[name], w.attrs[name] = typ, null
	}
	return w
}

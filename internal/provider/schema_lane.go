package provider

import (
	"context"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/provider/shape"
)

const laneDescription = "A node pool of an AKS cluster that is described by its purpose.\n\n" +
	"Write a `purpose` and the few settings that differ. The lane expands them into every setting of the node pool, and the plan shows them as `pool`. " +
	"Every override is optional. At every depth, null means the preset's value; `[]` and `{}` mean none. " +
	"`impact` shows what a change does to the nodes; `scheduling` shows what a pod needs to land here."

// laneSchema is the whole schema of aks_workload_lane.
func laneSchema(ctx context.Context) schema.Schema {
	attrs := shape.Attributes(shape.OverrideBranches(), shape.Override, "")
	maps.Copy(attrs, laneOwnAttributes())
	maps.Copy(attrs, laneComputedAttributes())
	attrs["timeouts"] = timeoutsAttribute(ctx)
	return schema.Schema{MarkdownDescription: laneDescription, Attributes: attrs}
}

// purposeForm is the check of a purpose's form, which does not need the provider
// block.
var purposeForm = shape.Formed(lane.PurposePattern, lane.PurposeForm, lane.BuiltInPurposes()...)

// laneOwnAttributes are the attributes of a lane that a node pool does not have.
func laneOwnAttributes() map[string]schema.Attribute {
	keys := func(doc string) schema.SetAttribute {
		return schema.SetAttribute{MarkdownDescription: doc, ElementType: types.StringType, Optional: true}
	}
	return map[string]schema.Attribute{
		"cluster_id": schema.StringAttribute{Required: true,
			MarkdownDescription: "ARM resource ID of the AKS cluster, compared without regard to case. Changing it replaces the lane."},
		"name": schema.StringAttribute{Required: true,
			MarkdownDescription: "Name of the lane and of its node pool: lower-case letters and digits, 12 at most (Windows: 6). Changing it replaces the lane."},
		"purpose": schema.StringAttribute{Required: true, Validators: []validator.String{purposeForm},
			MarkdownDescription: "What the lane is for: " + shape.MarkdownList(lane.BuiltInPurposes()) + ", or a purpose of the provider block's `presets`. See the guide *Presets*."},
		"group": schema.StringAttribute{Optional: true,
			MarkdownDescription: "Lanes of one group are interchangeable for pods, for example one per zone. The value of the label `" + lane.LabelName + "`. Default: the name."},
		"omit": schema.SingleNestedAttribute{Optional: true, MarkdownDescription: "Keys of the preset that the lane leaves out.",
			Attributes: map[string]schema.Attribute{
				"labels": keys("Label keys."), "taints": keys("Taint keys, or `key:Effect`."), "tags": keys("Tag keys.")}},
		"ignore": schema.SingleNestedAttribute{Optional: true,
			MarkdownDescription: "Patterns of keys that others own (`*` matches any characters). They are never a difference and are sent back unchanged.",
			Attributes:          map[string]schema.Attribute{"labels": keys("Label key patterns."), "taints": keys("Taint key patterns.")}},
		"preset_revision": schema.Int64Attribute{Optional: true, Computed: true,
			MarkdownDescription: "Revision of the preset. A new lane gets the newest and keeps it; an import gets 0, which means *as found*. Raising it changes what can be changed in place."},
		"disruption": schema.SingleNestedAttribute{Optional: true, MarkdownDescription: "How much a change may disturb the nodes.",
			Attributes: map[string]schema.Attribute{"allow": schema.StringAttribute{Optional: true,
				Validators:          []validator.String{shape.OneOf(lane.ClassNames...)},
				MarkdownDescription: "The plan fails if it would disturb the nodes more than this: " + shape.MarkdownList(lane.ClassNames) + ". Default: the provider block's, else `rolling`."}}},
		"rotation": schema.SingleNestedAttribute{Optional: true, MarkdownDescription: "How a new node pool takes over if `disruption.allow` is `rotate`.",
			Attributes: map[string]schema.Attribute{
				"soak_minutes": schema.Int64Attribute{Optional: true, Validators: []validator.Int64{shape.Between(0, 1440)},
					MarkdownDescription: "Minutes that both node pools run after the new one is ready. Default 0."},
				"on_blocked": schema.StringAttribute{Optional: true, Validators: []validator.String{shape.OneOf("pause", "rollback", "force")},
					MarkdownDescription: "What happens if disruption budgets block the drain of the old node pool. `pause` (default) keeps both pools, with the lane on the new one, and the next apply continues. `rollback` deletes the new one. `force` ignores the budgets."},
				"old_pool": schema.StringAttribute{Optional: true, Validators: []validator.String{shape.OneOf("delete", "keep")},
					MarkdownDescription: "`delete` (default) deletes the old node pool; `keep` leaves it running and no longer manages it."}}},
		"on_destroy": schema.SingleNestedAttribute{Optional: true, MarkdownDescription: "What destroying the lane does.",
			Attributes: map[string]schema.Attribute{
				"action": schema.StringAttribute{Optional: true, Validators: []validator.String{shape.OneOf("delete", "release", "refuse")},
					MarkdownDescription: "`delete` (default) deletes the node pool. `release` leaves it running and removes it from the state. `refuse` makes the deletion an error at plan, even if the block is removed from the configuration."},
				"ignore_pdb": schema.BoolAttribute{Optional: true, MarkdownDescription: "Ignore pod disruption budgets during the deletion. Default `false`."}}},
	}
}

// laneComputedAttributes are what the lane decides and reports.
func laneComputedAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"pool": schema.SingleNestedAttribute{Computed: true, Attributes: shape.Attributes(shape.PoolBranches(), shape.Decided, ""),
			MarkdownDescription: "Every setting that the lane decides; null is left to AKS. Known at plan."},
		"pool_name":  schema.StringAttribute{Computed: true, MarkdownDescription: "Name of the node pool behind the lane. Known at plan."},
		"pool_id":    schema.StringAttribute{Computed: true, MarkdownDescription: "ARM resource ID of the node pool behind the lane."},
		"scheduling": shape.Scheduling.Attribute(),
		"impact":     shape.Impact.Attribute(),
		"cost":       shape.Cost.Attribute(),
		"status":     shape.Status.Attribute(),
	}
}

func laneIdentitySchema() identityschema.Schema {
	return identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"cluster_id": identityschema.StringAttribute{RequiredForImport: true, Description: "ARM resource ID of the AKS cluster."},
		"name":       identityschema.StringAttribute{RequiredForImport: true, Description: "Name of the node pool."},
	}}
}

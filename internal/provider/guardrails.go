package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane/check"
	"github.com/workload-lanes/terraform-provider-aks/internal/provider/shape"
)

// guardrailsAttribute is `guardrails` of the provider block: one attribute for
// each limit of the table of checks, and the team's message.
func guardrailsAttribute() schema.SingleNestedAttribute {
	attrs := map[string]schema.Attribute{
		"message": schema.StringAttribute{Optional: true, MarkdownDescription: "Text that your team adds to every refusal, such as whom to ask or where the rules are documented."},
	}
	for _, c := range check.Table() {
		if limit := c.Limit(); limit != "" {
			attrs[limit] = limitAttribute(limit, c.Text)
		}
	}
	return schema.SingleNestedAttribute{Optional: true, Attributes: attrs,
		MarkdownDescription: "Limits of your team. A limit applies to lanes that the plan creates, and to changes of the setting that it limits: the plan fails beyond it. Unchanged and deleted lanes are not checked. See the guide *Guardrails and cost*."}
}

func limitAttribute(name, doc string) schema.Attribute {
	switch name {
	case "max_nodes_per_lane":
		return schema.Int64Attribute{Optional: true, MarkdownDescription: doc, Validators: []validator.Int64{shape.AtLeast(1)}}
	case "max_hourly_cost":
		return schema.Float64Attribute{Optional: true, MarkdownDescription: doc, Validators: []validator.Float64{shape.AtLeast(0)}}
	case "min_zones":
		return schema.MapAttribute{Optional: true, MarkdownDescription: doc, ElementType: types.Int64Type,
			Validators: []validator.Map{shape.Between(0, 3)}}
	}
	return schema.SetAttribute{Optional: true, MarkdownDescription: doc, ElementType: types.StringType}
}

// limitsOf reads the limits. A limit that is not known yet does not restrict the
// plan. It is known at apply.
func limitsOf(block types.Object) check.Limits {
	attrs := block.Attributes()
	texts := func(name string) []string {
		set, _ := attrs[name].(types.Set)
		return shape.SetOf(set).Set()
	}
	nodes, _ := attrs["max_nodes_per_lane"].(types.Int64)
	hourly, _ := attrs["max_hourly_cost"].(types.Float64)
	message, _ := attrs["message"].(types.String)
	g := check.Limits{Labels: texts("required_labels"), Tags: texts("required_tags"), Sizes: texts("allowed_vm_sizes"),
		Nodes: nodes.ValueInt64(), Hourly: hourly.ValueFloat64(), Zones: map[string]int64{}, Message: message.ValueString()}
	zones, _ := attrs["min_zones"].(types.Map)
	for purpose, v := range zones.Elements() {
		if n, ok := v.(types.Int64); ok && !n.IsUnknown() && !n.IsNull() {
			g.Zones[purpose] = n.ValueInt64()
		}
	}
	return g
}

// set reports whether the author has written an attribute of a block.
func set(block types.Object, name string) bool {
	v := block.Attributes()[name]
	return v != nil && !v.IsNull()
}

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/float64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// guardrailsAttribute is `guardrails` of the provider block: one attribute for
// each row of package lane's table, and the team's message.
func guardrailsAttribute() schema.SingleNestedAttribute {
	attrs := map[string]schema.Attribute{
		"message": schema.StringAttribute{Optional: true, MarkdownDescription: "What your team adds to every refusal: whom to ask, where the rules are written."},
	}
	for _, g := range lane.GuardrailTable() {
		attrs[g.Name] = guardrailAttribute(g)
	}
	return schema.SingleNestedAttribute{Optional: true, Attributes: attrs,
		MarkdownDescription: "Limits of your team: the plan fails for a lane that it creates beyond one, or changes in what the limit judges. A lane that stays as it is, or goes, is left alone. See the guide *Guardrails and cost*."}
}

func guardrailAttribute(g lane.Guardrail) schema.Attribute {
	switch g.Name {
	case "max_nodes_per_lane":
		return schema.Int64Attribute{Optional: true, MarkdownDescription: g.Doc, Validators: []validator.Int64{int64validator.AtLeast(1)}}
	case "max_hourly_cost":
		return schema.Float64Attribute{Optional: true, MarkdownDescription: g.Doc, Validators: []validator.Float64{float64validator.AtLeast(0)}}
	case "min_zones":
		return schema.MapAttribute{Optional: true, MarkdownDescription: g.Doc, ElementType: types.Int64Type,
			Validators: []validator.Map{mapvalidator.ValueInt64sAre(int64validator.Between(0, 3))}}
	}
	return schema.SetAttribute{Optional: true, MarkdownDescription: g.Doc, ElementType: types.StringType}
}

// guardrailsOf reads the limits. One that is not known yet limits nothing; the
// apply knows it.
func guardrailsOf(block types.Object) lane.Guardrails {
	attrs := block.Attributes()
	texts := func(name string) []string {
		set, _ := attrs[name].(types.Set)
		return setOf(set).Set()
	}
	nodes, _ := attrs["max_nodes_per_lane"].(types.Int64)
	hourly, _ := attrs["max_hourly_cost"].(types.Float64)
	message, _ := attrs["message"].(types.String)
	g := lane.Guardrails{Labels: texts("required_labels"), Tags: texts("required_tags"), Sizes: texts("allowed_vm_sizes"),
		Nodes: nodes.ValueInt64(), Hourly: hourly.ValueFloat64(), Zones: map[string]int64{}, Message: message.ValueString()}
	zones, _ := attrs["min_zones"].(types.Map)
	for purpose, v := range zones.Elements() {
		if n, ok := v.(types.Int64); ok && !n.IsUnknown() && !n.IsNull() {
			g.Zones[purpose] = n.ValueInt64()
		}
	}
	return g
}

// set reports whether an attribute of a block is written.
func set(block types.Object, name string) bool {
	v := block.Attributes()[name]
	return v != nil && !v.IsNull()
}

// guard holds the planned lane against the limits.
func (p *planning) guard(ctx context.Context, out lane.Output) {
	var before *lane.Guarded
	if out.Prior != nil {
		was := p.guarded(ctx, out.Prior.Purpose, out.Prior.Pool)
		before = &was
	}
	for _, b := range p.guardrails.Breaches(before, p.guarded(ctx, p.in.Intent.Purpose, out.Pool)) {
		p.diags.AddAttributeError(p.cfg.at(b.Field), b.Guardrail.Title, b.Detail())
	}
}

func (p *planning) guarded(ctx context.Context, purpose string, pool lane.Settings) lane.Guarded {
	g := lane.Guarded{Purpose: purpose, Pool: pool, Hourly: p.hourly(ctx, pool)}
	if p.pricing != nil {
		g.Currency = p.pricing.currency
	}
	return g
}

package provider

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/provider/shape"
)

func newLanePresetsDataSource() datasource.DataSource {
	return &dataSource{name: "lane_presets", attrs: lanePresetsAttributes, reader: readLanePresets,
		doc: "The catalogue of presets, every purpose at every revision. Nothing is read from Azure. See the guide *Presets*."}
}

func presetAttributes() map[string]schema.Attribute {
	pool := func(doc string) schema.Attribute {
		return shape.ComputedObject(doc, shape.ComputedAll(shape.Attributes(shape.PoolBranches(), shape.Decided, "")))
	}
	return map[string]schema.Attribute{
		"purpose":  shape.ComputedText("What lanes of the preset are for."),
		"revision": shape.ComputedNumber("Revision of the preset."),
		"newest":   shape.ComputedFlag("The purpose has no later revision: what a new lane gets."),
		"summary":  shape.ComputedText("The purpose in a sentence."),
		"guide":    shape.ComputedText("What the provider cannot do itself; null where there is nothing to say."),
		"zonal":    shape.ComputedFlag("Lanes are spread over the zones in which the subscription may run the size."),
		"pool":     pool("What the preset decides; null is left to AKS, and to the cluster: names, zones, and the lane's own labels and tags."),
		"newer_os": shape.ComputedObject("What replaces it from a Kubernetes version on; null where nothing does.", map[string]schema.Attribute{
			"from_kubernetes_version": shape.ComputedText("First minor version."), "pool": pool("The settings that are replaced.")}),
	}
}

func lanePresetsAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"purpose": schema.StringAttribute{Optional: true, MarkdownDescription: "Only the presets of this purpose: " + shape.MarkdownList(lane.BuiltInPurposes()) + "."},
		"presets": shape.ComputedList("The presets, in the order of the documentation.", presetAttributes()),
	}
}

func readLanePresets(r *dataRead) {
	t := shape.TypeOf(presetAttributes())
	newer, _ := t.AttrTypes["newer_os"].(types.ObjectType)
	want := r.text("purpose")
	if want != "" {
		if _, err := lane.FindPreset(want, 0); err != nil {
			r.diags.AddAttributeError(path.Root("purpose"), "Unable to find the preset", lane.Sentence(err.Error()))
			return
		}
	}
	out := []attr.Value{}
	for _, p := range lane.Presets() {
		if want != "" && p.Purpose != want {
			continue
		}
		os := types.ObjectNull(newer.AttrTypes)
		if n := p.NewerOS; n != nil {
			os = types.ObjectValueMust(newer.AttrTypes, map[string]attr.Value{
				"from_kubernetes_version": types.StringValue(fmt.Sprintf("1.%d", n.FromMinor)), "pool": shape.PoolObject(n.Set)})
		}
		out = append(out, types.ObjectValueMust(t.AttrTypes, map[string]attr.Value{
			"purpose": types.StringValue(p.Purpose), "revision": types.Int64Value(int64(p.Revision)), "newest": types.BoolValue(newestIn(lane.Purposes{}, p.Purpose) == p.Revision),
			"summary": types.StringValue(p.Summary), "guide": shape.TextOrNull(p.Guide), "zonal": types.BoolValue(p.Zonal), "pool": shape.PoolObject(p.Set), "newer_os": os}))
	}
	r.set("presets", types.ListValueMust(t, out))
}

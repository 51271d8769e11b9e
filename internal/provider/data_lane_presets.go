package provider

import (
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/provider/shape"
)

func newLanePresetsDataSource() datasource.DataSource {
	return &dataSource[[]lane.Preset]{name: "lane_presets", answer: presetsObject, reader: readLanePresets,
		doc: "All presets: every purpose at every revision. Nothing is read from Azure. See the guide *Presets*.",
		inputs: map[string]schema.Attribute{
			"purpose": schema.StringAttribute{Optional: true, MarkdownDescription: "Only the presets of this purpose: " + shape.MarkdownList(lane.BuiltInPurposes()) + "."}}}
}

var presetsObject = shape.NewObject("", func(c *shape.Columns, list *[]lane.Preset) {
	shape.List(c, "presets", "The presets, in the order of the documentation.", presetObject, list)
})

var presetObject = shape.NewObject("", func(c *shape.Columns, p *lane.Preset) {
	c.Text("purpose", "What lanes of the preset are for.", &p.Purpose)
	c.Number("revision", "Revision of the preset.", new(int64(p.Revision)))
	c.Flag("newest", "Whether this is the purpose's newest revision, which a new lane gets.", new(newestIn(lane.Purposes{}, p.Purpose) == p.Revision))
	c.Text("summary", "The purpose in a sentence.", &p.Summary)
	c.Text("guide", "What the provider cannot do itself; null if there is nothing to add.", &p.Guide)
	c.Flag("zonal", "Whether lanes are spread over the zones in which the subscription may run the size.", &p.Zonal)
	c.Settings("pool", "Settings of the preset. A null setting is left to AKS, or depends on the cluster: names, zones, and the lane's own labels and tags. `image_streaming` applies only to nodes that support it.", shape.PoolBranches(), &p.Set)
	shape.Nested(c, "newer_os", newerOSObject, p.NewerOS)
})

var newerOSObject = shape.NewObject("Settings that change from a Kubernetes version on; null if none do.", func(c *shape.Columns, n *lane.NewerOS) {
	c.Text("from_kubernetes_version", "First minor version.", new(fmt.Sprintf("1.%d", n.FromMinor)))
	c.Settings("pool", "The changed settings.", shape.PoolBranches(), &n.Set)
})

func readLanePresets(r *dataRead) []lane.Preset {
	want := r.text("purpose")
	if want == "" {
		return lane.Presets()
	}
	if _, err := lane.FindPreset(want, 0); err != nil {
		r.diags.AddAttributeError(path.Root("purpose"), "Unable to find the preset", lane.Sentence(err.Error()))
	}
	return slices.DeleteFunc(slices.Clone(lane.Presets()), func(p lane.Preset) bool { return p.Purpose != want })
}

package provider

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/provider/shape"
)

// presetsAttribute is `presets` of the provider block. Its overrides come from the
// same table as those of a lane.
func presetsAttribute() schema.MapNestedAttribute {
	attrs := map[string]schema.Attribute{
		"extends": schema.StringAttribute{Required: true,
			MarkdownDescription: "The preset that it extends: a built-in preset at a revision, such as `batch@1`, or the name of another preset of this block."},
		"description": schema.StringAttribute{Optional: true, MarkdownDescription: "What the purpose is for, in a sentence."},
	}
	for name, a := range shape.Attributes(shape.OverrideBranches(), shape.Override, "") {
		attrs[name] = a
	}
	attrs["omit"] = laneOwnAttributes()["omit"]
	return schema.MapNestedAttribute{Optional: true, NestedObject: schema.NestedAttributeObject{Attributes: attrs},
		MarkdownDescription: "Your own purposes, by name. Lanes use them like the built-in ones. Each extends another preset and writes the settings that differ, under the attribute names of `aks_workload_lane`. A changed preset changes every lane that uses it. See the guide *Presets*."}
}

// purposesOf reads the purposes of the provider block. Problems are errors at the
// preset's name.
func purposesOf(presets types.Map, diags *diag.Diagnostics) lane.Purposes {
	if presets.IsUnknown() {
		return lane.OpenPurposes()
	}
	c, problems := purposesWith(presets.Elements())
	for _, p := range problems {
		diags.AddAttributeError(path.Root("presets").AtMapKey(p.Name), "Invalid preset "+p.Name, lane.Sentence(p.Error()))
	}
	return c
}

// purposesWith adds a platform team's own purposes to the built-in ones. They may
// come from the provider block or from an argument.
func purposesWith(presets map[string]attr.Value) (lane.Purposes, []*lane.OwnError) {
	own := make(map[string]lane.Own, len(presets))
	for name, v := range presets {
		own[name] = ownPreset(v)
	}
	return lane.NewPurposes(own)
}

// ownPreset reads one preset. Its overrides are read like those of a lane.
func ownPreset(v attr.Value) lane.Own {
	obj, ok := v.(types.Object)
	if !ok || v.IsUnknown() {
		return lane.Own{Extends: lane.Unknown}
	}
	m := laneModel{attrs: obj.Attributes()}
	o := lane.Own{Extends: shape.ValueOf(m.attrs["extends"], shape.TextField), Description: m.text("description").ValueString(),
		Set: shape.SettingsOf(m.attrs, shape.OverrideBranches()), SpotGiven: m.spotGiven()}
	if spot := m.attrs["spot"]; spot != nil {
		o.SpotUnknown = spot.IsUnknown()
	}
	o.Omit = lane.Omit{Labels: m.omitted(lane.Labels), Taints: m.omitted(lane.Taints), Tags: m.omitted(lane.Tags)}
	o.OmitUnknown = len(m.omitUnknown) > 0
	return o
}

// newest is the revision for a new lane of a purpose.
func (s *services) newest(purpose string) int { return newestIn(s.purposes, purpose) }

func newestIn(c lane.Purposes, purpose string) int {
	revision, _ := c.Newest(purpose)
	return revision
}

// intent is what the author of a lane wrote, combined with this provider block.
func (s *services) intent(m *laneModel, revision int) lane.Intent {
	in := m.intent(revision, s.defaults, s.ignore)
	in.Purposes = s.purposes
	return in
}

// sameAs reports whether the author wrote the same in both configurations.
func (m *laneModel) sameAs(other *laneModel) bool {
	for name, v := range m.attrs {
		if !slices.Contains(computedNames, name) && !v.Equal(other.attrs[name]) {
			return false
		}
	}
	return true
}

// spelled is the configuration as text, which is compared to find whether two are
// the same.
func (m *laneModel) spelled() string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(m.attrs)) {
		if v := m.attrs[name]; !v.IsNull() {
			fmt.Fprintf(&b, "%s = %s\n", name, v)
		}
	}
	return b.String()
}

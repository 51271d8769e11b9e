package provider

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane/check"
	"github.com/workload-lanes/terraform-provider-aks/internal/provider/shape"
)

// checksAttribute sets the level of each check. It is deliberately a map: in a
// nested object, Terraform silently drops unknown attributes, so a misspelt check
// would stay on.
func checksAttribute() schema.MapAttribute {
	return schema.MapAttribute{Optional: true, ElementType: types.StringType, Validators: []validator.Map{checkLevels{}},
		MarkdownDescription: "Level of each check, by its name: " + shape.MarkdownList(check.LevelNames) + ". `" + check.All + "` sets every check that is not named. The guide *Checks* lists the checks and their defaults."}
}

// checkLevels refuses names that are not checks and words that are not levels.
type checkLevels struct{}

func (checkLevels) Description(context.Context) string {
	return "names of checks with the level of each"
}

func (v checkLevels) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (checkLevels) ValidateMap(_ context.Context, req validator.MapRequest, resp *validator.MapResponse) {
	names := check.Names()
	for name, value := range req.ConfigValue.Elements() {
		at := req.Path.AtMapKey(name)
		if !slices.Contains(names, name) {
			instead := "The guide Checks lists them all."
			if near := lane.Closest(name, names); near != "" {
				instead = fmt.Sprintf("Did you mean %q? %s", near, instead)
			}
			resp.Diagnostics.AddAttributeError(at, "Check does not exist", fmt.Sprintf("%q is not a check. %s", name, instead))
		}
		level, ok := value.(types.String)
		if ok && !level.IsUnknown() && !slices.Contains(check.LevelNames, level.ValueString()) {
			resp.Diagnostics.AddAttributeError(at, "Level does not exist", fmt.Sprintf("%q is not a check level. Write \"error\", \"warn\" or \"off\".", level.ValueString()))
		}
	}
}

// levelsOf reads the levels. A level that is not known yet could be any of them, so
// its check warns.
func levelsOf(m types.Map) check.Levels {
	out := check.Levels{}
	if m.IsUnknown() {
		out[check.All] = check.Warn
	}
	for name, value := range m.Elements() {
		level, ok := value.(types.String)
		switch {
		case !ok || level.IsNull():
		case level.IsUnknown():
			out[name] = check.Warn
		default:
			out[name] = check.Level(level.ValueString())
		}
	}
	return out
}

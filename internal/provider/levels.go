package provider

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane/preflight"
)

// levelsAttribute sets the level of each check of a table. Deliberately a map:
// Terraform drops an attribute that a nested object does not have without a
// word, and a misspelt check would stay on.
func levelsAttribute(checks []preflight.Check, what string) schema.MapAttribute {
	names := []string{preflight.All}
	for _, c := range checks {
		names = append(names, c.ID)
	}
	return schema.MapAttribute{Optional: true, ElementType: types.StringType,
		Validators: []validator.Map{
			mapvalidator.KeysAre(stringvalidator.OneOf(names...)),
			mapvalidator.ValueStringsAre(stringvalidator.OneOf(preflight.LevelNames...)),
		},
		MarkdownDescription: what + ", by check: " + markdownList(preflight.LevelNames) + ". `" + preflight.All + "` stands for every check that is not named. The checks and their defaults: see the guide *Checks*."}
}

func levelsOf(m types.Map) preflight.Levels {
	out := preflight.Levels{}
	for name, level := range valueOf(m, &lane.Field{Kind: lane.StringMap}).Strings() {
		out[name] = preflight.Level(level)
	}
	return out
}

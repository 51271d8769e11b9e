package shape

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

func TestTogether(t *testing.T) {
	t.Parallel()
	texts := tftypes.Set{ElementType: tftypes.String}
	null, unknown := tftypes.NewValue(texts, nil), tftypes.NewValue(texts, tftypes.UnknownValue)
	set := tftypes.NewValue(texts, []tftypes.Value{tftypes.NewValue(tftypes.String, "x")})
	const (
		both    = "cluster_ids cannot be set together with pool_ids. Write cluster_ids alone, or remove it."
		neither = "Neither cluster_ids nor pool_ids nor tags is set. Write one of them."
	)
	for name, tt := range map[string]struct {
		own, pools         tftypes.Value
		excludes, required string
	}{
		"both":                {set, set, both, both},
		"it alone":            {set, null, "", ""},
		"the other alone":     {null, set, "", ""},
		"neither":             {null, null, "", neither},
		"it unknown":          {unknown, null, "", ""},
		"the other unknown":   {null, unknown, "", ""},
		"it beside unknown":   {set, unknown, "", ""},
		"unknown beside set":  {unknown, set, "", ""},
		"both are not known":  {unknown, unknown, "", ""},
		"an empty set is one": {set, tftypes.NewValue(texts, []tftypes.Value{}), both, both},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			attrs := map[string]schema.Attribute{}
			for _, name := range []string{"cluster_ids", "pool_ids", "tags"} {
				attrs[name] = schema.SetAttribute{Optional: true, ElementType: types.StringType}
			}
			s := schema.Schema{Attributes: attrs}
			config := tfsdk.Config{Schema: s, Raw: tftypes.NewValue(s.Type().TerraformType(t.Context()),
				map[string]tftypes.Value{"cluster_ids": tt.own, "pool_ids": tt.pools, "tags": null})}
			var own types.Set
			if d := config.GetAttribute(t.Context(), path.Root("cluster_ids"), &own); d.HasError() {
				t.Fatal(d)
			}
			for want, accepts := range map[string]Together{"excludes: " + tt.excludes: Excludes("pool_ids", "tags"), "required: " + tt.required: InsteadOf("pool_ids", "tags")} {
				var resp validator.SetResponse
				accepts.ValidateSet(t.Context(), validator.SetRequest{Path: path.Root("cluster_ids"), ConfigValue: own, Config: config}, &resp)
				kind, want, _ := strings.Cut(want, ": ")
				got := ""
				for _, d := range resp.Diagnostics {
					got += d.Detail()
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("%s (-want +got):\n%s", kind, diff)
				}
			}
		})
	}
}

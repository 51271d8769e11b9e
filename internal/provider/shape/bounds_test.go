package shape

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

func TestBounds(t *testing.T) {
	t.Parallel()
	at := path.Root("rotation").AtName("soak_minutes")
	whole := func(b Bounds, v types.Int64) diag.Diagnostics {
		var resp validator.Int64Response
		b.ValidateInt64(t.Context(), validator.Int64Request{Path: at, ConfigValue: v}, &resp)
		return resp.Diagnostics
	}
	broken := func(b Bounds, v types.Float64) diag.Diagnostics {
		var resp validator.Float64Response
		b.ValidateFloat64(t.Context(), validator.Float64Request{Path: at, ConfigValue: v}, &resp)
		return resp.Diagnostics
	}
	zones := func(b Bounds, values map[string]attr.Value) diag.Diagnostics {
		var resp validator.MapResponse
		b.ValidateMap(t.Context(), validator.MapRequest{Path: at, ConfigValue: types.MapValueMust(types.Int64Type, values)}, &resp)
		return resp.Diagnostics
	}
	text := func(l Length, v types.String) diag.Diagnostics {
		var resp validator.StringResponse
		l.ValidateString(t.Context(), validator.StringRequest{Path: at, ConfigValue: v}, &resp)
		return resp.Diagnostics
	}
	for name, tt := range map[string]struct {
		got  diag.Diagnostics
		want string
	}{
		"within":            {whole(Between(0, 1440), types.Int64Value(1440)), ""},
		"the least":         {whole(Between(0, 1440), types.Int64Value(0)), ""},
		"null":              {whole(Between(1, 90), types.Int64Null()), ""},
		"unknown":           {whole(Between(1, 90), types.Int64Unknown()), ""},
		"above":             {whole(Between(1, 90), types.Int64Value(120)), "rotation.soak_minutes is 120, which is out of range. Write a number from 1 to 90."},
		"below":             {whole(AtLeast(1), types.Int64Value(-3)), "rotation.soak_minutes is -3, which is out of range. Write 1 or more."},
		"no most":           {whole(AtLeast(1), types.Int64Value(1<<40)), ""},
		"a fraction":        {broken(AtLeast(0), types.Float64Value(-0.25)), "rotation.soak_minutes is -0.25, which is out of range. Write 0 or more."},
		"a fraction within": {broken(AtLeast(0), types.Float64Value(0.25)), ""},
		"a map":             {zones(Between(0, 3), map[string]attr.Value{"batch": types.Int64Value(4), "gpu": types.Int64Value(3), "spot": types.Int64Unknown()}), `rotation.soak_minutes["batch"] is 4, which is out of range. Write a number from 0 to 3.`},
		"a long text":       {text(AtMost(3), types.StringValue("äöüß")), "rotation.soak_minutes has 4 characters. Write at most 3 characters."},
		"a short text":      {text(AtMost(4), types.StringValue("äöüß")), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, d := range tt.got {
				got = append(got, d.Detail())
				if w, ok := d.(interface{ Path() path.Path }); !ok || !w.Path().Equal(path.Root("rotation")) || d.Summary() == "" {
					t.Errorf("it stands at another attribute: %v", d)
				}
			}
			if diff := cmp.Diff(tt.want, strings.Join(got, "\n")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

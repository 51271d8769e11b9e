package shape

import (
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

func TestOneOf(t *testing.T) {
	t.Parallel()
	at := path.Root("on_destroy").AtName("action")
	accepts := OneOf("delete", "release", "refuse")
	const list = "Write one of delete, release, refuse."
	for name, tt := range map[string]struct {
		value types.String
		want  string
	}{
		"one of them":     {types.StringValue("release"), ""},
		"null":            {types.StringNull(), ""},
		"unknown":         {types.StringUnknown(), ""},
		"a typing error":  {types.StringValue("relese"), `on_destroy.action is "relese", which is not one of the accepted values. Did you mean "release"? ` + list},
		"another casing":  {types.StringValue("Refuse"), `on_destroy.action is "Refuse", which is not one of the accepted values. Did you mean "refuse"? ` + list},
		"something else":  {types.StringValue("forget"), `on_destroy.action is "forget", which is not one of the accepted values. ` + list},
		"an empty string": {types.StringValue(""), `on_destroy.action is "", which is not one of the accepted values. ` + list},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var resp validator.StringResponse
			accepts.ValidateString(t.Context(), validator.StringRequest{Path: at, ConfigValue: tt.value}, &resp)
			got := ""
			for _, d := range resp.Diagnostics {
				got += d.Detail()
				if w, ok := d.(interface{ Path() path.Path }); !ok || !w.Path().Equal(path.Root("on_destroy")) {
					t.Errorf("it stands at another attribute: %v", d)
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	formed := Formed(regexp.MustCompile("^[a-z]+$"), "a purpose has lower-case letters", "batch")
	if got := formed.refuses(types.StringValue("Batch")); got != `"Batch". Did you mean "batch"? A purpose has lower-case letters.` {
		t.Error(got)
	}
	if got := formed.refuses(types.StringValue("own")); got != "" {
		t.Error(got)
	}
	var resp function.StringParameterValidatorResponse
	accepts.ValidateParameterString(t.Context(), function.StringParameterValidatorRequest{ArgumentPosition: 2, Value: types.StringValue("relese")}, &resp)
	if resp.Error == nil || *resp.Error.FunctionArgument != 2 || resp.Error.Text != `it is "relese", which is not one of the accepted values. Did you mean "release"? Write one of delete, release, refuse` {
		t.Errorf("an argument is answered with %v", resp.Error)
	}
}

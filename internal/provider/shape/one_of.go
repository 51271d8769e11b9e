package shape

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// OneOf accepts only the given names. Any other name is an error at the outermost
// attribute, where the CLIs can find the line. The error suggests the name that was
// probably meant.
func OneOf(names ...string) Choice { return Choice{names: names} }

// Formed accepts texts that match a pattern. form describes the pattern in a
// sentence. names are suggested if one of them was probably meant.
func Formed(pattern *regexp.Regexp, form string, names ...string) Choice {
	return Choice{names: names, pattern: pattern, form: form}
}

// Choice is a validator of attributes, and of arguments of functions.
type Choice struct {
	names   []string
	pattern *regexp.Regexp // nil: one of the names
	form    string
}

var (
	_ validator.String                  = Choice{}
	_ function.StringParameterValidator = Choice{}
)

// Description implements validator.Describer.
func (c Choice) Description(context.Context) string {
	if c.pattern != nil {
		return c.form
	}
	return "one of " + strings.Join(c.names, ", ")
}

// MarkdownDescription implements validator.Describer.
func (c Choice) MarkdownDescription(ctx context.Context) string { return c.Description(ctx) }

// ValidateString judges an attribute.
func (c Choice) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if refused := c.refuses(req.ConfigValue); refused != "" {
		name := req.Path.String()
		resp.Diagnostics.AddAttributeError(outermost(req.Path), "Invalid "+name, name+" is "+refused)
	}
}

// ValidateParameterString judges an argument. The CLIs write its name before the
// text.
func (c Choice) ValidateParameterString(_ context.Context, req function.StringParameterValidatorRequest, resp *function.StringParameterValidatorResponse) {
	if refused := c.refuses(req.Value); refused != "" {
		resp.Error = function.NewArgumentFuncError(req.ArgumentPosition, "it is "+strings.TrimSuffix(refused, "."))
	}
}

// refuses explains why a value is not accepted; "" if it is accepted.
func (c Choice) refuses(v types.String) string {
	if v.IsNull() || v.IsUnknown() || c.accepts(v.ValueString()) {
		return ""
	}
	did := ""
	if meant := closestWord(v.ValueString(), c.names); meant != "" {
		did = fmt.Sprintf("Did you mean %q? ", meant)
	}
	if c.pattern != nil {
		return fmt.Sprintf("%q. %s%s.", v.ValueString(), did, lane.Capital(c.form))
	}
	return fmt.Sprintf("%q, which is not one of the accepted values. %sWrite one of %s.", v.ValueString(), did, strings.Join(c.names, ", "))
}

func (c Choice) accepts(text string) bool {
	if c.pattern != nil {
		return c.pattern.MatchString(text)
	}
	return slices.Contains(c.names, text)
}

// closestWord is Closest, but also matches a word in different casing.
func closestWord(word string, words []string) string {
	for _, w := range words {
		if strings.EqualFold(w, word) {
			return w
		}
	}
	return lane.Closest(word, words)
}

// outermost is the attribute of a block that contains a path.
func outermost(at path.Path) path.Path {
	if steps := at.Steps(); len(steps) > 0 {
		if name, ok := steps[0].(path.PathStepAttributeName); ok {
			return path.Root(string(name))
		}
	}
	return at
}

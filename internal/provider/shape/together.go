package shape

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// Excludes is the validator of an attribute that cannot be set together with
// others. The others are at the root of the block.
func Excludes(others ...string) Together { return Together{others: others} }

// InsteadOf is the validator of a required attribute. One of the others may be set
// instead.
func InsteadOf(others ...string) Together { return Together{others: others, required: true} }

// Together is a validator of sets and lists: which attributes may be set together.
type Together struct {
	others   []string
	required bool
}

var (
	_ validator.Set  = Together{}
	_ validator.List = Together{}
)

// Description implements validator.Describer.
func (t Together) Description(context.Context) string {
	if t.required {
		return "one of it and " + strings.Join(t.others, ", ")
	}
	return "conflicts with " + strings.Join(t.others, ", ")
}

// MarkdownDescription implements validator.Describer.
func (t Together) MarkdownDescription(ctx context.Context) string { return t.Description(ctx) }

// ValidateSet judges a set.
func (t Together) ValidateSet(ctx context.Context, req validator.SetRequest, resp *validator.SetResponse) {
	t.judge(ctx, req.Path, req.ConfigValue, req.Config, &resp.Diagnostics)
}

// ValidateList judges a list.
func (t Together) ValidateList(ctx context.Context, req validator.ListRequest, resp *validator.ListResponse) {
	t.judge(ctx, req.Path, req.ConfigValue, req.Config, &resp.Diagnostics)
}

// judge ignores values that are not known yet: they may become null.
func (t Together) judge(ctx context.Context, at path.Path, v attr.Value, config tfsdk.Config, d *diag.Diagnostics) {
	var set []string
	open := v.IsUnknown()
	for _, name := range t.others {
		var other attr.Value
		d.Append(config.GetAttribute(ctx, path.Root(name), &other)...)
		switch {
		case other == nil, other.IsNull():
		case other.IsUnknown():
			open = true
		default:
			set = append(set, name)
		}
	}
	all := append([]string{at.String()}, t.others...)
	switch {
	case len(set) > 0 && !v.IsNull() && !v.IsUnknown():
		d.AddAttributeError(at, "Settings exclude one another", fmt.Sprintf("%s cannot be set together with %s. Write %s alone, or remove it.", at, lane.Enumerate(set), at))
	case t.required && len(set) == 0 && v.IsNull() && !open:
		d.AddError("Setting is missing", fmt.Sprintf("Neither %s is set. Write one of them.", strings.Join(all, " nor ")))
	}
}

package shape

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Rules are the requirements of a schema: which attributes must be written, which
// must not, and their validators.
type Rules map[string]rule

type rule struct {
	required, readOnly bool
	strings            []validator.String
	ints               []validator.Int64
	within             Rules // of an object, or of each element
	// unknown reports that only the framework can judge an attribute of this kind,
	// wherever it is written.
	unknown bool
}

// RulesOf collects the rules of a schema's attributes.
func RulesOf(attrs map[string]schema.Attribute) Rules {
	out := make(Rules, len(attrs))
	for name, a := range attrs {
		out[name] = ruleOf(a)
	}
	return out
}

func ruleOf(a schema.Attribute) rule {
	r := rule{required: a.IsRequired(), readOnly: a.IsComputed() && !a.IsOptional(), unknown: a.GetDeprecationMessage() != "" || a.IsWriteOnly()}
	switch a := a.(type) {
	case schema.StringAttribute:
		r.strings = a.Validators
	case schema.Int64Attribute:
		r.ints = a.Validators
	case schema.BoolAttribute:
		r.unknown = r.unknown || len(a.Validators) > 0
	case schema.Float64Attribute:
		r.unknown = r.unknown || len(a.Validators) > 0
	case schema.SetAttribute:
		r.unknown = r.unknown || len(a.Validators) > 0
	case schema.MapAttribute:
		r.unknown = r.unknown || len(a.Validators) > 0
	case schema.SingleNestedAttribute:
		r.unknown, r.within = r.unknown || len(a.Validators) > 0, RulesOf(a.Attributes)
	case schema.ListNestedAttribute:
		r.unknown, r.within = r.unknown || len(a.Validators)+len(a.NestedObject.Validators) > 0, RulesOf(a.NestedObject.Attributes)
	case schema.MapNestedAttribute:
		r.unknown, r.within = r.unknown || len(a.Validators)+len(a.NestedObject.Validators) > 0, RulesOf(a.NestedObject.Attributes)
	default:
		r.unknown = true
	}
	return r
}

// ReadOnly reports whether only the provider can set the attribute.
func (r Rules) ReadOnly(name string) bool { return r[name].readOnly }

// ComputedOf are the unknown values of the computed attributes. flat is false if
// one of them is nested in an attribute that is not itself computed.
func ComputedOf(attrs map[string]schema.Attribute) (unknown map[string]attr.Value, flat bool) {
	unknown, flat = map[string]attr.Value{}, true
	for name, a := range attrs {
		if a.IsComputed() {
			unknown[name] = unknownOf(a.GetType())
			continue
		}
		flat = flat && !anyComputed(a)
	}
	return unknown, flat
}

func anyComputed(a schema.Attribute) bool {
	var within map[string]schema.Attribute
	switch a := a.(type) {
	case schema.SingleNestedAttribute:
		within = a.Attributes
	case schema.ListNestedAttribute:
		within = a.NestedObject.Attributes
	case schema.MapNestedAttribute:
		within = a.NestedObject.Attributes
	case schema.SetNestedAttribute:
		within = a.NestedObject.Attributes
	}
	for _, inner := range within {
		if inner.IsComputed() || anyComputed(inner) {
			return true
		}
	}
	return false
}

// Passes reports whether a configuration meets the rules. If the result is false,
// the framework must judge the configuration, and may find no error.
func (r Rules) Passes(ctx context.Context, attrs map[string]attr.Value) bool {
	for name, rule := range r {
		if !rule.passes(ctx, path.Root(name), attrs[name]) {
			return false
		}
	}
	return true
}

func (r rule) passes(ctx context.Context, at path.Path, v attr.Value) bool {
	if v == nil || v.IsNull() {
		return !r.required
	}
	if r.readOnly || r.unknown {
		return false
	}
	switch v := v.(type) {
	case types.String:
		for _, check := range r.strings {
			var resp validator.StringResponse
			if check.ValidateString(ctx, validator.StringRequest{Path: at, ConfigValue: v}, &resp); len(resp.Diagnostics) > 0 {
				return false
			}
		}
	case types.Int64:
		for _, check := range r.ints {
			var resp validator.Int64Response
			if check.ValidateInt64(ctx, validator.Int64Request{Path: at, ConfigValue: v}, &resp); len(resp.Diagnostics) > 0 {
				return false
			}
		}
	case types.List:
		for i, e := range v.Elements() {
			if !r.element(ctx, at.AtListIndex(i), e) {
				return false
			}
		}
	case types.Map:
		for key, e := range v.Elements() {
			if !r.element(ctx, at.AtMapKey(key), e) {
				return false
			}
		}
	default:
		return r.element(ctx, at, v)
	}
	return true
}

// element judges what is within an object, or within an element.
func (r rule) element(ctx context.Context, at path.Path, v attr.Value) bool {
	if r.within == nil {
		return true
	}
	obj, ok := v.(interface{ Attributes() map[string]attr.Value })
	if !ok {
		return false
	}
	if v.IsNull() || v.IsUnknown() {
		return true
	}
	for name, inner := range r.within {
		if !inner.passes(ctx, at.AtName(name), obj.Attributes()[name]) {
			return false
		}
	}
	return true
}

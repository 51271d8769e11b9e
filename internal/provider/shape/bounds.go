package shape

import (
	"context"
	"fmt"
	"strconv"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Between accepts numbers from least to most, and maps of such numbers. Another
// one is an error at the outermost attribute, where the CLIs find the line, and
// says what is accepted.
func Between(least, most float64) Bounds { return Bounds{least: least, most: &most} }

// AtLeast accepts numbers from least on.
func AtLeast(least float64) Bounds { return Bounds{least: least} }

// Bounds is a validator of numbers.
type Bounds struct {
	least float64
	most  *float64 // nil: none
}

var (
	_ validator.Int64   = Bounds{}
	_ validator.Float64 = Bounds{}
	_ validator.Map     = Bounds{}
)

// Description implements validator.Describer.
func (b Bounds) Description(context.Context) string {
	if b.most == nil {
		return spellNumber(b.least) + " or more"
	}
	return "a number from " + spellNumber(b.least) + " to " + spellNumber(*b.most)
}

// MarkdownDescription implements validator.Describer.
func (b Bounds) MarkdownDescription(ctx context.Context) string { return b.Description(ctx) }

// ValidateInt64 judges a whole number.
func (b Bounds) ValidateInt64(ctx context.Context, req validator.Int64Request, resp *validator.Int64Response) {
	b.judge(ctx, req.Path, req.ConfigValue, &resp.Diagnostics)
}

// ValidateFloat64 judges any number.
func (b Bounds) ValidateFloat64(ctx context.Context, req validator.Float64Request, resp *validator.Float64Response) {
	b.judge(ctx, req.Path, req.ConfigValue, &resp.Diagnostics)
}

// ValidateMap judges the numbers of a map.
func (b Bounds) ValidateMap(ctx context.Context, req validator.MapRequest, resp *validator.MapResponse) {
	for key, v := range req.ConfigValue.Elements() {
		b.judge(ctx, req.Path.AtMapKey(key), v, &resp.Diagnostics)
	}
}

func (b Bounds) judge(ctx context.Context, at path.Path, v attr.Value, d *diag.Diagnostics) {
	if v.IsNull() || v.IsUnknown() {
		return
	}
	var n float64
	switch v := v.(type) {
	case types.Int64:
		n = float64(v.ValueInt64())
	case types.Float64:
		n = v.ValueFloat64()
	}
	if n < b.least || b.most != nil && n > *b.most {
		d.AddAttributeError(outermost(at), "Invalid "+at.String(), fmt.Sprintf("%s is %s, which is out of range. Write %s.", at, spellNumber(n), b.Description(ctx)))
	}
}

func spellNumber(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

// AtMost accepts texts of so many characters.
func AtMost(characters int) Length { return Length(characters) }

// Length is a validator of texts, in characters.
type Length int

var _ validator.String = Length(0)

// Description implements validator.Describer.
func (l Length) Description(context.Context) string {
	return fmt.Sprintf("at most %d characters", int(l))
}

// MarkdownDescription implements validator.Describer.
func (l Length) MarkdownDescription(ctx context.Context) string { return l.Description(ctx) }

// ValidateString judges an attribute.
func (l Length) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if n := utf8.RuneCountInString(req.ConfigValue.ValueString()); n > int(l) {
		resp.Diagnostics.AddAttributeError(outermost(req.Path), "Invalid "+req.Path.String(), fmt.Sprintf("%s has %d characters. Write %s.", req.Path, n, l.Description(ctx)))
	}
}

package shape

import (
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// The attributes of a resource that columns define.

func textAttribute(doc string) schema.Attribute {
	return schema.StringAttribute{Computed: true, MarkdownDescription: doc}
}

func numberAttribute(doc string) schema.Attribute {
	return schema.Int64Attribute{Computed: true, MarkdownDescription: doc}
}

func floatAttribute(doc string) schema.Attribute {
	return schema.Float64Attribute{Computed: true, MarkdownDescription: doc}
}

func moneyAttribute(doc string) schema.Attribute {
	return schema.NumberAttribute{Computed: true, MarkdownDescription: doc}
}

func flagAttribute(doc string) schema.Attribute {
	return schema.BoolAttribute{Computed: true, MarkdownDescription: doc}
}

func textsAttribute(doc string) schema.Attribute {
	return schema.ListAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: doc}
}

func numbersAttribute(doc string) schema.Attribute {
	return schema.ListAttribute{Computed: true, ElementType: types.Int64Type, MarkdownDescription: doc}
}

// The values that columns write and read.

func textOrNull(s *string) types.String {
	if s == nil || *s == "" {
		return types.StringNull()
	}
	return types.StringValue(*s)
}

func decimalOrNull(x *float64) types.Float64 {
	if x == nil {
		return types.Float64Null()
	}
	return decimal(*x)
}

func moneyOrNull(x *float64) types.Number {
	if x == nil {
		return types.NumberNull()
	}
	return types.NumberValue(digits(*x))
}

func amountOf(n types.Number) float64 {
	if n.IsNull() || n.IsUnknown() {
		return 0
	}
	x, _ := n.ValueBigFloat().Float64()
	return x
}

func textList(texts *[]string) types.List {
	elems := make([]attr.Value, len(*texts))
	for i, s := range *texts {
		elems[i] = types.StringValue(s)
	}
	return types.ListValueMust(types.StringType, elems)
}

func textsOf(l types.List) []string {
	var out []string
	for _, e := range l.Elements() {
		if s, ok := e.(types.String); ok {
			out = append(out, s.ValueString())
		}
	}
	return out
}

func numberList(numbers *[]int64) types.List {
	elems := make([]attr.Value, len(*numbers))
	for i, n := range *numbers {
		elems[i] = types.Int64Value(n)
	}
	return types.ListValueMust(types.Int64Type, elems)
}

func numbersOf(l types.List) []int64 {
	var out []int64
	for _, e := range l.Elements() {
		if n, ok := e.(types.Int64); ok {
			out = append(out, n.ValueInt64())
		}
	}
	return out
}

// NonZero is a value for which zero means not known, and which is null in that
// case.
func NonZero[V comparable](v V) *V {
	var zero V
	if v == zero {
		return nil
	}
	return &v
}

// NonNegative is an amount for which a negative number means not known, and which
// is null in that case.
func NonNegative[V int64 | float64](v V) *V {
	if v < 0 {
		return nil
	}
	return &v
}

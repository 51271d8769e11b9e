package shape

import (
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// What a zero value means in computed objects: not known, hence null.

func TextOrNull(s string) types.String {
	if s == "" {
		return types.StringNull()
	}
	return types.StringValue(s)
}

func TextList(texts []string) types.List {
	elems := make([]attr.Value, len(texts))
	for i, s := range texts {
		elems[i] = types.StringValue(s)
	}
	return types.ListValueMust(types.StringType, elems)
}

func NumberOrNull(n int64) types.Int64 {
	if n == 0 {
		return types.Int64Null()
	}
	return types.Int64Value(n)
}

func FloatOrNull(x float64) types.Float64 {
	if x == 0 {
		return types.Float64Null()
	}
	return decimal(x)
}

// money is an amount to the digit. Deliberately not a float: Terraform keeps
// those in binary while it plans and in decimal in the state, so that a sum over
// lanes would differ from itself after the first apply.
func Money(amount float64) types.Number {
	return types.NumberValue(digits(amount))
}

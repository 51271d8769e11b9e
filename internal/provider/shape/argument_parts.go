package shape

import (
	"math/big"
	"strconv"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Helpers for the values of function arguments, which have no schema.

// spelling is a known text, number or boolean as text, converted as Terraform does.
func spelling(v tftypes.Value) (string, bool) {
	var (
		s string
		b bool
		n = new(big.Float)
	)
	switch {
	case v.Type().Is(tftypes.String) && v.As(&s) == nil:
		return s, true
	case v.Type().Is(tftypes.Bool) && v.As(&b) == nil:
		return strconv.FormatBool(b), true
	case v.Type().Is(tftypes.Number) && v.As(&n) == nil:
		return n.Text('f', -1), true
	}
	return "", false
}

// members are the parts of a known object or map.
func members(v tftypes.Value) (map[string]tftypes.Value, bool) {
	if t := v.Type(); !t.Is(tftypes.Object{}) && !t.Is(tftypes.Map{}) {
		return nil, false
	}
	out := map[string]tftypes.Value{}
	return out, v.As(&out) == nil
}

// items are the parts of a known list, set or tuple.
func items(v tftypes.Value) ([]tftypes.Value, bool) {
	if t := v.Type(); !t.Is(tftypes.List{}) && !t.Is(tftypes.Set{}) && !t.Is(tftypes.Tuple{}) {
		return nil, false
	}
	var out []tftypes.Value
	return out, v.As(&out) == nil
}

// kindOf describes the kind of a value in words.
func kindOf(v tftypes.Value) string {
	switch t := v.Type(); {
	case t.Is(tftypes.Object{}):
		return "an object"
	case t.Is(tftypes.Map{}):
		return "a map"
	case t.Is(tftypes.List{}), t.Is(tftypes.Set{}), t.Is(tftypes.Tuple{}):
		return "a list"
	case t.Is(tftypes.String):
		return "a string"
	case t.Is(tftypes.Number):
		return "a number"
	case t.Is(tftypes.Bool):
		return "a bool"
	}
	return "a value of an unknown type"
}

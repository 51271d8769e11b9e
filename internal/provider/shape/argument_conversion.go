package shape

import (
	"context"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// conformer converts the value of a function argument, which has no schema, to a
// type that has one. It follows Terraform's own conversion of attribute values:
// maps and objects are interchangeable, and so are lists, sets and tuples. An
// absent attribute is null. Numbers, texts and booleans are converted to each
// other. Unknown and null values are kept, at any depth.
//
// It is the bridge that lets functions share the readers of resources.
type conformer struct {
	ctx context.Context
	// strict refuses attributes that the type does not have. What an author writes
	// is checked in full; from the output of a resource or data source only a part
	// is read.
	strict bool
}

// object converts a value to an object type. at names the value in errors; "" is
// the argument itself.
func (c conformer) object(v tftypes.Value, t types.ObjectType, at string) (types.Object, error) {
	shaped, err := c.value(v, t, at)
	if err != nil {
		return types.Object{}, err
	}
	out, err := t.ValueFromTerraform(c.ctx, shaped)
	if err != nil {
		return types.Object{}, err
	}
	obj, ok := out.(types.Object)
	if !ok {
		return types.Object{}, fmt.Errorf("%sthe value is not an object", prefix(at))
	}
	return obj, nil
}

func (c conformer) value(v tftypes.Value, t attr.Type, at string) (tftypes.Value, error) {
	want := t.TerraformType(c.ctx)
	switch {
	case !c.strict && want.Is(tftypes.Object{}) && v.Type().Equal(want):
		return v, nil // resources and data sources already produce it like this: a thousand pools need no conversion
	case !v.IsKnown():
		return tftypes.NewValue(want, tftypes.UnknownValue), nil
	case v.IsNull():
		return tftypes.NewValue(want, nil), nil
	}
	switch t := t.(type) {
	case attr.TypeWithAttributeTypes:
		return c.attributes(v, t, at)
	case attr.TypeWithElementType:
		if want.Is(tftypes.Map{}) {
			return c.elements(v, t, at)
		}
		return c.sequence(v, t, at)
	}
	return primitive(v, t, want, at)
}

func (c conformer) attributes(v tftypes.Value, t attr.TypeWithAttributeTypes, at string) (tftypes.Value, error) {
	have, ok := members(v)
	if !ok {
		return tftypes.Value{}, fmt.Errorf("%sthis is %s; write an object", prefix(at), kindOf(v))
	}
	types := t.AttributeTypes()
	if c.strict {
		for _, name := range slices.Sorted(maps.Keys(have)) {
			if _, ok := types[name]; !ok {
				return tftypes.Value{}, fmt.Errorf("%sattribute %q does not exist here%s", prefix(at), name, nearest(name, slices.Sorted(maps.Keys(types))))
			}
		}
	}
	out := make(map[string]tftypes.Value, len(types))
	for _, name := range slices.Sorted(maps.Keys(types)) {
		e, ok := have[name]
		if !ok {
			e = tftypes.NewValue(tftypes.DynamicPseudoType, nil)
		}
		shaped, err := c.value(e, types[name], within(at, name))
		if err != nil {
			return tftypes.Value{}, err
		}
		out[name] = shaped
	}
	return tftypes.NewValue(t.TerraformType(c.ctx), out), nil
}

func (c conformer) elements(v tftypes.Value, t attr.TypeWithElementType, at string) (tftypes.Value, error) {
	have, ok := members(v)
	if !ok {
		return tftypes.Value{}, fmt.Errorf("%sthis is %s; write a map such as { key = … }", prefix(at), kindOf(v))
	}
	out := make(map[string]tftypes.Value, len(have))
	for _, name := range slices.Sorted(maps.Keys(have)) {
		shaped, err := c.value(have[name], t.ElementType(), at+"["+strconv.Quote(name)+"]")
		if err != nil {
			return tftypes.Value{}, err
		}
		out[name] = shaped
	}
	return tftypes.NewValue(t.TerraformType(c.ctx), out), nil
}

func (c conformer) sequence(v tftypes.Value, t attr.TypeWithElementType, at string) (tftypes.Value, error) {
	have, ok := items(v)
	if !ok {
		return tftypes.Value{}, fmt.Errorf("%sthis is %s; write a list such as [ … ]", prefix(at), kindOf(v))
	}
	out := make([]tftypes.Value, len(have))
	for i, e := range have {
		shaped, err := c.value(e, t.ElementType(), at+"["+strconv.Itoa(i)+"]")
		if err != nil {
			return tftypes.Value{}, err
		}
		out[i] = shaped
	}
	return tftypes.NewValue(t.TerraformType(c.ctx), out), nil
}

// primitive converts texts, numbers and booleans to each other, as Terraform does.
func primitive(v tftypes.Value, t attr.Type, want tftypes.Type, at string) (tftypes.Value, error) {
	text, ok := spelling(v)
	if !ok {
		return tftypes.Value{}, fmt.Errorf("%sthis is %s; write %s", prefix(at), kindOf(v), wanted(t, want))
	}
	wrong := fmt.Errorf("%s%q is not %s", prefix(at), text, wanted(t, want))
	switch {
	case want.Is(tftypes.Number):
		n, _, err := big.ParseFloat(text, 10, 512, big.ToNearestEven)
		if err != nil || t.Equal(types.Int64Type) && !n.IsInt() {
			return tftypes.Value{}, wrong
		}
		return tftypes.NewValue(want, n), nil
	case want.Is(tftypes.Bool):
		if text != "true" && text != "false" {
			return tftypes.Value{}, wrong
		}
		return tftypes.NewValue(want, text == "true"), nil
	}
	return tftypes.NewValue(want, text), nil
}

func wanted(t attr.Type, want tftypes.Type) string {
	switch {
	case t.Equal(types.Int64Type):
		return "a whole number"
	case want.Is(tftypes.Number):
		return "a number"
	case want.Is(tftypes.Bool):
		return "true or false"
	}
	return "a string"
}

func within(at, name string) string {
	if at == "" {
		return name
	}
	return at + "." + name
}

func prefix(at string) string {
	if at == "" {
		return ""
	}
	return at + ": "
}

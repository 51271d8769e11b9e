package shape

import (
	"context"
	"math/big"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// SettingsOf reads the branches of an object into settings. If the object is
// unknown, every field below it is unknown; if it is null, they are null.
func SettingsOf(attrs map[string]attr.Value, branches []*Branch) lane.Settings {
	out := lane.Settings{}
	for _, b := range branches {
		readInto(out, attrs[b.Name], b)
	}
	return out
}

func readInto(into lane.Settings, v attr.Value, b *Branch) {
	switch {
	case v == nil || v.IsNull():
	case b.Field != nil:
		if val := ValueOf(v, b.Field); !val.IsNull() {
			into[b.Field] = val
		}
	case v.IsUnknown():
		for _, c := range b.Children {
			readUnknown(into, c)
		}
	default:
		if obj, ok := v.(types.Object); ok {
			for _, c := range b.Children {
				readInto(into, obj.Attributes()[c.Name], c)
			}
		}
	}
}

func readUnknown(into lane.Settings, b *Branch) {
	if b.Field != nil {
		into[b.Field] = lane.Unknown
	}
	for _, c := range b.Children {
		readUnknown(into, c)
	}
}

// ValueOf converts a Terraform value to a value of the field. A set with an unknown
// element is unknown; a map keeps its known elements.
func ValueOf(v attr.Value, f *lane.Field) lane.Value {
	if v == nil || v.IsNull() {
		return lane.Value{}
	}
	if v.IsUnknown() {
		return lane.Unknown
	}
	switch v := v.(type) {
	case types.String:
		return lane.Known(v.ValueString())
	case types.Int64:
		return lane.Known(v.ValueInt64())
	case types.Float64:
		return lane.Known(v.ValueFloat64())
	case types.Bool:
		return lane.Known(v.ValueBool())
	case types.Set:
		return SetOf(v)
	case types.Map:
		if f.Kind == lane.ObjectMap {
			return objectMapOf(v, f)
		}
		return MapOf(v)
	case types.List:
		return objectListOf(v, f)
	}
	return lane.Value{}
}

func SetOf(v types.Set) lane.Value {
	out := []string{}
	for _, e := range v.Elements() {
		s, ok := e.(types.String)
		if !ok || s.IsUnknown() {
			return lane.Unknown
		}
		if !s.IsNull() {
			out = append(out, s.ValueString())
		}
	}
	return lane.Known(out)
}

func MapOf(v types.Map) lane.Value {
	out := map[string]lane.Value{}
	for k, e := range v.Elements() {
		s, ok := e.(types.String)
		switch {
		case !ok || s.IsUnknown():
			out[k] = lane.Unknown
		case !s.IsNull():
			out[k] = lane.Known(s.ValueString())
		}
	}
	return lane.Known(out)
}

// objectListOf skips null elements, as SetOf does: a null element is how a
// configuration leaves one out.
func objectListOf(v types.List, f *lane.Field) lane.Value {
	out := []lane.Settings{}
	for _, e := range v.Elements() {
		switch {
		case e.IsUnknown():
			return lane.Unknown
		case !e.IsNull():
			out = append(out, elementOf(e, f))
		}
	}
	return lane.Known(out)
}

func objectMapOf(v types.Map, f *lane.Field) lane.Value {
	out := map[string]lane.Settings{}
	for k, e := range v.Elements() {
		switch {
		case e.IsUnknown():
			return lane.Unknown
		case !e.IsNull():
			out[k] = elementOf(e, f)
		}
	}
	return lane.Known(out)
}

func elementOf(v attr.Value, f *lane.Field) lane.Settings {
	out := lane.Settings{}
	obj, ok := v.(types.Object)
	if !ok {
		return out
	}
	for _, e := range f.Elem {
		if val := ValueOf(obj.Attributes()[e.Path], e); !val.IsNull() {
			out[e] = val
		}
	}
	return out
}

// PoolObject is settings as the computed `pool` shows them.
func PoolObject(s lane.Settings) types.Object { return objectOf(s, PoolBranches(), PoolType()) }

// objectOf converts settings to the Terraform object of the branches. An object
// without a decided leaf is null. If all its decided leaves are unknown, the object
// is unknown as a whole, because it may turn out to be null.
func objectOf(s lane.Settings, branches []*Branch, t types.ObjectType) types.Object {
	attrs := make(map[string]attr.Value, len(branches))
	for _, b := range branches {
		attrs[b.Name] = b.Value(s)
	}
	return types.ObjectValueMust(t.AttrTypes, attrs)
}

func (b *Branch) Value(s lane.Settings) attr.Value {
	if b.Field != nil {
		return ValueFor(s.Get(b.Field), b.Field)
	}
	known, unknown := b.decided(s)
	switch t := b.Object; {
	case known:
		return objectOf(s, b.Children, t)
	case unknown:
		return types.ObjectUnknown(t.AttrTypes)
	default:
		return types.ObjectNull(t.AttrTypes)
	}
}

func (b *Branch) decided(s lane.Settings) (known, unknown bool) {
	if b.Field != nil {
		v := s.Get(b.Field)
		return !v.IsNull() && !v.IsUnknown(), v.IsUnknown()
	}
	for _, c := range b.Children {
		k, u := c.decided(s)
		known, unknown = known || k, unknown || u
	}
	return known, unknown
}

// ValueFor converts one value to the Terraform value of its field.
func ValueFor(v lane.Value, f *lane.Field) attr.Value {
	switch f.Kind {
	case lane.String:
		if v.IsUnknown() {
			return types.StringUnknown()
		}
		return nullable(v, types.StringNull(), types.StringValue)
	case lane.Int:
		if v.IsUnknown() {
			return types.Int64Unknown()
		}
		return nullable(v, types.Int64Null(), types.Int64Value)
	case lane.Float:
		if v.IsUnknown() {
			return types.Float64Unknown()
		}
		return nullable(v, types.Float64Null(), decimal)
	case lane.Bool:
		if v.IsUnknown() {
			return types.BoolUnknown()
		}
		return nullable(v, types.BoolNull(), types.BoolValue)
	case lane.StringSet:
		return setValue(v)
	case lane.StringMap:
		return mapValue(v)
	case lane.ObjectList:
		return objectList(v, f)
	case lane.ObjectMap:
		return objectMap(v, f)
	}
	panic("lane: a field of no kind: " + f.Path)
}

// decimal is a number as Terraform holds it after reading the same digits from a
// file: with the precision of its state. There, 0.1 is not the 0.1 of 53 bits, and
// a plan would show 0.1 -> 0.1.
func decimal(x float64) types.Float64 {
	v, err := types.Float64Type.ValueFromTerraform(context.Background(), tftypes.NewValue(tftypes.Number, digits(x)))
	if f, ok := v.(types.Float64); ok && err == nil {
		return f
	}
	return types.Float64Value(x)
}

// digits is a number with exact decimal digits, in the precision of Terraform's
// state.
func digits(x float64) *big.Float {
	exact, _, err := big.ParseFloat(strconv.FormatFloat(x, 'f', -1, 64), 10, 512, big.ToNearestEven)
	if err != nil {
		return big.NewFloat(x)
	}
	return exact
}

func nullable[T any, V attr.Value](v lane.Value, null V, known func(T) V) V {
	if t, ok := v.Any().(T); ok {
		return known(t)
	}
	return null
}

func setValue(v lane.Value) types.Set {
	switch {
	case v.IsUnknown():
		return types.SetUnknown(types.StringType)
	case v.IsNull():
		return types.SetNull(types.StringType)
	}
	elems := make([]attr.Value, len(v.Set()))
	for i, s := range v.Set() {
		elems[i] = types.StringValue(s)
	}
	return types.SetValueMust(types.StringType, elems)
}

func mapValue(v lane.Value) types.Map {
	switch {
	case v.IsUnknown():
		return types.MapUnknown(types.StringType)
	case v.IsNull():
		return types.MapNull(types.StringType)
	}
	elems := make(map[string]attr.Value, len(v.Map()))
	for k, e := range v.Map() {
		elems[k] = ValueFor(e, TextField)
	}
	return types.MapValueMust(types.StringType, elems)
}

// TextField is the field of an element in a map of texts, IntField that of a whole
// number.
var TextField, IntField = &lane.Field{Kind: lane.String}, &lane.Field{Kind: lane.Int}

// mapField is the field of a map of texts, floatField that of a number.
var mapField, floatField = &lane.Field{Kind: lane.StringMap}, &lane.Field{Kind: lane.Float}

func objectList(v lane.Value, f *lane.Field) types.List {
	t := elementType(f)
	switch {
	case v.IsUnknown():
		return types.ListUnknown(t)
	case v.IsNull():
		return types.ListNull(t)
	}
	list, _ := v.Any().([]lane.Settings)
	elems := make([]attr.Value, len(list))
	for i, s := range list {
		elems[i] = elementObject(s, f, t)
	}
	return types.ListValueMust(t, elems)
}

func objectMap(v lane.Value, f *lane.Field) types.Map {
	t := elementType(f)
	switch {
	case v.IsUnknown():
		return types.MapUnknown(t)
	case v.IsNull():
		return types.MapNull(t)
	}
	byKey, _ := v.Any().(map[string]lane.Settings)
	elems := make(map[string]attr.Value, len(byKey))
	for k, s := range byKey {
		elems[k] = elementObject(s, f, t)
	}
	return types.MapValueMust(t, elems)
}

func elementObject(s lane.Settings, f *lane.Field, t types.ObjectType) attr.Value {
	attrs := make(map[string]attr.Value, len(f.Elem))
	for _, e := range f.Elem {
		attrs[e.Path] = ValueFor(s.Get(e), e)
	}
	return types.ObjectValueMust(t.AttrTypes, attrs)
}

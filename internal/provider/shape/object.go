package shape

import (
	"context"
	"maps"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	dataschema "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Object is an object that the provider computes from a T. One function describes
// it: it names each attribute with its documentation and a pointer to the part of
// the T that the attribute shows. Schema, Terraform type, value and reader are
// derived from this function, so that no attribute is named twice.
//
// The function runs once with the zero T, for schema and type, and then for every
// value. It must name the same attributes for every T, including the zero T.
type Object[T any] struct {
	doc      string
	describe func(*Columns, *T)
	attrs    map[string]schema.Attribute
	names    []string // in the order of the description
	typ      types.ObjectType
}

// NewObject returns the object that the function describes. doc is its
// documentation if it is itself an attribute.
func NewObject[T any](doc string, describe func(*Columns, *T)) *Object[T] {
	o := &Object[T]{doc: doc, describe: describe, attrs: map[string]schema.Attribute{}}
	c := &Columns{schema: o.attrs}
	describe(c, new(T))
	o.names, o.typ = c.names, TypeOf(o.attrs)
	return o
}

// Attribute is the object as an attribute of a resource.
func (o *Object[T]) Attribute() schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{Computed: true, MarkdownDescription: o.doc, Attributes: o.Attributes()}
}

// Attributes are the attributes of the object, for a resource.
func (o *Object[T]) Attributes() map[string]schema.Attribute { return maps.Clone(o.attrs) }

// DataAttributes are the attributes of the object, for a data source.
func (o *Object[T]) DataAttributes() map[string]dataschema.Attribute { return dataAttributes(o.attrs) }

// Names are the names of the attributes, in the order of the description.
func (o *Object[T]) Names() []string { return o.names }

// Markdown lists the attributes with their documentation, for the description of a
// function.
func (o *Object[T]) Markdown() string {
	lines := make([]string, len(o.names))
	for i, name := range o.names {
		lines[i] = "- `" + name + "`: " + o.attrs[name].GetMarkdownDescription()
	}
	return strings.Join(lines, "\n")
}

// Type is the Terraform type.
func (o *Object[T]) Type() types.ObjectType { return o.typ }

// Null is the object if it does not exist.
func (o *Object[T]) Null() types.Object { return types.ObjectNull(o.typ.AttrTypes) }

// Unknown is the object if nothing about it is known yet.
func (o *Object[T]) Unknown() types.Object { return types.ObjectUnknown(o.typ.AttrTypes) }

// Value converts a T to an object.
func (o *Object[T]) Value(v T) types.Object {
	return types.ObjectValueMust(o.typ.AttrTypes, o.values(&v))
}

func (o *Object[T]) values(v *T) map[string]attr.Value {
	c := &Columns{types: o.typ.AttrTypes, values: make(map[string]attr.Value, len(o.names))}
	o.describe(c, v)
	return c.values
}

// ListValue converts several T to a list of objects.
func (o *Object[T]) ListValue(list []T) types.List {
	elems := make([]attr.Value, len(list))
	for i := range list {
		elems[i] = o.Value(list[i])
	}
	return types.ListValueMust(o.typ, elems)
}

// Read is the T that an object shows. Parts that are null or unknown are zero.
// Attributes that show a computed value are not read.
func (o *Object[T]) Read(from types.Object) T {
	var out T
	o.read(from, &out)
	return out
}

func (o *Object[T]) read(from types.Object, into *T) {
	attrs := from.Attributes()
	if from.IsUnknown() {
		attrs = make(map[string]attr.Value, len(o.names))
		for name, t := range o.typ.AttrTypes {
			attrs[name] = unknownOf(t)
		}
	}
	o.describe(&Columns{from: attrs}, into)
}

// Settle fills the attributes that are unknown in a planned value from a T. It
// keeps the others.
func (o *Object[T]) Settle(planned types.Object, v T) types.Object {
	found := o.Value(v)
	if planned.IsNull() || planned.IsUnknown() {
		return found
	}
	attrs := planned.Attributes()
	for name, a := range found.Attributes() {
		if attrs[name].IsUnknown() {
			attrs[name] = a
		}
	}
	return types.ObjectValueMust(o.typ.AttrTypes, attrs)
}

// TypeOf is the type of an object with attributes of a schema.
func TypeOf[A interface{ GetType() attr.Type }](attrs map[string]A) types.ObjectType {
	out := make(map[string]attr.Type, len(attrs))
	for name, a := range attrs {
		out[name] = a.GetType()
	}
	return types.ObjectType{AttrTypes: out}
}

func unknownOf(t attr.Type) attr.Value { return bareValue(t, tftypes.UnknownValue) }

func nullOf(t attr.Type) attr.Value { return bareValue(t, nil) }

// bareValue is the null or unknown value of a type. Every type accepts both.
func bareValue(t attr.Type, of any) attr.Value {
	ctx := context.Background()
	v, err := t.ValueFromTerraform(ctx, tftypes.NewValue(t.TerraformType(ctx), of))
	if err != nil {
		panic("shape: a type without null and unknown: " + err.Error())
	}
	return v
}

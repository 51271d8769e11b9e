package shape

import (
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// Columns are the attributes of an Object while its function names them: for the
// schema, to write a value, or to read one. Every method takes the name of an
// attribute, its documentation and a pointer to the value; a nil pointer is null. A
// value without a field of its own, such as new(x.String()), is written and never
// read.
type Columns struct {
	schema map[string]schema.Attribute // to fill, for the schema
	names  []string
	types  map[string]attr.Type  // of the attributes, for a value
	values map[string]attr.Value // to fill, for a value
	from   map[string]attr.Value // to read
	// lists are the attributes that are lists of objects. They are written one
	// element after another. lists is nil if a value is built as a whole.
	lists map[string]func(wireWriter) error
}

// Cell is an attribute that was just named.
type Cell struct {
	columns *Columns
	name    string
}

// NullIf makes the attribute null.
func (c Cell) NullIf(null bool) Cell {
	if null && c.columns.values != nil {
		c.columns.values[c.name] = nullOf(c.columns.types[c.name])
	}
	return c
}

// Unknown makes the attribute unknown if the flag is set. When a value is read, the
// flag is set if a part of the attribute is unknown.
func (c Cell) Unknown(flag *bool) Cell {
	switch {
	case c.columns.from != nil:
		*flag = *flag || !whollyKnown(c.columns.from[c.name])
	case *flag && c.columns.values != nil:
		c.columns.values[c.name] = unknownOf(c.columns.types[c.name])
	}
	return c
}

func whollyKnown(v attr.Value) bool {
	if v == nil {
		return true
	}
	switch v := v.(type) {
	case types.Object:
		for _, e := range v.Attributes() {
			if !whollyKnown(e) {
				return false
			}
		}
	case interface{ Elements() []attr.Value }:
		for _, e := range v.Elements() {
			if !whollyKnown(e) {
				return false
			}
		}
	case types.Map:
		for _, e := range v.Elements() {
			if !whollyKnown(e) {
				return false
			}
		}
	}
	return !v.IsUnknown()
}

// Text is a text; "" is null.
func (c *Columns) Text(name, doc string, at *string) Cell {
	return column(c, name, doc, at, textAttribute, textOrNull, types.String.ValueString)
}

// Number is a whole number.
func (c *Columns) Number(name, doc string, at *int64) Cell {
	return column(c, name, doc, at, numberAttribute, types.Int64PointerValue, types.Int64.ValueInt64)
}

// Float is a number, with the digits as people write them.
func (c *Columns) Float(name, doc string, at *float64) Cell {
	return column(c, name, doc, at, floatAttribute, decimalOrNull, types.Float64.ValueFloat64)
}

// Money is an amount with exact decimal digits. It is deliberately not a float:
// Terraform keeps floats in binary while it plans and in decimal in the state, so a
// sum over lanes would differ from itself after the first apply.
func (c *Columns) Money(name, doc string, at *float64) Cell {
	return column(c, name, doc, at, moneyAttribute, moneyOrNull, amountOf)
}

// Flag is true or false.
func (c *Columns) Flag(name, doc string, at *bool) Cell {
	return column(c, name, doc, at, flagAttribute, types.BoolPointerValue, types.Bool.ValueBool)
}

// Texts is a list of texts.
func (c *Columns) Texts(name, doc string, at *[]string) Cell {
	return column(c, name, doc, at, textsAttribute, textList, textsOf)
}

// Numbers is a list of whole numbers.
func (c *Columns) Numbers(name, doc string, at *[]int64) Cell {
	return column(c, name, doc, at, numbersAttribute, numberList, numbersOf)
}

// Map is a map of texts. Each element may be null or unknown.
func (c *Columns) Map(name, doc string, at *lane.Value) Cell {
	return c.Setting(name, doc, mapField, at)
}

// Setting is a value of a field, which may be null or unknown.
func (c *Columns) Setting(name, doc string, f *lane.Field, at *lane.Value) Cell {
	switch {
	case c.schema != nil:
		return c.attribute(name, fieldAttribute(&lane.Field{Path: name, Kind: f.Kind, Elem: f.Elem, Doc: doc}, Decided))
	case c.from != nil:
		*at = ValueOf(c.from[name], f)
	default:
		c.values[name] = ValueFor(*at, f)
	}
	return Cell{c, name}
}

// Settings is an object of settings, by the branches of the field table.
func (c *Columns) Settings(name, doc string, branches []*Branch, at *lane.Settings) Cell {
	switch {
	case c.schema != nil:
		return c.attribute(name, schema.SingleNestedAttribute{Computed: true, MarkdownDescription: doc, Attributes: Attributes(branches, Decided, "")})
	case c.from != nil:
		*at = lane.Settings{}
		readInto(*at, c.from[name], &Branch{Children: branches})
	default:
		t, _ := c.types[name].(types.ObjectType)
		c.values[name] = objectOf(*at, branches, t)
	}
	return Cell{c, name}
}

func (c *Columns) attribute(name string, a schema.Attribute) Cell {
	c.schema[name], c.names = a, append(c.names, name)
	return Cell{c, name}
}

// column is one attribute of a Go type G and a Terraform type V.
func column[G any, V attr.Value](c *Columns, name, doc string, at *G, attribute func(doc string) schema.Attribute, value func(*G) V, goes func(V) G) Cell {
	switch {
	case c.schema != nil:
		return c.attribute(name, attribute(doc))
	case c.from != nil:
		if v, ok := c.from[name].(V); ok && at != nil {
			*at = goes(v)
		}
	default:
		c.values[name] = value(at)
	}
	return Cell{c, name}
}

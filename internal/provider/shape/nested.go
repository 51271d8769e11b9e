package shape

import (
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Objects within objects. These are functions, because methods cannot have type
// parameters.

// Nested is another object, in an attribute of its own.
func Nested[E any](c *Columns, name string, of *Object[E], at *E) Cell {
	switch {
	case c.schema != nil:
		return c.attribute(name, of.Attribute())
	case c.from != nil:
		if v, ok := c.from[name].(types.Object); ok && at != nil {
			of.read(v, at)
		}
	case at == nil:
		c.values[name] = of.Null()
	default:
		c.values[name] = types.ObjectValueMust(of.typ.AttrTypes, of.values(at))
	}
	return Cell{c, name}
}

// List is a list of objects.
func List[E any](c *Columns, name, doc string, of *Object[E], at *[]E) Cell {
	switch {
	case c.schema != nil:
		return c.attribute(name, schema.ListNestedAttribute{Computed: true, MarkdownDescription: doc,
			NestedObject: schema.NestedAttributeObject{Attributes: of.Attributes()}})
	case c.from != nil:
		*at = nil
		if v, ok := c.from[name].(types.List); ok {
			for _, e := range v.Elements() {
				if obj, ok := e.(types.Object); ok {
					*at = append(*at, of.Read(obj))
				}
			}
		}
	case c.lists != nil:
		list := *at
		c.lists[name] = func(w wireWriter) error { return writeList(w, of, list) }
	default:
		c.values[name] = of.ListValue(*at)
	}
	return Cell{c, name}
}

// ByName is a map of objects, which is written and never read. A nil map is null.
func ByName[E any](c *Columns, name, doc string, of *Object[E], byName map[string]E) Cell {
	switch {
	case c.schema != nil:
		return c.attribute(name, schema.MapNestedAttribute{Computed: true, MarkdownDescription: doc,
			NestedObject: schema.NestedAttributeObject{Attributes: of.Attributes()}})
	case c.values != nil && byName == nil:
		c.values[name] = types.MapNull(of.typ)
	case c.values != nil:
		elems := make(map[string]attr.Value, len(byName))
		for key, e := range byName {
			elems[key] = of.Value(e)
		}
		c.values[name] = types.MapValueMust(of.typ, elems)
	}
	return Cell{c, name}
}

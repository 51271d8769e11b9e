package shape

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	resourceschema "github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// dataAttributes converts attributes that a resource computes to those of a data
// source: the framework has a separate type of schema for each.
func dataAttributes(attrs map[string]resourceschema.Attribute) map[string]schema.Attribute {
	out := make(map[string]schema.Attribute, len(attrs))
	for name, a := range attrs {
		out[name] = dataAttribute(a)
	}
	return out
}

// dataAttribute converts one attribute. The three nested kinds set their type as a
// custom type. Otherwise the framework would derive the type again for every null
// in a value, and an inventory of a thousand pools has many of these.
func dataAttribute(a resourceschema.Attribute) schema.Attribute {
	doc := a.GetMarkdownDescription()
	switch a := a.(type) {
	case resourceschema.StringAttribute:
		return schema.StringAttribute{Computed: true, MarkdownDescription: doc}
	case resourceschema.Int64Attribute:
		return schema.Int64Attribute{Computed: true, MarkdownDescription: doc}
	case resourceschema.Float64Attribute:
		return schema.Float64Attribute{Computed: true, MarkdownDescription: doc}
	case resourceschema.NumberAttribute:
		return schema.NumberAttribute{Computed: true, MarkdownDescription: doc}
	case resourceschema.BoolAttribute:
		return schema.BoolAttribute{Computed: true, MarkdownDescription: doc}
	case resourceschema.ListAttribute:
		return schema.ListAttribute{Computed: true, ElementType: a.ElementType, MarkdownDescription: doc}
	case resourceschema.SetAttribute:
		return schema.SetAttribute{Computed: true, ElementType: a.ElementType, MarkdownDescription: doc}
	case resourceschema.MapAttribute:
		return schema.MapAttribute{Computed: true, ElementType: a.ElementType, MarkdownDescription: doc}
	case resourceschema.SingleNestedAttribute:
		attrs := dataAttributes(a.Attributes)
		return schema.SingleNestedAttribute{Computed: true, MarkdownDescription: doc, Attributes: attrs, CustomType: TypeOf(attrs)}
	case resourceschema.ListNestedAttribute:
		element := dataElement(a.NestedObject)
		return schema.ListNestedAttribute{Computed: true, MarkdownDescription: doc, NestedObject: element, CustomType: types.ListType{ElemType: element.CustomType}}
	case resourceschema.MapNestedAttribute:
		element := dataElement(a.NestedObject)
		return schema.MapNestedAttribute{Computed: true, MarkdownDescription: doc, NestedObject: element, CustomType: types.MapType{ElemType: element.CustomType}}
	}
	panic("shape: an attribute of a kind that no data source has yet")
}

func dataElement(o resourceschema.NestedAttributeObject) schema.NestedAttributeObject {
	attrs := dataAttributes(o.Attributes)
	return schema.NestedAttributeObject{Attributes: attrs, CustomType: TypeOf(attrs)}
}

package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	resourceschema "github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// The attributes that data sources tell, for short.

func toldText(doc string) schema.StringAttribute {
	return schema.StringAttribute{Computed: true, MarkdownDescription: doc}
}

func toldNumber(doc string) schema.Int64Attribute {
	return schema.Int64Attribute{Computed: true, MarkdownDescription: doc}
}

func toldFloat(doc string) schema.Float64Attribute {
	return schema.Float64Attribute{Computed: true, MarkdownDescription: doc}
}

func toldFlag(doc string) schema.BoolAttribute {
	return schema.BoolAttribute{Computed: true, MarkdownDescription: doc}
}

func toldTexts(doc string) schema.ListAttribute {
	return schema.ListAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: doc}
}

func toldMap(doc string) schema.MapAttribute {
	return schema.MapAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: doc}
}

// The three kinds of nesting say their type as a custom one: the framework would
// work it out anew for every single null of what is told, which an inventory of
// a thousand pools has many of.

func toldObject(doc string, attrs map[string]schema.Attribute) schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{Computed: true, MarkdownDescription: doc, Attributes: attrs, CustomType: typeOf(attrs)}
}

func toldList(doc string, element map[string]schema.Attribute) schema.ListNestedAttribute {
	t := typeOf(element)
	return schema.ListNestedAttribute{Computed: true, MarkdownDescription: doc, CustomType: types.ListType{ElemType: t},
		NestedObject: schema.NestedAttributeObject{Attributes: element, CustomType: t}}
}

func toldByName(doc string, element map[string]schema.Attribute) schema.MapNestedAttribute {
	t := typeOf(element)
	return schema.MapNestedAttribute{Computed: true, MarkdownDescription: doc, CustomType: types.MapType{ElemType: t},
		NestedObject: schema.NestedAttributeObject{Attributes: element, CustomType: t}}
}

// typeOf is the type of an object with the attributes, so that no type is
// written a second time.
func typeOf(attrs map[string]schema.Attribute) types.ObjectType {
	out := make(map[string]attr.Type, len(attrs))
	for name, a := range attrs {
		out[name] = a.GetType()
	}
	return types.ObjectType{AttrTypes: out}
}

// told makes an attribute that the resource computes one of a data source: the
// framework has a type of schema for each.
func told(a resourceschema.Attribute) schema.Attribute {
	doc := a.GetMarkdownDescription()
	switch a := a.(type) {
	case resourceschema.StringAttribute:
		return toldText(doc)
	case resourceschema.Int64Attribute:
		return toldNumber(doc)
	case resourceschema.Float64Attribute:
		return toldFloat(doc)
	case resourceschema.BoolAttribute:
		return toldFlag(doc)
	case resourceschema.SetAttribute:
		return schema.SetAttribute{Computed: true, ElementType: a.ElementType, MarkdownDescription: doc}
	case resourceschema.MapAttribute:
		return schema.MapAttribute{Computed: true, ElementType: a.ElementType, MarkdownDescription: doc}
	case resourceschema.SingleNestedAttribute:
		return toldObject(doc, toldAll(a.Attributes))
	case resourceschema.ListNestedAttribute:
		return toldList(doc, toldAll(a.NestedObject.Attributes))
	case resourceschema.MapNestedAttribute:
		return toldByName(doc, toldAll(a.NestedObject.Attributes))
	}
	panic("provider: an attribute of a kind that no data source has yet")
}

func toldAll(attrs map[string]resourceschema.Attribute) map[string]schema.Attribute {
	out := make(map[string]schema.Attribute, len(attrs))
	for name, a := range attrs {
		out[name] = told(a)
	}
	return out
}

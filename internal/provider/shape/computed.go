package shape

import (
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	resourceschema "github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// The attributes that data sources tell, for short.

func ComputedText(doc string) schema.StringAttribute {
	return schema.StringAttribute{Computed: true, MarkdownDescription: doc}
}

func ComputedNumber(doc string) schema.Int64Attribute {
	return schema.Int64Attribute{Computed: true, MarkdownDescription: doc}
}

func ComputedFloat(doc string) schema.Float64Attribute {
	return schema.Float64Attribute{Computed: true, MarkdownDescription: doc}
}

func ComputedFlag(doc string) schema.BoolAttribute {
	return schema.BoolAttribute{Computed: true, MarkdownDescription: doc}
}

func ComputedTexts(doc string) schema.ListAttribute {
	return schema.ListAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: doc}
}

func ComputedMap(doc string) schema.MapAttribute {
	return schema.MapAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: doc}
}

// The three kinds of nesting say their type as a custom one: the framework would
// work it out anew for every single null of what is told, which an inventory of
// a thousand pools has many of.

func ComputedObject(doc string, attrs map[string]schema.Attribute) schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{Computed: true, MarkdownDescription: doc, Attributes: attrs, CustomType: TypeOf(attrs)}
}

func ComputedList(doc string, element map[string]schema.Attribute) schema.ListNestedAttribute {
	t := TypeOf(element)
	return schema.ListNestedAttribute{Computed: true, MarkdownDescription: doc, CustomType: types.ListType{ElemType: t},
		NestedObject: schema.NestedAttributeObject{Attributes: element, CustomType: t}}
}

func ComputedByName(doc string, element map[string]schema.Attribute) schema.MapNestedAttribute {
	t := TypeOf(element)
	return schema.MapNestedAttribute{Computed: true, MarkdownDescription: doc, CustomType: types.MapType{ElemType: t},
		NestedObject: schema.NestedAttributeObject{Attributes: element, CustomType: t}}
}

// typeOf is the type of an object with the attributes, so that no type is
// written a second time.
func TypeOf(attrs map[string]schema.Attribute) types.ObjectType {
	out := make(map[string]attr.Type, len(attrs))
	for name, a := range attrs {
		out[name] = a.GetType()
	}
	return types.ObjectType{AttrTypes: out}
}

// told makes an attribute that the resource computes one of a data source: the
// framework has a type of schema for each.
func Computed(a resourceschema.Attribute) schema.Attribute {
	doc := a.GetMarkdownDescription()
	switch a := a.(type) {
	case resourceschema.StringAttribute:
		return ComputedText(doc)
	case resourceschema.Int64Attribute:
		return ComputedNumber(doc)
	case resourceschema.Float64Attribute:
		return ComputedFloat(doc)
	case resourceschema.BoolAttribute:
		return ComputedFlag(doc)
	case resourceschema.SetAttribute:
		return schema.SetAttribute{Computed: true, ElementType: a.ElementType, MarkdownDescription: doc}
	case resourceschema.MapAttribute:
		return schema.MapAttribute{Computed: true, ElementType: a.ElementType, MarkdownDescription: doc}
	case resourceschema.SingleNestedAttribute:
		return ComputedObject(doc, ComputedAll(a.Attributes))
	case resourceschema.ListNestedAttribute:
		return ComputedList(doc, ComputedAll(a.NestedObject.Attributes))
	case resourceschema.MapNestedAttribute:
		return ComputedByName(doc, ComputedAll(a.NestedObject.Attributes))
	}
	panic("provider: an attribute of a kind that no data source has yet")
}

func ComputedAll(attrs map[string]resourceschema.Attribute) map[string]schema.Attribute {
	out := make(map[string]schema.Attribute, len(attrs))
	for name, a := range attrs {
		out[name] = Computed(a)
	}
	return out
}

package shape

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// role is what an attribute is for: an author may write it, or it is a part of the
// computed `pool`.
type role struct{ optional, computed bool }

var (
	Override = role{optional: true}
	Decided  = role{computed: true}
)

// groupDocs describe the objects that contain fields.
var groupDocs = map[string]string{
	"capacity":              "`{ nodes }` for a fixed number of nodes, or `{ min, max, initial }` for the autoscaler.",
	"os_disk":               "OS disk of the nodes.",
	"spot":                  "If set, even to `{}`, the lane is Spot whatever its purpose.",
	"gpu":                   "GPU settings.",
	"upgrade":               "How the nodes are upgraded.",
	"node_config":           "Configuration of kubelet, kernel and local DNS of the nodes.",
	"node_config.kubelet":   "Kubelet configuration.",
	"node_config.local_dns": "Local DNS proxy on the nodes.",
	"security":              "Security settings of the nodes.",
	"network":               "Network of the nodes.",
	"placement":             "Where Azure places the VMs. Groups make the lane regional unless `zones` is written.",
}

// Attributes builds the schema of the branches.
func Attributes(branches []*Branch, r role, prefix string) map[string]schema.Attribute {
	out := make(map[string]schema.Attribute, len(branches))
	for _, b := range branches {
		if b.Field != nil {
			out[b.Name] = fieldAttribute(b.Field, r)
			continue
		}
		group := strings.TrimPrefix(prefix+"."+b.Name, ".")
		out[b.Name] = schema.SingleNestedAttribute{
			MarkdownDescription: groupDocs[group],
			Attributes:          Attributes(b.Children, r, group),
			Optional:            r.optional, Computed: r.computed,
		}
	}
	return out
}

// describe is the documentation of a field: its sentence, and the facts from other
// columns of the table.
func describe(f *lane.Field) string {
	doc := f.Doc
	if len(f.OneOf) > 1 {
		doc += " One of " + MarkdownList(f.OneOf) + "."
	}
	if f.Resets {
		doc += fmt.Sprintf(" Cannot be cleared: removing it sends %s.", f.Default())
	}
	return doc
}

func fieldAttribute(f *lane.Field, r role) schema.Attribute {
	doc := describe(f)
	switch f.Kind {
	case lane.String:
		a := schema.StringAttribute{MarkdownDescription: doc, Optional: r.optional, Computed: r.computed}
		if r.optional && len(f.OneOf) > 0 && lane.FieldAt(f.Path) != f {
			// Deliberately only inside elements: the rules of package lane judge
			// every top-level field, with better messages.
			a.Validators = []validator.String{OneOf(f.OneOf...)}
		}
		return a
	case lane.Int:
		return schema.Int64Attribute{MarkdownDescription: doc, Optional: r.optional, Computed: r.computed}
	case lane.Float:
		return schema.Float64Attribute{MarkdownDescription: doc, Optional: r.optional, Computed: r.computed}
	case lane.Bool:
		return schema.BoolAttribute{MarkdownDescription: doc, Optional: r.optional, Computed: r.computed}
	case lane.StringSet:
		return schema.SetAttribute{MarkdownDescription: doc, ElementType: types.StringType, Optional: r.optional, Computed: r.computed}
	case lane.StringMap:
		return schema.MapAttribute{MarkdownDescription: doc, ElementType: types.StringType, Optional: r.optional, Computed: r.computed}
	case lane.ObjectList:
		return schema.ListNestedAttribute{MarkdownDescription: doc, NestedObject: elementSchema(f, r), Optional: r.optional, Computed: r.computed}
	case lane.ObjectMap:
		return schema.MapNestedAttribute{MarkdownDescription: doc, NestedObject: elementSchema(f, r), Optional: r.optional, Computed: r.computed}
	}
	panic("lane: a field of no kind: " + f.Path)
}

func elementSchema(f *lane.Field, r role) schema.NestedAttributeObject {
	attrs := make(map[string]schema.Attribute, len(f.Elem))
	for _, e := range f.Elem {
		attrs[e.Path] = fieldAttribute(e, r)
	}
	return schema.NestedAttributeObject{Attributes: attrs}
}

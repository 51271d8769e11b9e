package shape

import (
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// Branch is an attribute of the surface: a leaf with its field, or an object with
// further branches. The tree of branches is derived from the paths of lane.Fields,
// so that schema, types and values come from one table.
type Branch struct {
	Name     string
	Field    *lane.Field // nil for an object
	Children []*Branch
	Object   types.ObjectType // of the children, once the tree is complete
}

// OverrideBranches are what an author may write. PoolBranches are what `pool`
// shows.
var (
	OverrideBranches = sync.OnceValue(func() []*Branch { return grow(func(f *lane.Field) bool { return !f.PoolOnly }) })
	PoolBranches     = sync.OnceValue(func() []*Branch { return grow(func(*lane.Field) bool { return true }) })
	// ListedBranches are what lists of node pools show of each pool: the settings
	// by which pools are compared. They are few, because Terraform and the
	// framework walk over every value several times. For a thousand pools with all
	// their settings that takes seconds.
	ListedBranches = sync.OnceValue(func() []*Branch { return grow(func(f *lane.Field) bool { return f.Listed }) })
	// PoolType is the type of `pool`.
	PoolType = sync.OnceValue(func() types.ObjectType { return objectType(PoolBranches()) })
)

func grow(keep func(*lane.Field) bool) []*Branch {
	root := &Branch{}
	for _, f := range lane.Fields() {
		if !keep(f) {
			continue
		}
		at := root
		names := strings.Split(f.Path, ".")
		for _, name := range names[:len(names)-1] {
			at = at.child(name)
		}
		at.Children = append(at.Children, &Branch{Name: names[len(names)-1], Field: f})
	}
	for _, b := range root.Children {
		b.settle()
	}
	return root.Children
}

// settle derives the types of a complete tree, once.
func (b *Branch) settle() {
	for _, c := range b.Children {
		c.settle()
	}
	b.Object = objectType(b.Children)
}

func (b *Branch) child(name string) *Branch {
	for _, c := range b.Children {
		if c.Name == name && c.Field == nil {
			return c
		}
	}
	c := &Branch{Name: name}
	b.Children = append(b.Children, c)
	return c
}

func (b *Branch) attrType() attr.Type {
	if b.Field == nil {
		return b.Object
	}
	return fieldType(b.Field)
}

func objectType(children []*Branch) types.ObjectType {
	out := make(map[string]attr.Type, len(children))
	for _, c := range children {
		out[c.Name] = c.attrType()
	}
	return types.ObjectType{AttrTypes: out}
}

// fieldType is the Terraform type of a field.
func fieldType(f *lane.Field) attr.Type {
	switch f.Kind {
	case lane.String:
		return types.StringType
	case lane.Int:
		return types.Int64Type
	case lane.Float:
		return types.Float64Type
	case lane.Bool:
		return types.BoolType
	case lane.StringSet:
		return types.SetType{ElemType: types.StringType}
	case lane.StringMap:
		return types.MapType{ElemType: types.StringType}
	case lane.ObjectList:
		return types.ListType{ElemType: elementType(f)}
	case lane.ObjectMap:
		return types.MapType{ElemType: elementType(f)}
	}
	panic("lane: a field of no kind: " + f.Path)
}

func elementType(f *lane.Field) types.ObjectType {
	out := make(map[string]attr.Type, len(f.Elem))
	for _, e := range f.Elem {
		out[e.Path] = fieldType(e)
	}
	return types.ObjectType{AttrTypes: out}
}

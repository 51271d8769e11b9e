package shape

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// ObjectArgument reads a dynamic argument that an author wrote as an object of a
// type. An attribute that the type does not have is an error. Null is read as an
// empty object. known is false if the whole object is unknown.
func ObjectArgument(ctx context.Context, arg types.Dynamic, t types.ObjectType) (obj types.Object, known bool, err error) {
	v, err := arg.ToTerraformValue(ctx)
	if err != nil || !v.IsKnown() {
		return obj, false, err
	}
	if v.IsNull() {
		v = tftypes.NewValue(tftypes.Object{AttributeTypes: map[string]tftypes.Type{}}, map[string]tftypes.Value{})
	}
	obj, err = conformer{ctx: ctx, strict: true}.object(v, t, "")
	return obj, true, err
}

// ObjectsArgument reads a dynamic argument as a map of such objects. Null is read
// as an empty map. example is shown in the error as what to write instead.
func ObjectsArgument(ctx context.Context, arg types.Dynamic, t types.ObjectType, example string) (byName map[string]attr.Value, known bool, err error) {
	v, err := arg.ToTerraformValue(ctx)
	if err != nil || !v.IsKnown() {
		return nil, false, err
	}
	if v.IsNull() {
		return nil, true, nil
	}
	have, ok := members(v)
	if !ok {
		return nil, true, fmt.Errorf("this is %s; write a map such as %s", kindOf(v), example)
	}
	byName = make(map[string]attr.Value, len(have))
	for _, name := range slices.Sorted(maps.Keys(have)) {
		if byName[name], err = (conformer{ctx: ctx, strict: true}).object(have[name], t, name); err != nil {
			return nil, true, err
		}
	}
	return byName, true, nil
}

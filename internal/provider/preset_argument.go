package provider

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/provider/shape"
)

// presetsArgument reads the purposes that a platform team hands a function, by
// the reader of the provider block. All of them are read, so that a mistake is
// told whatever lane is expanded.
func presetsArgument(ctx context.Context, args []types.Dynamic) (lane.Purposes, error) {
	if len(args) > 1 {
		return lane.Purposes{}, errors.New("there is more than one map of presets; merge them: merge(a, b)")
	}
	if len(args) == 0 {
		return lane.Purposes{}, nil
	}
	v, err := shape.Plain(ctx, args[0])
	switch {
	case err != nil:
		return lane.Purposes{}, err
	case !v.IsKnown():
		return lane.OpenPurposes(), nil
	case v.IsNull():
		return lane.Purposes{}, nil
	}
	byName, ok := shape.Members(v)
	if !ok {
		return lane.Purposes{}, fmt.Errorf("this is %s; write a map such as { nightly = { extends = \"batch@1\" } }", shape.KindOf(v))
	}
	t := presetType()
	presets := make(map[string]attr.Value, len(byName))
	for _, name := range slices.Sorted(maps.Keys(byName)) {
		if presets[name], err = (shape.Conformer{Context: ctx, Strict: true}).Object(byName[name], t, name); err != nil {
			return lane.Purposes{}, err
		}
	}
	c, problems := purposesWith(presets)
	var wrong []error
	for _, p := range problems {
		wrong = append(wrong, fmt.Errorf("%s: %w", p.Name, p))
	}
	return c, errors.Join(wrong...)
}

// presetType is what a platform team may write of a purpose in the provider
// block.
func presetType() types.ObjectType {
	attrs := map[string]attr.Type{}
	for name, a := range presetsAttribute().NestedObject.Attributes {
		attrs[name] = a.GetType()
	}
	return types.ObjectType{AttrTypes: attrs}
}

package provider

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// presetOf finds the purpose among those that the platform team defines; nil
// where it is not one of them. Every one is read, so that a mistake is told
// whatever lane is expanded. Not known where it is not known which there are,
// and the purpose is no built-in one.
func presetOf(ctx context.Context, purpose types.String, args []types.Dynamic) (*lane.Preset, bool, error) {
	if len(args) > 1 {
		return nil, false, errors.New("there is more than one map of presets; merge them: merge(a, b)")
	}
	if len(args) == 0 {
		return nil, true, nil
	}
	v, err := plain(ctx, args[0])
	switch {
	case err != nil:
		return nil, false, err
	case !v.IsKnown():
		return nil, slices.Contains(lane.Purposes(), purpose.ValueString()), nil
	case v.IsNull():
		return nil, true, nil
	}
	byName, ok := members(v)
	if !ok {
		return nil, false, fmt.Errorf("this is %s; write a map such as { nightly = { extends = \"batch@1\" } }", kindOf(v))
	}
	t := presetType(ctx)
	var found *lane.Preset
	known := true
	for _, name := range slices.Sorted(maps.Keys(byName)) {
		obj, err := conformer{ctx: ctx, strict: true}.object(byName[name], t, name)
		if err != nil {
			return nil, false, err
		}
		m := laneOf(ctx, obj)
		if obj.IsUnknown() || m.opaque() != "" || m.text("extends").IsUnknown() || len(m.keysUnknown) > 0 {
			known = known && name != purpose.ValueString()
			continue
		}
		p, err := extended(name, m)
		if err != nil {
			return nil, false, fmt.Errorf("%s: %w", name, err)
		}
		if name == purpose.ValueString() {
			found = &p
		}
	}
	return found, known, nil
}

// presetType is what a platform team may write of a purpose: the overrides of a
// lane, what it omits, and the preset that it extends.
func presetType(ctx context.Context) types.ObjectType {
	attrs := maps.Clone(objectType(overrideBranches()).AttrTypes)
	attrs["omit"] = authoredType(ctx).AttrTypes["omit"]
	attrs["extends"] = types.StringType
	return types.ObjectType{AttrTypes: attrs}
}

// extended makes the preset of one purpose.
func extended(name string, m *laneModel) (lane.Preset, error) {
	if slices.Contains(lane.Purposes(), name) {
		return lane.Preset{}, errors.New("the provider has a purpose of that name; choose another")
	}
	const form = `write extends = "batch@1": a purpose and the revision that it stays at`
	text := m.text("extends").ValueString()
	purpose, revision, ok := strings.Cut(text, "@")
	n, err := strconv.Atoi(revision)
	if !ok || err != nil || n < 1 {
		if text == "" {
			return lane.Preset{}, errors.New("it extends nothing; " + form)
		}
		return lane.Preset{}, fmt.Errorf("extends is %q; %s", text, form)
	}
	base, err := lane.FindPreset(purpose, n)
	if err != nil {
		return lane.Preset{}, fmt.Errorf("extends: %w", err)
	}
	in := m.intent(n, lane.Defaults{}, lane.Ignore{})
	in.Purpose = name
	return lane.Extend(base, in), nil
}

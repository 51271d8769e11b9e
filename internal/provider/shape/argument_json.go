package shape

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// JSONArgument is a dynamic value as encoding/json would have decoded it. Nulls in
// objects are kept, because they remove a property. known is false if any part of
// the value is unknown.
func JSONArgument(ctx context.Context, arg types.Dynamic) (decoded any, known bool, err error) {
	v, err := arg.ToTerraformValue(ctx)
	if err != nil || !v.IsFullyKnown() {
		return nil, false, err
	}
	return asJSON(v), true, nil
}

func asJSON(v tftypes.Value) any {
	if v.IsNull() {
		return nil
	}
	if byKey, ok := members(v); ok {
		out := make(map[string]any, len(byKey))
		for key, member := range byKey {
			out[key] = asJSON(member)
		}
		return out
	}
	if list, ok := items(v); ok {
		out := make([]any, 0, len(list))
		for _, item := range list {
			out = append(out, asJSON(item))
		}
		return out
	}
	text, _ := spelling(v)
	switch {
	case v.Type().Is(tftypes.Number):
		return json.Number(text)
	case v.Type().Is(tftypes.Bool):
		return text == "true"
	}
	return text
}

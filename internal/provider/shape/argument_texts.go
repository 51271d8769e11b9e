package shape

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/types"
)

// TextsArgument reads an argument that is a map of texts. known is false if any of
// them is unknown.
func TextsArgument(ctx context.Context, arg types.Dynamic) (texts map[string]string, known bool, err error) {
	v, err := arg.ToTerraformValue(ctx)
	if err != nil || !v.IsFullyKnown() {
		return nil, false, err
	}
	byKey, ok := members(v)
	if !ok || v.IsNull() {
		return nil, false, fmt.Errorf("this is %s; write a map of strings", kindOf(v))
	}
	texts = map[string]string{}
	for key, e := range byKey {
		if texts[key], ok = spelling(e); !ok || e.IsNull() {
			return nil, false, fmt.Errorf("[%q]: this is %s; write a string", key, kindOf(e))
		}
	}
	return texts, true, nil
}

package provider

import (
	"context"
	"math/big"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// A number that is not whole is the author's error, reported once and at the
// attribute.
func TestWholeNumbers(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	number := func(text string) tftypes.Value {
		f, _, err := big.ParseFloat(text, 10, 512, big.ToNearestEven)
		if err != nil {
			t.Fatal(err)
		}
		return tftypes.NewValue(tftypes.Number, f)
	}
	capacity := func(name, text string) tftypes.Value {
		types := s.lane.ValueType().(tftypes.Object).AttributeTypes["capacity"]
		attrs := nullsOf(types)
		attrs[name] = number(text)
		return tftypes.NewValue(types, attrs)
	}
	for name, tt := range map[string]struct {
		set  map[string]any
		want string
	}{
		"a fraction":             {map[string]any{"max_pods": number("30.5")}, "max_pods is 30.5, which is not a whole number.\n\nWrite 30 or 31; for a calculated value, use floor(…) or ceil(…)."},
		"a fraction within":      {map[string]any{"capacity": capacity("nodes", "2.5")}, "capacity.nodes is 2.5, which is not a whole number.\n\nWrite 2 or 3; for a calculated value, use floor(…) or ceil(…)."},
		"a negative fraction":    {map[string]any{"capacity": capacity("min", "-0.5")}, "capacity.min is -0.5, which is not a whole number.\n\nWrite -1 or 0; for a calculated value, use floor(…) or ceil(…)."},
		"more than fits":         {map[string]any{"max_pods": number("99999999999999999999")}, "max_pods is 1e+20, which is out of range.\n\nWrite a smaller whole number."},
		"two of them":            {map[string]any{"max_pods": number("30.5"), "capacity": capacity("nodes", "3")}, "max_pods is 30.5, which is not a whole number.\n\nWrite 30 or 31; for a calculated value, use floor(…) or ceil(…)."},
		"whole numbers, nothing": {map[string]any{"max_pods": number("30.0")}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			config, err := tfprotov6.NewDynamicValue(s.lane.ValueType(), s.config(tt.set))
			if err != nil {
				t.Fatal(err)
			}
			resp, err := s.ValidateResourceConfig(context.Background(), &tfprotov6.ValidateResourceConfigRequest{TypeName: laneType, Config: &config})
			if err != nil {
				t.Fatal(err)
			}
			var got string
			for _, d := range resp.Diagnostics {
				got += d.Detail
				if d.Attribute == nil {
					t.Errorf("%s: %s stands at no attribute", d.Summary, d.Detail)
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

package shape

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// sample is a known value of each kind.
func sample(f *lane.Field) lane.Value {
	switch f.Kind {
	case lane.String:
		return lane.Known("x")
	case lane.Int:
		return lane.Known(7)
	case lane.Float:
		return lane.Known(0.5)
	case lane.Bool:
		return lane.Known(true)
	case lane.StringSet:
		return lane.Known([]string{"b", "a"})
	case lane.StringMap:
		return lane.Texts(map[string]string{"k": "v"})
	case lane.ObjectList:
		return lane.Known([]lane.Settings{elements(f)})
	case lane.ObjectMap:
		return lane.Known(map[string]lane.Settings{"k": elements(f)})
	}
	return lane.Value{}
}

func elements(f *lane.Field) lane.Settings {
	out := lane.Settings{}
	for _, e := range f.Elem {
		out[e] = sample(e)
	}
	return out
}

// Every field survives the conversion to a Terraform object and back: known,
// unknown and null.
func TestSettingsRoundTrip(t *testing.T) {
	t.Parallel()
	for _, f := range lane.Fields() {
		for state, v := range map[string]lane.Value{"known": sample(f), "unknown": lane.Unknown, "null": {}} {
			t.Run(f.Path+" "+state, func(t *testing.T) {
				t.Parallel()
				in := lane.Settings{}.Put(f, v)
				out := SettingsOf(PoolObject(in).Attributes(), PoolBranches())
				if state == "unknown" {
					if !out.Get(f).IsUnknown() {
						t.Errorf("unknown came back as %s", out)
					}
					return
				}
				if !out.Get(f).Equal(v) || len(out) != len(in) {
					t.Errorf("%s came back as %s", in, out)
				}
			})
		}
	}
}

// If one element of a map is unknown, the others stay known.
func TestMapKeepsKnownElements(t *testing.T) {
	t.Parallel()
	in := lane.Of(lane.Labels.Is(map[string]lane.Value{"a": lane.Known("b"), "c": lane.Unknown}))
	out := SettingsOf(PoolObject(in).Attributes(), PoolBranches())
	labels := out.Get(lane.Labels).Map()
	if labels["a"].Text() != "b" || !labels["c"].IsUnknown() {
		t.Errorf("labels came back as %s", out)
	}
}

// A null element counts as left out, in every kind of collection.
func TestNullElementsAreLeftOut(t *testing.T) {
	t.Parallel()
	for _, f := range lane.Fields() {
		var with attr.Value
		switch full := ValueFor(sample(f), f).(type) {
		case types.Set:
			of := full.ElementType(t.Context())
			with = types.SetValueMust(of, append(full.Elements(), null(t, of)))
		case types.List:
			of := full.ElementType(t.Context())
			with = types.ListValueMust(of, append([]attr.Value{null(t, of)}, full.Elements()...))
		case types.Map:
			of, elems := full.ElementType(t.Context()), full.Elements()
			elems["gone"] = null(t, of)
			with = types.MapValueMust(of, elems)
		default:
			continue
		}
		if got := ValueOf(with, f); !got.Equal(sample(f)) {
			t.Errorf("%s: read %s", f.Path, got)
		}
	}
}

func null(t *testing.T, typ attr.Type) attr.Value {
	t.Helper()
	v, err := typ.ValueFromTerraform(t.Context(), tftypes.NewValue(typ.TerraformType(t.Context()), nil))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

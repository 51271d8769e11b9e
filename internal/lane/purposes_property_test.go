package lane

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestPropertyPresetReadsAsLane: presets and lanes follow the same rules. A lane of an
// own purpose without overrides equals a lane of the base with the same settings,
// except for the name of the purpose.
func TestPropertyPresetReadsAsLane(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		direct, facts := genIntent.Draw(t, "intent"), genFacts.Draw(t, "facts")
		c, problems := NewPurposes(map[string]Own{
			"own":    {Extends: Known(direct.Purpose + "@1"), Set: direct.Set, SpotGiven: direct.SpotGiven, Omit: direct.Omit},
			"own-it": {Extends: Known("own")},
		})
		if len(problems) > 0 {
			t.Fatal(problems[0])
		}
		want := mustExpand(t, direct, facts).Pool
		for _, purpose := range []string{"own", "own-it"} {
			got := mustExpand(t, Intent{Name: direct.Name, Group: direct.Group, Purpose: purpose, Revision: 1, Purposes: c}, facts).Pool
			for _, f := range allFields {
				if spot := Priority.Text(want) == SpotPriority; spot && slices.Contains([]*Field{Surge, Unavailable, Drain, Soak, Undrainable}, f) {
					continue // refused if a lane writes them, dropped if a preset does
				}
				if hangsOnSystem(direct, f) && got.Get(f).IsUnknown() {
					continue // a preset is built before the cluster's version is known
				}
				a, b := withoutOurs(want.Get(f)), withoutOurs(got.Get(f))
				if !f.Same(a, b) {
					t.Fatalf("%s of %s: %s, but written in the lane %s", f.Path, purpose, b, a)
				}
			}
		}
	})
}

// hangsOnSystem reports whether a setting depends on the newer system of its base while
// the choice of the system is not known.
func hangsOnSystem(in Intent, f *Field) bool {
	base, err := FindPreset(in.Purpose, 1)
	return err == nil && base.NewerOS != nil && base.NewerOS.Set.Has(f) && in.Set.Get(OSSKU).IsUnknown()
}

// withoutOurs drops the keys that name the lane and its purpose.
func withoutOurs(v Value) Value {
	m := v.Map()
	if m == nil {
		return v
	}
	out := map[string]Value{}
	for k, e := range m {
		switch k {
		case LabelName, LabelPurpose, TagName, TagPurpose:
		default:
			out[k] = e
		}
	}
	return Value{v: out}
}

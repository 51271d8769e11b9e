package check

import (
	"strconv"

	"pgregory.net/rapid"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// Generators of values, settings and intents for the property tests.

var (
	words  = rapid.StringMatching(`[a-z][a-z0-9-]{0,8}[a-z0-9]`)
	effect = rapid.SampledFrom(lane.TaintEffects())
	keys   = rapid.SampledFrom([]string{"team", "env", "workload", "example.com/x", "kubernetes.azure.com/mode", "mesh/rev", "Team"})
)

var genTaint = rapid.Custom(func(t *rapid.T) string {
	return keys.Draw(t, "key") + "=" + words.Draw(t, "value") + ":" + effect.Draw(t, "effect")
})

var genTexts = rapid.Custom(func(t *rapid.T) lane.Value {
	m := rapid.MapOfN(keys, words, 0, 4).Draw(t, "map")
	if _, both := m["Team"]; both { // tag-key-case refuses the pair
		delete(m, "team")
	}
	return lane.Texts(m)
})

// genValue generates a known value of the field's kind, from the field's list if it
// has one.
func genValue(f *lane.Field) *rapid.Generator[lane.Value] {
	return rapid.Custom(func(t *rapid.T) lane.Value {
		switch f.Kind {
		case lane.Int:
			return lane.Known(rapid.Int64Range(-1, 2000).Draw(t, f.Path))
		case lane.Float:
			return lane.Known(rapid.Float64Range(-1, 10).Draw(t, f.Path))
		case lane.Bool:
			return lane.Known(rapid.Bool().Draw(t, f.Path))
		case lane.StringSet:
			if f == lane.Taints {
				return lane.Known(rapid.SliceOfN(genTaint, 0, 4).Draw(t, f.Path))
			}
			return lane.Known(rapid.SliceOfN(words, 0, 4).Draw(t, f.Path))
		case lane.StringMap:
			return genTexts.Draw(t, f.Path)
		case lane.ObjectList:
			list := make([]lane.Settings, rapid.IntRange(0, 3).Draw(t, f.Path))
			for i := range list {
				list[i] = genSettings(f.Elem).Draw(t, f.Path+strconv.Itoa(i))
			}
			return lane.Known(list)
		case lane.ObjectMap:
			out := map[string]lane.Settings{}
			for _, k := range rapid.SliceOfN(words, 0, 3).Draw(t, f.Path) {
				out[k] = genSettings(f.Elem).Draw(t, k)
			}
			return lane.Known(out)
		case lane.String:
		}
		switch {
		case len(f.OneOf) > 0:
			return lane.Known(rapid.SampledFrom(f.OneOf).Draw(t, f.Path))
		case f == lane.Version:
			return lane.Known("1." + strconv.Itoa(rapid.IntRange(25, 38).Draw(t, f.Path)))
		case f == lane.Surge || f == lane.Unavailable:
			return lane.Known(rapid.SampledFrom([]string{"0", "1", "33%", "100%"}).Draw(t, f.Path))
		case f == lane.VMSize || f == lane.MachineSize:
			return lane.Known(rapid.SampledFrom([]string{"Standard_D8ds_v5", "Standard_E8ds_v5", "Standard_D4pds_v5", "Standard_NC4as_T4_v3", "Standard_DC4as_v5"}).Draw(t, f.Path))
		}
		return lane.Known(words.Draw(t, f.Path))
	})
}

// genSettings generates values for some of the fields.
func genSettings(fields []*lane.Field) *rapid.Generator[lane.Settings] {
	return rapid.Custom(func(t *rapid.T) lane.Settings {
		out := lane.Settings{}
		for _, f := range fields {
			if rapid.IntRange(0, 3).Draw(t, "decide "+f.Path) == 0 {
				out = out.Put(f, genValue(f).Draw(t, f.Path))
			}
		}
		return out
	})
}

func writable() []*lane.Field {
	var out []*lane.Field
	for _, f := range lane.Fields() {
		if !f.PoolOnly {
			out = append(out, f)
		}
	}
	return out
}

// genIntent generates an intent at revision 1; some of its values are unknown.
var genIntent = rapid.Custom(func(t *rapid.T) lane.Intent {
	in := lane.Intent{
		Name:      rapid.StringMatching(`[a-z][a-z0-9]{0,5}`).Draw(t, "name"),
		Purpose:   rapid.SampledFrom(lane.BuiltInPurposes()).Draw(t, "purpose"),
		SpotGiven: rapid.IntRange(0, 4).Draw(t, "spot") == 0,
		Set:       genSettings(writable()).Draw(t, "set"),
		Revision:  1,
		Omit: lane.Omit{
			Labels: rapid.SliceOfN(keys, 0, 2).Draw(t, "omit labels"),
			Taints: rapid.SliceOfN(keys, 0, 2).Draw(t, "omit taints"),
			Tags:   rapid.SliceOfN(keys, 0, 2).Draw(t, "omit tags"),
		},
		Ignore: lane.Ignore{Labels: []string{"mesh/*"}, Taints: []string{"example.com/*"}},
	}
	if rapid.Bool().Draw(t, "grouped") {
		in.Group = lane.Known(words.Draw(t, "group"))
	}
	for _, f := range lane.Fields() {
		if in.Set.Has(f) && rapid.IntRange(0, 9).Draw(t, "unknown "+f.Path) == 0 {
			in.Set = in.Set.Put(f, lane.Unknown)
		}
	}
	return in
})

var genFacts = rapid.Custom(func(t *rapid.T) lane.Facts {
	zones := rapid.SampledFrom([]lane.Value{threeZones, lane.Known([]string{"1"}), lane.Known([]string{}), lane.Unknown}).Draw(t, "zones")
	return lane.Facts{Zones: lane.FixedZones(zones), Minor: lane.FixedMinor(rapid.SampledFrom([]int{0, 34, 35, 37}).Draw(t, "minor"))}
})

func mustExpand(t interface {
	Helper()
	Fatal(...any)
}, in lane.Intent, facts lane.Facts) lane.Expansion {
	t.Helper()
	ex, err := lane.Expand(in, facts)
	if err != nil {
		t.Fatal(err)
	}
	return ex
}

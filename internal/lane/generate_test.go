package lane

import (
	"strconv"

	"pgregory.net/rapid"
)

// Generators of values, settings and intents for the property tests.

var (
	words  = rapid.StringMatching(`[a-z][a-z0-9-]{0,8}[a-z0-9]`)
	effect = rapid.SampledFrom(effects)
	keys   = rapid.SampledFrom([]string{"team", "env", "workload", "example.com/x", "kubernetes.azure.com/mode", "mesh/rev", "Team"})
)

var genTaint = rapid.Custom(func(t *rapid.T) string {
	return keys.Draw(t, "key") + "=" + words.Draw(t, "value") + ":" + effect.Draw(t, "effect")
})

var genTexts = rapid.Custom(func(t *rapid.T) Value {
	m := rapid.MapOfN(keys, words, 0, 4).Draw(t, "map")
	if _, both := m["Team"]; both { // tag-key-case refuses the pair
		delete(m, "team")
	}
	return Texts(m)
})

// genValue generates a known value of the field's kind, from its closed list if it has
// one.
func genValue(f *Field) *rapid.Generator[Value] {
	return rapid.Custom(func(t *rapid.T) Value {
		switch f.Kind {
		case Int:
			return Known(rapid.Int64Range(-1, 2000).Draw(t, f.Path))
		case Float:
			return Known(rapid.Float64Range(-1, 10).Draw(t, f.Path))
		case Bool:
			return Known(rapid.Bool().Draw(t, f.Path))
		case StringSet:
			if f == Taints {
				return Known(rapid.SliceOfN(genTaint, 0, 4).Draw(t, f.Path))
			}
			return Known(rapid.SliceOfN(words, 0, 4).Draw(t, f.Path))
		case StringMap:
			return genTexts.Draw(t, f.Path)
		case ObjectList:
			list := make([]Settings, rapid.IntRange(0, 3).Draw(t, f.Path))
			for i := range list {
				list[i] = genSettings(f.Elem).Draw(t, f.Path+strconv.Itoa(i))
			}
			return Known(list)
		case ObjectMap:
			out := map[string]Settings{}
			for _, k := range rapid.SliceOfN(words, 0, 3).Draw(t, f.Path) {
				out[k] = genSettings(f.Elem).Draw(t, k)
			}
			return Known(out)
		case String:
		}
		switch {
		case len(f.OneOf) > 0:
			return Known(rapid.SampledFrom(f.OneOf).Draw(t, f.Path))
		case f == Version:
			return Known("1." + strconv.Itoa(rapid.IntRange(25, 38).Draw(t, f.Path)))
		case f == Surge || f == Unavailable:
			return Known(rapid.SampledFrom([]string{"0", "1", "33%", "100%"}).Draw(t, f.Path))
		case f == VMSize || f == MachineSize:
			return Known(rapid.SampledFrom([]string{"Standard_D8ds_v5", "Standard_E8ds_v5", "Standard_D4pds_v5", "Standard_NC4as_T4_v3", "Standard_DC4as_v5"}).Draw(t, f.Path))
		}
		return Known(words.Draw(t, f.Path))
	})
}

// genSettings decides some of the fields.
func genSettings(fields []*Field) *rapid.Generator[Settings] {
	return rapid.Custom(func(t *rapid.T) Settings {
		out := Settings{}
		for _, f := range fields {
			if rapid.IntRange(0, 3).Draw(t, "decide "+f.Path) == 0 {
				out = out.Put(f, genValue(f).Draw(t, f.Path))
			}
		}
		return out
	})
}

func writable() []*Field {
	var out []*Field
	for _, f := range allFields {
		if !f.PoolOnly {
			out = append(out, f)
		}
	}
	return out
}

// genIntent generates an intent at revision 1; some of its values are unknown.
var genIntent = rapid.Custom(func(t *rapid.T) Intent {
	in := Intent{
		Name:      rapid.StringMatching(`[a-z][a-z0-9]{0,5}`).Draw(t, "name"),
		Purpose:   rapid.SampledFrom(BuiltInPurposes()).Draw(t, "purpose"),
		SpotGiven: rapid.IntRange(0, 4).Draw(t, "spot") == 0,
		Set:       genSettings(writable()).Draw(t, "set"),
		Revision:  1,
		Omit: Omit{
			Labels: rapid.SliceOfN(keys, 0, 2).Draw(t, "omit labels"),
			Taints: rapid.SliceOfN(keys, 0, 2).Draw(t, "omit taints"),
			Tags:   rapid.SliceOfN(keys, 0, 2).Draw(t, "omit tags"),
		},
		Ignore: Ignore{Labels: []string{"mesh/*"}, Taints: []string{"example.com/*"}},
	}
	if rapid.Bool().Draw(t, "grouped") {
		in.Group = Known(words.Draw(t, "group"))
	}
	for _, f := range allFields {
		if in.Set.Has(f) && rapid.IntRange(0, 9).Draw(t, "unknown "+f.Path) == 0 {
			in.Set = in.Set.Put(f, Unknown)
		}
	}
	return in
})

// known removes the unknown values from an intent: the rest is what Terraform knows at
// apply.
func (in Intent) known() Intent {
	set := Settings{}
	for f, v := range in.Set {
		if !v.IsUnknown() {
			set[f] = v
		}
	}
	in.Set = set
	return in
}

var genFacts = rapid.Custom(func(t *rapid.T) Facts {
	zones := rapid.SampledFrom([]Value{threeZones, Known([]string{"1"}), Known([]string{}), Unknown}).Draw(t, "zones")
	return Facts{Zones: FixedZones(zones), Minor: FixedMinor(rapid.SampledFrom([]int{0, 34, 35, 37}).Draw(t, "minor"))}
})

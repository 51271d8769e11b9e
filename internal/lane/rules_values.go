package lane

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

func quoted(s string) string { return strconv.Quote(s) }

var valueRules = []Rule{
	{
		ID: "vm-size-empty", Source: srcAPI,
		Text:   "The nodes of a pool have a VM size.",
		Remedy: `Write one, for example vm_size = "Standard_D8ds_v5", or leave vm_size out: the preset has one.`,
		Check: func(s Subject) []Finding {
			return at(s.known(VMSize) && s.text(VMSize) == "", VMSize, `the VM size is ""`)
		},
	},
	{
		ID: "value-unknown", Source: srcAPI,
		Text:   "AKS knows a fixed list of values here, and refuses others.",
		Remedy: "Use one of the values that are listed, in this casing.",
		Check: func(s Subject) []Finding {
			var out []Finding
			for _, f := range allFields {
				out = append(out, strangers(f, f, "", s.Pool.Get(f))...)
			}
			return out
		},
	},
}

// strangers finds values that are not of the field's list, also in elements.
// at is the field of a lane to point at.
func strangers(at, f *Field, key string, v Value) []Finding {
	var out []Finding
	switch x := v.Any().(type) {
	case string:
		if len(f.OneOf) > 0 && !slices.Contains(f.OneOf, x) {
			out = append(out, Finding{at, key, fmt.Sprintf("%s is %q; it is one of %s", f.Path, x, strings.Join(f.OneOf, ", "))})
		}
	case []Settings:
		for i, e := range x {
			for _, sub := range f.Elem {
				out = append(out, strangers(at, sub, strconv.Itoa(i), e.Get(sub))...)
			}
		}
	case map[string]Settings:
		for _, k := range slices.Sorted(maps.Keys(x)) {
			for _, sub := range f.Elem {
				out = append(out, strangers(at, sub, k, x[k].Get(sub))...)
			}
		}
	}
	return out
}

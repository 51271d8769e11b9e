package check

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

func quoted(s string) string { return strconv.Quote(s) }

var valueChecks = []Check{
	{
		ID: "vm-size-empty", Level: Error, Source: srcAPI,
		Text:   "A node pool needs a VM size.",
		Remedy: `Write one, for example vm_size = "Standard_D8ds_v5", or leave vm_size out: the preset has one.`,
		Find: func(_ Facts, s Subject) []Finding {
			return at(s.known(lane.VMSize) && s.text(lane.VMSize) == "", lane.VMSize, `the VM size is ""`)
		},
	},
	{
		ID: "value-unknown", Level: Error, Source: srcAPI,
		Text:   "AKS accepts only a fixed list of values here.",
		Remedy: "Use one of the listed values, in this casing.",
		Find: func(_ Facts, s Subject) []Finding {
			var out []Finding
			for _, f := range lane.Fields() {
				out = append(out, strangers(f, f, "", s.Pool.Get(f))...)
			}
			return out
		},
	},
}

// strangers finds values that are not in the field's list, including those in
// elements. at is the catalogue's field to point at.
func strangers(at, f *lane.Field, key string, v lane.Value) []Finding {
	var out []Finding
	switch x := v.Any().(type) {
	case string:
		if len(f.OneOf) > 0 && !slices.Contains(f.OneOf, x) {
			out = append(out, Finding{Field: at, Key: key, What: fmt.Sprintf("%s is %q%s; it is one of %s", f.Path, x, lane.Meant(x, f.OneOf), strings.Join(f.OneOf, ", "))})
		}
	case []lane.Settings:
		for i, e := range x {
			for _, sub := range f.Elem {
				out = append(out, strangers(at, sub, strconv.Itoa(i), e.Get(sub))...)
			}
		}
	case map[string]lane.Settings:
		for _, k := range slices.Sorted(maps.Keys(x)) {
			for _, sub := range f.Elem {
				out = append(out, strangers(at, sub, k, x[k].Get(sub))...)
			}
		}
	}
	return out
}

package azure

import (
	"fmt"
	"slices"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// keepMembers copies unknown members of the live elements of a list or map into the
// elements that are about to be written. Unknown are the members that are not the
// field's own: a later api-version may add members to a port, a machine size or a DNS
// zone.
func keepMembers(f *lane.Field, written, live any) {
	if len(f.Elem) == 0 {
		return
	}
	switch written := written.(type) {
	case tree:
		have, _ := live.(tree)
		for k, e := range written {
			keepForeign(f, e, have[k])
		}
	case []any:
		have, _ := live.([]any)
		for i, j := range pairs(f, written, have) {
			keepForeign(f, written[i], have[j])
		}
	}
}

func keepForeign(f *lane.Field, written, live any) {
	to, _ := written.(tree)
	from, _ := live.(tree)
	for k, v := range from {
		if !slices.ContainsFunc(f.Elem, func(e *lane.Field) bool { return e.ARM == k }) {
			to[k] = v
		}
	}
}

// pairs finds the live element for each element of a list that is about to be written.
// ARM gives elements no names, so they are compared by their members. The first member
// must be equal (a machine size, the first port). Among several candidates, the one
// with the most equal members wins.
func pairs(f *lane.Field, written, live []any) map[int]int {
	out, taken := map[int]int{}, map[int]bool{}
	for same := len(f.Elem); same > 0; same-- {
		for i := range written {
			if _, ok := out[i]; ok {
				continue
			}
			for j := range live {
				if !taken[j] && likeness(f, written[i], live[j]) == same {
					out[i], taken[j] = j, true
					break
				}
			}
		}
	}
	return out
}

// likeness counts the field's members that are equal in two elements; 0 if the first
// one differs.
func likeness(f *lane.Field, a, b any) int {
	x, _ := a.(tree)
	y, _ := b.(tree)
	n := 0
	for i, e := range f.Elem {
		// Compared as text: a number may be an int64 in one and a json.Number in the
		// other.
		if strings.EqualFold(fmt.Sprint(x[e.ARM]), fmt.Sprint(y[e.ARM])) {
			n++
		} else if i == 0 {
			return 0
		}
	}
	return n
}

package azure

import (
	"fmt"
	"slices"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// keepMembers copies into the elements of a list or a map that is about to be
// written what their live counterparts have besides the field's own members: the
// next api-version may let AKS say more of a port, a machine size or a DNS zone.
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

// pairs finds for the elements of a list that is written those of the live list
// that they were: ARM gives them no name. The first member has to be the same (a
// machine size, the first port), and among several the one wins in which most
// are.
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

// likeness counts the field's members in which two elements agree; 0 where the
// first one differs.
func likeness(f *lane.Field, a, b any) int {
	x, _ := a.(tree)
	y, _ := b.(tree)
	n := 0
	for i, e := range f.Elem {
		// As texts: a number is an int64 here and a json.Number there.
		if strings.EqualFold(fmt.Sprint(x[e.ARM]), fmt.Sprint(y[e.ARM])) {
			n++
		} else if i == 0 {
			return 0
		}
	}
	return n
}

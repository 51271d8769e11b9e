package azure

import (
	"cmp"
	"slices"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// SortByPrice sorts sizes by what they cost with Linux, on demand or as spot, then
// by name. Sizes without a known price come last.
func (p Prices) SortByPrice(sizes []lane.Size, spot bool) {
	price := func(s lane.Size) float64 {
		if spot {
			return p.Of(s).SpotLinux
		}
		return p.Of(s).Linux
	}
	slices.SortFunc(sizes, func(a, b lane.Size) int {
		return cmp.Or(unknownLast(price(a), price(b)), cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)))
	})
}

// Of is what a size costs; the zero price where that is not known.
func (p Prices) Of(s lane.Size) lane.SizePrice { return p[strings.ToLower(s.Name)] }

func unknownLast(a, b float64) int {
	if a == 0 || b == 0 {
		return cmp.Compare(b, a)
	}
	return cmp.Compare(a, b)
}

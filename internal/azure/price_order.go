package azure

import (
	"cmp"
	"slices"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// SortByPrice sorts sizes by their Linux price, on demand or spot, and then by name.
// Sizes without a known price are last.
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

// Of is the price of a size; the zero price if it is not known.
func (p Prices) Of(s lane.Size) lane.SizePrice { return p[strings.ToLower(s.Name)] }

func unknownLast(a, b float64) int {
	if a == 0 || b == 0 {
		return cmp.Compare(b, a)
	}
	return cmp.Compare(a, b)
}

package azure

import (
	"slices"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// The cheapest are first, then sorted by name. Sizes without a price are last.
func TestSortByPrice(t *testing.T) {
	t.Parallel()
	prices := Prices{"a": {Linux: 2, SpotLinux: 0.1}, "b": {Linux: 1}, "c": {Linux: 1, SpotLinux: 0.2}}
	for spot, want := range map[bool][]string{false: {"b", "C", "a", "d"}, true: {"a", "C", "b", "d"}} {
		sizes := []lane.Size{{Name: "d"}, {Name: "C"}, {Name: "b"}, {Name: "a"}}
		prices.SortByPrice(sizes, spot)
		var got []string
		for _, s := range sizes {
			got = append(got, s.Name)
		}
		if !slices.Equal(got, want) {
			t.Errorf("spot %t: %v, want %v", spot, got, want)
		}
	}
}

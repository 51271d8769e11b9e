package azure

import (
	"slices"
	"testing"
)

func TestStable(t *testing.T) {
	t.Parallel()
	if got := Stable([]Offer{{Version: "1.36.2"}, {Version: "1.37.0", Preview: true}}); !slices.Equal(got, []string{"1.36.2"}) {
		t.Error(got)
	}
}

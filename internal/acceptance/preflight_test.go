package acceptance

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// foreseen is a lane that AKS refuses in some world, and what the plan says of
// it first.
type foreseen struct {
	world     func(*simulator.World) // nil = the built-in one
	purpose   string
	overrides string
	plan      string // what the plan says, besides the title
	code      string // what AKS says
}

// Each check that AKS enforces: the plan fails, and with the check off AKS
// refuses the same lane with the error that the check replaces.
func TestThePlanKnew(t *testing.T) {
	t.Parallel()
	for check, tc := range map[string]foreseen{
		"zones": {closedZone, "batch", `zones = ["2"]`, `Standard_D8ds_v5 is not offered in zone 2 of westeurope; zones 1 and 3 are`, "AvailabilityZoneNotSupported"},
	} {
		t.Run(check, func(t *testing.T) {
			t.Parallel()
			w := NewWorld(t)
			if tc.world != nil {
				w = NewWorldOf(t, tc.world)
			}
			run(t, w,
				resource.TestStep{Config: laneConfig(tc.purpose, tc.overrides), ExpectError: words(tc.plan)},
				resource.TestStep{Config: laneConfigIn(off(check), tc.purpose, tc.overrides), ExpectError: regexp.MustCompile(`(?s)Unable to create the node pool.*` + tc.code)},
			)
		})
	}
}

// off is the provider's setting that switches a check off.
func off(check string) string { return fmt.Sprintf("preflight = { %q = \"off\" }", check) }

// words matches a text however a CLI wraps it.
func words(text string) *regexp.Regexp {
	return regexp.MustCompile(regexp.MustCompile(`\s+`).ReplaceAllString(regexp.QuoteMeta(text), `[\s│]+`))
}

// closedZone is a world whose subscription may not use D8ds_v5 in zone 2.
func closedZone(w *simulator.World) {
	size(w, "Standard_D8ds_v5").Offers[0].RestrictedZones = []string{"2"}
}

func size(w *simulator.World, name string) *simulator.Size {
	for i := range w.Sizes {
		if w.Sizes[i].Name == name {
			return &w.Sizes[i]
		}
	}
	panic("the world has no size " + name)
}

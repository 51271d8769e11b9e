package check

import (
	"slices"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// emptyOf returns an empty value as an author writes it; null if the kind of the
// field has none.
func emptyOf(f *lane.Field) lane.Value {
	switch f.Kind {
	case lane.String:
		return lane.Known("")
	case lane.StringSet:
		return lane.Known([]string{})
	case lane.StringMap:
		return lane.Texts(nil)
	case lane.ObjectList:
		return lane.Known([]lane.Settings{})
	case lane.ObjectMap:
		return lane.Known(map[string]lane.Settings{})
	case lane.Int, lane.Float, lane.Bool:
	}
	return lane.Value{}
}

// refused reports whether a check makes the plan of a lane fail.
func refused(s Subject) bool {
	return slices.ContainsFunc(Offline(s), Problem.Refuses)
}

// A setting that is written empty is either refused or stable: AKS does not return
// it, and that must not count as a difference.
func TestWhatIsWrittenEmptyComesToRest(t *testing.T) {
	t.Parallel()
	for _, f := range writable() {
		v := emptyOf(f)
		if v.IsNull() {
			continue
		}
		t.Run(f.Path, func(t *testing.T) {
			t.Parallel()
			in := lane.Intent{Name: "pool1", Purpose: lane.General, Revision: 1, Set: lane.Of(f.Is(v))}
			pool := mustExpand(t, in, lane.Facts{Zones: lane.FixedZones(threeZones), Minor: lane.FixedMinor(35)}).Pool
			if refused(SubjectOf(in, pool)) {
				if f.Kind != lane.String {
					t.Error("it is refused, although [] and {} are explicitly none")
				}
				return
			}
			live := pool
			if pool.Get(f).Equal(v) {
				live = pool.Without(f)
			}
			seen := lane.Observe(pool, live, lane.Ignore{})
			if seen.String() != pool.String() {
				t.Errorf("observed\n%s\nof\n%s", seen, pool)
			}
			if im := lane.Compare(seen, pool, live, lane.Status{State: "Succeeded"}); im.Writes() {
				t.Errorf("the next plan writes %v", im.Reasons)
			}
			if left, _ := lane.Outstanding(pool, pool, live, lane.Ignore{}); len(left) > 0 {
				t.Errorf("the next apply sends %v", left)
			}
		})
	}
}

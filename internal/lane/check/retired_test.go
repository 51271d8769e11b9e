package check

import (
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// What AKS no longer creates is refused for a new lane, and for a lane that would
// newly get it. A lane that already has it may be changed in other ways.
func TestRetired(t *testing.T) {
	t.Parallel()
	of := func(set ...lane.Setting) lane.Settings { return lane.Of(set...) }
	changed := func(before lane.Settings, f *lane.Field) Change {
		return Change{Live: "lane", Before: before, Impact: lane.Impact{Reasons: []lane.ImpactReason{{Change: lane.Change{Field: f}}}}}
	}
	for id, tc := range map[string]struct{ bad, good lane.Settings }{
		"windows-2019-retired": {of(lane.OSSKU.Is("Windows2019")), of(lane.OSSKU.Is("Windows2022"))},
		"os-sku-mariner":       {of(lane.OSSKU.Is("CBLMariner")), of(lane.OSSKU.Is("AzureLinux"))},
		"wasi-retired":         {of(lane.Runtime.Is("WasmWasi")), of(lane.Runtime.Is(lane.Unknown))},
		"fips-kata":            {of(lane.FIPS.Is(true), lane.Runtime.Is("KataVmIsolation")), of(lane.FIPS.Is(false), lane.Runtime.Is("KataVmIsolation"))},
	} {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			c := check(t, id)
			for name, s := range map[string]Subject{
				"new":    {Name: "lane", Pool: tc.bad},
				"turned": {Name: "lane", Pool: tc.bad, Change: changed(tc.good, firstOf(tc.bad))},
			} {
				if !c.Concerns(s) || len(c.Ask(Facts{}, s)) != 1 {
					t.Errorf("%s: not accused", name)
				}
			}
			if s := (Subject{Name: "lane", Pool: tc.good}); len(c.Ask(Facts{}, s)) > 0 {
				t.Errorf("%s is accused", tc.good)
			}
			if s := (Subject{Name: "lane", Pool: tc.bad, Change: changed(tc.bad, lane.Labels)}); c.Concerns(s) {
				t.Error("a lane that has it already is asked for another change")
			}
		})
	}
	named := map[string]bool{}
	for _, r := range lane.Retirements() {
		named[r.Check] = r.Check != ""
	}
	if len(named) != 5 { // besides those without a check
		t.Errorf("the table names the checks %v", named)
	}
}

func firstOf(s lane.Settings) *lane.Field {
	for f := range s {
		return f
	}
	return nil
}

// One mistake gets one message: os-version reports a version that the operating
// system does not run.
func TestRetiredWindowsOfANewVersion(t *testing.T) {
	t.Parallel()
	s := Subject{Name: "lane", Pool: lane.Of(lane.OSSKU.Is("Windows2019"), lane.OSType.Is("Windows"), lane.Version.Is("1.33"))}
	if retired, version := check(t, "windows-2019-retired").Ask(Facts{}, s), check(t, "os-version").Ask(Facts{}, s); len(retired) > 0 || len(version) != 1 {
		t.Errorf("retired: %v, version: %v", retired, version)
	}
}

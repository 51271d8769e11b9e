package preflight_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane/preflight"
)

func all() []preflight.Check { return slices.Concat(preflight.Checks(), preflight.Guards()) }

// The table itself: what the documentation and the provider block need.
func TestTable(t *testing.T) {
	id := regexp.MustCompile(`^[a-z]+(-[a-z0-9]+)*$`)
	seen := map[string]bool{preflight.All: true}
	for _, c := range all() {
		if !id.MatchString(c.ID) || seen[c.ID] {
			t.Errorf("%q is no name of its own", c.ID)
		}
		seen[c.ID] = true
		for what, text := range map[string]string{"title": c.Title, "rule": c.Text, "way out": c.Remedy} {
			if text == "" || text[:1] != strings.ToUpper(text[:1]) {
				t.Errorf("%s: the %s is %q", c.ID, what, text)
			}
		}
		if c.Hint && c.Level != preflight.Warn {
			t.Errorf("%s: a hint is a warning", c.ID)
		}
	}
}

// subjects are lanes of every purpose: made, changed in everything, deleted.
func subjects(t *testing.T) []preflight.Subject {
	t.Helper()
	var out []preflight.Subject
	for _, purpose := range lane.BuiltInPurposes() {
		in := lane.Intent{Name: "lane", Purpose: purpose, Revision: 1, Set: lane.Of(lane.Version.Is("1.20"), lane.Subnet.Is("/subscriptions/s/x"), lane.UltraSSD.Is(true),
			lane.HostEncryption.Is(true), lane.VTPM.Is(true), lane.FIPS.Is(true), lane.DiskType.Is("Ephemeral"), lane.KubeletDisk.Is("Temporary"))}
		ex, err := lane.Expand(in, lane.Facts{Zones: lane.FixedZones(lane.Unknown)})
		if err != nil {
			t.Fatal(err)
		}
		var everything lane.Impact
		for _, f := range lane.Fields() {
			everything.Reasons = append(everything.Reasons, lane.Reason{Change: lane.Change{Field: f}})
		}
		everything.Class = lane.Rolling
		out = append(out,
			preflight.Subject{Name: "lane", Purpose: purpose, Pool: ex.Pool},
			preflight.Subject{Name: "lane", Live: "lane", Purpose: purpose, Pool: ex.Pool, Before: ex.Pool, Impact: everything, Nodes: 3},
			preflight.Subject{Name: "lane", Live: "lane", Purpose: purpose, Before: ex.Pool, Nodes: 3})
	}
	return out
}

// What is not known makes no finding.
func TestNothingKnownNothingSaid(t *testing.T) {
	for name, facts := range map[string]preflight.Facts{
		"nothing":        {},
		"only the pools": {Cluster: &preflight.Cluster{Partial: true, Power: "Stopped"}},
		"a bare cluster": {Cluster: &preflight.Cluster{Location: "westeurope", Windows: true, EgressGateway: true}},
		"sizes that say nothing": {Cluster: &preflight.Cluster{Location: "westeurope", Windows: true}, Sizes: map[string]preflight.Size{
			"standard_d8ds_v5": {Name: "Standard_D8ds_v5"}}},
	} {
		for _, s := range subjects(t) {
			for _, c := range all() {
				if !c.On(s) || len(facts.Sizes) > 0 && c.ID == "size" || c.ID == "system-nodes" {
					continue
				}
				if found := c.Ask(facts, s); len(found) > 0 {
					t.Errorf("%s: %s accuses a %s lane: %v", name, c.ID, s.Purpose, found)
				}
			}
		}
	}
}

// A lane in which nothing changes is not asked.
func TestUnchangedIsNotAsked(t *testing.T) {
	for _, s := range subjects(t) {
		if s.Pool == nil || s.Before == nil {
			continue
		}
		s.Impact = lane.Impact{}
		for _, c := range all() {
			if c.ID != "same-pool" && c.ID != "moved-block" && c.On(s) {
				t.Errorf("%s asks", c.ID)
			}
		}
	}
}

// The levels of the provider block.
func TestLevels(t *testing.T) {
	check, hint := preflight.Check{ID: "a", Level: preflight.Error}, preflight.Check{ID: "b", Level: preflight.Warn, Hint: true}
	for name, tc := range map[string]struct {
		levels preflight.Levels
		a, b   preflight.Level
	}{
		"none":            {nil, preflight.Error, preflight.Warn},
		"one":             {preflight.Levels{"a": "off"}, preflight.Off, preflight.Warn},
		"all":             {preflight.Levels{"all": "off"}, preflight.Off, preflight.Off},
		"all but one":     {preflight.Levels{"all": "off", "a": "warn"}, preflight.Warn, preflight.Off},
		"a hint no error": {preflight.Levels{"all": "error"}, preflight.Error, preflight.Warn},
	} {
		if a, b := tc.levels.Of(check), tc.levels.Of(hint); a != tc.a || b != tc.b {
			t.Errorf("%s: %s and %s, want %s and %s", name, a, b, tc.a, tc.b)
		}
	}
}

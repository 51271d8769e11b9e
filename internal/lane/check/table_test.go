package check

import (
	"regexp"
	"strings"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// The table itself: what the documentation and the provider block need.
func TestTable(t *testing.T) {
	id := regexp.MustCompile(`^[a-z]+(-[a-z0-9]+)*$`)
	seen := map[string]bool{All: true}
	for _, c := range Table() {
		if !id.MatchString(c.ID) || seen[c.ID] {
			t.Errorf("%q is no name of its own", c.ID)
		}
		seen[c.ID] = true
		for what, text := range map[string]string{"title": c.Title, "rule": c.Text, "way out": c.Remedy} {
			if text != "" && text[:1] != strings.ToUpper(text[:1]) && !strings.Contains(strings.Fields(text)[0], "_") || text == "" && (what != "title" || !c.Offline()) {
				t.Errorf("%s: the %s is %q", c.ID, what, text)
			}
		}
		if !strings.HasSuffix(c.Text, ".") || c.Find == nil || c.Source == "" && c.Code == "" && !c.Hint && c.Limit() == "" && c.ID != "version-live" {
			t.Errorf("%s: the rule is a sentence, from somewhere, and finds something", c.ID)
		}
		if c.Hint && c.Level != Warn || c.Level != Error && c.Level != Warn {
			t.Errorf("%s: the level is %s; a hint is a warning", c.ID, c.Level)
		}
		if c.Uses != 0 && c.On == nil {
			t.Errorf("%s: what is read of the cloud is read for a change only", c.ID)
		}
	}
}

// subjects returns lanes of every purpose: created, changed in every setting,
// deleted.
func subjects(t *testing.T) []Subject {
	t.Helper()
	var out []Subject
	for _, purpose := range lane.BuiltInPurposes() {
		in := lane.Intent{Name: "lane", Purpose: purpose, Revision: 1, Set: lane.Of(lane.Version.Is("1.20"), lane.Subnet.Is("/subscriptions/s/x"), lane.UltraSSD.Is(true),
			lane.HostEncryption.Is(true), lane.VTPM.Is(true), lane.FIPS.Is(true), lane.DiskType.Is("Ephemeral"), lane.KubeletDisk.Is("Temporary"))}
		ex, err := lane.Expand(in, lane.Facts{Zones: lane.FixedZones(lane.Unknown)})
		if err != nil {
			t.Fatal(err)
		}
		var everything lane.Impact
		for _, f := range lane.Fields() {
			everything.Reasons = append(everything.Reasons, lane.ImpactReason{Change: lane.Change{Field: f}})
		}
		everything.Class = lane.Rolling
		out = append(out,
			Subject{Name: "lane", Purpose: purpose, Pool: ex.Pool},
			Subject{Name: "lane", Purpose: purpose, Pool: ex.Pool, Change: Change{Live: "lane", Before: ex.Pool, Impact: everything, Nodes: 3}},
			Subject{Name: "lane", Purpose: purpose, Change: Change{Live: "lane", Before: ex.Pool, Nodes: 3}})
	}
	return out
}

// What is not known produces no finding.
func TestNothingKnownNothingSaid(t *testing.T) {
	for name, facts := range map[string]Facts{
		"nothing":        {},
		"only the pools": {Cluster: &Cluster{ClusterFacts: lane.ClusterFacts{Partial: true, Power: "Stopped"}}},
		"a bare cluster": {Cluster: &Cluster{ClusterFacts: lane.ClusterFacts{Location: "westeurope", Windows: &lane.WindowsProfile{}, EgressGateway: true}}},
		"sizes that say nothing": {Cluster: &Cluster{ClusterFacts: lane.ClusterFacts{Location: "westeurope", Windows: &lane.WindowsProfile{}}}, Sizes: map[string]lane.Size{
			"standard_d8ds_v5": {Name: "Standard_D8ds_v5"}}},
	} {
		for _, s := range subjects(t) {
			for _, c := range Table() {
				if c.Offline() || !c.Concerns(s) || len(facts.Sizes) > 0 && c.ID == "size" || c.ID == "system-nodes" || c.ID == "system-vcpus" {
					continue
				}
				if found := c.Ask(facts, s); len(found) > 0 {
					t.Errorf("%s: %s accuses a %s lane: %v", name, c.ID, s.Purpose, found)
				}
			}
		}
	}
}

// No check runs for a lane in which nothing changes.
func TestUnchangedIsNotAsked(t *testing.T) {
	for _, s := range subjects(t) {
		if s.Pool == nil || s.Before == nil {
			continue
		}
		s.Impact = lane.Impact{}
		for _, c := range Table() {
			if c.ID != "same-pool" && c.ID != "moved-block" && c.On != nil && c.On(s) {
				t.Errorf("%s asks", c.ID)
			}
		}
	}
}

// The levels of the provider block.
func TestLevels(t *testing.T) {
	check, hint := Check{ID: "a", Level: Error}, Check{ID: "b", Level: Warn, Hint: true}
	for name, tc := range map[string]struct {
		levels Levels
		a, b   Level
	}{
		"none":            {nil, Error, Warn},
		"one":             {Levels{"a": "off"}, Off, Warn},
		"all":             {Levels{"all": "off"}, Off, Off},
		"all but one":     {Levels{"all": "off", "a": "warn"}, Warn, Off},
		"a hint no error": {Levels{"all": "error"}, Error, Warn},
	} {
		if a, b := tc.levels.Of(check), tc.levels.Of(hint); a != tc.a || b != tc.b {
			t.Errorf("%s: %s and %s, want %s and %s", name, a, b, tc.a, tc.b)
		}
	}
}

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
	for _, purpose := range lane.Purposes() {
		in := lane.Intent{Name: "lane", Purpose: purpose, Revision: 1, Set: lane.Of(lane.Version.Is("1.20"), lane.Subnet.Is("/subscriptions/s/x"), lane.UltraSSD.Is(true),
			lane.HostCrypt.Is(true), lane.VTPM.Is(true), lane.FIPS.Is(true), lane.DiskType.Is("Ephemeral"), lane.KubeletDisk.Is("Temporary"))}
		ex, err := lane.Expand(in, lane.Facts{Zones: lane.Unknown})
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
			if c.ID != "same-pool" && c.On(s) {
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

// Lanes that share a quota: what is planned counts as planned, what may be a
// lane and is not planned yet counts as nothing, perhaps.
func TestQuota(t *testing.T) {
	d8 := func(nodes int) lane.Settings {
		return lane.Of(lane.VMSize.Is("Standard_D8ds_v5"), lane.Nodes.Is(nodes), lane.Surge.Is("1"))
	}
	tagged := d8(4).Put(lane.Tags, lane.Texts(map[string]string{"Workload-Lane": "other"}))
	facts := func(left int64, lanes ...preflight.Lane) preflight.Facts {
		live := []preflight.Pool{{Name: "other", Set: tagged, Nodes: 4}, {Name: "foreign", Set: d8(2), Nodes: 2}}
		return preflight.Facts{
			Cluster: &preflight.Cluster{ID: "c", Location: "westeurope", Pools: live, Seen: live},
			Sizes:   map[string]preflight.Size{"standard_d8ds_v5": {Name: "Standard_D8ds_v5", Family: "standardDDSv5Family", Capabilities: map[string]string{"vCPUs": "8"}}},
			Usages:  map[string]preflight.Usage{"standardddsv5family": {Used: 48, Limit: 48 + left}, "cores": {Used: 48, Limit: 4800}},
			Lanes:   lanes,
		}
	}
	fresh := preflight.Subject{Name: "lane", Pool: d8(3)} // 24 vCPUs, and 8 of surge
	other := func(nodes int) preflight.Lane {
		return preflight.Lane{Cluster: "c", Name: "other", Pool: "other", Before: d8(4), After: d8(nodes), Nodes: 4}
	}
	for name, tc := range map[string]struct {
		facts   preflight.Facts
		accused bool
		perhaps bool
	}{
		"room":                      {facts(32), false, false},
		"no room":                   {facts(-16), true, false},
		"the other lane may shrink": {facts(31), true, true},
		"the other lane stays":      {facts(31, other(4)), true, false},
		"the other lane shrinks":    {facts(24, other(3)), false, false},
		"the other lane grows":      {facts(32, other(5)), true, false},
	} {
		t.Run(name, func(t *testing.T) {
			i := slices.IndexFunc(preflight.Checks(), func(c preflight.Check) bool { return c.ID == "quota" })
			found := preflight.Checks()[i].Ask(tc.facts, fresh)
			if len(found) > 0 != tc.accused || tc.accused && found[0].Perhaps != tc.perhaps {
				t.Errorf("found %v", found)
			}
		})
	}
}

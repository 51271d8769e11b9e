package check

import (
	"regexp"
	"slices"
	"strconv"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// check returns one check of the table.
func check(t *testing.T, id string) Check {
	t.Helper()
	c, ok := Find(id)
	if !ok {
		t.Fatalf("there is no check %s", id)
	}
	return c
}

// Lanes that share a quota: a planned lane counts as planned. A pool that may be a
// lane not planned yet counts as nothing, and leaves the finding open.
func TestQuota(t *testing.T) {
	d8 := func(nodes int) lane.Settings {
		return lane.Of(lane.VMSize.Is("Standard_D8ds_v5"), lane.Nodes.Is(nodes), lane.Surge.Is("1"))
	}
	tagged := d8(4).Put(lane.Tags, lane.Texts(map[string]string{"Workload-Lane": "other"}))
	facts := func(left int64, lanes ...Lane) Facts {
		live := []lane.LivePool{{Name: "other", Set: tagged, Status: lane.Status{Nodes: 4}}, {Name: "foreign", Set: d8(2), Status: lane.Status{Nodes: 2}}}
		return Facts{
			Cluster: &Cluster{ID: "c", ClusterFacts: lane.ClusterFacts{Location: "westeurope"}, Pools: live, Seen: live},
			Sizes:   map[string]lane.Size{"standard_d8ds_v5": {Name: "Standard_D8ds_v5", Family: "standardDDSv5Family", Capabilities: map[string]string{"vCPUs": "8"}}},
			Quotas:  lane.Quotas{"standardddsv5family": {Used: 48, Limit: 48 + left}, "cores": {Used: 48, Limit: 4800}},
			Lanes:   lanes,
		}
	}
	fresh := Subject{Name: "lane", Pool: d8(3)} // 24 vCPUs, and 8 for the surge
	other := func(nodes int) Lane {
		return Lane{Cluster: "c", Name: "other", Pool: "other", Before: d8(4), After: d8(nodes), Nodes: 4}
	}
	for name, tc := range map[string]struct {
		facts   Facts
		accused bool
		open    bool
	}{
		"room":                      {facts(32), false, false},
		"no room":                   {facts(-16), true, false},
		"the other lane may shrink": {facts(31), true, true},
		"the other lane stays":      {facts(31, other(4)), true, false},
		"the other lane shrinks":    {facts(24, other(3)), false, false},
		"the other lane grows":      {facts(32, other(5)), true, false},
	} {
		t.Run(name, func(t *testing.T) {
			found := check(t, "quota").Ask(tc.facts, fresh)
			if len(found) > 0 != tc.accused || tc.accused && found[0].Open != tc.open {
				t.Errorf("found %v", found)
			}
		})
	}
}

// region returns a location with two families of sizes. The lane's pool has four
// nodes of D8ds_v5 there, and the given amount of each quota is left.
func region(d, e, spot int64) Facts {
	size := func(name, family string) lane.Size {
		return lane.Size{Name: name, Family: family, Capabilities: map[string]string{"vCPUs": "8"}}
	}
	return Facts{
		Cluster: &Cluster{ID: "c", ClusterFacts: lane.ClusterFacts{Location: "westeurope"}},
		Sizes: map[string]lane.Size{"standard_d8ds_v5": size("Standard_D8ds_v5", "standardDDSv5Family"),
			"standard_e8ds_v5": size("Standard_E8ds_v5", "standardEDSv5Family")},
		Quotas: lane.Quotas{"standardddsv5family": {Used: 32, Limit: 32 + d}, "standardedsv5family": {Limit: e},
			"lowprioritycores": {Limit: spot}, "cores": {Used: 32, Limit: 4000}},
	}
}

// A rotation keeps the old pool until the new one exists, which AKS creates with its
// own surge: 4 nodes of 8 vCPUs and a surge node are 40 more.
func TestQuotaOfRotations(t *testing.T) {
	t.Parallel()
	d8 := lane.Of(lane.VMSize.Is("Standard_D8ds_v5"), lane.Min.Is(2), lane.Max.Is(10), lane.Surge.Is("1"))
	e8, spot := d8.Put(lane.VMSize, lane.Known("Standard_E8ds_v5")), d8.Put(lane.Priority, lane.Known(lane.SpotPriority))
	other := Lane{Cluster: "c", Name: "other", Pool: "other", Before: d8, After: d8.Put(lane.MaxPods, lane.Known(50)), Nodes: 4, Surges: true, Rotates: true}
	for name, tc := range map[string]struct {
		facts         Facts
		before, after lane.Settings
		others        []Lane
		says          string
	}{
		"to a family with room":        {facts: region(0, 40, 0), before: d8, after: e8},
		"to a family without":          {facts: region(0, 39, 0), before: d8, after: e8, says: "In addition to the old node pool, the new one needs 40 vCPUs: 4 nodes and 1 surge node of 8, and quota standardEDSv5Family in westeurope has 39 left of 39. 3 nodes would fit."},
		"at its size with room":        {facts: region(40, 0, 0), before: d8, after: d8},
		"at its size without":          {facts: region(39, 0, 0), before: d8, after: d8, says: "In addition to the old node pool, the new one needs 40 vCPUs: 4 nodes and 1 surge node of 8, and quota standardDDSv5Family in westeurope has 39 left of 71. 3 nodes would fit."},
		"from Spot with room":          {facts: region(40, 0, 0), before: spot, after: d8},
		"to Spot, without a surge":     {facts: region(0, 0, 32), before: d8, after: spot},
		"to Spot without room":         {facts: region(0, 0, 31), before: d8, after: spot, says: "In addition to the old node pool, the new one needs 32 vCPUs: 4 nodes of 8, and quota lowPriorityCores in westeurope has 31 left of 31. 3 nodes would fit."},
		"no more than its maximum":     {facts: region(24, 0, 0), before: d8, after: d8.Put(lane.Max, lane.Known(2))},
		"back to a pool that is there": {facts: beside(region(0, 0, 0), "laner"), before: d8, after: e8.Put(lane.Name, lane.Known("laner"))},
		"after another rotation":       {facts: region(40, 0, 0), before: d8, after: d8, others: []Lane{other}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tc.facts.Lanes = tc.others
			found := check(t, "quota").Ask(tc.facts, Subject{Name: "lane", Pool: tc.after, Change: Change{Live: "lane", Before: tc.before, Nodes: 4, Impact: lane.Impact{Class: lane.Rotate}}})
			if said := texts(found); said != tc.says {
				t.Errorf("the check says %q, want %q", said, tc.says)
			}
		})
	}
}

// beside adds a live node pool to the cluster.
func beside(f Facts, name string) Facts {
	c := *f.Cluster
	c.Pools = append(slices.Clone(c.Pools), lane.LivePool{Name: name, Status: lane.Status{Nodes: 4}})
	f.Cluster = &c
	return f
}

// For an existing lane, the finding states what it needs in addition, since what it
// has is not part of what is left.
func TestQuotaOfChanges(t *testing.T) {
	t.Parallel()
	d8 := func(nodes int) lane.Settings {
		return lane.Of(lane.VMSize.Is("Standard_D8ds_v5"), lane.Nodes.Is(nodes), lane.Surge.Is("1"))
	}
	rolling, shrunk := lane.Impact{Class: lane.Rolling}, Lane{Cluster: "c", Name: "other", Pool: "other", Before: d8(3), After: d8(1), Nodes: 3}
	for name, tc := range map[string]struct {
		left   int64
		after  lane.Settings
		impact lane.Impact
		others []Lane
		says   string
	}{
		"grows":             {16, d8(6), lane.Impact{}, nil, ""},
		"grows too much":    {15, d8(6), lane.Impact{}, nil, "The lane needs 16 vCPUs more: 2 more nodes of 8, and quota standardDDSv5Family in westeurope has 15 left of 47. 5 nodes in total would fit."},
		"rolls":             {8, d8(4), rolling, nil, ""},
		"rolls without":     {7, d8(4), rolling, nil, "The lane needs 8 vCPUs more: 1 surge node of 8, and quota standardDDSv5Family in westeurope has 7 left of 39. 3 nodes in total would fit."},
		"both":              {15, d8(5), rolling, nil, "The lane needs 16 vCPUs more: 1 more node and 1 surge node of 8, and quota standardDDSv5Family in westeurope has 15 left of 47. 4 nodes in total would fit."},
		"another gives":     {0, d8(6), lane.Impact{}, []Lane{shrunk}, ""},
		"another gives few": {0, d8(7), lane.Impact{}, []Lane{shrunk}, "The lanes of this plan need 8 more vCPUs than they have, and quota standardDDSv5Family in westeurope has 0 left of 32: lane 24; freed: other 16. 6 nodes in total would fit."},
		"shrinks":           {-8, d8(3), lane.Impact{}, nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			facts := region(tc.left, 0, 0)
			facts.Lanes = tc.others
			found := check(t, "quota").Ask(facts, Subject{Name: "lane", Pool: tc.after, Change: Change{Live: "lane", Before: d8(4), Nodes: 4, Impact: tc.impact}})
			if said := texts(found); said != tc.says {
				t.Errorf("the check says %q, want %q", said, tc.says)
			}
		})
	}
}

// A size with a range has as many nodes as the autoscaler has created. A new one
// starts at its minimum, and it may grow to its maximum.
func TestQuotaOfSizesWithARange(t *testing.T) {
	t.Parallel()
	machines := func(lo, hi int) lane.Settings {
		return lane.Of(lane.PoolType.Is("VirtualMachines"), lane.VirtualMachines.Is([]lane.Settings{
			lane.Of(lane.MachineSize.Is("Standard_D8ds_v5"), lane.MachineMin.Is(lo), lane.MachineMax.Is(hi))}))
	}
	live := map[string]int64{"standard_d8ds_v5": 4}
	for name, tc := range map[string]struct {
		left            int64
		before, after   lane.Settings
		accused, warned bool
	}{
		"new":                       {16, nil, machines(2, 2), false, false},
		"new, without room":         {15, nil, machines(2, 2), true, false},
		"new, with room for a part": {16, nil, machines(2, 3), false, true},
		"wider than the quota":      {15, machines(1, 5), machines(1, 6), false, true},
		"wider, with room":          {16, machines(1, 5), machines(1, 6), false, false},
		"more than live ones":       {16, machines(1, 9), machines(6, 6), false, false},
		"more than live, no room":   {15, machines(1, 9), machines(6, 6), true, false},
		"below the live ones":       {0, machines(1, 9), machines(1, 4), false, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := Subject{Name: "lane", Pool: tc.after, Change: Change{Before: tc.before}}
			if tc.before != nil {
				s.Live, s.Nodes, s.BySize = "lane", 4, live
			}
			facts := region(tc.left, 0, 0)
			if found := check(t, "quota").Ask(facts, s); (len(found) > 0) != tc.accused {
				t.Errorf("quota says %q", texts(found))
			}
			if found := check(t, "quota-max").Ask(facts, s); (len(found) > 0) != tc.warned {
				t.Errorf("quota-max says %q", texts(found))
			}
		})
	}
}

// The maximum that a finding proposes must cause no warning itself, in any of the
// lane's quotas.
func TestQuotaMaxNamesOneThatFits(t *testing.T) {
	t.Parallel()
	hint := regexp.MustCompile(`(\d+) nodes would fit`)
	pool := func(most int) lane.Settings {
		return lane.Of(lane.VMSize.Is("Standard_D8ds_v5"), lane.Min.Is(0), lane.Max.Is(most), lane.Surge.Is("33%"))
	}
	for name, cores := range map[string]int64{"of the family": 4000, "of the region": 500} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			facts := region(984, 0, 0)
			facts.Quotas["cores"] = lane.Quota{Limit: cores}
			said := func(most int) string {
				return texts(check(t, "quota-max").Ask(facts, Subject{Name: "lane", Pool: pool(most)}))
			}
			told := hint.FindStringSubmatch(said(900))
			if told == nil {
				t.Fatalf("no number that fits: %q", said(900))
			}
			fits, _ := strconv.Atoi(told[1])
			if again := said(fits); again != "" {
				t.Errorf("%d nodes were said to fit, and then: %s", fits, again)
			}
			if said(fits+1) == "" {
				t.Errorf("%d nodes fit too", fits+1)
			}
		})
	}
}

// The figures add up: what each lane takes without surge, and the largest surge
// once.
func TestQuotaFiguresAddUp(t *testing.T) {
	t.Parallel()
	d8 := func(nodes int) lane.Settings {
		return lane.Of(lane.VMSize.Is("Standard_D8ds_v5"), lane.Nodes.Is(nodes), lane.Surge.Is("1"))
	}
	facts := region(60, 0, 0)
	facts.Lanes = []Lane{{Cluster: "c", Name: "one", After: d8(5), Surges: true}, {Cluster: "c", Name: "two", After: d8(5), Surges: true}}
	found := check(t, "quota").Ask(facts, Subject{Name: "two", Pool: d8(5)})
	want := "The lanes of this plan need 88 more vCPUs than they have, and quota standardDDSv5Family in westeurope has 60 left of 92: one 40, two 40, surge 8. 1 node would fit."
	if len(found) != 1 || found[0].What != want || found[0].Cause == "" {
		t.Errorf("found %+v, want %q", found, want)
	}
}

// A finding that depends on lanes that were not planned in time becomes a warning.
// One that another lane would have to confirm is dropped, and one that was seen
// stays an error.
func TestLate(t *testing.T) {
	t.Parallel()
	late := Late([]Finding{{What: "seen"}, {What: "open", Open: true}, {What: "perhaps", Perhaps: true}})
	if len(late) != 2 || late[0].Soft || !late[1].Soft {
		t.Errorf("left are %+v", late)
	}
}

// Lanes with the same name are distinguished by their purposes.
func TestSamePoolNamesPurposes(t *testing.T) {
	t.Parallel()
	claims := []Claim{{Lane: "jobs", Purpose: "batch", Config: "a", Changes: true}, {Lane: "jobs", Purpose: "gpu", Config: "b", Changes: true}}
	want := "2 blocks of this plan manage lane jobs of this cluster. Their purposes are batch and gpu."
	if said := texts(check(t, "same-pool").Ask(Facts{Claims: claims}, Subject{Name: "jobs", Pool: lane.Settings{}})); said != want {
		t.Errorf("the check says %q, want %q", said, want)
	}
}

// texts returns the findings in one line.
func texts(found []Finding) string {
	var out string
	for _, f := range found {
		out += f.What
	}
	return out
}

// D9: what the autoscaler may eventually need is added up over the lanes of the
// plan, in every quota, and the figures add up.
func TestD9MaximaOfAllLanes(t *testing.T) {
	t.Parallel()
	pool := func(most int, more ...lane.Setting) lane.Settings {
		return lane.Of(append(more, lane.VMSize.Is("Standard_D8ds_v5"), lane.Min.Is(0), lane.Max.Is(most), lane.Surge.Is("1"))...)
	}
	spot := lane.Priority.Is(lane.SpotPriority)
	other := func(name string, after lane.Settings) Lane { return Lane{Cluster: "c", Name: name, After: after} }
	facts := func(d, regional, spots int64, lanes ...Lane) Facts {
		f := region(d, 0, spots)
		f.Quotas["cores"], f.Lanes = lane.Quota{Limit: regional}, lanes
		return f
	}
	for name, tc := range map[string]struct {
		facts Facts
		pool  lane.Settings
		says  string
	}{
		"the family": {facts(1000, 5000, 0, other("a", pool(80)), other("b", pool(80))), pool(80),
			"At their maximum the lanes of this plan need 1928 more vCPUs than they have, and quota standardDDSv5Family in westeurope has 1000 left of 1032: lane 640, a 640, b 640, the largest surge 8."},
		"with room for a part": {facts(1000, 5000, 0, other("a", pool(80))), pool(80),
			"At their maximum the lanes of this plan need 1288 more vCPUs than they have, and quota standardDDSv5Family in westeurope has 1000 left of 1032: lane 640, a 640, the largest surge 8. 44 nodes would fit."},
		"the region": {facts(5000, 700, 0, other("a", pool(80))), pool(10),
			"At their maximum the lanes of this plan need 728 more vCPUs than they have, and quota cores in westeurope has 700 left of 700: lane 80, a 640, the largest surge 8. 6 nodes would fit."},
		"Spot": {facts(0, 0, 200, other("a", pool(20, spot))), pool(25, spot),
			"At their maximum the lanes of this plan need 360 more vCPUs than they have, and quota lowPriorityCores in westeurope has 200 left of 200: lane 200, a 160. 5 nodes would fit."},
		"room for all":             {facts(1288, 5000, 0, other("a", pool(80))), pool(80), ""},
		"a lane of another quota":  {facts(648, 5000, 0, other("a", pool(80, spot))), pool(80), ""},
		"one that goes gives back": {facts(0, 5000, 0, Lane{Cluster: "c", Name: "a", Pool: "a", Before: pool(80), Nodes: 10}), pool(9), ""},
		"a fixed one counts as well": {facts(100, 5000, 0, other("a", lane.Of(lane.VMSize.Is("Standard_D8ds_v5"), lane.Nodes.Is(5)))), pool(9),
			"At their maximum the lanes of this plan need 120 more vCPUs than they have, and quota standardDDSv5Family in westeurope has 100 left of 132: lane 72, a 40, the largest surge 8. 6 nodes would fit."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			found := check(t, "quota-max").Ask(tc.facts, Subject{Name: "lane", Pool: tc.pool})
			if said := texts(found); said != tc.says {
				t.Errorf("the check says %q, want %q", said, tc.says)
			}
			for _, one := range found {
				if one.Cause == "" {
					t.Error("each lane would say it again")
				}
			}
		})
	}
}

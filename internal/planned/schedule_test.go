package planned_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane/check"
	"github.com/workload-lanes/terraform-provider-aks/internal/planned"
)

// plan is one plan of Terraform under test: a memory, and the reasons for which its
// lanes are refused.
type plan struct {
	t     *testing.T
	facts check.Facts
	lanes *planned.Lanes

	mu      sync.Mutex
	refused map[string][]string // by lane
}

// member is one lane of a plan, represented by its steps.
type member struct {
	name  string
	steps []func(*plan)
}

// inEveryOrder runs a plan once for each order in which its lanes can take their
// steps. This includes the two seconds of waiting, on a fake clock. A step that
// waits delays only its own lane.
func inEveryOrder(t *testing.T, facts check.Facts, members []member, judge func(t *testing.T, refused map[string][]string)) {
	t.Helper()
	left := make([]int, len(members))
	for i, m := range members {
		left[i] = len(m.steps)
	}
	for _, order := range interleavings(left) {
		synctest.Test(t, func(t *testing.T) {
			p := &plan{t: t, facts: facts, lanes: planned.NewLanes(nil), refused: map[string][]string{}}
			p.lanes.SetPlace(clusterKey, "westeurope")
			p.run(members, order)
			judge(t, p.refused)
			if t.Failed() {
				t.Log("the order of the steps: ", spelled(members, order))
			}
		})
	}
}

// run has the members take their steps in the given order: each entry is the index
// of the next member.
func (p *plan) run(members []member, order []int) {
	var wait sync.WaitGroup
	turns := make([]chan struct{}, len(members))
	for i, m := range members {
		turns[i] = make(chan struct{}, len(m.steps))
		wait.Go(func() {
			for _, step := range m.steps {
				<-turns[i]
				step(p)
			}
		})
	}
	for _, i := range order {
		turns[i] <- struct{}{}
		synctest.Wait() // until every lane has done what it can, or waits
	}
	wait.Wait()
}

// interleavings are all sequences in which i occurs left[i] times.
func interleavings(left []int) [][]int {
	var out [][]int
	for i, n := range left {
		if n == 0 {
			continue
		}
		rest := slices.Clone(left)
		rest[i]--
		for _, tail := range interleavings(rest) {
			out = append(out, append([]int{i}, tail...))
		}
	}
	if out == nil {
		return [][]int{nil}
	}
	return out
}

func spelled(members []member, order []int) string {
	var out []string
	for _, i := range order {
		out = append(out, members[i].name)
	}
	return strings.Join(out, ", ")
}

const clusterKey = "c"

// planOf returns the steps of a lane whose pool changes from before to after: it is
// added to the plan, and runs its checks. If after is nil, the lane is deleted; if
// before is nil, it is created.
func planOf(name string, before, after lane.Settings, checks ...string) member {
	s := check.Subject{Name: name, Pool: after}
	claim := &check.Claim{Lane: name, Pool: name, Existing: before != nil, Changes: true, Deletes: after == nil}
	if before != nil {
		n, _ := lane.Nodes.Int(before)
		s.Before, s.Live, s.Nodes = before, name, n
	}
	if before != nil && after != nil {
		s.Impact = lane.Compare(before, after, before, lane.Status{State: "Succeeded", Power: "Running", Nodes: s.Nodes})
	}
	steps := []func(*plan){func(p *plan) { p.lanes.Put(check.LaneOf(clusterKey, s), claim) }}
	for _, id := range checks {
		steps = append(steps, func(p *plan) { p.ask(s, id) })
	}
	return member{name, steps}
}

// ask runs one check as the provider does.
func (p *plan) ask(s check.Subject, id string) {
	c, ok := check.Find(id)
	if !ok {
		p.t.Error("there is no check ", id)
	}
	if !c.Concerns(s) {
		return
	}
	ask := func(lanes []check.Lane) []check.Finding {
		facts := p.facts
		facts.Lanes, facts.Claims = lanes, p.lanes.Claims(clusterKey, s.Name, s.Live)
		return c.Ask(facts, s)
	}
	var found []check.Finding
	if c.Needs&check.OfPlan != 0 {
		found = p.lanes.Wait(clusterKey).Ask(p.t.Context(), ask)
	} else {
		found = ask(p.lanes.Near(clusterKey))
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, f := range found {
		if !f.Soft {
			p.refused[s.Name] = append(p.refused[s.Name], f.What)
		}
	}
}

// The answer to one plan of several lanes does not depend on the order in which
// Terraform plans them.

// Two lanes swap their sizes within a quota that is fully used except for what they
// free.
func TestSwapWithinAQuota(t *testing.T) {
	t.Parallel()
	world := location(10+2, d8("one", 8), d8("two", 2))
	inEveryOrder(t, world, []member{planOf("one", nodes(8), nodes(2), "quota"), planOf("two", nodes(2), nodes(10), "quota")}, none)
	inEveryOrder(t, world, []member{planOf("one", nodes(8), nodes(4), "quota"), planOf("two", nodes(2), nodes(9), "quota")},
		func(t *testing.T, refused map[string][]string) {
			if len(refused) != 1 || refused["two"] == nil {
				t.Error("thirteen nodes where there is room for twelve: ", refused)
			}
		})
}

// The lanes of a plan together need more than the quota. The last one that is
// planned reports it.
func TestQuotaOfAllLanes(t *testing.T) {
	t.Parallel()
	world := location(5)
	inEveryOrder(t, world, []member{planOf("one", nil, nodes(2), "quota"), planOf("two", nil, nodes(2), "quota")}, none)
	inEveryOrder(t, world, []member{planOf("one", nil, nodes(2), "quota"), planOf("two", nil, nodes(2), "quota"), planOf("three", nil, nodes(2), "quota")},
		func(t *testing.T, refused map[string][]string) {
			if all := fmt.Sprint(refused); len(refused) == 0 || !strings.Contains(all, "one 16, three 16, two 16") || !strings.Contains(all, "need 48 more vCPUs than they have, and quota standardDDSv5Family in westeurope has 40 left of 40") {
				t.Error("three lanes that do not fit: ", all)
			}
		})
}

// One system lane is deleted and another one is created.
func TestSwapOfSystemLanes(t *testing.T) {
	t.Parallel()
	inEveryOrder(t, location(100, system("old")), []member{
		planOf("old", system("old").Set, nil, "last-system-pool"), planOf("new", nil, system("new").Set, "last-system-pool")}, none)
}

// The last system lane is deleted, alone or together with others. The lane that is
// planned last is refused.
func TestLastSystemLane(t *testing.T) {
	t.Parallel()
	world := location(100, system("one"), system("two"), d8("open", 1))
	user := system("one").Set.Put(lane.Mode, lane.Known("User"))
	goes := planOf("two", system("two").Set, nil, "last-system-pool")
	some := func(t *testing.T, refused map[string][]string) {
		if len(refused) == 0 || !strings.Contains(fmt.Sprint(refused), "is the cluster's last system pool, and this plan ") {
			t.Error("no system pool is left: ", refused)
		}
	}
	inEveryOrder(t, world, []member{planOf("one", system("one").Set, nil, "last-system-pool"), goes}, some)
	inEveryOrder(t, world, []member{planOf("one", system("one").Set, user, "last-system-pool"), goes}, some)
	inEveryOrder(t, world, []member{planOf("one", system("one").Set, system("one").Set, "last-system-pool"), goes}, none)
}

// Two blocks are the same lane, or one deletes what the other creates. The second
// is refused, even if both are planned at the same moment.
func TestOneLaneOfTwoBlocks(t *testing.T) {
	t.Parallel()
	some := func(t *testing.T, refused map[string][]string) {
		if len(refused["jobs"]) == 0 {
			t.Error("two blocks for one node pool")
		}
	}
	inEveryOrder(t, location(100), []member{planOf("jobs", nil, nodes(1), "same-pool"), planOf("jobs", nil, nodes(1), "same-pool")}, some)
	comes := planOf("jobs", nil, nodes(1), check.MovedBlock)
	judged := func(p *plan) { p.lanes.SetJudged(clusterKey, "jobs") }
	comes.steps = append(comes.steps, judged, comes.steps[1])
	inEveryOrder(t, location(100, d8("jobs", 1)), []member{comes, planOf("jobs", nodes(1), nil, check.MovedBlock)}, some)
}

func none(t *testing.T, refused map[string][]string) {
	if len(refused) > 0 {
		t.Error("a plan that fits is refused: ", refused)
	}
}

// nodes is a pool of n nodes with 8 vCPUs each, upgraded without surge.
func nodes(n int) lane.Settings {
	return lane.Of(lane.VMSize.Is("Standard_D8ds_v5"), lane.Nodes.Is(n), lane.Surge.Is("0"), lane.Unavailable.Is("1"), lane.Mode.Is("User"))
}

func d8(name string, n int) lane.LivePool {
	return lane.LivePool{Name: name, Set: nodes(n).Put(lane.Tags, lane.Texts(map[string]string{lane.TagName: name})), Status: lane.Status{Nodes: int64(n), State: "Succeeded"}}
}

func system(name string) lane.LivePool {
	p := d8(name, 1)
	p.Set = p.Set.Put(lane.Mode, lane.Known("System"))
	return p
}

// location is a cluster with node pools, in a location whose quota has room for so
// many nodes in all.
func location(room int64, pools ...lane.LivePool) check.Facts {
	var used int64
	for _, p := range pools {
		used += 8 * p.Status.Nodes
	}
	return check.Facts{
		Cluster: &check.Cluster{ID: clusterKey, ClusterFacts: lane.ClusterFacts{Location: "westeurope"}, Pools: pools, Seen: pools},
		Sizes:   map[string]lane.Size{"standard_d8ds_v5": {Name: "Standard_D8ds_v5", Family: "standardDDSv5Family", Capabilities: map[string]string{"vCPUs": "8"}}},
		Quotas:  lane.Quotas{"standardddsv5family": {Used: used, Limit: 8 * room}, "cores": {Used: used, Limit: 8000}},
	}
}

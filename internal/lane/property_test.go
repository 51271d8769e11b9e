package lane

import (
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// coherent makes sure that a pool scales in only one way, as a real pool does.
func coherent(pool Settings) Settings {
	if pool.Has(Nodes) {
		return pool.Without(Min, Max)
	}
	return pool
}

func TestPropertyObserveOfItselfIsItself(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pool := coherent(genSettings(allFields).Draw(t, "pool"))
		ignore := Ignore{Labels: []string{"mesh/*"}, Taints: []string{"example.com/*"}}
		if got := Observe(pool, pool, ignore); spelled(got) != spelled(pool) {
			t.Fatalf("observed\n%s\nof\n%s", spelled(got), spelled(pool))
		}
	})
}

// TestPropertyObserveSettles: the next refresh shows the same as this one.
func TestPropertyObserveSettles(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		decided := coherent(genSettings(allFields).Draw(t, "decided"))
		live := coherent(genSettings(allFields).Draw(t, "live"))
		once := Observe(decided, live, Ignore{})
		twice := Observe(once, live, Ignore{})
		if spelled(once) != spelled(twice) {
			t.Fatalf("first\n%s\nthen\n%s", spelled(once), spelled(twice))
		}
	})
}

func TestPropertyMergeKeepsWhatOthersOwn(t *testing.T) {
	ignore := Ignore{Labels: []string{"mesh/*"}, Taints: []string{"example.com/*"}}
	three := []*Field{Labels, Taints, Tags}
	rapid.Check(t, func(t *rapid.T) {
		decided, live := genSettings(three).Draw(t, "decided"), genSettings(three).Draw(t, "live")
		got := Merge(decided, live, ignore)
		for k, v := range decided.Get(Labels).Map() {
			if !got.Get(Labels).Map()[k].Equal(v) {
				t.Fatalf("label %s is %s", k, got.Get(Labels).Map()[k])
			}
		}
		for k := range live.Get(Labels).Map() {
			if _, ok := got.Get(Labels).Map()[k]; !ok && (aksOwn(k) || strings.HasPrefix(k, "mesh/")) {
				t.Fatalf("label %s of another owner is lost", k)
			}
		}
		for _, taint := range live.Get(Taints).Set() {
			key, _ := taintID(taint)
			others := aksOwn(key) || strings.HasPrefix(key, "example.com/")
			if others && !decidesTaint(got.Get(Taints), taint) {
				t.Fatalf("taint %s of another owner is lost", taint)
			}
		}
		for k := range live.Get(Tags).Map() {
			if _, ok := foldKeys(got.Get(Tags)).Map()[strings.ToLower(k)]; !ok {
				t.Fatalf("tag %s is lost", k)
			}
		}
		if again := Merge(decided, got, ignore); spelled(again) != spelled(got) {
			t.Fatalf("merging twice makes\n%s\nof\n%s", spelled(again), spelled(got))
		}
	})
}

// TestPropertyExpandIsStable: the next plan is the same, even if the zones and the
// version of the cluster have changed.
func TestPropertyExpandIsStable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in, facts := genIntent.Draw(t, "intent"), genFacts.Draw(t, "facts")
		in = in.known()
		if facts.Zones("").IsUnknown() {
			facts.Zones = FixedZones(threeZones)
		}
		pool := mustExpand(t, in, facts).Pool
		if again := mustExpand(t, in, facts).Pool; spelled(again) != spelled(pool) {
			t.Fatalf("two expansions differ:\n%s\n%s", spelled(pool), spelled(again))
		}
		later := genFacts.Draw(t, "later")
		later.Prior = &Prior{Purpose: in.Purpose, Revision: 1, Set: in.Set, SpotGiven: in.SpotGiven, Pool: pool}
		next := mustExpand(t, in, later)
		if spelled(next.Pool) != spelled(pool) {
			t.Fatalf("the next plan has\n%s\nafter\n%s", spelled(next.Pool), spelled(pool))
		}
	})
}

// TestPropertyUnknownBecomesKnown: values that a plan showed as known stay the same
// when the unknown values become known. Otherwise Terraform refuses the apply.
func TestPropertyUnknownBecomesKnown(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in, facts := genIntent.Draw(t, "intent"), genFacts.Draw(t, "facts")
		planned := mustExpand(t, in, facts).Pool
		final := in.known() // each unknown value turns out to be null, or else a value
		for _, f := range allFields {
			if in.Set.Get(f).IsUnknown() && rapid.Bool().Draw(t, "not null "+f.Path) {
				final.Set = final.Set.Put(f, genValue(f).Draw(t, "learnt "+f.Path))
			}
		}
		if facts.Zones("").IsUnknown() {
			facts.Zones = FixedZones(threeZones)
		}
		got := mustExpand(t, final, facts).Pool
		for _, f := range Fields() {
			was, is := planned.Get(f), got.Get(f)
			if !was.IsUnknown() && was.IsWhollyKnown() && !was.Equal(is) {
				t.Fatalf("%s was planned as %s and is %s", f.Path, was, is)
			}
		}
	})
}

// TestPropertyAppliedLaneHasNoDiff: what AKS reports about a pool that was created as
// planned, with AKS's own additions, equals what was planned.
func TestPropertyAppliedLaneHasNoDiff(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := genIntent.Draw(t, "intent").known()
		pool := coherent(mustExpand(t, in, Facts{Zones: FixedZones(threeZones), Minor: FixedMinor(35)}).Pool)
		live := Merge(pool, Of(labels("kubernetes.azure.com/role", "agent", "mesh/rev2", "1"), taints(SpotTaint), tags("policy", "p")), in.Ignore)
		for _, f := range Fields() { // AKS leaves out some defaults and returns others
			switch {
			case f.Absent == nil || f == Taints || f == Labels:
			case live.Has(f) && f.Same(live.Get(f), f.Default()) && rapid.Bool().Draw(t, "drop "+f.Path):
				live = live.Without(f)
			case !live.Has(f) && rapid.Bool().Draw(t, "fill "+f.Path):
				live = live.Put(f, f.Default())
			}
		}
		if live.Has(Max) {
			live = live.Put(Nodes, Known(rapid.Int64Range(0, 50).Draw(t, "live nodes")))
		}
		seen := Observe(pool, live, in.Ignore)
		if spelled(seen) != spelled(pool) {
			t.Fatalf("observed\n%s\nof\n%s", spelled(seen), spelled(pool))
		}
		if im := Compare(seen, pool, live, Status{State: "Succeeded"}); im.Writes() {
			t.Fatalf("the next plan writes %v", im.Reasons)
		}
	})
}

func TestPropertySettingsComeBackFromJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := genSettings(allFields).Draw(t, "settings")
		raw, err := json.Marshal(in)
		if err != nil {
			t.Fatal(err)
		}
		var out Settings
		if err := json.Unmarshal(raw, &out); err != nil {
			t.Fatal(err)
		}
		if spelled(out) != spelled(in) || !out.Equal(in) {
			t.Fatalf("wrote\n%s\nread\n%s", spelled(in), spelled(out))
		}
	})
}

func TestPropertyCompareOfTheSameIsNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pool := genSettings(allFields).Draw(t, "pool")
		status := Status{State: rapid.SampledFrom([]string{"Succeeded", "Failed", "Canceled"}).Draw(t, "state")}
		if im := Compare(pool, pool, pool, status); im.Writes() || im.Class != None {
			t.Fatalf("comparing a pool with itself finds %v", im.Reasons)
		}
		next := genSettings(allFields).Draw(t, "next")
		im := Compare(pool, next, nil, status)
		for _, r := range im.Reasons {
			if r.Class > im.Class || r.Why == "" {
				t.Fatalf("%s of an impact %s", r.Class, im.Class)
			}
		}
	})
}

package check

import (
	"cmp"
	"slices"
	"strings"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// offline returns the checks that need nothing but the lane itself.
func offline() []Check {
	return slices.DeleteFunc(slices.Clone(Table()), func(c Check) bool { return !c.Offline() })
}

func TestOfflineChecks(t *testing.T) {
	for _, c := range offline() {
		examples, ok := offlineExamples[c.ID]
		if !ok || (len(examples.bad) == 0 && handMade[c.ID] == nil) || len(examples.good) == 0 {
			t.Errorf("check %s has no accusing or no silent example", c.ID)
		}
		t.Run(c.ID, func(t *testing.T) {
			for i, e := range examples.bad {
				accuses(t, c, e.subject(t), i)
			}
			if pool := handMade[c.ID]; pool != nil {
				accuses(t, c, SubjectOf(lane.Intent{}, pool), 0)
			}
			for i, e := range examples.good {
				if got := c.Ask(Facts{}, e.subject(t)); len(got) > 0 {
					t.Errorf("good example %d is accused: %s", i, got[0].What)
				}
			}
		})
	}
	for id := range offlineExamples {
		if c, ok := Find(id); !ok || !c.Offline() {
			t.Errorf("there are examples of %s, which is no check that works offline", id)
		}
	}
}

func accuses(t *testing.T, c Check, s Subject, i int) {
	t.Helper()
	found := c.Ask(Facts{}, s)
	if len(found) == 0 {
		t.Errorf("bad example %d is not accused", i)
	}
	for _, f := range found {
		p := Problem{c, f}
		if f.Field == nil || f.What == "" || strings.HasSuffix(f.What, ".") || strings.Contains(p.Detail(), "%!") || slices.Contains(f.Others, nil) {
			t.Errorf("bad example %d: unfit finding %+v", i, f)
		}
		remedy := cmp.Or(f.Remedy, c.Remedy)
		if c.Title == "" && !strings.Contains(p.Title(), f.Field.Path) || !strings.Contains(p.Detail(), remedy) {
			t.Errorf("bad example %d: %s, %s", i, p.Title(), p.Detail())
		}
	}
}

// TestPresetsBreakNoCheck: no check objects to what a preset alone expands to, in
// any version, with or without zones.
func TestPresetsBreakNoCheck(t *testing.T) {
	for _, p := range lane.Presets() {
		for _, minor := range []int{0, 30, 35, 37} {
			for _, zones := range []lane.Value{{}, lane.Unknown, threeZones, lane.Known([]string{})} {
				in := lane.Intent{Purpose: p.Purpose, Revision: p.Revision, Name: "lane1"}
				e, err := lane.Expand(in, lane.Facts{Zones: lane.FixedZones(zones), Minor: lane.FixedMinor(minor)})
				if err != nil {
					t.Fatal(err)
				}
				for _, problem := range Offline(SubjectOf(in, e.Pool)) {
					t.Errorf("%s at 1.%d: %s: %s", p.Purpose, minor, problem.Check.ID, problem.What)
				}
			}
		}
	}
}

// TestPartsAccuseLess: a lane that is examined by its overrides alone has no problem
// that the whole lane does not have.
func TestPartsAccuseLess(t *testing.T) {
	for id, examples := range offlineExamples {
		for _, e := range slices.Concat(examples.bad, examples.good) {
			whole := e.subject(t)
			for _, p := range Offline(Authored(*whole.Intent)) {
				if !slices.ContainsFunc(Offline(whole), func(q Problem) bool { return q.Check.ID == p.Check.ID }) {
					t.Errorf("example of %s: only the part breaks %s: %s", id, p.Check.ID, p.What)
				}
			}
		}
	}
}

// TestUnknownIsSilent: a pool about which nothing is known breaks no check.
func TestUnknownIsSilent(t *testing.T) {
	unknown := lane.Settings{}
	for _, f := range lane.Fields() {
		unknown = unknown.Put(f, lane.Unknown)
	}
	for _, s := range []Subject{{Pool: unknown, whole: true}, {}} {
		for _, p := range Offline(s) {
			t.Errorf("%s: %s", p.Check.ID, p.What)
		}
	}
}

// What was wrong before and is still wrong in the same way is not a reason to stop.
func TestOfflineJudgesChanges(t *testing.T) {
	before := on(lane.System, lane.VMSize.Is("Standard_B4ms")).subject(t)
	same := on(lane.System, lane.VMSize.Is("Standard_B4ms"), labels("team", "a")).subject(t)
	same.Was = &before
	if got := Offline(same); len(got) > 0 {
		t.Errorf("what was wrong before is found again: %s", got[0].What)
	}
	worse := on(lane.System, lane.VMSize.Is("Standard_B8ms")).subject(t)
	worse.Was = &before
	if got := Offline(worse); len(got) != 1 || got[0].Check.ID != "system-burstable" {
		t.Errorf("another wrong value is not found: %v", got)
	}
}

func TestProblemWords(t *testing.T) {
	problems := Offline(on(lane.Windows).named("payments01").subject(t))
	if len(problems) != 1 {
		t.Fatalf("%d problems", len(problems))
	}
	if got, want := problems[0].Title(), "Invalid name"; got != want {
		t.Errorf("title %q, want %q", got, want)
	}
	want := `Name "payments01" has 10 characters; a Windows pool's name has at most 6.` + "\n\n"
	p := problems[0]
	if got := p.Check.Detail(p.Finding); !strings.HasPrefix(got, want) || !strings.HasSuffix(got, `: checks = { "windows-name-length" = "off" } in the provider block switches it off.`) {
		t.Errorf("detail %q", got)
	}
	if got := p.Detail(); !strings.HasSuffix(got, "Check windows-name-length, from the AKS documentation, create-node-pools.") {
		t.Errorf("detail %q", got)
	}
	for in, want := range map[string]string{"the nodes run Windows": "The nodes run Windows.", "os_sku is x": "os_sku is x.", "upgrade.max_surge is 1": "upgrade.max_surge is 1.", "Done.": "Done."} {
		if got := sentence(in); got != want {
			t.Errorf("sentence(%q) = %q, want %q", in, got, want)
		}
	}
}

package check

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// TestPropertyCleanOverridesStayClean: overrides that break no rule on their own,
// and change one thing each, leave the presets clean.
func TestPropertyCleanOverridesStayClean(t *testing.T) {
	clean := rapid.SampledFrom([]lane.Setting{
		lane.Max.Is(100), lane.Nodes.Is(3), labels("team", "a"), taints("team=a:PreferNoSchedule"), tags("team", "a"), lane.MaxPods.Is(110),
		lane.Zones.Is([]string{"1"}), lane.Zones.Is([]string{}), lane.Subnet.Is(subnetID), lane.DiskSize.Is(256), lane.DiskType.Is("Managed"), lane.SSH.Is("Disabled"),
		lane.Version.Is("1.35"), lane.ImageGCHigh.Is(90), lane.LogMaxFiles.Is(3), lane.AppSecurityGroups.Is([]string{asgID}), port(80, 90), lane.Power.Is("Running"),
	})
	rapid.Check(t, func(t *rapid.T) {
		in := lane.Intent{Name: "pool1", Purpose: rapid.SampledFrom(lane.BuiltInPurposes()).Draw(t, "purpose"), Revision: 1, Set: lane.Settings{}}
		for _, s := range rapid.SliceOfN(clean, 0, 6).Draw(t, "set") {
			in.Set = in.Set.Put(s.Field, s.Value)
		}
		if in.Set.Has(lane.Nodes) {
			in.Set = in.Set.Without(lane.Max)
		}
		in.SpotGiven = in.Purpose != lane.System && rapid.Bool().Draw(t, "spot")
		pool := mustExpand(t, in, lane.Facts{Zones: lane.FixedZones(threeZones), Minor: lane.FixedMinor(35)}).Pool
		for _, p := range Offline(SubjectOf(in, pool)) {
			t.Fatalf("%s: %s", p.Check.ID, p.What)
		}
	})
}

// TestPropertyRules: no lane makes a rule panic, every finding can be shown to a
// user, and knowing less never adds a finding.
func TestPropertyRules(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in, facts := genIntent.Draw(t, "intent"), genFacts.Draw(t, "facts")
		s := SubjectOf(in, mustExpand(t, in, facts).Pool)
		problems := Offline(s)
		for _, p := range problems {
			if p.Field == nil || p.What == "" || strings.Contains(p.Detail(), "%!") {
				t.Fatalf("%s: unfit finding %+v", p.Check.ID, p.Finding)
			}
		}
		less := s
		for _, f := range lane.Fields() {
			if s.Pool.Has(f) && rapid.IntRange(0, 3).Draw(t, "forget "+f.Path) == 0 {
				less.Pool = less.Pool.Put(f, lane.Unknown)
			}
		}
		for _, p := range Offline(less) {
			// Another check may report the same attribute once more is known: one
			// check is about retirements, the other about what the version does not
			// run.
			if !slices.ContainsFunc(problems, func(q Problem) bool { return q.Check.ID == p.Check.ID || sameAttribute(q.Field, p.Field) }) {
				t.Fatalf("knowing less, %s accuses: %s", p.Check.ID, p.What)
			}
		}
		after := s
		after.Was = &s
		if slices.ContainsFunc(Offline(after), func(p Problem) bool { return p.Check.On == nil }) {
			t.Fatal("an unchanged lane has problems of a change")
		}
	})
}

// sameAttribute reports whether two settings are parts of one attribute of a lane.
func sameAttribute(a, b *lane.Field) bool {
	first, _, _ := strings.Cut(a.Path, ".")
	second, _, _ := strings.Cut(b.Path, ".")
	return first == second
}

package lane

import (
	"strings"
	"testing"
)

// When an adopted pool switches to a preset, it may lose labels and taints of its own,
// and it gets those of the preset. The plan lists them, explains what that means, and
// shows how to keep them.
func TestConvergeSaysWhatPodsLose(t *testing.T) {
	t.Parallel()
	live := Of(Mode.Is("User"), OSType.Is("Linux"), OSSKU.Is("Ubuntu"), VMSize.Is("Standard_D8ds_v5"), Nodes.Is(3), Zones.Is([]string{"1", "2", "3"}), Surge.Is("10%"), Soak.Is(5), ScaleDown.Is("Deallocate"),
		Labels.Is(Texts(map[string]string{"tier": "web", "team": "a"})), Taints.Is([]string{"team=a:NoSchedule"}))
	for name, tc := range map[string]struct {
		purpose string
		write   Settings
		omit    []string
		says    []string
		silent  []string
	}{
		"all of it": {purpose: Batch, says: []string{
			"Removed labels: team=a, tier=web. Pods that select them are no longer scheduled here.",
			"Removed taints: team=a:NoSchedule. Pods without the toleration may be scheduled here.",
			"New taints: workload=batch:NoSchedule. Pods without the toleration are no longer scheduled here.",
			"labels = { \"team\" = \"a\", \"tier\" = \"web\" }\ntaints = [\"team=a:NoSchedule\"]\nomit = { taints = [\"workload:NoSchedule\"] }"}},
		"another value of one taint": {purpose: Batch, write: Of(Labels.Is(Texts(map[string]string{"tier": "api", "team": "a"})), Taints.Is([]string{"team=b:NoSchedule"})), says: []string{
			"Removed labels: tier=web.", "Removed taints: team=a:NoSchedule.", "New taints: workload=batch:NoSchedule."}, silent: []string{"team=b"}},
		"kept":                             {purpose: General, write: live.without(func(f *Field) bool { return f != Labels && f != Taints })},
		"kept without those of the preset": {purpose: Batch, omit: []string{"workload:NoSchedule"}, write: live.without(func(f *Field) bool { return f != Labels && f != Taints })},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			base := Baseline(live)
			out := Plan(Input{Intent: Intent{Name: "web", Purpose: tc.purpose, Set: tc.write, Omit: Omit{Taints: tc.omit}}, Cluster: Known(planCluster), Name: Known("web"), Revision: Known(1), SameCluster: true, Allow: Rolling,
				Prior: &Object{Cluster: planCluster, Name: "web", Purpose: tc.purpose, PoolName: "web", Pool: base.Put(Name, Known("web")), Baseline: base, Live: live, Status: Status{State: "Succeeded", Nodes: 3}}})
			var all strings.Builder
			for _, n := range out.Problems {
				all.WriteString(n.Title + "\n" + n.Detail + "\n")
			}
			for _, text := range tc.says {
				if !strings.Contains(all.String(), text) {
					t.Errorf("the plan does not say %q:\n%s", text, all.String())
				}
			}
			if len(tc.says) == 0 && all.Len() > 0 {
				t.Errorf("the plan says\n%s", all.String())
			}
			for _, text := range tc.silent {
				if strings.Contains(all.String(), text) {
					t.Errorf("the plan says %q:\n%s", text, all.String())
				}
			}
			if got := strings.Contains(out.Impact.Summary, "no longer scheduled here"); got != strings.Contains(all.String(), "Removed labels") {
				t.Errorf("the impact is %q", out.Impact.Summary)
			}
			for _, f := range []*Field{Soak, ScaleDown, FIPS, NodePublicIP, DiskType} {
				if base.Has(f) && !out.Pool.Has(f) {
					t.Errorf("%s is decided no more, which sends nothing", f.Path)
				}
			}
		})
	}
}

// When an adopted lane switches to a preset, the tags of others stay and are not a
// reason.
func TestTagsOfOthersAreNoReason(t *testing.T) {
	t.Parallel()
	found := Of(Tags.Is(Texts(map[string]string{"policy": "x"})))
	next := Of(Tags.Is(Texts(map[string]string{"workload-lane": "web"})))
	im := Compare(Held(found, 0, 1), next, found, Status{})
	if len(im.Reasons) != 1 {
		t.Fatalf("%d reasons", len(im.Reasons))
	}
	if from, to := im.Reasons[0].Differing(); !from.IsNull() || to.String() != "workload-lane=web" {
		t.Errorf("%s -> %s", from, to)
	}
	if im := Compare(Held(found, 1, 1), next, found, Status{}); len(im.Reasons) != 1 || im.Reasons[0].From.String() != "policy=x" {
		t.Errorf("a tag of the lane's own goes without a reason: %+v", im.Reasons)
	}
}

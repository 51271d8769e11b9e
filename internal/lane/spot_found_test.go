package lane

import "testing"

// A Spot pool that was found with drain settings keeps them: as found, and also when
// the lane switches to a preset, which has none.
func TestFoundSpotKeepsItsDrainSettings(t *testing.T) {
	t.Parallel()
	live := Of(Mode.Is("User"), OSType.Is("Linux"), OSSKU.Is("Ubuntu"), Priority.Is("Spot"), VMSize.Is("Standard_D8ads_v5"), Min.Is(0), Max.Is(25), Drain.Is(45), Soak.Is(5))
	in := Input{Intent: Intent{Name: "web", Purpose: Spot}, Cluster: Known(planCluster), Name: Known("web"), SameWords: true, SameCluster: true, Allow: Rolling,
		Prior: &Object{Cluster: planCluster, Name: "web", Purpose: Spot, PoolName: "web", Pool: Baseline(live).Put(Name, Known("web")), Baseline: Baseline(live), Live: live, Status: Status{State: "Succeeded"}}}
	if out := Plan(in); !out.Nothing {
		t.Errorf("as found the plan changes %v to %s", out.Impact.Reasons, out.Pool)
	}
	in.Revision, in.SameWords = Known(1), false
	for _, r := range Plan(in).Impact.Reasons {
		if r.Field == Drain || r.Field == Soak {
			t.Errorf("the preset changes %s from %s to %s", r.Field.Path, r.From, r.To)
		}
	}
}

package lane

import (
	"slices"
	"testing"
)

// TestObserve has a case for every sentence of "no diff that is not a change": each
// case derives a live pool from the decisions of a general lane.
func TestObserve(t *testing.T) {
	ignore := Ignore{Labels: []string{"mesh.example/*"}, Taints: []string{"*/startup"}}
	for name, tt := range map[string]struct {
		decide []Setting // laid over a general lane
		live   []Setting // laid over what was decided
		drop   []*Field  // what AKS does not return
		drift  []Setting // what the view shows differently from decided
		gone   []*Field  // what the view no longer has
	}{
		"the same pool":                          {},
		"live count under the autoscaler":        {live: moved(Nodes.Is(7))},
		"initial count is not read back":         {decide: moved(Initial.Is(4)), drop: fs(Initial)},
		"server defaults of undecided fields":    {live: moved(MaxPods.Is(250), DiskType.Is("Ephemeral"), Unavailable.Is("0"), Soak.Is(0))},
		"a default that AKS does not return":     {decide: moved(FIPS.Is(false), Zones.Is([]string{})), drop: fs(FIPS, Zones, Priority)},
		"casing of ids":                          {decide: moved(Subnet.Is(subnetID)), live: moved(Subnet.Is("/SUBSCRIPTIONS" + subnetID[len("/subscriptions"):]))},
		"casing of the VM size":                  {live: moved(VMSize.Is("standard_d8ds_v5"))},
		"casing of tag keys":                     {decide: moved(tags("Team", "a")), live: moved(tags("team", "a"))},
		"tags of policies":                       {decide: moved(tags("team", "a")), live: moved(tags("team", "a", "policy", "x"))},
		"a tag taken away":                       {decide: moved(tags("team", "a", "env", "b")), live: moved(tags("team", "a")), drift: moved(tags("team", "a"))},
		"a tag changed":                          {decide: moved(tags("team", "a")), live: moved(tags("TEAM", "b")), drift: moved(tags("team", "b"))},
		"AKS's own labels":                       {decide: moved(labels("team", "a")), live: moved(labels("team", "a", "kubernetes.azure.com/mode", "user"))},
		"ignored labels":                         {decide: moved(labels("team", "a")), live: moved(labels("team", "a", "mesh.example/rev", "7"))},
		"a foreign label":                        {decide: moved(labels("team", "a")), live: moved(labels("team", "a", "new", "x")), drift: moved(labels("team", "a", "new", "x"))},
		"an own label under an ignored pattern":  {decide: moved(labels("mesh.example/rev", "7")), live: moved(labels("mesh.example/rev", "8")), drift: moved(labels("mesh.example/rev", "8"))},
		"AKS's spot taint":                       {decide: moved(taints("a=b:NoSchedule")), live: moved(taints("a=b:NoSchedule", SpotTaint))},
		"ignored taints":                         {decide: moved(taints()), live: moved(taints("cni.example/startup:NoSchedule"))},
		"a foreign taint":                        {decide: moved(taints()), live: moved(taints("x=y:NoSchedule")), drift: moved(taints("x=y:NoSchedule"))},
		"a taint taken away":                     {decide: moved(taints("a=b:NoSchedule")), live: moved(taints()), drift: moved(taints())},
		"an own taint under an ignored pattern":  {decide: moved(taints("my/startup=a:NoSchedule")), live: moved(taints("my/startup=b:NoSchedule")), drift: moved(taints("my/startup=b:NoSchedule"))},
		"version alias":                          {decide: moved(Version.Is("1.35")), live: moved(Version.Is("1.35.7"))},
		"newer live version":                     {decide: moved(Version.Is("1.35.2")), live: moved(Version.Is("1.36.0"))},
		"older live version":                     {decide: moved(Version.Is("1.35")), live: moved(Version.Is("1.34.9")), drift: moved(Version.Is("1.34.9"))},
		"limits moved":                           {live: moved(Min.Is(2), Max.Is(50)), drift: moved(Min.Is(2), Max.Is(50))},
		"autoscaler turned off":                  {live: moved(Nodes.Is(4)), drop: fs(Min, Max), drift: moved(Nodes.Is(4)), gone: fs(Min, Max)},
		"autoscaler turned on":                   {decide: moved(Nodes.Is(3)), live: moved(Min.Is(1), Max.Is(9), Nodes.Is(3)), drift: moved(Min.Is(1), Max.Is(9)), gone: fs(Nodes)},
		"fixed count moved":                      {decide: moved(Nodes.Is(3)), live: moved(Nodes.Is(5)), drift: moved(Nodes.Is(5))},
		"a decided setting that AKS has dropped": {decide: moved(MaxPods.Is(30)), drop: fs(MaxPods), gone: fs(MaxPods)},
		"price of a Spot pool not returned":      {decide: moved(SpotPrice.Is(-1.0), SpotEviction.Is("Delete")), drop: fs(SpotPrice, SpotEviction)},
		"nothing known yet":                      {decide: moved(Subnet.Is(Unknown)), live: moved(Subnet.Is(subnetID))},
	} {
		t.Run(name, func(t *testing.T) {
			decided := Of(tt.decide...).Over(fresh(t, General))
			if decided.Has(Nodes) {
				decided = decided.Without(Min, Max)
			}
			live := Of(tt.live...).Over(decided).Without(tt.drop...)
			want := Of(tt.drift...).Over(decided).Without(tt.gone...)
			got := Observe(decided, live, ignore)
			if spelled(got) != spelled(want) {
				t.Errorf("observed\n%s\nwant\n%s", spelled(got), spelled(want))
			}
		})
	}
}

// moved lists what differs from a pool that is exactly as decided.
func moved(s ...Setting) []Setting { return s }

func fs(f ...*Field) []*Field { return f }

func TestMerge(t *testing.T) {
	ignore := Ignore{Labels: []string{"mesh.*"}, Taints: []string{"cni"}}
	decided := Of(labels("team", "a", "mesh.mine", "1"), taints("team=a:NoSchedule", "cni=new:NoSchedule"), tags("Team", "a"))
	live := Of(
		labels("team", "old", "mesh.mine", "0", "mesh.rev", "7", "foreign", "x", "kubernetes.azure.com/mode", "user"),
		taints("team=old:NoSchedule", "cni=old:NoSchedule", "cni=old:NoExecute", "foreign=x:NoSchedule", SpotTaint),
		tags("team", "old", "policy", "p"))
	got := Merge(decided, live, ignore)
	want := Of(
		labels("team", "a", "mesh.mine", "1", "mesh.rev", "7", "kubernetes.azure.com/mode", "user"),
		taints("team=a:NoSchedule", "cni=new:NoSchedule", "cni=old:NoExecute", SpotTaint),
		tags("Team", "a", "policy", "p"))
	if spelled(got) != spelled(want) {
		t.Errorf("merged\n%s\nwant\n%s", spelled(got), spelled(want))
	}
}

func TestMatches(t *testing.T) {
	for _, tt := range []struct {
		pattern, key string
		want         bool
	}{
		{"a", "a", true}, {"a", "ab", false}, {"*", "", true}, {"a*", "abc", true}, {"*c", "abc", true},
		{"a*c", "abc", true}, {"a*c", "ac", true}, {"a*a", "a", false}, {"a*b*c", "axxbyyc", true}, {"a*b*c", "acb", false}, {"**", "x", true},
	} {
		if got := Matches(tt.pattern, tt.key); got != tt.want {
			t.Errorf("Matches(%q, %q) = %v", tt.pattern, tt.key, got)
		}
	}
}

func TestVersionCovers(t *testing.T) {
	for _, tt := range []struct {
		want, live string
		covers     bool
	}{
		{"1.35", "1.35.7", true}, {"1.35.7", "1.35.7", true}, {"1.35.7", "1.35.8", true}, {"1.35.7", "1.36.0", true},
		{"1.35.7", "1.35.6", false}, {"1.35", "1.34.9", false}, {"1.35", "", false}, {"1.9", "1.10", true}, {"1.35", "2.0", true},
	} {
		if got := versionCovers(tt.want, tt.live); got != tt.covers {
			t.Errorf("versionCovers(%q, %q) = %v", tt.want, tt.live, got)
		}
	}
	for v, want := range map[string]int{"1.35": 35, "1.35.7": 35, "1": 0, "": 0, "v1.x": 0} {
		if got := MinorOf(v); got != want {
			t.Errorf("MinorOf(%q) = %d", v, got)
		}
	}
}

func TestBaselineOfUnlikePools(t *testing.T) {
	spot := Baseline(Of(Priority.Is("Spot"), SpotEviction.Is("Delete"), SpotPrice.Is(-1.0), taints(SpotTaint), labels("kubernetes.azure.com/scalesetpriority", "spot")))
	if spot.Has(Drain) || spot.Has(Undrainable) || len(spot.Get(Taints).Set()) > 0 || len(spot.Get(Labels).Map()) > 0 {
		t.Errorf("Spot:\n%s", spelled(spot))
	}
	// A Spot pool that has a drain timeout is found with it, and its plan has no
	// change.
	drained := Baseline(Of(Priority.Is("Spot"), SpotEviction.Is("Delete"), SpotPrice.Is(-1.0), Drain.Is(45), Mode.Is("User"), VMSize.Is("Standard_D4ds_v5"), Nodes.Is(1)))
	if pool := mustExpand(t, Intent{Name: "pool1", Purpose: Spot}, Facts{Baseline: drained}).Pool; !pool.Get(Drain).Equal(Known(int64(45))) {
		t.Errorf("Spot with a drain timeout is found as:\n%s", spelled(pool))
	}
	win := Baseline(Of(OSType.Is("Windows"), OSSKU.Is("Windows2022"), Nodes.Is(2)))
	if !OutboundNAT.Bool(win) {
		t.Errorf("Windows:\n%s", spelled(win))
	}
	if n, _ := Nodes.Int(win); n != 2 {
		t.Error("a fixed count is not of the baseline")
	}
	if got := Baseline(Of(Nodes.Is(4), Min.Is(1), Max.Is(9))); got.Has(Nodes) {
		t.Error("the live count under the autoscaler is of the baseline")
	}
	if !slices.Equal(Baseline(nil).Get(Taints).Set(), []string{}) {
		t.Error("the baseline of nothing has no taints at all")
	}
}

// Outstanding sends nothing for a pool that is as wanted, otherwise only the
// differences, and never what others own.
func TestOutstanding(t *testing.T) {
	t.Parallel()
	pool := Of(Mode.Is("User"), Labels.Is(Texts(map[string]string{"team": "a"})), Taints.Is([]string{"a=b:NoSchedule"}),
		Tags.Is(Texts(map[string]string{"owner": "a"})), Version.Is("1.35"), Drain.Is(60))
	live := pool.Put(Version, Known("1.36")).
		Put(Labels, Texts(map[string]string{"team": "a", "kubernetes.azure.com/mode": "user"})).
		Put(Tags, Texts(map[string]string{"Owner": "a", "policy": "x"}))
	for name, tc := range map[string]struct {
		prior, want Settings
		fields      []*Field
		send        Settings // nil = not looked at
	}{
		"nothing": {prior: pool, want: pool},
		"a label": {prior: pool, want: pool.Put(Labels, Texts(map[string]string{"team": "b"})), fields: []*Field{Labels},
			send: Of(Labels.Is(Texts(map[string]string{"team": "b", "kubernetes.azure.com/mode": "user"})))},
		"a tag away": {prior: pool, want: pool.Put(Tags, Texts(map[string]string{})), fields: []*Field{Tags},
			send: Of(Tags.Is(Texts(map[string]string{"policy": "x"})))},
		"a version that is reached": {prior: pool, want: pool.Put(Version, Known("1.36"))},
		"a reset":                   {prior: pool, want: pool.Without(Drain), fields: []*Field{Drain}, send: Of(Drain.Is(30))},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			differences, send := Outstanding(tc.prior, tc.want, live, Ignore{})
			var fields []*Field
			for _, d := range differences {
				fields = append(fields, d.Field)
			}
			if !slices.Equal(fields, tc.fields) {
				t.Errorf("differences: %v", differences)
			}
			for f, v := range tc.send {
				if !send.Get(f).Equal(v) {
					t.Errorf("%s: sends %s, want %s", f.Path, send.Get(f), v)
				}
			}
			if send.Has(Version) {
				t.Errorf("a version would be sent down: %s", send.Get(Version))
			}
		})
	}
}

// TestASpotLaneGivesItsDrainUp: a setting that an author wrote on a Spot lane and then
// removed returns to AKS's own value.
func TestASpotLaneGivesItsDrainUp(t *testing.T) {
	t.Parallel()
	prior := Of(Priority.Is("Spot"), Drain.Is(45))
	if im := Compare(prior, Of(Priority.Is("Spot")), prior, settled); len(im.Fields()) != 1 || !im.Reasons[0].To.Equal(Drain.Default()) {
		t.Errorf("taking it back changes %v", im.Reasons)
	}
}

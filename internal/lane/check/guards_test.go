package check

import (
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// A rotation takes a pool away like any other change, unless the new pool is of the
// same kind, or the old pool is kept.
func TestGuardsOfRotations(t *testing.T) {
	t.Parallel()
	system := lane.Of(lane.Mode.Is("System"), lane.Taints.Is([]string{"CriticalAddonsOnly=true:NoSchedule"}))
	user := lane.Of(lane.Mode.Is("User"))
	with := func(s lane.Setting) lane.Settings { return lane.Of(lane.Mode.Is("User"), s) }
	other := Lane{Cluster: "c", Name: "other", Before: user, After: with(lane.OSType.Is("Windows")), Rotates: true}
	kept := other
	kept.Keeps = true
	for name, tc := range map[string]struct {
		guard         string
		before, after lane.Settings
		keeps         bool
		others        []Lane
		says          string
	}{
		"a system pool stays one":       {guard: "last-system-pool", before: system, after: system},
		"a system pool becomes another": {guard: "last-system-pool", before: system, after: user, says: "lane is the cluster's last system pool, and this plan changes its mode to User."},
		"a system pool that is kept":    {guard: "last-system-pool", before: system, after: user, keeps: true},
		"an ordinary pool stays one":    {guard: "ordinary-pods", before: user, after: user},
		"a pool is tainted":             {guard: "ordinary-pods", before: user, after: with(lane.Taints.Is([]string{"a=b:NoSchedule"})), says: "lane is the cluster's last node pool for pods without tolerations, and this plan taints it."},
		"a pool becomes Windows":        {guard: "ordinary-pods", before: user, after: with(lane.OSType.Is("Windows")), says: "lane is the cluster's last node pool for pods without tolerations, and this plan makes it a Windows pool."},
		"a pool becomes Spot":           {guard: "ordinary-pods", before: user, after: with(lane.Priority.Is(lane.SpotPriority)), says: "lane is the cluster's last node pool for pods without tolerations, and this plan makes it a Spot pool."},
		"another lane goes too":         {guard: "ordinary-pods", before: user, after: with(lane.OSType.Is("Windows")), others: []Lane{other}, says: "lane is the cluster's last node pool for pods without tolerations, and this plan makes it a Windows pool."},
		"another lane's pool is kept":   {guard: "ordinary-pods", before: user, after: with(lane.OSType.Is("Windows")), others: []Lane{kept}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := check(t, tc.guard)
			s := Subject{Name: "lane", Pool: tc.after, Change: Change{Live: "lane", Before: tc.before, Impact: lane.Impact{Class: lane.Rotate}, Keeps: tc.keeps}}
			facts := Facts{Lanes: tc.others, Cluster: &Cluster{ID: "c", Pools: []lane.LivePool{{Name: "lane", Set: tc.before, Status: lane.Status{State: "Succeeded"}}}}}
			if !c.On(s) {
				t.Fatal("the guard does not ask")
			}
			if said := texts(c.Ask(facts, s)); said != tc.says {
				t.Errorf("the guard says %q, want %q", said, tc.says)
			}
		})
	}
}

// The last system pool of the lanes may be removed if AKS has its own system nodes:
// managed system pools, or machines that the cluster does not show.
func TestLastSystemPoolBesideAKSsOwn(t *testing.T) {
	t.Parallel()
	system, managed := lane.Of(lane.Mode.Is("System")), lane.Of(lane.Mode.Is("ManagedSystem"))
	live := func(name string, set lane.Settings) lane.LivePool {
		return lane.LivePool{Name: name, Set: set, Status: lane.Status{State: "Succeeded"}}
	}
	for name, tc := range map[string]struct {
		cluster Cluster
		accused bool
	}{
		"alone":                    {Cluster{ID: "c", Pools: []lane.LivePool{live("lane", system)}}, true},
		"beside a managed pool":    {Cluster{ID: "c", Pools: []lane.LivePool{live("lane", system), live("aks", managed)}}, false},
		"beside machines of AKS's": {Cluster{ID: "c", ClusterFacts: lane.ClusterFacts{HostedSystem: true}, Pools: []lane.LivePool{live("lane", system)}}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := Subject{Name: "lane", Change: Change{Live: "lane", Before: system}}
			if found := check(t, LastSystemPool).Ask(Facts{Cluster: &tc.cluster}, s); (len(found) > 0) != tc.accused {
				t.Errorf("the guard says %q", texts(found))
			}
		})
	}
	// No user pods run there.
	cluster := Cluster{ID: "c", Pools: []lane.LivePool{live("lane", lane.Of(lane.Mode.Is("User"))), live("aks", managed)}}
	if found := check(t, "ordinary-pods").Ask(Facts{Cluster: &cluster}, Subject{Name: "lane", Change: Change{Live: "lane", Before: lane.Of(lane.Mode.Is("User"))}}); len(found) != 1 {
		t.Errorf("a managed pool is one for ordinary pods: %q", texts(found))
	}
}

package planned_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane/check"
	"github.com/workload-lanes/terraform-provider-aks/internal/planned"
)

// A lane that is about to be refused waits at most two seconds for all its checks
// together. A lane without findings does not wait.
func TestWaitEnds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		begin := time.Now()
		wait := planned.NewLanes(nil).Wait("c")
		if found := wait.Ask(t.Context(), func([]check.Lane) []check.Finding { return nil }); len(found) > 0 || time.Since(begin) != 0 {
			t.Error("nothing was found, after ", time.Since(begin))
		}
		late := func([]check.Lane) []check.Finding {
			return []check.Finding{{What: "certain"}, {What: "perhaps", Perhaps: true}, {What: "open", Open: true}}
		}
		for range 2 {
			found := wait.Ask(t.Context(), late)
			if len(found) != 2 || found[0].Soft || !found[1].Soft || time.Since(begin) != planned.LongestWait {
				t.Errorf("after %s: %+v", time.Since(begin), found)
			}
		}
		stopped, stop := context.WithCancel(t.Context())
		stop()
		if found := planned.NewLanes(nil).Wait("c").Ask(stopped, late); len(found) != 2 || time.Since(begin) != planned.LongestWait {
			t.Errorf("a plan that is stopped waits: %s, %+v", time.Since(begin), found)
		}
	})
}

// alone is a check that finds a problem with a lane if there is no other lane.
func alone(lanes []check.Lane) []check.Finding {
	return slices.Repeat([]check.Finding{{What: "alone"}}, 2-len(lanes))
}

// A second lane ends the wait immediately. It no longer helps after the wait has
// ended, but it counts if it is planned at the moment of the end.
func TestWaitForAnother(t *testing.T) {
	t.Parallel()
	one, two := check.Lane{Cluster: "c", Name: "one"}, check.Lane{Cluster: "c", Name: "two"}
	for name, tt := range map[string]struct {
		after  time.Duration // until the second lane is planned
		waits  time.Duration
		remain int
	}{
		"in time": {time.Second, time.Second, 0},
		"late":    {planned.LongestWait + 1, planned.LongestWait, 1},
	} {
		synctest.Test(t, func(t *testing.T) {
			lanes, begin := planned.NewLanes(nil), time.Now()
			lanes.Put(one, nil)
			time.AfterFunc(tt.after, func() { lanes.Put(two, nil) })
			if found := lanes.Wait("c").Ask(t.Context(), alone); len(found) != tt.remain || time.Since(begin) != tt.waits {
				t.Errorf("%s: after %s: %v", name, time.Since(begin), found)
			}
		})
	}
	over := make(chan time.Time)
	close(over)
	for range 32 { // select chooses either of the two
		var lanes *planned.Lanes
		lanes = planned.NewLanes(func() <-chan time.Time { lanes.Put(two, nil); return over })
		lanes.Put(one, nil)
		if found := lanes.Wait("c").Ask(t.Context(), alone); len(found) > 0 {
			t.Fatal("a lane that came in the moment of the end: ", found)
		}
	}
}

// Lanes in one location see one another, in the order of their names. If the
// location of a cluster is not known, its lanes see only one another.
func TestNear(t *testing.T) {
	t.Parallel()
	lanes := planned.NewLanes(nil)
	for _, cluster := range []string{"a", "b", "far", "unknown", "unknown too"} {
		lanes.Put(check.Lane{Cluster: cluster, Name: "Two"}, nil)
		lanes.Put(check.Lane{Cluster: cluster, Name: "one"}, nil)
	}
	lanes.Put(check.Lane{Cluster: "a", Name: ""}, nil)
	lanes.SetPlace("a", "s/westeurope")
	lanes.SetPlace("b", "s/westeurope")
	lanes.SetPlace("far", "s/eastus")
	for cluster, want := range map[string][]string{"a": {"a one", "a Two", "b one", "b Two"}, "far": {"far one", "far Two"}, "unknown": {"unknown one", "unknown Two"}, "none": nil} {
		var got []string
		for _, l := range lanes.Near(cluster) {
			got = append(got, l.Cluster+" "+l.Name)
		}
		if !slices.Equal(got, want) {
			t.Errorf("near %s: %v, want %v", cluster, got, want)
		}
	}
}

// The second plan of a replacement does not know the lane's former state. Put keeps
// that state from the first plan.
func TestPutTwice(t *testing.T) {
	t.Parallel()
	lanes := planned.NewLanes(nil)
	lanes.Put(check.Lane{Cluster: "c", Name: "jobs", Pool: "jobz", Before: nodes(3), Nodes: 3}, nil)
	lanes.Put(check.Lane{Cluster: "c", Name: "Jobs", After: nodes(1)}, nil)
	near := lanes.Near("c")
	if len(near) != 1 || near[0].Pool != "jobz" || near[0].Nodes != 3 || near[0].Before == nil || near[0].After == nil {
		t.Errorf("%+v", near)
	}
}

func TestClaims(t *testing.T) {
	t.Parallel()
	lanes := planned.NewLanes(nil)
	for _, c := range []check.Claim{{Lane: "jobs", Pool: "jobz"}, {Lane: "web", Pool: "jobs", Deletes: true}, {Lane: "api"}} {
		lanes.Put(check.Lane{Cluster: "c", Name: c.Lane}, &c)
	}
	lanes.SetJudged("c", "JOBS")
	lanes.SetJudged("c", "web")
	got := lanes.Claims("c", "Jobs", "", "jobs")
	if len(got) != 2 || got[0].Lane != "jobs" || !got[0].Judged || got[1].Lane != "web" || got[1].Judged {
		t.Errorf("%+v", got)
	}
	if other := lanes.Claims("other", "jobs"); len(other) > 0 {
		t.Errorf("of another cluster: %+v", other)
	}
}

// The figures that were read first are kept, because the real ones change while the
// first lanes are being applied.
func TestFirstReads(t *testing.T) {
	t.Parallel()
	lanes := planned.NewLanes(nil)
	lanes.SetPlace("a", "s/westeurope")
	lanes.SetPlace("b", "s/westeurope")
	refused := errors.New("refused")
	if got, err := lanes.FirstQuotas("a", func() (lane.Quotas, error) { return nil, refused }); got != nil || !errors.Is(err, refused) {
		t.Errorf("nothing was read: %v, %v", got, err)
	}
	reads := 0
	for _, cluster := range []string{"a", "b", "a"} {
		got, err := lanes.FirstQuotas(cluster, func() (lane.Quotas, error) { reads++; return lane.Quotas{"cores": {Used: 1}}, nil })
		if err != nil || got["cores"].Used != 1 || reads != 1 {
			t.Errorf("%s: %v, %v after %d reads", cluster, got, err, reads)
		}
	}
	lanes.FirstPools("a", []lane.LivePool{{Name: "web", Status: lane.Status{Nodes: 1}}})
	got := lanes.FirstPools("a", []lane.LivePool{{Name: "Web", Status: lane.Status{Nodes: 2}}, {Name: "api"}})
	if len(got) != 2 || got[0].Name != "api" || got[1].Status.Nodes != 1 {
		t.Errorf("%v", got)
	}
	if !lanes.First("quotas") || lanes.First("quotas") || !lanes.First("sizes") {
		t.Error("a warning is given once for all lanes")
	}
}

func TestObjects(t *testing.T) {
	t.Parallel()
	objects := planned.NewObjects[string]()
	key := planned.Key("c", "Jobs")
	objects.Know(key, "planned")
	if objects.Refreshed() || objects.Known("c/jobs") != "planned" {
		t.Errorf("%q is known", objects.Known("c/jobs"))
	}
	objects.Refresh(key, "read")
	objects.Replace(planned.Key("c", "web"), "read")
	objects.Apply(key)
	objects.Know("", "nobody's")
	objects.Apply("")
	if !objects.Refreshed() || objects.Known(key) != "read" || objects.ReplacedBy("c/web") != "read" || objects.ReplacedBy(key) != "" ||
		!objects.Applied(key) || objects.Applied("c/web") || objects.Known("") != "" || objects.Applied("") {
		t.Errorf("%+v", objects)
	}
}

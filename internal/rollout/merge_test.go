package rollout_test

import (
	"context"
	"encoding/json"
	"net/http"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/rollout"
	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// after calls a function once a client has had n answers.
func after(n int, do func()) func(context.Context, azure.Request) {
	var mu sync.Mutex
	return func(context.Context, azure.Request) {
		mu.Lock()
		defer mu.Unlock()
		if n--; n == 0 {
			do()
		}
	}
}

// sent is the body of the last PUT.
func (w *world) sent() map[string]any {
	w.t.Helper()
	var body struct{ Properties map[string]any }
	for _, r := range w.Requests() {
		if r.Method == http.MethodPut {
			if err := json.Unmarshal(r.Body, &body); err != nil {
				w.t.Fatal(err)
			}
		}
	}
	return body.Properties
}

// TestWhatBelongsToOthersSurvives an update: what AKS adds itself, what the lane
// ignores, the tags of policies, the autoscaler's count, and settings that no lane
// decides.
func TestWhatBelongsToOthersSurvives(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	want := batchPool(lane.Min.Is(1), lane.Max.Is(9), lane.Taints.Is([]string{"team=a:NoSchedule"}), lane.Tags.Is(lane.Texts(map[string]string{"owner": "a"}))).Without(lane.Nodes)
	l := w.made(want)
	w.edit("batch", func(p map[string]any) {
		p["nodeLabels"] = map[string]any{"team": "pricing", "kubernetes.azure.com/scalesetpriority": "spot", "mesh.io/rev": "1", "stray": "x"}
		p["nodeTaints"] = []any{"team=a:NoSchedule", "kubernetes.azure.com/scalesetpriority=spot:NoSchedule", "mesh.io/wait=:NoExecute", "stray=x:NoSchedule"}
		p["tags"] = map[string]any{"Owner": "a", "policy": "required"}
		p["count"] = 6
		p["upgradeSettings"] = map[string]any{"maxSurge": "50%"}
	})
	l.Ignore = lane.Ignore{Labels: []string{"mesh.io/*"}, Taints: []string{"mesh.io/*"}}
	l.Want = want.Put(lane.Labels, lane.Texts(map[string]string{"team": "risk"}))
	out, err := rollout.Update(t.Context(), l)
	finished(t, out, err)
	w.wrote("PUT OK")
	got := w.pool("batch")
	for name, want := range map[string]any{
		// The stray ones are drift of a whole set.
		"nodeLabels": map[string]any{"team": "risk", "kubernetes.azure.com/scalesetpriority": "spot", "mesh.io/rev": "1"},
		"nodeTaints": []any{"kubernetes.azure.com/scalesetpriority=spot:NoSchedule", "mesh.io/wait=:NoExecute", "team=a:NoSchedule"},
		"tags":       map[string]any{"Owner": "a", "policy": "required"},
		"count":      6.0,
	} {
		if diff := cmp.Diff(want, got[name]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	if surge := got["upgradeSettings"].(map[string]any)["maxSurge"]; surge != "50%" {
		t.Errorf("the surge is %v", surge)
	}
}

// TestCreateOnlySettingsKeepTheirSpelling: AKS compares them character by character.
func TestCreateOnlySettingsKeepTheirSpelling(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	l := w.growing()
	l.Want = l.Want.Put(lane.VMSize, lane.Known("standard_d4ds_v5"))
	out, err := rollout.Update(t.Context(), l)
	finished(t, out, err)
	if got := w.sent()["vmSize"]; got != "Standard_D4ds_v5" {
		t.Errorf("sent the size %v", got)
	}
}

// TestAnOlderVersionIsNotSent: someone has upgraded the pool in the meantime.
func TestAnOlderVersionIsNotSent(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	l := w.growing()
	l.Want = l.Want.Put(lane.Version, lane.Known("1.34.8"))
	out, err := rollout.Update(t.Context(), l)
	finished(t, out, err)
	if got := w.sent()["orchestratorVersion"]; got != "1.35" && got != "1.35.7" {
		t.Errorf("sent the version %v", got)
	}
}

// TestARemovedSettingIsReset: AKS cannot clear it, so its default is written.
func TestARemovedSettingIsReset(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	l := w.made(batchPool(lane.Drain.Is(60)))
	l.Want = batchPool()
	out, err := rollout.Update(t.Context(), l)
	finished(t, out, err)
	w.wrote("PUT OK")
	if got := out.Pool.Set.Get(lane.Drain); !got.Equal(lane.Known(30)) {
		t.Errorf("the drain timeout is %s", got)
	}
}

// TestSomebodyElseComesFirst: another client's change of settings that the lane does
// not decide is merged. Its change of settings that the lane decides is an error.
func TestSomebodyElseComesFirst(t *testing.T) {
	t.Parallel()
	begin := func(edit func(map[string]any)) (*world, rollout.Lane) {
		w := newWorld(t)
		l := w.growing()
		// Between the read and the PUT.
		l.Client = w.another(func(o *azure.Options) { o.Trace = after(1, func() { w.edit("batch", edit) }) })
		return w, l
	}
	w, l := begin(func(p map[string]any) {
		p["tags"], p["upgradeSettings"] = map[string]any{"policy": "new"}, map[string]any{"maxSurge": "50%"}
	})
	out, err := rollout.Update(t.Context(), l)
	finished(t, out, err)
	w.wrote("PUT Precondition Failed, PUT OK")
	if got := w.pool("batch"); got["count"] != 3.0 || got["upgradeSettings"].(map[string]any)["maxSurge"] != "50%" || got["tags"].(map[string]any)["policy"] != "new" {
		t.Errorf("the pool is %v", got)
	}

	w, l = begin(func(p map[string]any) { p["count"] = 7 })
	out, err = rollout.Update(t.Context(), l)
	failsWith(t, err, azure.Changed)
	if w.wrote("PUT Precondition Failed"); w.pool("batch")["count"] != 7.0 || out.Wrote || out.Pending != nil {
		t.Errorf("the outcome is %+v", out)
	}

	// The other client made our change: nothing is left to do.
	w, l = begin(func(p map[string]any) { p["count"] = 3 })
	out, err = rollout.Update(t.Context(), l)
	finished(t, out, err)
	w.wrote("PUT Precondition Failed")
	if out.Wrote {
		t.Error("says that it wrote")
	}
}

// TestSomebodyElseWhileWeWait: the change is seen too, because the pool is read again
// after a wait.
func TestSomebodyElseWhileWeWait(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	l := w.growing(once(http.MethodPut, busy))
	l.Client = w.another(func(o *azure.Options) {
		o.Trace = after(2, func() { w.edit("batch", func(p map[string]any) { p["count"] = 7 }) })
	})
	_, err := rollout.Update(t.Context(), l)
	failsWith(t, err, azure.Changed)
	w.wrote("PUT Conflict")
}

// TestFailureOfAReadAfterwards leaves the rest for the next run: the change itself is
// done.
func TestFailureOfAReadAfterwards(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	l := w.growing()
	l.Accepted = func(*azure.Operation, *azure.Pool) {
		w.AddFault(on(http.MethodGet, simulator.Fault{Status: 403, Gateway: true, Code: "AuthorizationFailed"}))
	}
	out, err := rollout.Update(t.Context(), l)
	interrupted(t, out, err, "update")
	w.wrote("PUT OK")
}

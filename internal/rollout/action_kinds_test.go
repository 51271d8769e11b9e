package rollout_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/rollout"
	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// upgraded is the node pool batch after an upgrade from 1.34.9 to 1.35.7.
func (w *world) upgraded() {
	w.t.Helper()
	w.made(batchPool(lane.Version.Is("1.34.9")))
	w.version("1.35.7")
	w.ResetRequests()
}

func (w *world) version(v string) {
	w.t.Helper()
	l := w.lane(batchPool(lane.Version.Is(v)))
	if _, err := rollout.Update(w.t.Context(), l); err != nil {
		w.t.Fatal(err)
	}
}

func TestARollback(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.upgraded()

	out, lines, err := w.ran(w.task("roll-back"))

	if err != nil || out.Pool.Status.Version != "1.34.9" || out.Pool.Status.Target != "1.34.9" || !strings.Contains(out.Pool.Status.Image, "2204") {
		t.Errorf("the outcome is %+v, %v", out.Pool, err)
	}
	if w.wrote("PUT OK"); !strings.HasPrefix(lines, "batch: 1.35.7 with AKSUbuntu-2404gen2containerd-202609.03.1 -> 1.34.9 with AKSUbuntu-2204gen2containerd-202609.03.1, 2 nodes") {
		t.Errorf("it said %s", lines)
	}
	if n := out.Step.Notices; len(n) != 2 || n[1].Title != "Node image may be upgraded again" || n[0].Title != "The lane may plan the upgrade again" || !strings.Contains(n[0].Detail, `kubernetes_version = "1.34.9"`) {
		t.Errorf("the notices are %+v", n)
	}
}

// A rollback that AKS's rules forbid is refused before anything is sent.
func TestRollbacksThatAreRefused(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		stage func(w *world)
		title string
	}{
		"nothing to go back to": {func(w *world) { w.made(batchPool()) }, "Nothing to roll back to"},
		"twice": {func(w *world) {
			w.upgraded()
			if _, _, err := w.ran(w.task("roll-back")); err != nil {
				w.t.Fatal(err)
			}
		}, "Node pool has been rolled back already"},
		"the channel": {func(w *world) {
			w.upgraded()
			if err := w.EditCluster(cluster.String(), func(c map[string]any) {
				c["properties"].(map[string]any)["autoUpgradeProfile"] = map[string]any{"upgradeChannel": "stable"}
			}); err != nil {
				w.t.Error(err)
			}
		}, "Cluster upgrades itself"},
		"another system": {func(w *world) {
			l := w.made(batchPool())
			l.Want = l.Want.Put(lane.OSSKU, lane.Known("AzureLinux"))
			if _, err := rollout.Update(w.t.Context(), l); err != nil {
				w.t.Fatal(err)
			}
		}, "Rollback would change the operating system"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			tt.stage(w)
			w.ResetRequests()
			_, err := w.task("roll-back").Plan(t.Context())
			if got := w.refused(err); got.Title != tt.title || !strings.Contains(got.Text, "Node pool: batch") {
				t.Errorf("planned: %s: %s", got.Title, got.Text)
			}
			_, _, err = w.ran(w.task("roll-back"))
			if got := w.refused(err); got.Title != tt.title {
				t.Errorf("run: %s: %s", got.Title, got.Text)
			}
		})
	}
}

// AKS keeps what a node pool ran before for 7 days.
func TestARollbackAfterAWeek(t *testing.T) {
	t.Parallel()
	now := time.Now()
	w := makeWorld(t, &world{t: t}, simulator.Options{Clock: func() time.Time { return now }})
	w.upgraded()
	now = now.Add(8 * 24 * time.Hour)
	_, err := w.task("roll-back").Plan(t.Context())
	if got := w.refused(err); got.Title != "Nothing to roll back to" {
		t.Errorf("%s: %s", got.Title, got.Text)
	}
}

// The warning names exactly what the lane in the plan decides.
func TestARollbackKnowsWhatItsLaneDecides(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if err := w.EditCluster(cluster.String(), func(c map[string]any) {
		c["properties"].(map[string]any)["autoUpgradeProfile"] = map[string]any{"nodeOSUpgradeChannel": "None"}
	}); err != nil {
		t.Fatal(err)
	}
	w.upgraded()
	for name, tt := range map[string]struct {
		decides lane.Settings
		says    string
	}{
		"a version":            {lane.Of(lane.Version.Is("1.35")), `has kubernetes_version = "1.35", so its next plan`},
		"the newest image":     {lane.Of(lane.Image.Is("latest")), `has upgrade = { image = "latest" }, so its next plan`},
		"the version to be":    {lane.Of(lane.Version.Is("1.34")), ""},
		"nothing of it at all": {lane.Of(lane.Mode.Is("User")), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			step, err := w.task("roll-back", func(task *rollout.Task) {
				task.Decided = func(azure.PoolRef) (lane.Settings, bool) { return tt.decides, true }
			}).Plan(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if n := step.Notices; (len(n) > 0) != (tt.says != "") || len(n) > 0 && !strings.Contains(n[0].Detail, tt.says) {
				t.Errorf("the notices are %+v", n)
			}
		})
	}
}

// An upgrade that failed before its end is rolled back.
func TestAFailedUpgradeIsRolledBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	l := w.made(batchPool(lane.Version.Is("1.34.9")))
	w.AddFault(once("PUT", simulator.Fault{Outcome: &simulator.Outcome{State: "Failed", Code: "NodesNotReady", Message: "Not all nodes are ready."}}))
	l.Want = batchPool(lane.Version.Is("1.35.7"))
	if _, err := rollout.Update(t.Context(), l); azure.ReasonOf(err) != azure.NodesNotReady {
		t.Fatalf("the upgrade: %v", err)
	}
	w.ResetRequests()
	out, lines, err := w.ran(w.task("roll-back"))
	if err != nil || out.Pool.Status.State != "Succeeded" || out.Pool.Status.Version != "1.34.9" || out.Pool.Status.Target != "1.34.9" {
		t.Errorf("the outcome is %+v, %v", out, err)
	}
	if w.wrote("PUT OK"); !strings.HasPrefix(lines, "batch: 1.35.7 with ") {
		t.Errorf("it said %s", lines)
	}
}

func TestAnOperationIsAborted(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		begin func(t *testing.T, w *world)
		next  string
	}{
		"of a create": {func(t *testing.T, w *world) {
			if _, _, err := w.client.CreatePool(t.Context(), batch, batchPool()); err != nil {
				t.Fatal(err)
			}
		}, "deletes the node pool and creates it again"},
		"of an upgrade": {func(t *testing.T, w *world) {
			w.hours.Store(1)
			w.made(batchPool(lane.Version.Is("1.34.9")))
			w.hours.Store(0)
			live, err := w.client.Pool(t.Context(), batch)
			if err != nil {
				t.Fatal(err)
			}
			if _, _, err := w.client.UpdatePool(t.Context(), live, lane.Of(lane.Version.Is("1.35.7"))); err != nil {
				t.Fatal(err)
			}
		}, "do roll-back -pool-id " + batch.ID()},
		"of an image": {func(t *testing.T, w *world) {
			w.hours.Store(1)
			w.outdated()
			w.hours.Store(0)
			live, err := w.client.Pool(t.Context(), batch)
			if err != nil {
				t.Fatal(err)
			}
			if _, _, err := w.client.UpgradeImage(t.Context(), live); err != nil {
				t.Fatal(err)
			}
		}, "do upgrade-image -pool-id " + batch.ID()},
	} {
		for trouble, fault := range map[string]*simulator.Fault{"": nil, ", cut after": {Cut: "after"}, ", cut before": {Cut: "before"}, ", throttled": &full} {
			t.Run(name+trouble, func(t *testing.T) {
				t.Parallel()
				w := slowWorld(t)
				tt.begin(t, w)
				if fault != nil {
					f := *fault
					f.Match = simulator.Match{Method: "POST", Path: "*/abort", Max: 1}
					w.AddFault(f)
				}
				step, err := w.task("abort").Plan(t.Context())
				if err != nil || step.Impact.Class != lane.None {
					t.Fatalf("the plan is %+v, %v", step, err)
				}
				// The abort ends at the first look.
				task := w.task("abort", func(task *rollout.Task) {
					task.Client = w.another(func(o *azure.Options) {
						inner := o.Poll.Sleep
						o.Poll.Sleep = func(ctx context.Context, d time.Duration) error {
							if w.pool("batch")["provisioningState"] == "Canceling" {
								w.finish()
							}
							return inner(ctx, d)
						}
					})
				})
				out, _, err := w.ran(task)
				if err != nil || out.Pool.Status.State != "Canceled" || !strings.Contains(out.Step.Next, tt.next) {
					t.Errorf("the outcome is %+v %+v, %v", out.Pool, out.Step, err)
				}
			})
		}
	}
}

func TestAbortsThatDoNothing(t *testing.T) {
	t.Parallel()
	w := slowWorld(t)
	w.hours.Store(1)
	w.made(batchPool())
	w.hours.Store(0)
	out, lines, err := w.ran(w.task("abort"))
	if w.wrote(""); err != nil || !strings.Contains(lines, "No operation is running on the node pool: it is Succeeded") {
		t.Errorf("at rest: %+v, %v, it said %s", out, err, lines)
	}
	live, err := w.client.Pool(t.Context(), batch)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.client.DeletePool(t.Context(), live, false); err != nil {
		t.Fatal(err)
	}
	w.ResetRequests()
	_, _, err = w.ran(w.task("abort"))
	if got := w.refused(err); got.Title != "Deletion cannot be aborted" {
		t.Errorf("%s: %s", got.Title, got.Text)
	}
}

func TestMachinesAreDeleted(t *testing.T) {
	t.Parallel()
	for name, choose := range map[string]func(task *rollout.Task, names []string){
		"by name": func(task *rollout.Task, names []string) {
			task.Machines = []string{strings.ToUpper(names[1]), names[1]}
		},
		"not ready":    func(task *rollout.Task, _ []string) { task.NotReady = true },
		"of old image": func(task *rollout.Task, _ []string) { task.OlderThan = "AKSUbuntu-2404gen2containerd-202609.03.1" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.made(batchPool(lane.Nodes.Is(3)))
			if err := w.EditMachines(cluster.String(), "batch", func([]simulator.Machine) []simulator.Machine {
				return []simulator.Machine{{Instance: 1, NotReady: true, Image: "202607.01.0"}}
			}); err != nil {
				t.Fatal(err)
			}
			all, err := w.client.Machines(t.Context(), batch)
			if err != nil {
				t.Fatal(err)
			}
			names := []string{all[0].Name, all[1].Name, all[2].Name}
			task := w.task("delete-machines", func(task *rollout.Task) { choose(task, names) })
			step, err := task.Plan(t.Context())
			if err != nil || step.Impact.Class != lane.Evict || !strings.Contains(step.Text(), "Machines: "+names[1]+"\nLeft: 2 machines") || len(step.Notices) != 1 {
				t.Fatalf("the plan is %+v, %v", step, err)
			}
			out, lines, err := w.ran(task)
			if err != nil || out.Pool.Status.Nodes != 2 || !strings.HasPrefix(lines, "batch: deletes "+names[1]) {
				t.Errorf("the outcome is %+v, %v, it said %s", out, err, lines)
			}
			if w.wrote("POST Accepted"); name == "by name" {
				return
			}
			if out, _, err := w.ran(task); err != nil || out.Step.Nothing == "" {
				t.Errorf("once more: %+v, %v", out, err)
			}
			w.wrote("POST Accepted")
		})
	}
}

func TestMachinesThatStay(t *testing.T) {
	t.Parallel()
	first := func(w *world, pool string, n int) (names []string) {
		all, err := w.client.Machines(w.t.Context(), azure.PoolRef{Cluster: cluster, Name: pool})
		if err != nil {
			w.t.Fatal(err)
		}
		for _, m := range all[:n] {
			names = append(names, m.Name)
		}
		return names
	}
	for name, tt := range map[string]struct {
		stage func(w *world, task *rollout.Task)
		title string
	}{
		"an unknown one": {func(w *world, task *rollout.Task) { task.Machines = []string{"nope"} }, "Node pool has no such machine"},
		"under the minimum": {func(w *world, task *rollout.Task) {
			w.edit("batch", func(p map[string]any) { p["enableAutoScaling"], p["minCount"], p["maxCount"] = true, 2, 5 })
			task.Machines = first(w, "batch", 1)
		}, "Too few machines would be left"},
		"the last system node": {func(w *world, task *rollout.Task) {
			task.PoolID = azure.PoolRef{Cluster: cluster, Name: "nodepool1"}.ID()
			w.edit("nodepool1", func(p map[string]any) {
				delete(p, "minCount")
				delete(p, "maxCount")
				p["enableAutoScaling"], p["count"] = false, 1
			})
			task.Machines = first(w, "nodepool1", 1)
		}, "Last machine of a system node pool"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.made(batchPool())
			task := w.task("delete-machines")
			tt.stage(w, task)
			w.ResetRequests()
			_, _, err := w.ran(task)
			if got := w.refused(err); got.Title != tt.title {
				t.Errorf("%s: %s", got.Title, got.Text)
			}
		})
	}
}

// If an operation ends before it is aborted, there is nothing left to do.
func TestAnOperationThatEndsBeforeItsAbort(t *testing.T) {
	t.Parallel()
	w := slowWorld(t)
	if _, _, err := w.client.CreatePool(t.Context(), batch, batchPool()); err != nil {
		t.Fatal(err)
	}
	f := simulator.Fault{Status: 409, Code: "OperationNotAllowed", Message: "There is no operation to abort."}
	f.Match = simulator.Match{Method: "POST", Path: "*/abort", Max: 1}
	w.AddFault(f)
	task := w.task("abort", func(task *rollout.Task) {
		task.Client = w.another(func(o *azure.Options) {
			o.Trace = func(_ context.Context, r azure.Request) {
				if r.Status == 409 {
					w.finish()
				}
			}
		})
	})
	out, lines, err := w.ran(task)
	if err != nil || out.Step.Next != "" || !strings.Contains(lines, "finished before it could be aborted") {
		t.Errorf("the outcome is %+v, %v, it said %s", out, err, lines)
	}
}

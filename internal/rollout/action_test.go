package rollout_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/rollout"
	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

const oldImage = "AKSUbuntu-2404gen2containerd-202606.03.1"

// task is an action on the node pool batch of this world.
func (w *world) task(verb string, edits ...func(*rollout.Task)) *rollout.Task {
	task := &rollout.Task{Client: w.client, Action: rollout.FindAction(verb), PoolID: batch.ID(), Allow: lane.Rolling}
	for _, edit := range edits {
		edit(task)
	}
	return task
}

// outdated puts the pool on an image that is older than the newest one.
func (w *world) outdated() {
	w.t.Helper()
	w.made(batchPool())
	w.edit("batch", func(p map[string]any) { p["nodeImageVersion"] = oldImage })
	w.ResetRequests()
}

// ran carries an action out and returns its lines.
func (w *world) ran(task *rollout.Task) (rollout.Result, string, error) {
	w.t.Helper()
	var lines []string
	out, err := task.Run(w.t.Context(), func(e rollout.Event) { lines = append(lines, e.Text) })
	return out, strings.Join(lines, "\n"), err
}

// refused returns a refusal, and checks that nothing was sent.
func (w *world) refused(err error) *rollout.RefusalError {
	w.t.Helper()
	var refusal *rollout.RefusalError
	if !errors.As(err, &refusal) {
		w.t.Fatalf("the error is %v, want a refusal", err)
	}
	w.wrote("")
	return refusal
}

func TestTheNodeImageIsUpgraded(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.outdated()
	step, err := w.task("upgrade-image").Plan(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"All 2 nodes are reimaged", "Node image: " + oldImage + " -> AKSUbuntu-2404gen2containerd-202609.03.1", "Extra vCPUs: 4 of ", "Worst case: 80 minutes", "Impact: rolling", "Nodes: 2"} {
		if !strings.Contains(step.Text(), want) {
			t.Errorf("the plan lacks %q:\n%s", want, step.Text())
		}
	}
	w.wrote("")

	out, lines, err := w.ran(w.task("upgrade-image"))

	if err != nil || out.Pool.Status.Image != "AKSUbuntu-2404gen2containerd-202609.03.1" {
		t.Errorf("the outcome is %+v, %v", out, err)
	}
	w.wrote("POST Accepted")
	if !strings.HasPrefix(lines, "batch: "+oldImage+" -> AKSUbuntu-2404gen2containerd-202609.03.1, 2 nodes\nbatch: Succeeded after 0s") {
		t.Errorf("it said\n%s", lines)
	}
	out, lines, err = w.ran(w.task("upgrade-image"))
	if w.wrote("POST Accepted"); err != nil || out.Step.Nothing == "" || !strings.Contains(lines, "The nodes already run the newest node image") {
		t.Errorf("once more: %+v, %v, it said %s", out.Step, err, lines)
	}
}

// Each text of AKS is shown once, with the time. While there is no new one, a line is
// repeated every 30 s.
func TestProgressAndHeartbeat(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := makeWorld(t, &world{t: t}, simulator.Options{Speed: 1})
		w.client = w.another(func(o *azure.Options) { o.Poll = azure.Schedule{} })
		w.made(batchPool())
		w.edit("batch", func(p map[string]any) { p["nodeImageVersion"] = oldImage })
		var at []time.Duration
		seen := map[string]int{}
		began := time.Now()
		_, err := w.task("upgrade-image").Run(t.Context(), func(e rollout.Event) {
			at = append(at, time.Since(began))
			text, _, _ := strings.Cut(e.Text, " after ")
			if seen[text]++; e.Again != strings.Contains(e.Text, ": still ") {
				t.Errorf("again is %t of %q", e.Again, e.Text)
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		for i, d := range at[1:] {
			if gap := d - at[i]; gap > 30*time.Second {
				t.Errorf("nothing was said for %s", gap)
			}
		}
		for text, n := range seen {
			if n > 1 && !strings.Contains(text, ": still ") {
				t.Errorf("%q came %d times", text, n)
			}
		}
		for _, want := range []string{"batch: UpgradingNodeImageVersionAgentPool", "batch: UpgradingNodeImageVersionAgentPool: 1/2 nodes completed", "batch: still UpgradingNodeImageVersionAgentPool", "batch: Succeeded"} {
			if seen[want] == 0 {
				t.Errorf("it never said %q: %v", want, seen)
			}
		}
	})
}

func TestWhoeverStopsWaitingLearnsHowToFollow(t *testing.T) {
	t.Parallel()
	w := slowWorld(t)
	w.hours.Store(1)
	w.outdated()
	w.hours.Store(0)
	ctx, cancel := context.WithCancel(t.Context())
	_, err := w.task("upgrade-image", func(task *rollout.Task) { task.Client = w.endsWaiting(cancel) }).Run(ctx, nil)
	var cut *rollout.CutError
	if !errors.As(err, &cut) {
		t.Fatalf("the error is %v", err)
	}
	for _, want := range []string{"AKS continues", "az aks nodepool show --subscription 11111111-1111-1111-1111-111111111111 --resource-group rg-lanes --cluster-name aks-lanes --name batch", "terraform-provider-aks do upgrade-image -pool-id " + batch.ID()} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("it lacks %q:\n%v", want, err)
		}
	}
	w.finish()
	if out, _, err := w.ran(w.task("upgrade-image")); err != nil || out.Pool.Status.State != "Succeeded" {
		t.Errorf("once more: %+v, %v", out, err)
	}
	w.wrote("POST Accepted")
}

func TestAnActionDoesNoMoreThanItMay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.outdated()
	strict := func(task *rollout.Task) { task.Allow = lane.Metadata }
	_, planned := w.task("upgrade-image", strict).Plan(t.Context())
	_, _, ran := w.ran(w.task("upgrade-image", strict))
	for _, err := range []error{planned, ran} {
		if got := w.refused(err); got.Title != "Action disturbs more than allowed" || !strings.Contains(got.Text, `write allow = "rolling"`) {
			t.Errorf("%s: %s", got.Title, got.Text)
		}
	}
}

// An action survives the same faults as a lane, and sends nothing twice.
func TestActionsThatGetThrough(t *testing.T) {
	t.Parallel()
	machine := func(w *world) []string {
		w.t.Helper()
		all, err := w.client.Machines(w.t.Context(), batch)
		if err != nil {
			w.t.Fatal(err)
		}
		return []string{all[0].Name}
	}
	actions := map[string]struct {
		method string
		stage  func(w *world)
		task   func(w *world) *rollout.Task
		ends   func(w *world) bool
	}{
		"upgrade-image": {"POST", (*world).outdated, func(w *world) *rollout.Task { return w.task("upgrade-image") },
			func(w *world) bool { return w.pool("batch")["nodeImageVersion"] != oldImage }},
		"roll-back": {"PUT", (*world).upgraded, func(w *world) *rollout.Task { return w.task("roll-back") },
			func(w *world) bool { return w.pool("batch")["currentOrchestratorVersion"] == "1.34.9" }},
		"delete-machines": {"POST", func(w *world) { w.made(batchPool()) }, func(w *world) *rollout.Task {
			return w.task("delete-machines", func(task *rollout.Task) { task.Machines = machine(w) })
		}, func(w *world) bool { return w.pool("batch")["count"] == 1.0 }},
	}
	preempted := simulator.Fault{Outcome: &simulator.Outcome{State: "Canceled", Code: "AKSOperationPreempted"}}
	for name, fault := range map[string]simulator.Fault{
		"busy": times(2, "", busy), "a race": once("", race), "throttled": once("", full), "down": once("", down),
		"cut before": once("", simulator.Fault{Cut: "before"}), "cut after": once("", simulator.Fault{Cut: "after"}), "pre-empted": once("", preempted),
	} {
		for verb, action := range actions {
			if verb == "delete-machines" && name == "pre-empted" {
				continue // the machines are gone, and the pool is Canceled: an error says so
			}
			t.Run(verb+" "+name, func(t *testing.T) {
				t.Parallel()
				w := newWorld(t)
				action.stage(w)
				w.ResetRequests()
				task := action.task(w)
				fault.Match.Method, fault.Match.Path = action.method, "*/agentPools/batch*"
				w.AddFault(fault)
				out, lines, err := w.ran(task)
				if err != nil || !action.ends(w) || out.Pool == nil || out.Pool.Status.State != "Succeeded" {
					t.Errorf("the outcome is %+v, %v; it said\n%s", out, err, lines)
				}
				if taken := strings.Count(w.writes(), "Accepted") + strings.Count(w.writes(), "OK"); taken > 1 && name != "pre-empted" {
					t.Errorf("wrote %s", w.writes())
				}
			})
		}
	}
}

// An action waits for its turn among the operations on the cluster.
func TestAnActionTakesTurns(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.outdated()
	w.client = w.another(func(o *azure.Options) { o.Parallelism = 1 })
	turn, err := w.client.Turn(t.Context(), cluster)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := w.task("upgrade-image").Run(ctx, nil); azure.ReasonOf(err) != azure.Interrupted {
		t.Errorf("while another has the turn: %v", err)
	}
	w.wrote("")
	if out, err := w.task("abort").Run(t.Context(), nil); err != nil || out.Step.Nothing == "" {
		t.Errorf("an abort needs no turn: %+v, %v", out, err)
	}
	turn.Done()
	if _, err := w.task("upgrade-image").Run(t.Context(), nil); err != nil {
		t.Errorf("in its turn: %v", err)
	}
}

func TestALaneIsFoundByItsName(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.outdated()
	byLane := func(name string) *rollout.Task {
		return w.task("upgrade-image", func(task *rollout.Task) { task.PoolID, task.ClusterID, task.Name = "", cluster.String(), name })
	}
	if _, err := byLane("nope").Run(t.Context(), nil); azure.ReasonOf(err) != azure.NotFoundPool {
		t.Errorf("a lane that does not exist: %v", err)
	}
	twin := azure.PoolRef{Cluster: cluster, Name: lane.TwinName("pay", "pay", false)}
	l := w.lane(batchPool())
	l.Ref, l.Name, l.Token = twin, "pay", "t1"
	if _, err := rollout.Create(t.Context(), l); err != nil {
		t.Fatal(err)
	}
	if step, err := byLane("pay").Plan(t.Context()); err != nil || step.Ref.Name != twin.Name {
		t.Errorf("after a rotation: %+v, %v", step, err)
	}
	l.Ref.Name = "pay"
	if _, err := rollout.Create(t.Context(), l); err != nil {
		t.Fatal(err)
	}
	var refusal *rollout.RefusalError
	if _, err := byLane("pay").Plan(t.Context()); !errors.As(err, &refusal) || refusal.Title != "Lane has two node pools" {
		t.Errorf("in a rotation: %v", err)
	}
}

func TestWhatIsWrongWithAnAction(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		verb string
		task rollout.Task
		at   string
	}{
		"nothing":          {"abort", rollout.Task{}, "pool_id"},
		"both":             {"abort", rollout.Task{PoolID: batch.ID(), Name: "batch"}, "pool_id"},
		"no name":          {"abort", rollout.Task{ClusterID: cluster.String()}, "name"},
		"a cluster's id":   {"abort", rollout.Task{PoolID: cluster.String()}, "pool_id"},
		"a pool's id":      {"abort", rollout.Task{ClusterID: batch.ID(), Name: "batch"}, "cluster_id"},
		"no machines":      {"delete-machines", rollout.Task{PoolID: batch.ID()}, "machines"},
		"two choices":      {"delete-machines", rollout.Task{PoolID: batch.ID(), NotReady: true, OlderThan: "202609.03.1"}, "machines"},
		"no release":       {"delete-machines", rollout.Task{PoolID: batch.ID(), OlderThan: "latest"}, "image_older_than"},
		"fine":             {"delete-machines", rollout.Task{PoolID: batch.ID(), OlderThan: oldImage}, ""},
		"fine, by a lane":  {"roll-back", rollout.Task{ClusterID: cluster.String(), Name: "batch"}, ""},
		"fine, in a mixed": {"abort", rollout.Task{PoolID: strings.ToUpper(batch.ID())}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tt.task.Action = rollout.FindAction(tt.verb)
			if at, err := tt.task.Check(); at != tt.at || (err == nil) != (tt.at == "") {
				t.Errorf("at %q: %v", at, err)
			}
		})
	}
}

// The words of the table: every action has what its documentation needs.
func TestTheTableOfActions(t *testing.T) {
	t.Parallel()
	for _, a := range rollout.Actions() {
		if a.Name == "" || a.Verb == "" || a.Does == "" || a.Doc == "" || a.Timeout == 0 || rollout.FindAction(a.Name).Verb != a.Verb {
			t.Errorf("%+v", a)
		}
		for _, o := range a.AllOptions() {
			if o.Doc == "" || !strings.HasSuffix(o.Doc, ".") {
				t.Errorf("%s: %s: %q", a.Verb, o.Name, o.Doc)
			}
		}
	}
	if rollout.FindAction("nope") != nil {
		t.Error("an action that does not exist")
	}
	task := rollout.Task{Action: rollout.FindAction("delete-machines"), PoolID: batch.ID(), Machines: []string{"a", "b"}}
	if got, want := task.Command(), fmt.Sprintf("terraform-provider-aks do delete-machines -pool-id %s -machines a,b", batch.ID()); got != want {
		t.Errorf("got %s", got)
	}
}

package command

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/rollout"
	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

const (
	clusterID = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-lanes/providers/Microsoft.ContainerService/managedClusters/aks-lanes"
	poolID    = clusterID + "/agentPools/nodepool1"
	oldImage  = "AKSUbuntu-2404gen2containerd-202606.03.1"
)

// world is a simulated Azure whose node pool nodepool1 has an old image.
type world struct {
	*simulator.Simulator

	t *testing.T
}

func newWorld(t *testing.T, faults ...simulator.Fault) *world {
	t.Helper()
	sim, err := simulator.New(simulator.Options{Faults: faults})
	if err != nil {
		t.Fatal(err)
	}
	if err := sim.EditPool(clusterID, "nodepool1", func(p map[string]any) { p["nodeImageVersion"] = oldImage }); err != nil {
		t.Fatal(err)
	}
	return &world{sim, t}
}

// ends runs the command with the text that a user types, and checks the exit code.
func (w *world) ends(code int, typed string, args ...string) (stdout, stderr string) {
	w.t.Helper()
	var out, err bytes.Buffer
	c := command{stdin: strings.NewReader(typed), stdout: &out, stderr: &err, options: azure.Options{
		Anonymous: true, Transport: w.Transport(), Getenv: func(string) string { return "" },
		Poll: azure.Schedule{First: time.Millisecond, Max: time.Millisecond, Sleep: func(ctx context.Context, _ time.Duration) error { return ctx.Err() }}}}
	if got := c.run(w.t.Context(), args); got != code {
		w.t.Errorf("%v ended with %d, want %d\n%s%s", args, got, code, out.String(), err.String())
	}
	return out.String(), err.String()
}

func (w *world) writes() (n int) {
	for _, r := range w.Requests() {
		if r.Method != "GET" {
			n++
		}
	}
	return n
}

func holds(t *testing.T, text string, want ...string) {
	t.Helper()
	for _, part := range want {
		if !strings.Contains(text, part) {
			t.Errorf("it lacks %q:\n%s", part, text)
		}
	}
}

func TestItAsksBeforeItWrites(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, typed := range []string{"", "no\n", "y\n"} {
		out, said := w.ends(exitFailed, typed, "upgrade-image", "-pool-id", poolID)
		holds(t, out, "nodes are reimaged or replaced", "Node image: "+oldImage+" -> ", `Only "yes" is accepted`)
		holds(t, said, "Nothing was sent")
	}
	if n := w.writes(); n != 0 {
		t.Errorf("%d writes before a yes", n)
	}
	out, _ := w.ends(exitDone, "yes\n", "upgrade-image", "-pool-id", poolID)
	holds(t, out, "nodepool1: "+oldImage+" -> AKSUbuntu-2404gen2containerd-202609.03.1", "nodepool1: Succeeded after 0s", "Done.")
	out, _ = w.ends(exitDone, "", "upgrade-image", "-cluster-id", clusterID, "-name", "nodepool1")
	holds(t, out, "The nodes already run the newest node image")
	if n := w.writes(); n != 1 {
		t.Errorf("%d writes, want 1", n)
	}
}

func TestJSONLines(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	out, _ := w.ends(exitDone, "", "upgrade-image", "-pool-id", poolID, "-yes", "-json")
	var types []string
	for line := range strings.Lines(out) {
		var object map[string]any
		if err := json.Unmarshal([]byte(line), &object); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		types = append(types, object["type"].(string))
		switch object["type"] {
		case "plan":
			if object["impact"] != "rolling" || object["nodes"] != 3.0 || object["pool_id"] != poolID || object["facts"].(map[string]any)["Node image"] == "" {
				t.Errorf("the plan is %s", line)
			}
		case "result":
			if object["state"] != "Succeeded" {
				t.Errorf("the result is %s", line)
			}
		}
	}
	if got := strings.Join(types, " "); got != "plan progress progress result" {
		t.Errorf("the lines are of %s", got)
	}
	out, _ = w.ends(exitDone, "", "roll-back", "-pool-id", poolID, "-yes", "-json")
	holds(t, out, `"title":"The lane may plan the upgrade again"`, `"Node image":"AKSUbuntu-2404gen2containerd-202609.03.1 -> `+oldImage+`"`)
	out, _ = w.ends(exitFailed, "", "roll-back", "-pool-id", poolID, "-yes", "-json")
	holds(t, out, `"type":"error","title":"Node pool has been rolled back already"`)
}

func TestFailuresSayHowToRunItAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t, simulator.Fault{Match: simulator.Match{Method: "POST"}, Outcome: &simulator.Outcome{State: "Failed", Code: "NodesNotReady", Message: "Not all nodes are ready."}})
	_, said := w.ends(exitFailed, "", "upgrade-image", "-pool-id", poolID, "-yes")
	holds(t, said, "Error: Unable to upgrade the node image", "Not all nodes are ready.", "To run it again:\nterraform-provider-aks do upgrade-image -pool-id "+poolID)
}

func TestTheGateOfTheCommand(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, said := w.ends(exitFailed, "", "upgrade-image", "-pool-id", poolID, "-yes", "-allow", "metadata")
	holds(t, said, "Error: Action disturbs more than allowed", "Impact: rolling, allowed: metadata")
}

func TestBadMachinesAreDeletedByTheCommand(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if err := w.EditMachines(clusterID, "nodepool1", func([]simulator.Machine) []simulator.Machine {
		return []simulator.Machine{{Instance: 1, NotReady: true}}
	}); err != nil {
		t.Fatal(err)
	}
	if err := w.EditPool(clusterID, "nodepool1", func(p map[string]any) { p["minCount"], p["maxCount"], p["enableAutoScaling"] = 1, 5, true }); err != nil {
		t.Fatal(err)
	}
	out, _ := w.ends(exitDone, "", "delete-machines", "-pool-id", poolID, "-not-ready", "-yes")
	holds(t, out, "1 machine is deleted without cordon or drain", "Left: 2 machines", "Done.")
	out, _ = w.ends(exitDone, "", "abort", "-pool-id", poolID)
	holds(t, out, "No operation is running")
}

func TestCommandLinesThatMakeNoSense(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for want, args := range map[string][]string{
		`no operation is named "scale"; the operations are upgrade-image, roll-back, abort, delete-machines`: {"scale"},
		`no operation is named "upgrade" (did you mean "upgrade-image"?)`:                                    {"upgrade"},
		`no operation is named "aks_roll_back_node_pool" (did you mean "roll-back"?)`:                        {"aks_roll_back_node_pool"},
		`no operation is named "upgrade-imag" (did you mean "upgrade-image"?)`:                               {"upgrade-imag"},
		"-pool-id: no node pool is named":                                                                    {"abort"},
		"-machines: write exactly one of":                                                                    {"delete-machines", "-pool-id", poolID},
		"is not the ID of an AKS node pool":                                                                  {"abort", "-pool-id", clusterID},
		"-timeout is \"soon\"":                                                                               {"abort", "-pool-id", poolID, "-timeout", "soon"},
		"-allow: \"much\" is not one of":                                                                     {"abort", "-pool-id", poolID, "-allow", "much"},
		"flag provided but not defined: -force":                                                              {"abort", "-pool-id", poolID, "-force"},
		"-json does not ask":                                                                                 {"abort", "-pool-id", poolID, "-json"},
		"\"nodepool1\" is not expected":                                                                      {"abort", "nodepool1"},
		`named "upgrade_node_image" (did you mean "upgrade-image"?)`:                                         {"upgrade_node_image", "-pool-id", poolID},
	} {
		_, said := w.ends(exitMisused, "", args...)
		holds(t, said, "do: ", want)
	}
}

func TestHelp(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	out, _ := w.ends(exitDone, "", "-help")
	for _, a := range rollout.Actions() {
		holds(t, out, a.Verb)
		of, _ := w.ends(exitDone, "", a.Verb, "-help")
		for _, o := range a.AllOptions() {
			holds(t, of, "\n  -"+flagName(o))
		}
		for line := range strings.Lines(of) {
			if len([]rune(line)) > 150 || strings.ContainsAny(line, "`") {
				t.Errorf("a line of help: %s", line)
			}
		}
	}
}

// On a terminal, a line without news is overwritten.
func TestALineOnATerminal(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	p := &lines{out: &out, err: &out, terminal: true}
	p.progress(rollout.Event{Text: "a: Upgrading after 1s"})
	p.progress(rollout.Event{Text: "a: still Upgrading after 31s", Again: true})
	p.progress(rollout.Event{Text: "a: still Upgrading after 1m1s", Again: true})
	p.progress(rollout.Event{Text: "a: Succeeded after 1m5s"})
	p.done(rollout.Result{Step: &rollout.Step{Notices: []lane.Notice{{Title: "T", Detail: "D"}}, Next: "Look."}})
	const over = "\r\x1b[K"
	want := "a: Upgrading after 1s\na: still Upgrading after 31s" + over + "a: still Upgrading after 1m1s" + over + "a: Succeeded after 1m5s\n\nWarning: T\n\nD\n\nWhat to do next: Look.\n\nDone.\n"
	if out.String() != want {
		t.Errorf("got %q\nwant %q", out.String(), want)
	}
}

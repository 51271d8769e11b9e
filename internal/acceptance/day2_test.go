package acceptance

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// day2 is the CLI with the day 2 example. It skips the test if the CLI has no
// actions. Operations end immediately.
func day2(t *testing.T) *CLI {
	t.Helper()
	cli := NewCLI(t, "testdata/day2")
	cli.since(14)
	for _, name := range []string{"main.tf", "providers.tf", "world.json"} {
		cli.copies(filepath.Join(examples, "day-2", name), name)
	}
	cli.edits("providers.tf", `world.json" }`, `world.json", speed = 0 }`)
	return cli
}

// copies copies a file into the configuration.
func (c *CLI) copies(from, to string) {
	c.t.Helper()
	text, err := os.ReadFile(from)
	if err != nil {
		c.t.Fatal(err)
	}
	c.writes(to, string(text))
}

func (c *CLI) writes(name, text string) {
	c.t.Helper()
	if err := os.WriteFile(filepath.Join(c.Dir, name), []byte(text), 0o600); err != nil {
		c.t.Fatal(err)
	}
}

// edits replaces a text in a file of the configuration.
func (c *CLI) edits(name, old, fresh string) {
	c.t.Helper()
	text, err := os.ReadFile(filepath.Join(c.Dir, name))
	if err != nil || !strings.Contains(string(text), old) {
		c.t.Fatalf("%s: no %q, %v", name, old, err)
	}
	c.writes(name, strings.ReplaceAll(string(text), old, fresh))
}

// inOrder checks that the texts appear in the output in this order.
func inOrder(t *testing.T, out string, want ...string) {
	t.Helper()
	rest := out
	for _, part := range want {
		_, after, found := strings.Cut(rest, part)
		if !found {
			t.Fatalf("%q does not come, or not where it should:\n%s", part, out)
		}
		rest = after
	}
}

// The waves run one after another. The second plan is empty, and the apply for
// another week sends only reads.
func TestNodeImagesOfTheWeek(t *testing.T) {
	t.Parallel()
	cli := day2(t)
	inOrder(t, cli.Must("plan", "-input=false"), "Actions: 3 to invoke", "aks_upgrade_node_image disturbs 3 nodes of system", "Node image: AKSUbuntu-2404gen2containerd-202607.01.0", "Worst case: 120 minutes")
	inOrder(t, cli.Must("apply", "-input=false", "-auto-approve"),
		"system: AKSUbuntu-2404gen2containerd-202607.01.0 -> AKSUbuntu-2404gen2containerd-202609.03.1, 3 nodes", "system: Succeeded after",
		"apis: AKSUbuntu-2404gen2containerd-202607.01.0", "apis: Succeeded after", "jobs: Succeeded after", "Actions: 3 invoked")
	if out, code := cli.Run("plan", "-input=false", "-detailed-exitcode"); code != 0 {
		t.Errorf("the second plan ended with %d:\n%s", code, out)
	}
	log := filepath.Join(cli.Dir, "requests.log")
	cli.Setenv("AKS_SIMULATOR_LOG", log)
	inOrder(t, cli.Must("apply", "-input=false", "-auto-approve", "-var", "week=2026-W40"), "The nodes already run the newest node image")
	onlyReads(t, log)
}

// A wave that fails is not recorded, so the next apply repeats it.
func TestAWaveThatFailsIsTakenUpAgain(t *testing.T) {
	t.Parallel()
	cli := day2(t)
	cli.writes("faults.json", `[{"name": "drain", "match": {"method": "POST", "path": "*/apis/upgradeNodeImageVersion"}, "outcome": {"state": "Failed", "code": "PodDrainFailure", "message": "Drain node failed."}}]`)
	cli.edits("providers.tf", "speed = 0", `speed = 0, faults = "faults.json"`)
	out, code := cli.Run("apply", "-input=false", "-auto-approve")
	if code == 0 {
		t.Fatalf("the wave did not fail:\n%s", out)
	}
	inOrder(t, out, "system: Succeeded after", "Unable to upgrade the node image", "Drain node failed.", "-invoke=action.aks_upgrade_node_image.NAME", "do upgrade-image -cluster-id")
	cli.edits("providers.tf", `, faults = "faults.json"`, "")
	inOrder(t, cli.Must("apply", "-input=false", "-auto-approve"), "apis: Succeeded after", "jobs: Succeeded after", "1 added, 0 changed, 0 destroyed. Actions: 2 invoked")
}

// Every example of an action is invoked.
func TestExamplesOfActions(t *testing.T) {
	t.Parallel()
	cli := day2(t)
	if err := os.Remove(filepath.Join(cli.Dir, "main.tf")); err != nil {
		t.Fatal(err)
	}
	dirs, err := filepath.Glob(filepath.Join(examples, "actions", "*"))
	if err != nil || len(dirs) != 4 {
		t.Fatalf("%v %v", dirs, err)
	}
	for _, dir := range dirs {
		cli.copies(filepath.Join(dir, "action.tf"), filepath.Base(dir)+".tf")
	}
	for _, step := range []struct{ action, says string }{
		{"aks_abort_operation.apis", "No operation is running on the node pool: it is Succeeded"},
		{"aks_delete_machines.not_ready", "apis: deletes aks-apis-"},
		{"aks_upgrade_node_image.apis", "apis: Succeeded after"},
		{"aks_roll_back_node_pool.apis", "apis: AKSUbuntu-2404gen2containerd-202609.03.1 -> AKSUbuntu-2404gen2containerd-202607.01.0, 3 nodes"},
		{"aks_delete_machines.outdated", "apis: deletes aks-apis-"}, // after the rollback, all of them are
	} {
		out, code := cli.Run("apply", "-input=false", "-auto-approve", "-invoke=action."+step.action)
		if code != 0 || !strings.Contains(out, step.says) {
			t.Errorf("%s ended with %d:\n%s", step.action, code, out)
		}
	}
}

// After a rollback, the plan of the lane shows what the warning announced. If the
// author writes what the warning proposes, nothing is sent.
func TestTheLaneAfterARollback(t *testing.T) {
	t.Parallel()
	cli := NewCLI(t, "testdata/day2")
	cli.since(14)
	lane := func(version string) {
		cli.writes("lane.tf", `
provider "aks" {
  simulator = { speed = 0 }
}

resource "aks_workload_lane" "apis" {
  cluster_id         = "`+ClusterID+`"
  name               = "apis"
  purpose            = "general"
  kubernetes_version = "`+version+`"
}

action "aks_roll_back_node_pool" "apis" {
  config {
    cluster_id = "`+ClusterID+`"
    name       = "apis"
  }
}
`)
	}
	for _, version := range []string{"1.34.9", "1.35.7"} {
		lane(version)
		cli.Must("apply", "-input=false", "-auto-approve")
	}
	inOrder(t, cli.Must("apply", "-input=false", "-auto-approve", "-invoke=action.aks_roll_back_node_pool.apis"), "1.35.7 with", "-> 1.34.9 with", "plan the upgrade again", `kubernetes_version = "1.34.9"`)
	if out, code := cli.Run("plan", "-input=false", "-detailed-exitcode"); code != 2 || !strings.Contains(out, `"1.34.9" -> "1.35.7"`) {
		t.Errorf("the plan after it ended with %d:\n%s", code, out)
	}
	lane("1.34.9")
	if out, code := cli.Run("plan", "-input=false", "-detailed-exitcode"); code != 2 || !strings.Contains(out, `"Nothing is sent to AKS."`) {
		t.Errorf("the plan with what the warning said ended with %d:\n%s", code, out)
	}
	cli.Must("apply", "-input=false", "-auto-approve")
	if out, code := cli.Run("plan", "-input=false", "-detailed-exitcode"); code != 0 {
		t.Errorf("the plan after that ended with %d:\n%s", code, out)
	}
}

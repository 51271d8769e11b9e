package acceptance

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// block is one lane block, to be added to a configuration of simulated.
func block(address, name, purpose, more string) string {
	return "\nresource \"aks_workload_lane\" \"" + address + "\" {\n  cluster_id = var.cluster_id\n  name = \"" + name + "\"\n  purpose = \"" + purpose + "\"\n" + more + "\n}\n"
}

// blocks is a configuration of lanes in the embedded simulator.
func blocks(lanes ...string) string {
	head, _, _ := strings.Cut(simulated("batch", ""), `resource "aks_workload_lane"`)
	return head + strings.Join(lanes, "")
}

// says fails the test unless a command ends with the exit code and prints all the
// texts.
func (c *CLI) says(wantCode int, command string, texts ...string) string {
	c.t.Helper()
	out, code := c.Run(strings.Fields(command)...)
	if code != wantCode {
		c.t.Fatalf("%s ended with %d:\n%s", command, code, out)
	}
	for _, text := range texts {
		if !words(text).MatchString(out) {
			c.t.Errorf("%s does not say %q:\n%s", command, text, out)
		}
	}
	return out
}

const (
	createFirst = "lifecycle { create_before_destroy = true }"
	twoNodes    = "capacity = { nodes = 2 }"
	empty       = "plan -detailed-exitcode"
)

// F1: a lane with create_before_destroy keeps its node pool when it is replaced,
// tainted, or replaced because of its dependencies. The state still holds the pool.
func TestF1CreateBeforeDestroy(t *testing.T) {
	t.Parallel()
	trigger := "\nresource \"terraform_data\" \"on\" { input = var.on }\nvariable \"on\" { default = \"1\" }\n"
	dependent := "\nresource \"terraform_data\" \"app\" {\n  triggers_replace = aks_workload_lane.a.pool_id\n  " + createFirst + "\n}\n"
	for name, tt := range map[string]struct {
		config  string
		before  string // a command
		command string
	}{
		"replace":               {config: blocks(block("a", "jobs", "batch", createFirst)), command: "apply -auto-approve -replace=aks_workload_lane.a"},
		"taint":                 {config: blocks(block("a", "jobs", "batch", createFirst)), before: "taint aks_workload_lane.a", command: "apply -auto-approve"},
		"trigger":               {config: blocks(block("a", "jobs", "batch", "lifecycle {\n  create_before_destroy = true\n  replace_triggered_by  = [terraform_data.on]\n}"), trigger), command: "apply -auto-approve -var=on=2"},
		"forced by a dependent": {config: blocks(block("a", "jobs", "batch", ""), dependent), command: "apply -auto-approve -replace=aks_workload_lane.a"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cli := NewCLI(t, "testdata/TestCreate")
			cli.rewrite(tt.config)
			cli.Must("apply", "-auto-approve")
			if tt.before != "" {
				cli.Must(strings.Fields(tt.before)...)
			}
			cli.says(0, tt.command, "The node pool was kept, not created", "The node pool was kept")
			vars := ""
			if strings.Contains(tt.command, "-var=on=2") {
				vars = " -var=on=2"
			}
			cli.says(0, empty+vars)
			cli.Must("destroy", "-auto-approve")
		})
	}
}

// F1: with adopt_within = "0s" no finished node pool is taken over. The error
// recognizes that the node pool is the lane's own.
func TestF1AdoptNothing(t *testing.T) {
	t.Parallel()
	cli := NewCLI(t, "testdata/TestCreate")
	config := strings.Replace(blocks(block("a", "jobs", "batch", createFirst)), "simulator =", "adopt_within = \"0s\"\n  simulator =", 1)
	cli.rewrite(config)
	cli.Must("apply", "-auto-approve")
	cli.says(1, "apply -auto-approve -replace=aks_workload_lane.a", "already has a node pool with this lane's mark", "Two node pools cannot have the same name, so create_before_destroy cannot replace this lane")
	cli.says(0, empty)
}

// F2: if a block is renamed without a moved block, the plan fails and shows the
// block to write. With that block, nothing is done.
func TestF2RenamedBlock(t *testing.T) {
	t.Parallel()
	cli := NewCLI(t, "testdata/TestCreate")
	cli.rewrite(blocks(block("blue", "jobs", "batch", ""), block("extra", "extra", "general", "depends_on = [aks_workload_lane.blue]")))
	cli.Must("apply", "-auto-approve")
	renamed := block("jobs", "jobs", "batch", "")
	cli.rewrite(blocks(renamed))
	cli.says(1, "plan", "One block deletes what another creates", "This plan deletes lane jobs", "moved {", "from = OLD_ADDRESS")
	cli.rewrite(blocks(renamed, "moved {\n  from = aks_workload_lane.blue\n  to = aks_workload_lane.jobs\n}\n", block("extra", "extra", "general", "")))
	cli.says(2, empty, "0 to add, 0 to change, 0 to destroy")
}

// F3: if the pool has changed since the plan was saved, the plan is judged again
// before anything is sent.
func TestF3SavedPlanOvertaken(t *testing.T) {
	t.Parallel()
	cli := NewCLI(t, "testdata/TestCreate")
	lane := func(tag string) string {
		return blocks(block("web", "web", "general", "capacity = { nodes = 3 }\ntags = { a = \""+tag+"\" }\ndisruption = { allow = \"metadata\" }"))
	}
	cli.rewrite(lane("1"))
	cli.Must("apply", "-auto-approve")
	cli.rewrite(lane("2"))
	cli.Must("plan", "-out=p")
	edit := func(count int) {
		elsewhere, err := simulator.New(simulator.Options{StateFile: filepath.Join(cli.Dir, ".terraform", "aks-simulator.json")})
		if err != nil {
			t.Fatal(err)
		}
		if err := elsewhere.EditPool(ClusterID, "web", func(p map[string]any) { p["count"] = count }); err != nil {
			t.Fatal(err)
		}
	}
	edit(8)
	log := filepath.Join(cli.Dir, "writes.log")
	cli.Setenv("AKS_ARM_WRITE_LOG", log)
	cli.says(1, "apply p", "Node pool has changed since the plan", "capacity.nodes: was 3 at plan, is 8 now; the plan writes 3", "5 of 8 nodes are drained and deleted")
	if raw, err := os.ReadFile(log); err == nil && len(raw) > 0 {
		t.Errorf("something was sent: %s", raw)
	}
	cli.says(1, "plan", "Change disturbs more than the lane allows")
	edit(3)
	cli.Must("apply", "-auto-approve")
}

// F10, D8: a name that is taken is an error at plan time that shows the import
// block. The same applies to the name of a node pool that the state has just
// released.
func TestF10NameTaken(t *testing.T) {
	t.Parallel()
	cli := NewCLI(t, "testdata/TestCreate")
	cli.rewrite(blocks(block("web", "nodepool1", "general", "")))
	cli.says(1, "plan", "Name of the node pool is taken", "The cluster already has a node pool nodepool1", "to = ADDRESS # of the block that this error names", "/agentPools/nodepool1")
	cli.rewrite(blocks(block("jobs", "jobs", "batch", "")))
	cli.Must("apply", "-auto-approve")
	cli.rewrite(blocks("removed {\n  from = aks_workload_lane.jobs\n  lifecycle { destroy = false }\n}\n"))
	cli.Must("apply", "-auto-approve")
	cli.rewrite(blocks(block("fresh", "jobs", "batch", "labels = { team = \"x\" }")))
	cli.says(0, "plan", "Name of the node pool is taken", "It is in use", "import {") // a warning only: no lane was read, so an apply might be repeating this plan
	cli.says(1, "apply -auto-approve", "Name of the node pool is taken", "Unable to create the node pool")
	cli.rewrite(blocks(block("other", "other", "batch", "")))
	cli.Must("apply", "-auto-approve")
	cli.rewrite(blocks(block("other", "other", "batch", ""), block("fresh", "jobs", "batch", "labels = { team = \"x\" }")))
	cli.says(1, "plan", "Name of the node pool is taken", "It is in use", "import {")
	// The settings are the same and the pool is very new: it is treated as the pool
	// of an apply that was not recorded.
	cli.rewrite(blocks(block("fresh", "jobs", "batch", "")))
	cli.says(0, "plan", "Node pool is taken over, not created")
	cli.says(0, "apply -auto-approve", "The node pool was kept, not created")
	cli.says(0, empty)
}

// D2: the gate controls a change of name. If the gate allows it, the plan says what
// is deleted.
func TestD2AnotherName(t *testing.T) {
	t.Parallel()
	cli := NewCLI(t, "testdata/TestCreate")
	cli.rewrite(blocks(block("a", "shop", "general", twoNodes+"\ndisruption = { allow = \"none\" }")))
	cli.Must("apply", "-auto-approve")
	cli.rewrite(blocks(block("a", "shop2", "general", twoNodes+"\ndisruption = { allow = \"none\" }")))
	out := cli.says(1, "plan", "Lane would be replaced", "name changes from shop to shop2", "The node pool is deleted with its 2 nodes", "Impact: replace, allowed: none", "add a second lane, move")
	if strings.Count(out, "Error: ") != 1 {
		t.Errorf("more than one error:\n%s", out)
	}
	cli.rewrite(blocks(block("a", "shop2", "general", twoNodes+"\ndisruption = { allow = \"replace\" }")))
	cli.says(0, "plan", "Warning: Lane is replaced", "The node pool is deleted with its 2 nodes")
	cli.Must("apply", "-auto-approve")
	if class := cli.Must("show"); !words(`class = "replace"`).MatchString(class) {
		t.Errorf("the state does not show a replacement:\n%s", class)
	}
	cli.says(0, empty)
	// A lane without nodes may be replaced freely.
	cli.rewrite(blocks(block("a", "shop2", "general", "capacity = { nodes = 0 }")))
	cli.Must("apply", "-auto-approve")
	cli.rewrite(blocks(block("a", "shop3", "general", "capacity = { nodes = 0 }")))
	cli.Must("apply", "-auto-approve")
}

// D2, D20: the plan of a removal says what is deleted, and that of a release says
// what stays.
func TestD2RemovalSpeaks(t *testing.T) {
	t.Parallel()
	cli := NewCLI(t, "testdata/TestCreate")
	cli.rewrite(blocks(block("a", "shop", "general", twoNodes), block("b", "web", "general", "on_destroy = { action = \"release\" }")))
	cli.Must("apply", "-auto-approve")
	cli.rewrite(blocks())
	out := cli.says(0, "plan", "Node pool is deleted", "Node pool shop of cluster aks-lanes is deleted with its 2 nodes, which are drained first.",
		"Pods that select workload-lane/name = shop stay pending", "Lane is released", "Node pool web is kept with its 3 nodes")
	if n := len(warnings(out)); n != 2 {
		t.Errorf("%d warnings:\n%s", n, out)
	}
	cli.Must("apply", "-auto-approve")
}

// on_destroy "refuse" is taken from the state. It also applies if the block is
// gone, and if a replacement would delete the node pool.
func TestRefusesToBeDeleted(t *testing.T) {
	t.Parallel()
	cli := NewCLI(t, "testdata/TestCreate")
	kept := block("a", "shop", "general", "on_destroy = { action = \"refuse\" }\ndisruption = { allow = \"replace\" }")
	cli.rewrite(blocks(kept, block("b", "web", "general", "")))
	cli.Must("apply", "-auto-approve")
	refused := "Lane refuses to be deleted"
	cli.says(1, "plan -replace=aks_workload_lane.a", refused)
	cli.says(1, "destroy -auto-approve", refused)
	cli.rewrite(blocks(strings.Replace(kept, `"shop"`, `"shop2"`, 1), block("b", "web", "general", "")))
	cli.says(1, "plan", refused, "name")
	cli.Must("taint", "aks_workload_lane.a")
	cli.rewrite(blocks(kept, block("b", "web", "general", "")))
	cli.says(1, "plan", refused, "terraform untaint")
	cli.Must("untaint", "aks_workload_lane.a")
	cli.rewrite(blocks(block("b", "web", "general", "")))
	cli.says(1, "plan", refused, "Node pool: shop")
	// Everything else can be destroyed. The lane can be too, once its configuration
	// allows it.
	cli.rewrite(blocks(kept, block("b", "web", "general", "")))
	cli.Must("destroy", "-auto-approve", "-target=aks_workload_lane.b")
	cli.rewrite(blocks(strings.Replace(kept, "refuse", "delete", 1)))
	cli.Must("apply", "-auto-approve")
	cli.Must("destroy", "-auto-approve")
}

// D3: a lane without a name is refused at validate.
func TestD3EmptyName(t *testing.T) {
	t.Parallel()
	cli := NewCLI(t, "testdata/TestCreate")
	cli.rewrite(blocks(block("a", "", "general", "")))
	cli.says(1, "validate", "Lane has no name", "on main.tf")
}

// D16: a create without a login is an error at plan time; a missing cluster is only
// a warning.
func TestD16NoLogin(t *testing.T) {
	t.Parallel()
	cli := NewCLI(t, "testdata/TestCreate")
	config := blocks(block("a", "shop", "general", ""))
	cli.rewrite(strings.Replace(config, "simulator = { speed = 0 }", "subscription_id = \"11111111-1111-1111-1111-111111111111\"\n  use_cli = false\n  use_msi = false", 1))
	cli.says(1, "plan", "Unable to log in to Azure", "The provider could not log in to Azure")
	cli.rewrite(strings.Replace(config, "aks-lanes", "aks-nope", 1))
	cli.says(0, "plan", "Cluster does not exist")
}

// The plan for a tainted lane says what its replacement deletes.
func TestTaintedLaneSpeaks(t *testing.T) {
	t.Parallel()
	cli := NewCLI(t, "testdata/TestCreate")
	cli.rewrite(blocks(block("a", "shop", "general", twoNodes)))
	cli.Must("apply", "-auto-approve")
	cli.Must("taint", "aks_workload_lane.a")
	cli.says(0, "plan", "Lane is replaced", "The state marks the lane as tainted", "The node pool is deleted with its 2 nodes")
	cli.Must("apply", "-auto-approve")
	cli.says(0, empty)
}

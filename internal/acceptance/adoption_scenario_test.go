package acceptance

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const adoption = examples + "/scenarios/adoption"

// fortyPools is the scenario after its first apply: the inventory, and the
// generated text that takes over all node pools.
func fortyPools(t *testing.T, vars ...string) (cli *CLI, text string) {
	t.Helper()
	cli = NewCLI(t, adoption)
	cli.Must(append([]string{"apply", "-input=false", "-auto-approve"}, vars...)...)
	return cli, cli.Must("output", "-raw", "lanes")
}

func (c *CLI) add(name, text string) {
	c.t.Helper()
	if err := os.WriteFile(filepath.Join(c.Dir, name), []byte(text), 0o600); err != nil {
		c.t.Fatal(err)
	}
}

// takesOver checks that the adoption of forty node pools keeps its promise: no
// change, no write, an empty next plan.
func (c *CLI) takesOver(says string) {
	c.t.Helper()
	log := filepath.Join(c.Dir, "requests.log")
	c.Setenv("AKS_SIMULATOR_LOG", log)
	plan := c.says(2, empty, says, unchanged)
	if strings.Contains(plan, "Warning") {
		c.t.Errorf("the plan warns:\n%s", plan)
	}
	c.Must("apply", "-input=false", "-auto-approve")
	c.says(0, empty)
	if t, ok := c.t.(*testing.T); ok {
		onlyReads(t, log)
	}
	state, err := os.ReadFile(filepath.Join(c.Dir, "terraform.tfstate"))
	if got := strings.Count(string(state), `"preset_revision": 0`); err != nil || got != 40 {
		c.t.Errorf("the state holds %d lanes: %v", got, err)
	}
}

// The text that the function generates imports all pools.
func TestFortyPoolsImported(t *testing.T) {
	t.Parallel()
	cli, text := fortyPools(t)
	if table := cli.Must("output", "-raw", "inventory"); strings.Count(table, "\n") != 42 {
		t.Errorf("the inventory: %s", table)
	}
	cli.add("lanes.tf", text)
	if out := cli.Must("fmt", "-check", "lanes.tf"); out != "" {
		t.Error("the text is not formatted")
	}
	cli.takesOver("40 to import")
}

// If the function also gets the addresses of the state that holds the pools, its
// text moves them all: here half from a counted azurerm resource in a module, half
// from azapi.
func TestFortyPoolsMoved(t *testing.T) {
	t.Parallel()
	_, text := fortyPools(t)
	var objects []former
	addresses := map[string]string{}
	for i, id := range poolIDs(text) {
		f := former{module: "module.aks", name: "pools", id: id, key: i / 2}
		addresses[id] = fmt.Sprintf("module.aks.azurerm_kubernetes_cluster_node_pool.pools[%d]", i/2)
		if i%2 == 1 {
			f = former{name: "pools", id: id, key: strings.ToLower(id), azapi: true}
			addresses[id] = fmt.Sprintf("azapi_resource.pools[%q]", f.key)
		}
		objects = append(objects, f)
	}
	raw, err := json.Marshal(map[string]any{"addresses": addresses})
	if err != nil {
		t.Fatal(err)
	}
	vars := filepath.Join(t.TempDir(), "addresses.tfvars.json")
	if err := os.WriteFile(vars, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	_, text = fortyPools(t, "-var-file="+vars)
	cli := NewCLI(t, adoption)
	cli.standIns()
	cli.add("terraform.tfstate", string(stateOf(t, registry(), objects)))
	cli.add("main.tf", "variable \"addresses\" {\n  default = {}\n}\n"+text)
	cli.Must("init", "-input=false")
	cli.takesOver("has moved to")
}

// poolIDs returns the IDs in the import blocks.
func poolIDs(text string) []string {
	var out []string
	for _, m := range regexp.MustCompile(`\n  id = "(.*)"\n`).FindAllStringSubmatch(text, -1) {
		out = append(out, m[1])
	}
	return out
}

// A query finds all pools, and Terraform itself writes the configuration.
func TestFortyPoolsQueried(t *testing.T) {
	t.Parallel()
	cli := NewCLI(t, adoption)
	cli.since(14)
	query, err := os.ReadFile(examples + "/list-resources/aks_workload_lane/list-resource.tfquery.hcl")
	if err != nil {
		t.Fatal(err)
	}
	cli.add("lanes.tfquery.hcl", string(query))
	cli.Must("query", "-generate-config-out=lanes.tf")
	cli.takesOver("40 to import")
}

// If the lanes of one cluster take their presets through the generated text, they
// get labels and tags of their own and nothing else changes.
func TestConvergedByText(t *testing.T) {
	t.Parallel()
	cli, text := fortyPools(t)
	cli.add("lanes.tf", text)
	cli.Must("apply", "-input=false", "-auto-approve")
	before := blocksOf(text)
	for address, converged := range blocksOf(cli.Must("output", "-raw", "converged")) {
		text = strings.Replace(text, before[address], converged, 1)
	}
	cli.add("lanes.tf", text)
	cli.add("main.tf", "") // the inventory has done its work: lanes with a preset are managed
	out := cli.says(0, "apply -auto-approve", "0 added, 4 changed, 0 destroyed")
	for _, wrong := range []string{`class   = "rolling"`, `class   = "evict"`, `class   = "rotate"`, "Warning"} {
		if strings.Contains(out, wrong) {
			t.Errorf("the apply has %s:\n%s", wrong, out)
		}
	}
	cli.says(0, empty)
}

// blocksOf returns the resource blocks of a text, keyed by their first line.
func blocksOf(text string) map[string]string {
	out := map[string]string{}
	for _, m := range regexp.MustCompile(`(?ms)^(resource [^\n]*) \{\n.*?^\}\n`).FindAllStringSubmatch(text, -1) {
		out[m[1]] = m[0]
	}
	return out
}

package acceptance

import (
	"cmp"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// former is an object in another provider's state, as that provider writes it.
type former struct {
	module string // "" = the root
	name   string
	azapi  bool
	pool   string // as in the ID
	key    any    // of for_each or count; nil if there is none
	status string // "tainted", or ""
	id     string // "" = that of the pool, in ARM's own casing
	kind   string // azapi's type; "" = that of a pool
}

// instance is the object in the format of a state file. It has those attributes of
// azurerm 5.2 and azapi 2.12 that matter to a reader of the state.
func (f former) instance() map[string]any {
	id := cmp.Or(f.id, ClusterID+"/agentPools/"+f.pool)
	out := map[string]any{"schema_version": 1, "sensitive_attributes": []any{},
		"private":    "eyJlMmJmYjczMC1lY2FhLTExZTYtOGY4OC0zNDM2M2JjN2M0YzAiOnsiY3JlYXRlIjozNjAwMDAwMDAwMDAwfSwic2NoZW1hX3ZlcnNpb24iOiIxIn0=",
		"attributes": map[string]any{"id": id, "name": f.pool, "kubernetes_cluster_id": ClusterID, "auto_scaling_enabled": true, "min_count": 1, "max_count": 5, "node_labels": map[string]any{}, "timeouts": nil}}
	if f.azapi {
		kind := cmp.Or(f.kind, "Microsoft.ContainerService/managedClusters/agentPools@2025-10-01")
		out = map[string]any{"schema_version": 2, "sensitive_attributes": []any{}, "attributes": map[string]any{
			"id": id, "name": f.pool, "parent_id": ClusterID, "type": kind, "locks": nil, "ignore_casing": false,
			"body":   map[string]any{"type": []any{"object", map[string]any{"properties": "string"}}, "value": map[string]any{"properties": "…"}},
			"output": map[string]any{"type": []any{"object", map[string]any{}}, "value": map[string]any{}}}}
	}
	if f.key != nil {
		out["index_key"] = f.key
	}
	if f.status != "" {
		out["status"] = f.status
	}
	return out
}

// stateOf is a state file written by other providers, for a CLI with the registry
// host.
func stateOf(t *testing.T, host string, objects []former) []byte {
	t.Helper()
	resources := map[string]map[string]any{}
	for _, f := range objects {
		kind, from := "azurerm_kubernetes_cluster_node_pool", host+"/hashicorp/azurerm"
		if f.azapi {
			kind, from = "azapi_resource", host+"/azure/azapi"
		}
		key := f.module + "." + kind + "." + f.name
		if resources[key] == nil {
			resources[key] = map[string]any{"mode": "managed", "type": kind, "name": f.name, "provider": `provider["` + from + `"]`, "instances": []any{}}
			if f.module != "" {
				resources[key]["module"] = f.module
			}
		}
		instances, _ := resources[key]["instances"].([]any)
		resources[key]["instances"] = append(instances, f.instance())
	}
	list := []any{}
	for _, key := range slices.Sorted(maps.Keys(resources)) {
		list = append(list, resources[key])
	}
	raw, err := json.Marshal(map[string]any{"version": 4, "terraform_version": "1.11.4", "serial": 7, "lineage": "8f0dbb1c-0000-4000-8000-000000000001", "outputs": map[string]any{}, "resources": list})
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// registry is the host from which the CLI under test takes sources without one.
func registry() string { return cmp.Or(os.Getenv("TF_ACC_PROVIDER_HOST"), "registry.terraform.io") }

// standIns lets `init` find azurerm and azapi, which it needs while a state names
// them. The stand-ins are this provider under other names. That is enough: from a
// provider whose resources are moved away, Terraform reads only the schema, and the
// stand-ins' schema does not contain those resources.
func (c *CLI) standIns() {
	c.t.Helper()
	dir, mirror := c.t.TempDir(), c.t.TempDir()
	own := filepath.Join(filepath.Dir(Binary(c.t)), "mirror")
	for _, source := range []string{"hashicorp/azurerm", "azure/azapi"} {
		at := filepath.Join(mirror, registry(), source, "9.9.9", runtime.GOOS+"_"+runtime.GOARCH)
		if err := os.MkdirAll(at, 0o700); err != nil {
			c.t.Fatal(err)
		}
		if err := os.Symlink(Binary(c.t), filepath.Join(at, "terraform-provider-"+filepath.Base(source)+"_v9.9.9")); err != nil {
			c.t.Fatal(err)
		}
	}
	rc := "disable_checkpoint = true\nprovider_installation {\n"
	for path, include := range map[string]string{own: registry() + "/workload-lanes/aks", mirror: registry() + "/hashicorp/azurerm\", \"" + registry() + "/azure/azapi"} {
		rc += "  filesystem_mirror {\n    path = \"" + path + "\"\n    include = [\"" + include + "\"]\n  }\n"
	}
	file := filepath.Join(dir, "cli.tfrc")
	if err := os.WriteFile(file, []byte(rc+"}\n"), 0o600); err != nil {
		c.t.Fatal(err)
	}
	c.Setenv("TF_CLI_CONFIG_FILE", file)
}

// adopting is a CLI with another provider's state, a world that contains the node
// pools, and a log of all requests to Azure from then on.
func adopting(t *testing.T, objects []former, config string) (cli *CLI, log string) {
	t.Helper()
	cli = NewCLI(t, "testdata/adoption")
	cli.standIns()
	world := cli.live()
	for _, f := range objects {
		if f.pool != "" {
			world.Put(f.pool, adoptee(f.pool))
		}
	}
	if err := os.WriteFile(filepath.Join(cli.Dir, "terraform.tfstate"), stateOf(t, registry(), objects), 0o600); err != nil {
		t.Fatal(err)
	}
	cli.rewrite(config)
	cli.Must("init", "-input=false")
	log = filepath.Join(cli.Dir, "requests.log")
	cli.Setenv("AKS_SIMULATOR_LOG", log)
	return cli, log
}

// live is the embedded simulator's world, as another client sees it.
func (c *CLI) live() *World {
	c.t.Helper()
	sim, err := simulator.New(simulator.Options{StateFile: filepath.Join(c.Dir, ".terraform", "aks-simulator.json")})
	if err != nil {
		c.t.Fatal(err)
	}
	return &World{t: c.t, Sim: sim}
}

// adoptee is a node pool as a team may have created it.
func adoptee(name string) map[string]any {
	switch {
	case strings.HasPrefix(name, "win"):
		return map[string]any{"mode": "User", "vmSize": "Standard_D4ds_v5", "count": 2, "osType": "Windows", "osSKU": "Windows2022"}
	case strings.HasPrefix(name, "cnt"):
		return map[string]any{"mode": "User", "vmSize": "Standard_D8ads_v5", "enableAutoScaling": true, "minCount": 0, "maxCount": 5, "count": 1, "osType": "Linux",
			"scaleSetPriority": "Spot", "scaleSetEvictionPolicy": "Delete", "spotMaxPrice": -1}
	case name == "jobs":
		return map[string]any{"mode": "User", "vmSize": "Standard_D8ds_v5", "enableAutoScaling": true, "minCount": 0, "maxCount": 9, "count": 1, "osType": "Linux",
			"nodeTaints": []any{"team=jobs:NoSchedule"}, "nodeLabels": map[string]any{"team": "jobs"}}
	}
	return map[string]any{"mode": "User", "vmSize": "Standard_D4s_v3", "count": 2, "osType": "Linux", "tags": map[string]any{"CostCenter": "42"}}
}

// onlyReads fails the test if Azure received anything but reads, or no request at
// all.
func onlyReads(t *testing.T, log string) {
	t.Helper()
	requests := asked(t, log)
	if len(requests) == 0 {
		t.Error("Azure was not asked at all")
	}
	for _, r := range requests {
		if !strings.HasPrefix(r, "GET ") && !strings.HasPrefix(r, "POST /providers/Microsoft.ResourceGraph/resources") {
			t.Errorf("not a read: %s", r)
		}
	}
}

const unchanged = "0 to add, 0 to change, 0 to destroy"

// Moved blocks take node pools out of the states of azurerm and azapi: a whole
// for_each, from count to keys, from one module into another. The other providers
// need no provider block. Nothing changes, and only reads are sent.
func TestMovedFromOtherProviders(t *testing.T) {
	t.Parallel()
	cli, log := adopting(t, []former{
		{name: "jobs", pool: "jobs"},
		{name: "each", pool: "alpha", key: "alpha"}, {name: "each", pool: "beta", key: "beta"},
		{name: "counted", pool: "cnt0", key: 0}, {name: "counted", pool: "cnt1", key: 1},
		{name: "win", pool: "win", module: `module.m`},
		{name: "gen", pool: "gen", azapi: true},
		{name: "lowered", pool: "low", id: strings.ToLower(ClusterID) + "/agentpools/low"},
	}, blocks(`
resource "aks_workload_lane" "each" {
  for_each   = toset(["alpha", "beta"])
  cluster_id = var.cluster_id
  name       = each.key
  purpose    = "general"
}
resource "aks_workload_lane" "counted" {
  for_each   = toset(["cnt0", "cnt1"])
  cluster_id = var.cluster_id
  name       = each.key
  purpose    = "spot"
}
module "lanes" {
  source     = "./one"
  for_each   = toset(["win"])
  cluster_id = var.cluster_id
  name       = each.key
  purpose    = "windows"
}
moved {
  from = azurerm_kubernetes_cluster_node_pool.jobs
  to   = aks_workload_lane.jobs
}
moved {
  from = azurerm_kubernetes_cluster_node_pool.each
  to   = aks_workload_lane.each
}
moved {
  from = azurerm_kubernetes_cluster_node_pool.counted[0]
  to   = aks_workload_lane.counted["cnt0"]
}
moved {
  from = azurerm_kubernetes_cluster_node_pool.counted[1]
  to   = aks_workload_lane.counted["cnt1"]
}
moved {
  from = module.m.azurerm_kubernetes_cluster_node_pool.win
  to   = module.lanes["win"].aks_workload_lane.this
}
moved {
  from = azapi_resource.gen
  to   = aks_workload_lane.gen
}
moved {
  from = azurerm_kubernetes_cluster_node_pool.lowered
  to   = aks_workload_lane.low
}
`, block("jobs", "jobs", "batch", ""), block("gen", "gen", "general", ""), block("low", "low", "general", "")))
	cli.says(2, empty, unchanged)
	if out := cli.Must("apply", "-auto-approve"); !strings.Contains(out, "0 added, 0 changed, 0 destroyed") {
		t.Error(out)
	}
	cli.says(0, empty)
	onlyReads(t, log)
	state, err := os.ReadFile(filepath.Join(cli.Dir, "terraform.tfstate"))
	if text := string(state); err != nil || strings.Contains(text, "azurerm") || strings.Contains(text, "azapi") || strings.Count(text, `"pool_id"`) != 8 {
		t.Errorf("the state holds %s %v", text, err)
	}
}

// A problem with a move is reported before anything is sent.
func TestMovedAndRefused(t *testing.T) {
	t.Parallel()
	move := func(from string) string {
		return "\nmoved {\n  from = " + from + "\n  to   = aks_workload_lane.lane\n}\n"
	}
	azurerm := move("azurerm_kubernetes_cluster_node_pool.jobs")
	for name, tc := range map[string]struct {
		object  former
		config  string
		command string
		says    []string
	}{
		"another name": {former{name: "jobs", pool: "jobs"}, blocks(azurerm, block("lane", "pricing", "batch", "")), "plan",
			[]string{"Name differs from that of the adopted node pool", `Write name = "jobs"`, `name = "pricing"`}},
		"not read": {former{name: "jobs", pool: "jobs"}, blocks(azurerm, block("lane", "jobs", "batch", "")), "plan -refresh=false",
			[]string{"Lane has not been read", "Plan without -refresh=false."}},
		"a cluster": {former{name: "jobs", azapi: true, id: ClusterID, kind: "Microsoft.ContainerService/managedClusters@2025-10-01"}, blocks(move("azapi_resource.jobs"), block("lane", "jobs", "batch", "")), "plan",
			[]string{"Moved resource is not a node pool", "is a Microsoft.ContainerService/managedClusters."}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cli, _ := adopting(t, []former{tc.object}, tc.config)
			cli.says(1, tc.command, tc.says...)
		})
	}
}

// A tainted object stays tainted when it is moved, so Terraform would replace the
// node pool. If it is untainted at its old address first, it is moved without a
// change.
func TestMovedAndTainted(t *testing.T) {
	t.Parallel()
	moved := blocks("\nmoved {\n  from = azurerm_kubernetes_cluster_node_pool.jobs\n  to   = aks_workload_lane.jobs\n}\n", block("jobs", "jobs", "batch", ""))
	cli, log := adopting(t, []former{{name: "jobs", pool: "jobs", status: "tainted"}}, moved)
	cli.says(0, "plan", "The state marks the lane as tainted.", "1 to add, 0 to change, 1 to destroy")
	cli.says(0, "untaint azurerm_kubernetes_cluster_node_pool.jobs")
	cli.says(2, empty, unchanged)
	onlyReads(t, log)
}

// When a lane takes its preset, the plan names the labels that pods lose. It shows
// no line that sends nothing. With the lines that the plan proposes, the labels
// stay, and the plan after the apply is empty.
func TestConverge(t *testing.T) {
	t.Parallel()
	cli := NewCLI(t, "testdata/adoption")
	cli.live().Put("web", map[string]any{"mode": "User", "vmSize": "Standard_D8ds_v5", "count": 3, "osType": "Linux", "nodeLabels": map[string]any{"tier": "web"}})
	imports := "import {\n  to = aks_workload_lane.web\n  id = \"" + ClusterID + "/agentPools/web\"\n}\n"
	cli.rewrite(blocks(imports, block("web", "web", "general", "")))
	cli.Must("apply", "-auto-approve")
	const revised = "preset_revision = 1\nzones = []\n"
	cli.rewrite(blocks(block("web", "web", "general", revised)))
	out := cli.says(0, "plan", "Preset changes the labels or taints of an adopted node pool", "Removed labels: tier=web. Pods that select them are no longer scheduled here.",
		"Labels, taints or tags change. Running pods stay", `labels = { "tier" = "web" }`)
	for line := range strings.Lines(out) {
		// A range replaces the count, and the label is the subject of the warning.
		if strings.Contains(line, "-> null") && !strings.Contains(line, "nodes ") && !strings.Contains(line, "tier") && !strings.Contains(line, "agentpool") {
			t.Errorf("a line that sends nothing: %s", line)
		}
	}
	cli.rewrite(blocks(block("web", "web", "general", revised+"labels = { tier = \"web\" }\n")))
	if out := cli.Must("apply", "-auto-approve"); strings.Contains(out, "Warning") {
		t.Errorf("the apply warns:\n%s", out)
	}
	cli.says(0, empty)
}

package provider

import (
	"strings"
	"testing"
)

func shownPools(t *testing.T) list {
	t.Helper()
	web := expanded(t, "general", object{"name": "web"})
	web["cluster_id"] = cluster
	web["status"] = object{"provisioning_state": "Failed", "power_state": "Running", "nodes": 4, "kubernetes_version": "1.36.1"}
	web["node_image_age_days"] = 12
	web["findings"] = list{object{"code": "pool-failed", "message": "…"}}
	return list{web, expanded(t, "batch", object{"name": "jobs"})}
}

func TestMarkdown(t *testing.T) {
	t.Parallel()
	got, _ := call(t, "markdown", shownPools(t)).(string)
	want := "| Cluster | Pool | Purpose | Mode | Size | OS | Nodes | Taints | Kubernetes | Image | State | Findings |\n" +
		"| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n" +
		"|  | jobs | batch | User | `Standard_D8ds_v5` | Ubuntu | 0–20 | `workload=batch:NoSchedule` |  |  |  |  |\n" +
		"| aks-lanes | web | general | User | `Standard_D8ds_v5` | Ubuntu | 4 (3–10) |  | 1.36.1 | 12 days | Failed | `pool-failed` |\n"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	returns(t, "No node pools.\n", "markdown", list{})
}

func TestMermaid(t *testing.T) {
	t.Parallel()
	got, _ := call(t, "mermaid", shownPools(t)).(string)
	for _, line := range []string{"flowchart LR", `["aks-lanes"]`, "<b>web</b> general", "workload=batch:NoSchedule"} {
		if !strings.Contains(got, line) {
			t.Errorf("the diagram does not have %s:\n%s", line, got)
		}
	}
}

// A value that is not shown may be unknown. An unknown value that is shown makes
// the text unknown.
func TestMarkdownUnknown(t *testing.T) {
	t.Parallel()
	disk := object{"web": expanded(t, "general", object{"name": "web", "os_disk": object{"size_gb": later}, "labels": object{"team": later}})}
	if got, _ := call(t, "markdown", disk).(string); !strings.Contains(got, "| web |") {
		t.Errorf("a disk of unknown size: %s", got)
	}
	for name, overrides := range map[string]object{
		"size": {"vm_size": later}, "group": {"group": later}, "taints": {"taints": later}, "tags": {"tags": later},
	} {
		if got := call(t, "markdown", list{expanded(t, "general", overrides)}); got != later {
			t.Errorf("%s: %v", name, got)
		}
	}
	planned := shownPools(t)
	planned[1].(object)["status"] = later
	returns(t, later, "markdown", planned)
	returns(t, later, "mermaid", planned)
	returns(t, later, "markdown", later)
}

// Two clusters with the same name are distinguished.
func TestMarkdownNamesClusters(t *testing.T) {
	t.Parallel()
	pools := shownPools(t)
	pools[1].(object)["cluster_id"] = strings.Replace(cluster, "rg-lanes", "rg-other", 1)
	got, _ := call(t, "markdown", pools).(string)
	if !strings.Contains(got, "| rg-lanes/aks-lanes | web |") || !strings.Contains(got, "| rg-other/aks-lanes | jobs |") {
		t.Error(got)
	}
}

func TestMarkdownOfBadInput(t *testing.T) {
	t.Parallel()
	fails(t, 0, []string{"[0]", "not a lane"}, "markdown", list{"web"})
	fails(t, 0, []string{"this is a number"}, "markdown", 3)
	fails(t, 0, []string{`["a"].status.nodes: "x" is not a whole number`}, "markdown", object{"a": object{"pool": object{"mode": "User"}, "status": object{"nodes": "x"}}})
}

// The usage of a data source is shown with the pools that it belongs to.
func TestMarkdownAndMermaidOfUsage(t *testing.T) {
	t.Parallel()
	s := serverOn(t, loaded(t, scaling("web", 4, 3, 10, ""), `{"loads": {"web": {"cpu": 20, "memory": 25}}}`))
	s.configureWith(object{"pricing": object{}})
	measured := part(s.tells("lane_usage", object{"cluster_ids": list{cluster}}), "pools")
	pools := part(s.tells("node_pools", object{"cluster_ids": list{cluster}}), "pools")
	table, _ := call(t, "markdown", pools, measured).(string)
	for _, says := range []string{"| CPU p95 | Memory p95 | Advice | Saving a month |", "| `oversized` | 794.24 USD |"} {
		if !strings.Contains(table, says) {
			t.Errorf("the table does not have %s:\n%s", says, table)
		}
	}
	chart, _ := call(t, "mermaid", pools, measured).(string)
	if !strings.HasPrefix(chart, "xychart-beta\n") || !strings.Contains(chart, `x-axis ["nodepool1", "web"]`) {
		t.Errorf("the chart:\n%s", chart)
	}
	if plain, _ := call(t, "markdown", pools).(string); strings.Contains(plain, "CPU p95") {
		t.Errorf("without usage:\n%s", plain)
	}
	returns(t, later, "markdown", pools, later)
	fails(t, 1, []string{"this is a number", "data.aks_lane_usage"}, "mermaid", pools, 3)
	fails(t, 2, []string{"[0]"}, "markdown", pools, list{}, list{"web"})
}

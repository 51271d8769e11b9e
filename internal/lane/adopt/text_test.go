package adopt_test

import (
	"strings"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane/adopt"
)

// jobs is a node pool that differs from the preset of its purpose in a few ways.
var jobs = adopt.Pool{ClusterID: cluster, ClusterName: "aks-lanes", Name: "jobs", Purpose: "general", Reason: "Nothing suggests a more specific purpose.",
	Settings: lane.Of(lane.Mode.Is("User"), lane.OSType.Is("Linux"), lane.OSSKU.Is("Ubuntu"), lane.VMSize.Is("Standard_D4ds_v5"), lane.Nodes.Is(1), lane.Surge.Is("33%"),
		lane.Undrainable.Is("Schedule"), lane.MaxPods.Is(110), lane.DiskSize.Is(128), lane.Zones.Is([]string{"1", "2", "3"}), lane.CPUManager.Is("static"),
		lane.Taints.Is([]string{"team=x:NoSchedule"}), lane.Labels.Is(lane.Texts(map[string]string{"note": "${a} of 50%"})), lane.Tags.Is(lane.Texts(map[string]string{"policy": "p"})))}

func TestText(t *testing.T) {
	t.Parallel()
	moved := jobs
	moved.From = `module.aks["a"].azurerm_kubernetes_cluster_node_pool.all["jobs"]`
	spot := adopt.Pool{ClusterID: cluster, ClusterName: "aks-lanes", Name: "cheap", Purpose: "batch", Settings: jobs.Settings.Without(lane.Surge, lane.Undrainable, lane.CPUManager, lane.Taints, lane.Labels).Put(lane.Priority, lane.Known("Spot"))}
	own := jobs
	own.Purpose, own.Reason = "ingestion", "The node pool's tag states the purpose."
	for name, tc := range map[string]struct {
		pools []adopt.Pool
		style adopt.Style
		want  string
	}{
		"none": {nil, adopt.AsFound, ""},
		"as found, twice, in another casing": {[]adopt.Pool{jobs, func() adopt.Pool { p := jobs; p.ClusterID = strings.ToUpper(p.ClusterID); return p }()}, adopt.AsFound, `import {
  to = aks_workload_lane.aks_lanes_jobs
  id = "` + cluster + `/agentPools/jobs"
}

# Nothing suggests a more specific purpose.
resource "aks_workload_lane" "aks_lanes_jobs" {
  cluster_id = "` + cluster + `"
  name       = "jobs"
  purpose    = "general"
}
`},
		"moved, as its preset": {[]adopt.Pool{moved}, adopt.Preset, `moved {
  from = module.aks["a"].azurerm_kubernetes_cluster_node_pool.all["jobs"]
  to   = aks_workload_lane.aks_lanes_jobs
}

# Nothing suggests a more specific purpose.
resource "aks_workload_lane" "aks_lanes_jobs" {
  cluster_id      = "` + cluster + `"
  name            = "jobs"
  purpose         = "general"
  preset_revision = 1
  vm_size         = "Standard_D4ds_v5"
  capacity        = { nodes = 1 }
  labels          = { note = "$${a} of 50%" }
  taints          = ["team=x:NoSchedule"]
  upgrade         = { undrainable = "Schedule" }
  node_config     = { kubelet = { cpu_manager_policy = "static" } }
}
`},
		"spot, without a taint of the preset": {[]adopt.Pool{spot}, adopt.Preset, `import {
  to = aks_workload_lane.aks_lanes_cheap
  id = "` + cluster + `/agentPools/cheap"
}

resource "aks_workload_lane" "aks_lanes_cheap" {
  cluster_id      = "` + cluster + `"
  name            = "cheap"
  purpose         = "batch"
  preset_revision = 2
  vm_size         = "Standard_D4ds_v5"
  capacity        = { nodes = 1 }
  image_streaming = false
  spot            = {}
  omit            = { taints = ["workload:NoSchedule"] }
}
`},
		"a managed system pool of AKS's": {[]adopt.Pool{{ClusterID: cluster, ClusterName: "c", Name: "aks", Settings: lane.Of(lane.Mode.Is("ManagedSystem"))}}, adopt.AsFound, ""},
		"a purpose of the team's own": {[]adopt.Pool{own}, adopt.Preset, `import {
  to = aks_workload_lane.aks_lanes_jobs
  id = "` + cluster + `/agentPools/jobs"
}

# The node pool's tag states the purpose. The purpose is not built in: settings are kept as they are.
resource "aks_workload_lane" "aks_lanes_jobs" {
  cluster_id = "` + cluster + `"
  name       = "jobs"
  purpose    = "ingestion"
}
`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := adopt.Text(tc.pools, tc.style)
			if err != nil || got != tc.want {
				t.Errorf("%v, got\n%s\nwant\n%s", err, got, tc.want)
			}
		})
	}
}

func TestValidAddress(t *testing.T) {
	t.Parallel()
	for _, good := range []string{"azapi_resource.pool", `azurerm_kubernetes_cluster_node_pool.all["a/b"]`, "module.a.module.b[0].azapi_resource.x[3]", `module.m["a\"b"].azapi_resource.x`} {
		if !adopt.ValidAddress(good) {
			t.Errorf("%s is refused", good)
		}
	}
	for _, bad := range []string{"", "azapi_resource", "data.azurerm_x.y", "a.b\n}", `a.b["${x}"]`, "a.b.c", "a.b[", "module.a", `a.b["x"] }`, "azapi_resource.9"} {
		if adopt.ValidAddress(bad) {
			t.Errorf("%s is taken", bad)
		}
	}
}

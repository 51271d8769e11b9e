package provider

import (
	"strings"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// foundPools are the node pools of a world, as data sources report them.
func foundPools(t *testing.T) (brief, whole any) {
	t.Helper()
	sim := worldOf(t, simulator.Options{PollHint: true})
	for name, properties := range map[string]object{
		"jobs":  {"mode": "User", "vmSize": "Standard_D8ds_v5", "count": 1, "osType": "Linux", "nodeTaints": list{"workload=jobs:NoSchedule"}},
		"web":   {"mode": "User", "vmSize": "Standard_D8ds_v5", "count": 3, "osType": "Linux", "tags": object{"workload-lane-purpose": "frontend"}},
		"other": {"mode": "User", "vmSize": "Standard_D8ds_v5", "count": 3, "osType": "Linux", "nodeTaints": list{"team=x:NoSchedule"}},
	} {
		if status, answer, err := sim.Do("PUT", cluster+"/agentPools/"+name, object{"properties": properties}); err != nil || status >= 300 {
			t.Fatal(status, answer, err)
		}
	}
	s := serverOn(t, sim)
	return part(s.tells("node_pools", object{"cluster_ids": list{cluster}}), "pools"), part(s.tells("cluster", object{"cluster_id": cluster}), "pools")
}

func TestAdopt(t *testing.T) {
	t.Parallel()
	brief, whole := foundPools(t)
	asFound, _ := call(t, "adopt", brief, "as_found").(string)
	for _, want := range []string{
		"import {\n  to = aks_workload_lane.aks_lanes_jobs\n  id = \"" + cluster + "/agentPools/jobs\"\n}\n",
		"# The purpose follows from the taints.\nresource \"aks_workload_lane\" \"aks_lanes_jobs\" {\n  cluster_id = \"" + cluster + "\"\n  name       = \"jobs\"\n  purpose    = \"batch\"\n}\n",
		"# The node pool's tag states the purpose.\n", "purpose    = \"frontend\"",
		"# The purpose follows from the mode.\n",
		"# Nothing shows the purpose: choose one before you write preset_revision.\n",
	} {
		if !strings.Contains(asFound, want) {
			t.Errorf("the text lacks\n%s\nit is\n%s", want, asFound)
		}
	}
	returns(t, asFound, "adopt", whole, "as_found")
	byKey := object{}
	for _, p := range brief.(list) {
		byKey["k-"+part(p, "name").(string)] = p
	}
	returns(t, asFound, "adopt", byKey, "as_found")

	moved, _ := call(t, "adopt", whole, "preset", object{strings.ToLower(cluster) + "/agentpools/jobs": `module.x.azapi_resource.pool["jobs"]`}).(string)
	for _, want := range []string{"moved {\n  from = module.x.azapi_resource.pool[\"jobs\"]\n  to   = aks_workload_lane.aks_lanes_jobs\n}\n", "  preset_revision = 1\n"} {
		if !strings.Contains(moved, want) {
			t.Errorf("the text lacks\n%s\nit is\n%s", want, moved)
		}
	}
	returns(t, "", "adopt", list{}, "as_found")
	returns(t, later, "adopt", later, "as_found")
	returns(t, later, "adopt", brief, "as_found", later)
	returns(t, later, "adopt", list{object{"cluster_id": cluster, "name": "jobs", "purpose": later, "pool": object{"mode": "User"}}}, "as_found")
}

func TestAdoptErrors(t *testing.T) {
	t.Parallel()
	brief, _ := foundPools(t)
	id := cluster + "/agentPools/jobs"
	fails(t, 0, []string{`the style "preset" needs every setting`, "aks_cluster or aks_node_pool"}, "adopt", brief, "preset")
	fails(t, 0, []string{"has no cluster_id or no name"}, "adopt", list{object{"pool": object{"mode": "User"}}}, "as_found")
	fails(t, 0, []string{"write a map or a list of lanes"}, "adopt", "x", "as_found")
	fails(t, 1, []string{"Write one of as_found, preset"}, "adopt", brief, "quick")
	fails(t, 2, []string{"is not the address of a resource instance"}, "adopt", brief, "as_found", object{id: "jobs"})
	fails(t, 2, []string{"is not the ID of an AKS node pool"}, "adopt", brief, "as_found", object{"jobs": "azapi_resource.jobs"})
	fails(t, 2, []string{"no node pool of the first argument has the ID"}, "adopt", brief, "as_found", object{cluster + "/agentPools/gone": "azapi_resource.gone"})
	fails(t, 2, []string{"merge(a, b)"}, "adopt", brief, "as_found", object{}, object{})
}

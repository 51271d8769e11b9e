package provider

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

func TestNodePool(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	out := s.tells("node_pool", object{"cluster_id": cluster, "name": "nodepool1"})
	for _, tt := range []struct {
		path list
		want any
	}{
		{list{"id"}, cluster + "/agentPools/nodepool1"},
		{list{"location"}, "westeurope"},
		{list{"purpose"}, "system"},
		{list{"purpose_source"}, "classified"},
		{list{"vcpus"}, 4},
		{list{"memory_gb"}, 16},
		{list{"pool", "vm_size"}, "Standard_D4ds_v5"},
		{list{"pool", "mode"}, "System"},
		{list{"status", "nodes"}, 3},
		{list{"status", "kubernetes_version"}, "1.35.7"},
		{list{"node_image_age_days"}, 17},
		{list{"scheduling", "node_selector"}, object{"kubernetes.azure.com/agentpool": "nodepool1"}},
	} {
		if diff := cmp.Diff(tt.want, part(out, tt.path...)); diff != "" {
			t.Errorf("%v (-want +got):\n%s", tt.path, diff)
		}
	}
}

func TestNodePoolThatIsNot(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.saysNo("node_pool", object{"cluster_id": cluster, "name": "nodepool2"}, `no node pool called "nodepool2"; it has nodepool1`)
	s.saysNo("node_pool", object{"cluster_id": cluster + "x", "name": "nodepool1"}, "Unable to read the cluster", "does not exist")
	s.saysNo("node_pool", object{"cluster_id": "aks-lanes", "name": "nodepool1"}, "is not the ID of an AKS cluster")
}

// The snapshot of one cluster takes one request, whoever asks for it.
func TestOneSnapshotForAll(t *testing.T) {
	t.Parallel()
	sim := worldOf(t, simulator.Options{})
	s := serverOn(t, sim)
	s.tells("node_pool", object{"cluster_id": cluster, "name": "nodepool1"})
	s.tells("node_pools", object{"cluster_ids": list{cluster, strings.ToLower(cluster)}})
	s.tells("cluster", object{"cluster_id": cluster})
	if _, errs := s.plan(s.config(nil)); len(errs) > 0 {
		t.Fatal(errs)
	}
	if diff := cmp.Diff([]string{"GET aks-lanes", "GET skus", "GET usages", "GET maintenanceConfigurations"}, asked(sim)); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

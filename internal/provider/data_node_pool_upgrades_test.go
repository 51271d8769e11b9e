package provider

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

func TestNodePoolUpgrades(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	out := s.tells("node_pool_upgrades", object{"cluster_id": cluster})
	want := list{
		object{"kind": "control-plane", "surge_vcpus": 0, "moves": list{object{"pool": nil, "from": "1.35.7", "to": "1.36.3", "surge_nodes": 0, "surge_vcpus": 0}}},
		object{"kind": "system", "surge_vcpus": 4, "moves": list{object{"pool": "nodepool1", "from": "1.35.7", "to": "1.36.3", "surge_nodes": 1, "surge_vcpus": 4}}},
	}
	if diff := cmp.Diff(want, part(out, "waves")); diff != "" || part(out, "target_version") != "1.36.3" {
		t.Errorf("to %v (-want +got):\n%s", part(out, "target_version"), diff)
	}
	if part(out, "offered", 0, "version") != "1.36.1" || part(out, "pools", "nodepool1", "image_outdated") != false {
		t.Errorf("offered %v, pools %v", part(out, "offered"), part(out, "pools"))
	}
	if out := s.tells("node_pool_upgrades", object{"cluster_id": cluster, "target_version": "1.35"}); len(part(out, "waves").(list)) != 0 {
		t.Errorf("waves to what runs: %v", out)
	}
	s.saysNo("node_pool_upgrades", object{"cluster_id": cluster, "target_version": "1.34"}, "target_version", "does not downgrade it")
}

// If only the pools may be read, there are no waves, and the reason is reported.
func TestNodePoolUpgradesWithoutTheCluster(t *testing.T) {
	t.Parallel()
	s := serverOn(t, worldOf(t, simulator.Options{Faults: []simulator.Fault{
		{Match: simulator.Match{Method: "GET", Path: "*/managedClusters/aks-lanes"}, Status: 403, Code: "AuthorizationFailed", Gateway: true, Message: "no"}}}))
	s.saysNo("node_pool_upgrades", object{"cluster_id": cluster}, "Unable to read the version of the cluster", "managedClusters/read")
	if out := s.tells("node_pool", object{"cluster_id": cluster, "name": "nodepool1"}); part(out, "location") != nil || part(out, "pool", "mode") != "System" {
		t.Errorf("the pool: %v", out)
	}
}

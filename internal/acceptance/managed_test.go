package acceptance

import (
	"strings"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// hosted is a world whose cluster has a system pool that AKS manages.
func hosted(w *simulator.World) {
	cluster := &w.Subscriptions[0].Clusters[0]
	cluster.Properties = map[string]any{"hostedSystemProfile": map[string]any{"enabled": true}}
	cluster.Pools = append(cluster.Pools, simulator.Pool{Name: "hosted", Properties: &simulator.AgentPoolProperties{
		Mode: new("ManagedSystem"), Count: new(int32(3)), VMSize: new("Standard_D4ds_v5")}})
}

// A managed system pool cannot be a lane: the import says whose pool it is.
func TestImportOfAManagedSystemPool(t *testing.T) {
	t.Parallel()
	w := NewWorldOf(t, hosted)
	e, err := NewEngine(w)
	if err != nil {
		t.Fatal(err)
	}
	if err := e.Import(ClusterID+"/agentPools/hosted", Disturbance{}); err == nil || !strings.Contains(err.Error(), "managed system node pool") {
		t.Errorf("the import says %v", err)
	}
	if w.Writes() != 0 {
		t.Error("something was written")
	}
}

// If AKS has its own system nodes, the last system lane may be deleted.
func TestLastSystemLaneOfAHostedCluster(t *testing.T) {
	t.Parallel()
	w := NewWorldOf(t, hosted)
	e, err := NewEngine(w)
	if err != nil {
		t.Fatal(err)
	}
	config := map[string]any{"cluster_id": ClusterID, "name": "nodepool1", "purpose": "system"}
	if err := e.Import(ClusterID+"/agentPools/nodepool1", Disturbance{}); err != nil {
		t.Fatal(err)
	}
	if changed, err := e.Run(config, Disturbance{}); changed || err != nil {
		t.Fatalf("the import plans a change: %v", err)
	}
	if _, err := e.Run(nil, Disturbance{}); err != nil {
		t.Errorf("the lane cannot go: %v", err)
	}
	if w.Pool("nodepool1") != nil {
		t.Error("the node pool is still there")
	}
}

package provider

import (
	"bytes"
	"testing"

	"github.com/hashicorp/terraform-plugin-log/tflogtest"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
)

// Each step of an apply is logged once, at the level info.
func TestTheStepsOfALaneAreLogged(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	id, err := azure.ParseClusterID(cluster)
	if err != nil {
		t.Fatal(err)
	}
	say := progressOf(tflogtest.RootLogger(t.Context(), &log), "pricing")
	for _, text := range []string{"sends the creation of the node pool", "CreatingAgentPool: 0/2 nodes completed", "CreatingAgentPool: 0/2 nodes completed", "Succeeded"} {
		say(azure.PoolRef{Cluster: id, Name: "pricingr"}, text)
	}
	entries, err := tflogtest.MultilineJSONDecode(&log)
	if err != nil || len(entries) != 3 {
		t.Fatalf("%d lines, %v", len(entries), err)
	}
	if e := entries[1]; e["@level"] != "info" || e["@message"] != "lane pricing: CreatingAgentPool: 0/2 nodes completed" || e["node_pool"] != "pricingr" || e["cluster"] != cluster {
		t.Errorf("the line is %v", e)
	}
}

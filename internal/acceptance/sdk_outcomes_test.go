package acceptance_test

import (
	"testing"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/to"
	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/containerservice/armcontainerservice/v8"
)

// The SDK's abort ends an operation that is still running. The waiting client gets
// an error, and the pool is Canceled.
func TestTheSDKsAbort(t *testing.T) {
	t.Parallel()
	// At this speed a new pool takes half a minute, an abort less than two seconds.
	ctx, s := t.Context(), newSDK(t, simulate(t, "-speed", "6"))
	pools := s.factory.NewAgentPoolsClient()
	creation, err := pools.BeginCreateOrUpdate(ctx, group, clusterA, "batch", armcontainerservice.AgentPool{
		Properties: &armcontainerservice.ManagedClusterAgentPoolProfileProperties{
			Count: to.Ptr[int32](1), VMSize: to.Ptr("Standard_D4ds_v5"), Mode: to.Ptr(armcontainerservice.AgentPoolModeUser),
		},
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	abort, err := pools.BeginAbortLatestOperation(ctx, group, clusterA, "batch", nil)
	if _, err := finish(ctx, abort, err); err != nil {
		t.Errorf("abort: %v", err)
	}
	if _, err := finish(ctx, creation, nil); err == nil {
		t.Error("the creation succeeded")
	}
	left, err := pools.Get(ctx, group, clusterA, "batch", nil)
	if err != nil || *left.Properties.ProvisioningState != "Canceled" {
		t.Errorf("what is left: %v, %v", left.Properties, err)
	}
}

// A disruption budget of zero blocks a deletion, and the operation's error names
// the budget. With the option that ignores budgets the deletion succeeds.
func TestTheSDKsDeleteAgainstABudget(t *testing.T) {
	t.Parallel()
	world := t.TempDir() + "/world.json"
	write(t, world, `{"subscriptions": [{"id": "11111111-1111-1111-1111-111111111111", "name": "busy", "clusters": [{
		"name": "aks-lanes", "resource_group": "rg-lanes", "location": "westeurope",
		"pools": [{"name": "system", "properties": {"mode": "System", "count": 1}}, {"name": "data", "properties": {"count": 1}}],
		"workloads": [{"name": "db", "replicas": 1, "node_selector": {"agentpool": "data"}, "budget": {"name": "db-budget", "max_unavailable": 0}}]}]}]}`)
	ctx, s := t.Context(), newSDK(t, simulate(t, "-world", world))
	pools := s.factory.NewAgentPoolsClient()
	held, err := pools.BeginDelete(ctx, group, clusterA, "data", nil)
	if _, err := finish(ctx, held, err); refused(err) != "PodDrainFailure" {
		t.Errorf("with the budget: got %v", err)
	}
	if left, err := pools.Get(ctx, group, clusterA, "data", nil); err != nil || *left.Properties.ProvisioningState != "Failed" {
		t.Errorf("with the budget: %v", err)
	}
	past, err := pools.BeginDelete(ctx, group, clusterA, "data", &armcontainerservice.AgentPoolsClientBeginDeleteOptions{IgnorePodDisruptionBudget: to.Ptr(true)})
	if _, err := finish(ctx, past, err); err != nil {
		t.Errorf("past the budget: %v", err)
	}
	if _, err := pools.Get(ctx, group, clusterA, "data", nil); refused(err) != "NotFound" {
		t.Errorf("past the budget: got %v", err)
	}
}

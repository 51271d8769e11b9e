package azure

import (
	"context"
	"net/http"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/containerservice/armcontainerservice/v8"
)

// Abort sends one POST that stops the current operation of a node pool without
// reverting it. A nil operation means that no operation was in progress.
func (c *Client) Abort(ctx context.Context, ref PoolRef) (*Operation, error) {
	return c.act(ctx, ref, "abort", func(ctx context.Context, pools *armcontainerservice.AgentPoolsClient) error {
		_, err := pools.BeginAbortLatestOperation(ctx, ref.Cluster.Group, ref.Cluster.Name, ref.Name, nil)
		return err
	})
}

// DeleteMachines sends one POST that deletes machines of a node pool by name. AKS
// neither cordons nor drains them.
func (c *Client) DeleteMachines(ctx context.Context, ref PoolRef, names []string) (*Operation, error) {
	sent := armcontainerservice.AgentPoolDeleteMachinesParameter{}
	for _, name := range names {
		sent.MachineNames = append(sent.MachineNames, &name)
	}
	return c.act(ctx, ref, "machines", func(ctx context.Context, pools *armcontainerservice.AgentPoolsClient) error {
		_, err := pools.BeginDeleteMachines(ctx, ref.Cluster.Group, ref.Cluster.Name, ref.Name, sent, nil)
		return err
	})
}

// act sends a POST whose answer does not contain the pool.
func (c *Client) act(ctx context.Context, ref PoolRef, kind string, post func(context.Context, *armcontainerservice.AgentPoolsClient) error) (*Operation, error) {
	clients, err := c.of(ref.Cluster.Subscription)
	if err != nil {
		return nil, err
	}
	c.drop(ref.Cluster)
	defer c.drop(ref.Cluster)
	var raw *http.Response
	if err := post(once(policy.WithCaptureResponse(ctx, &raw)), clients.pools); err != nil && !answered(raw) {
		return nil, c.armError(err, ref)
	}
	if raw != nil && raw.StatusCode == http.StatusNoContent {
		return nil, nil
	}
	return operationIn(raw, kind, ref.Name), nil
}

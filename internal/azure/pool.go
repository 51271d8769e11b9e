package azure

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/to"
	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/containerservice/armcontainerservice/v8"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// Pool is a live node pool.
type Pool struct {
	Ref    PoolRef
	Set    lane.Settings // every setting that ARM returned
	Status lane.Status
	ETag   string

	body []byte // its properties as ARM returned them; a write starts from them
}

// Live is the pool without the data that only a write needs.
func (p *Pool) Live() lane.LivePool {
	return lane.LivePool{Name: p.Ref.Name, Set: p.Set, Status: p.Status}
}

// poolOf reads the properties of a pool. It keeps them as text: a tree takes five times
// the memory, and only a write needs them again.
func poolOf(ref PoolRef, props tree) *Pool {
	p := &Pool{Ref: ref, Set: settingsOf(ref.Name, props), Status: statusOf(props)}
	p.ETag, _ = props["eTag"].(string)
	p.body, _ = json.Marshal(props) // they were read from JSON
	return p
}

// props are the properties as a tree; nil for a pool that was never read.
func (p *Pool) props() tree {
	if p.body == nil {
		return nil
	}
	props, _ := decodeTree(p.body)
	return props
}

// Pool reads one node pool without using the shared answer.
func (c *Client) Pool(ctx context.Context, ref PoolRef) (*Pool, error) {
	clients, err := c.of(ref.Cluster.Subscription)
	if err != nil {
		return nil, err
	}
	var raw *http.Response
	if _, err := clients.pools.Get(policy.WithCaptureResponse(ctx, &raw), ref.Cluster.Group, ref.Cluster.Name, ref.Name, nil); err != nil && !answered(raw) {
		return nil, c.armError(err, ref)
	}
	return c.poolIn(raw, ref)
}

func (c *Client) poolIn(resp *http.Response, ref PoolRef) (*Pool, error) {
	var body struct {
		Properties json.RawMessage `json:"properties"`
	}
	if err := decodePayload(resp, &body); err != nil {
		return nil, c.unreadable(err, ref)
	}
	props, err := decodeTree(body.Properties)
	if err != nil {
		return nil, c.unreadable(err, ref)
	}
	return poolOf(ref, props), nil
}

// CreatePool sends one PUT for a pool that must not exist yet. The returned pool is
// AKS's answer while the operation runs.
func (c *Client) CreatePool(ctx context.Context, ref PoolRef, want lane.Settings) (*Pool, *Operation, error) {
	return c.put(ctx, ref, overlay(nil, want, nil), "create", &armcontainerservice.AgentPoolsClientBeginCreateOrUpdateOptions{IfNoneMatch: to.Ptr("*")})
}

// UpdatePool sends one PUT that merges the settings into the live pool, which must not
// have changed since it was read. A setting whose meaning is unchanged keeps its live
// spelling.
func (c *Client) UpdatePool(ctx context.Context, live *Pool, want lane.Settings) (*Pool, *Operation, error) {
	return c.put(ctx, live.Ref, overlay(live.props(), want, live.Set), "update", &armcontainerservice.AgentPoolsClientBeginCreateOrUpdateOptions{IfMatch: nonEmpty(live.ETag)})
}

func nonEmpty(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func (c *Client) put(ctx context.Context, ref PoolRef, props tree, kind string, opts *armcontainerservice.AgentPoolsClientBeginCreateOrUpdateOptions) (*Pool, *Operation, error) {
	clients, err := c.of(ref.Cluster.Subscription)
	if err != nil {
		return nil, nil, err
	}
	body, err := json.Marshal(tree{"properties": props})
	if err != nil { // an infinite price
		return nil, nil, &Error{Reason: Invalid, Message: "a value cannot be written as JSON: " + firstLine(err.Error()), Pool: ref, CorrelationID: c.correlation, cause: err}
	}
	c.drop(ref.Cluster)
	c.images.drop(imageKey(ref)) // a new version has a different newest image
	defer c.drop(ref.Cluster)
	var raw *http.Response
	// The SDK's poller is not used. The operation is followed by its URL, so that
	// another process can remember and resume it.
	ctx = withBody(once(policy.WithCaptureResponse(ctx, &raw)), ref, body)
	_, err = clients.pools.BeginCreateOrUpdate(ctx, ref.Cluster.Group, ref.Cluster.Name, ref.Name, armcontainerservice.AgentPool{}, opts)
	if err != nil && !answered(raw) {
		return nil, nil, c.armError(err, ref)
	}
	op := operationIn(raw, kind, ref.Name)
	pool, err := c.poolIn(raw, ref)
	if err != nil { // the write was accepted; the pool's own state shows the rest
		return &Pool{Ref: ref, Set: lane.Settings{}}, op, nil
	}
	return pool, op, nil
}

// DeletePool sends one DELETE for the pool as it was read. A nil operation means that
// the pool was already gone.
func (c *Client) DeletePool(ctx context.Context, live *Pool, ignorePDB bool) (*Operation, error) {
	clients, err := c.of(live.Ref.Cluster.Subscription)
	if err != nil {
		return nil, err
	}
	c.drop(live.Ref.Cluster)
	defer c.drop(live.Ref.Cluster)
	opts := &armcontainerservice.AgentPoolsClientBeginDeleteOptions{IfMatch: nonEmpty(live.ETag)}
	if ignorePDB {
		opts.IgnorePodDisruptionBudget = to.Ptr(true)
	}
	var raw *http.Response
	_, err = clients.pools.BeginDelete(once(policy.WithCaptureResponse(ctx, &raw)), live.Ref.Cluster.Group, live.Ref.Cluster.Name, live.Ref.Name, opts)
	if err != nil && !answered(raw) {
		return nil, c.armError(err, live.Ref)
	}
	if raw != nil && raw.StatusCode == http.StatusNoContent {
		return nil, nil
	}
	return operationIn(raw, "delete", live.Ref.Name), nil
}

package azure

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// Cluster is a cluster with all its node pools, as returned by one request.
type Cluster struct {
	lane.ClusterFacts

	ID    ClusterID
	Pools []*Pool
}

// Pool finds a node pool by name. It returns nil if the cluster has no such pool.
func (c *Cluster) Pool(name string) *Pool {
	for _, p := range c.Pools {
		if strings.EqualFold(p.Ref.Name, name) {
			return p
		}
	}
	return nil
}

// LivePools are the node pools without the data that only a write needs.
func (c *Cluster) LivePools() []lane.LivePool {
	out := make([]lane.LivePool, len(c.Pools))
	for i, p := range c.Pools {
		out[i] = p.Live()
	}
	return out
}

// Cluster reads a cluster and all its node pools with one request. All callers share
// the answer until a write drops it. Up to mostAtOnce different clusters are read at
// the same time. If the cluster may not be read, its pools are listed instead.
func (c *Client) Cluster(ctx context.Context, id ClusterID) (*Cluster, error) {
	return c.clusters.get(ctx, id.Key(), func(ctx context.Context) (*Cluster, error) {
		select {
		case c.reads <- struct{}{}:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		defer func() { <-c.reads }()
		return c.FreshCluster(ctx, id)
	})
}

// FreshCluster reads a cluster without using the shared answer.
func (c *Client) FreshCluster(ctx context.Context, id ClusterID) (*Cluster, error) {
	clients, err := c.of(id.Subscription)
	if err != nil {
		return nil, err
	}
	var raw *http.Response
	_, err = clients.clusters.Get(policy.WithCaptureResponse(ctx, &raw), id.Group, id.Name, nil)
	if err != nil && !answered(raw) {
		err = c.armError(err, PoolRef{Cluster: id})
		if ReasonOf(err) == Forbidden {
			if pools, listErr := c.listPools(ctx, id); listErr == nil {
				return &Cluster{ID: id, ClusterFacts: lane.ClusterFacts{Partial: true}, Pools: pools}, nil
			}
		}
		return nil, err
	}
	payload, err := runtime.Payload(raw)
	if err != nil {
		return nil, c.unreadable(err, PoolRef{Cluster: id})
	}
	out, err := clusterOf(id, payload)
	if err != nil {
		return nil, c.unreadable(err, PoolRef{Cluster: id})
	}
	return out, nil
}

func (c *Client) listPools(ctx context.Context, id ClusterID) ([]*Pool, error) {
	clients, err := c.of(id.Subscription)
	if err != nil {
		return nil, err
	}
	var out []*Pool
	pager := clients.pools.NewListPager(id.Group, id.Name, nil)
	for pager.More() {
		var raw *http.Response
		if _, err := pager.NextPage(policy.WithCaptureResponse(ctx, &raw)); err != nil {
			return nil, c.armError(err, PoolRef{Cluster: id})
		}
		var page struct {
			Value []struct {
				Name       string          `json:"name"`
				Properties json.RawMessage `json:"properties"`
			} `json:"value"`
		}
		if err := decodePayload(raw, &page); err != nil {
			return nil, c.unreadable(err, PoolRef{Cluster: id})
		}
		for _, p := range page.Value {
			props, err := decodeTree(p.Properties)
			if err != nil {
				return nil, c.unreadable(err, PoolRef{Cluster: id, Name: p.Name})
			}
			out = append(out, poolOf(PoolRef{Cluster: id, Name: p.Name}, props))
		}
	}
	return out, nil
}

// drop makes the next caller read the cluster again, because something was written.
func (c *Client) drop(id ClusterID) {
	c.clusters.drop(id.Key())
	c.upgrades.drop(id.Key())
	c.usages.clear() // the quotas of all locations: only the cluster's body names its location
	c.mu.Lock()
	defer c.mu.Unlock()
	c.wrote[id.Key()] = true
}

// Wrote reports whether this client has written to a pool of the cluster. Such a write
// may be what keeps the cluster busy.
func (c *Client) Wrote(id ClusterID) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.wrote[id.Key()]
}

// AtRest reports whether nothing is in progress in the cluster and, if a name is given,
// in that pool. It does not use the shared answer.
func (c *Client) AtRest(ctx context.Context, ref PoolRef) (bool, error) {
	cluster, err := c.FreshCluster(ctx, ref.Cluster)
	if err != nil {
		return false, err
	}
	if !Settled(cluster.State) {
		return false, nil
	}
	p := cluster.Pool(ref.Name)
	return p == nil || Settled(p.Status.State), nil
}

// Settled reports whether a provisioningState means that no operation is in progress.
func Settled(s string) bool {
	return s == "" || s == "Succeeded" || s == "Failed" || s == "Canceled"
}

// Healthy reports whether a provisioningState is not the result of a failed or canceled
// operation.
func Healthy(s string) bool { return s != "Failed" && s != "Canceled" }

// answered reports whether ARM returned success, even if the SDK could not read all of
// the answer. A property may have another type than the SDK's version knows. That must
// not stop us: we read about a dozen of hundreds of properties.
func answered(resp *http.Response) bool {
	return resp != nil && resp.StatusCode >= http.StatusOK && resp.StatusCode < http.StatusMultipleChoices
}

func decodePayload(resp *http.Response, into any) error {
	raw, err := runtime.Payload(resp)
	if err != nil {
		return err
	}
	return json.Unmarshal(raw, into)
}

// unreadable is the error for an answer that does not have the form of an ARM answer.
func (c *Client) unreadable(err error, about PoolRef) error {
	return &Error{Reason: Down, Message: "the answer cannot be read: " + firstLine(err.Error()), Pool: about, CorrelationID: c.correlation, cause: err}
}

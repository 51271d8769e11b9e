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

// Cluster is a cluster with all its node pools as one request saw them.
type Cluster struct {
	lane.ClusterFacts

	ID    ClusterID
	Pools []*Pool
}

// Pool finds a node pool by name; nil where there is none.
func (c *Cluster) Pool(name string) *Pool {
	for _, p := range c.Pools {
		if strings.EqualFold(p.Ref.Name, name) {
			return p
		}
	}
	return nil
}

// LivePools are the node pools without what only a write needs.
func (c *Cluster) LivePools() []lane.LivePool {
	out := make([]lane.LivePool, len(c.Pools))
	for i, p := range c.Pools {
		out[i] = p.Live()
	}
	return out
}

// Cluster reads a cluster and all its node pools with one request, which all
// callers share until a write drops it. Different clusters are read at the same
// time, mostAtOnce of them. Where the cluster may not be read, its pools are listed
// instead.
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

// FreshCluster reads a cluster past the shared answer.
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

// drop makes the next caller read the cluster again: something was written.
func (c *Client) drop(id ClusterID) {
	c.clusters.drop(id.Key())
	c.upgrades.drop(id.Key())
	c.usages.clear() // quotas of the location, which only the cluster's body tells
	c.mu.Lock()
	defer c.mu.Unlock()
	c.wrote[id.Key()] = true
}

// Wrote reports whether this client has written to a pool of the cluster: what
// keeps the cluster busy may be that.
func (c *Client) Wrote(id ClusterID) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.wrote[id.Key()]
}

// AtRest reports whether nothing is in progress in the cluster and, where a
// name is given, in that pool. It reads past the shared answer.
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

// Settled reports whether a provisioningState is one at rest.
func Settled(s string) bool {
	return s == "" || s == "Succeeded" || s == "Failed" || s == "Canceled"
}

// Healthy reports whether a provisioningState is not one that an operation has
// ended badly in.
func Healthy(s string) bool { return s != "Failed" && s != "Canceled" }

// answered reports whether ARM has said yes, although the SDK could not read all
// of it: a property of another type than its version knows must not stop us,
// who read a dozen of hundreds.
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

// unreadable is an answer that is not what ARM answers.
func (c *Client) unreadable(err error, about PoolRef) error {
	return &Error{Reason: Down, Message: "the answer cannot be read: " + firstLine(err.Error()), Pool: about, CorrelationID: c.correlation, cause: err}
}

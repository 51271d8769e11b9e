package azure

import (
	"context"
	"net/http"
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// LatestImage is the newest node image that AKS has for a pool's version, operating
// system and size: "AKSUbuntu-2404gen2containerd-202609.03.1". It sends one request per
// pool, and shares the answer until the pool is written to.
func (c *Client) LatestImage(ctx context.Context, ref PoolRef) (string, error) {
	return c.images.get(ctx, imageKey(ref), func(ctx context.Context) (string, error) {
		clients, err := c.of(ref.Cluster.Subscription)
		if err != nil {
			return "", err
		}
		profile, err := clients.pools.GetUpgradeProfile(ctx, ref.Cluster.Group, ref.Cluster.Name, ref.Name, nil)
		if err != nil {
			return "", c.armError(err, ref)
		}
		if profile.Properties == nil || profile.Properties.LatestNodeImageVersion == nil {
			return "", nil
		}
		return *profile.Properties.LatestNodeImageVersion, nil
	})
}

func imageKey(ref PoolRef) string { return ref.Cluster.Key() + "/" + strings.ToLower(ref.Name) }

// AgainstImage is the pool with its node image compared with the newest one. Its
// setting upgrade.image is "latest" if they are equal, otherwise the image that the
// nodes still run. If the newest image is empty, the pool is returned unchanged.
func (p *Pool) AgainstImage(newest string) *Pool {
	if newest == "" || p.Status.Image == "" {
		return p
	}
	out, image := *p, p.Status.Image
	if image == newest {
		image = "latest"
	}
	out.Set = p.Set.Put(lane.Image, lane.Known(image))
	return &out
}

// UpgradeImage sends one POST that reimages the pool's nodes to the newest node
// image.
func (c *Client) UpgradeImage(ctx context.Context, live *Pool) (*Pool, *Operation, error) {
	clients, err := c.of(live.Ref.Cluster.Subscription)
	if err != nil {
		return nil, nil, err
	}
	c.drop(live.Ref.Cluster)
	defer c.drop(live.Ref.Cluster)
	var raw *http.Response
	_, err = clients.pools.BeginUpgradeNodeImageVersion(once(policy.WithCaptureResponse(ctx, &raw)), live.Ref.Cluster.Group, live.Ref.Cluster.Name, live.Ref.Name, nil)
	if err != nil && !answered(raw) {
		return nil, nil, c.armError(err, live.Ref)
	}
	op := operationIn(raw, "upgrade", live.Ref.Name)
	pool, err := c.poolIn(raw, live.Ref)
	if err != nil || len(pool.Set) == 0 { // the body is optional
		pool = live
	}
	return pool, op, nil
}

package azure

import (
	"context"
	"net/http"

	"golang.org/x/sync/errgroup"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// Upgrades are the versions that AKS offers for a cluster and its pools.
type Upgrades struct {
	ControlPlane []Offer
	Pools        map[string]PoolUpgrades // by pool name
}

// PoolUpgrades are the versions that AKS offers for one pool.
type PoolUpgrades struct {
	Versions []Offer
	Image    string // the newest node image; "" if AKS does not report it
}

// Offer is a Kubernetes version that AKS offers.
type Offer struct {
	Version string `json:"kubernetesVersion"`
	Preview bool   `json:"isPreview"`
}

// Upgrades reads the versions that a cluster and its pools may be upgraded to. It sends
// one request for the control plane and one for each pool. All callers share the answer
// until the cluster is written to. The pools are those of the shared snapshot.
func (c *Client) Upgrades(ctx context.Context, id ClusterID) (*Upgrades, error) {
	return c.upgrades.get(ctx, id.Key(), func(ctx context.Context) (*Upgrades, error) { return c.readUpgrades(ctx, id) })
}

func (c *Client) readUpgrades(ctx context.Context, id ClusterID) (*Upgrades, error) {
	cluster, err := c.Cluster(ctx, id)
	if err != nil {
		return nil, err
	}
	found := make([]PoolUpgrades, len(cluster.Pools))
	out := &Upgrades{Pools: map[string]PoolUpgrades{}}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(mostAtOnce)
	group.Go(func() error {
		var body struct {
			Properties struct {
				ControlPlane struct {
					Upgrades []Offer `json:"upgrades"`
				} `json:"controlPlaneProfile"`
			} `json:"properties"`
		}
		err := c.sendJSON(ctx, http.MethodGet, c.address(id.String()+"/upgradeProfiles/default", lane.APIVersion), nil, &body, PoolRef{Cluster: id})
		out.ControlPlane = body.Properties.ControlPlane.Upgrades
		return err
	})
	for i, p := range cluster.Pools {
		group.Go(func() error {
			var body struct {
				Properties struct {
					Upgrades []Offer `json:"upgrades"`
					Image    string  `json:"latestNodeImageVersion"`
				} `json:"properties"`
			}
			err := c.sendJSON(ctx, http.MethodGet, c.address(p.Ref.ID()+"/upgradeProfiles/default", lane.APIVersion), nil, &body, p.Ref)
			found[i] = PoolUpgrades{Versions: body.Properties.Upgrades, Image: body.Properties.Image}
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	for i, p := range cluster.Pools {
		out.Pools[p.Ref.Name] = found[i]
	}
	return out, nil
}

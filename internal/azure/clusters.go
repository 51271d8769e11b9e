package azure

import (
	"context"
	"slices"

	"golang.org/x/sync/errgroup"
)

// Clusters reads the snapshots of several clusters, each once. They are returned in the
// order in which they are first named.
func (c *Client) Clusters(ctx context.Context, ids []ClusterID) ([]*Cluster, error) {
	var each []ClusterID
	for _, id := range ids {
		if !slices.ContainsFunc(each, id.Same) {
			each = append(each, id)
		}
	}
	out := make([]*Cluster, len(each))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(mostAtOnce)
	for i, id := range each {
		group.Go(func() (err error) {
			out[i], err = c.Cluster(ctx, id)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	return out, nil
}

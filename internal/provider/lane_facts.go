package provider

import (
	"context"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// factsFor reads facts that only the cloud knows when the expansion asks for them:
// the zones and version for a creation. What cannot be read stays unknown and is
// determined at apply, so that a plan without permissions or without the cluster
// still shows everything else.
func (r *laneResource) factsFor(ctx context.Context, id azure.ClusterID) lane.Facts {
	if id == (azure.ClusterID{}) || r.client == nil {
		return lane.Facts{}
	}
	return lane.Facts{
		Zones: func(size string) lane.Value {
			cluster, err := r.client.Cluster(ctx, id)
			if err != nil || cluster.Location == "" || size == "" {
				return lane.Unknown
			}
			zones, err := r.client.Zones(ctx, id.Subscription, cluster.Location, size)
			if err != nil {
				return lane.Unknown
			}
			return lane.Known(zones)
		},
		Minor: func() int {
			cluster, err := r.client.Cluster(ctx, id)
			if err != nil {
				return 0
			}
			return lane.MinorOf(cluster.Version)
		},
	}
}

package provider

import (
	"context"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// factsFor reads what only the cloud knows: zones and version for a creation.
// What cannot be read stays unknown and is settled at apply: a plan without
// permissions or without the cluster still tells everything else.
func (r *laneResource) factsFor(ctx context.Context, in lane.Intent, facts lane.Facts) lane.Facts {
	facts.Zones = lane.Unknown
	id, err := azure.ParseClusterID(in.ClusterID)
	if err != nil || r.client == nil || in.Purpose == "" {
		return facts
	}
	// Deliberately no read that the expansion does not depend on.
	needsZones := lane.NeedsZones(in, facts)
	if !needsZones && !lane.NeedsVersion(in) {
		return facts
	}
	cluster, err := r.client.Cluster(ctx, id)
	if err != nil {
		return facts
	}
	facts.Minor = lane.MinorOf(cluster.Version)
	if !needsZones || cluster.Location == "" {
		return facts
	}
	ex, err := lane.Expand(in, facts)
	if err != nil {
		return facts
	}
	size := lane.VMSize.Text(ex.Pool)
	if size == "" {
		return facts
	}
	zones, err := r.client.Zones(ctx, id.Subscription, cluster.Location, size)
	if err != nil {
		return facts
	}
	facts.Zones = lane.Known(zones)
	return facts
}

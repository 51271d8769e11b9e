package survey

import (
	"context"
	"slices"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane/audit"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane/inventory"
)

// Audited is a cluster with what the audit found.
type Audited struct {
	Cluster   *azure.Cluster
	ImageAges map[string]int // in days, by name of the pool; pools of unknown age are left out
	Findings  []audit.Finding

	sizes map[string]lane.Size // nil if they were not read
}

const without = "Findings about zones and quota, and memory and vCPUs of nodes, may be missing."

// Audit audits one cluster. If withSizes is set, it uses the VM sizes and quotas of
// the cluster's location. If these may not be read, findings that depend on them
// are missing. managedBy are keys of tags by which other tools mark the pools that
// they manage.
func (r *Reader) Audit(ctx context.Context, cluster *azure.Cluster, withSizes bool, managedBy []string) *Audited {
	e := &Audited{Cluster: cluster, ImageAges: map[string]int{}}
	var quota lane.Quotas
	if withSizes && cluster.Location != "" {
		var err error
		follows := strings.TrimSpace(without + " " + r.WithoutSizes)
		if e.sizes, err = r.Client.Sizes(ctx, cluster.ID.Subscription, cluster.Location); err != nil {
			r.warn("Unable to read the VM sizes of "+cluster.Location, follows, err)
		}
		if quota, err = r.Client.Usages(ctx, cluster.ID.Subscription, cluster.Location); err != nil {
			r.warn("Unable to read the quotas of "+cluster.Location, follows, err)
		}
	}
	today := r.Now()
	for _, p := range cluster.Pools {
		if days, ok := inventory.ImageAge(p.Status.Image, today); ok {
			e.ImageAges[p.Ref.Name] = days
		}
	}
	facts := e.facts(quota)
	facts.ManagedBy = managedBy
	e.Findings = audit.Findings(facts, today)
	return e
}

// facts are the input of the audit.
func (e *Audited) facts(quota lane.Quotas) audit.Cluster {
	out := audit.Cluster{ClusterFacts: e.Cluster.ClusterFacts}
	for _, s := range e.sizes {
		out.Zones = append(out.Zones, s.Zones...)
	}
	slices.Sort(out.Zones)
	out.Zones = slices.Compact(out.Zones)
	for _, live := range e.Cluster.Pools {
		pool := audit.Pool{LivePool: live.Live(), ImageAgeDays: -1}
		if days, ok := e.ImageAges[live.Ref.Name]; ok {
			pool.ImageAgeDays = days
		}
		if size := e.Size(live); size != nil {
			pool.Zones, pool.Size = size.Zones, *size
			if left, known := quota.Left(size.Family, lane.Priority.Text(live.Set) == lane.SpotPriority); known {
				pool.QuotaLeft = &left
			}
		}
		out.Pools = append(out.Pools, pool)
	}
	return out
}

// Size is the size of a pool's nodes; nil if not known.
func (e *Audited) Size(p *azure.Pool) *lane.Size {
	if size, ok := e.sizes[strings.ToLower(lane.SizeOf(p.Set))]; ok {
		return &size
	}
	return nil
}

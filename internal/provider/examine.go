package provider

import (
	"slices"
	"strings"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane/audit"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane/inventory"
)

// examined is a cluster with what the audit found.
type examined struct {
	cluster  *azure.Cluster
	sizes    map[string]lane.Size // nil where they were not read
	today    time.Time
	findings []audit.Finding
}

// examination says how clusters are examined.
type examination struct {
	*dataRead

	sizes     bool     // also read VM sizes and quotas
	managedBy []string // keys of tags that tell who manages a pool
}

const without = "Findings about zones and quota, and memory and vCPUs of nodes, may be missing. Write sizes = false where they are not wanted."

// of examines one cluster. Facts that may not be read are left out with a
// warning: what depends on them is not found then, and nothing else suffers.
func (x examination) of(cluster *azure.Cluster) *examined {
	e := &examined{cluster: cluster, today: x.now()}
	var quota lane.Quotas
	if x.sizes && cluster.Location != "" {
		var err error
		if e.sizes, err = x.client.Sizes(x.ctx, cluster.ID.Subscription, cluster.Location); err != nil {
			x.warn("Unable to read the VM sizes of "+cluster.Location, without, err)
		}
		if quota, err = x.client.Usages(x.ctx, cluster.ID.Subscription, cluster.Location); err != nil {
			x.warn("Unable to read the quotas of "+cluster.Location, without, err)
		}
	}
	e.findings = audit.Findings(x.facts(e, quota), e.today)
	return e
}

// facts are what the audit looks at.
func (x examination) facts(e *examined, quota lane.Quotas) audit.Cluster {
	out := audit.Cluster{ClusterFacts: e.cluster.ClusterFacts, Zones: zonesOf(e.sizes), ManagedBy: x.managedBy}
	for _, live := range e.cluster.Pools {
		pool := audit.Pool{LivePool: live.Live(), ImageAgeDays: -1}
		if days, ok := inventory.ImageAge(live.Status.Image, e.today); ok {
			pool.ImageAgeDays = days
		}
		if size, ok := e.sizes[lower(lane.SizeOf(live.Set))]; ok {
			pool.Zones, pool.Size = size.Zones, size
			if left, known := quota.Left(size.Family, lane.Priority.Text(live.Set) == lane.SpotPriority); known {
				pool.QuotaLeft = &left
			}
		}
		out.Pools = append(out.Pools, pool)
	}
	return out
}

// zonesOf are the zones of a location: those of any size there.
func zonesOf(sizes map[string]lane.Size) []string {
	var out []string
	for _, s := range sizes {
		out = append(out, s.Zones...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func lower(s string) string { return strings.ToLower(s) }

package provider

import (
	"slices"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane/audit"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane/inventory"
	"github.com/workload-lanes/terraform-provider-aks/internal/provider/shape"
)

// audited is a cluster with what the audit found.
type audited struct {
	cluster  *azure.Cluster
	sizes    map[string]lane.Size // nil where they were not read
	ages     map[string]int       // of node images in days, by name of the pool; of some it is not known
	findings []finding
}

// finding is what the audit found, and in which cluster.
type finding struct {
	cluster string
	audit.Finding
}

var findingObject = shape.NewObject("", func(c *shape.Columns, f *finding) {
	c.Text("code", "Stable code of the check. See the guide *Findings*.", &f.Code)
	c.Text("severity", "`info`, `warning` or `error`.", new(f.Severity.String()))
	c.Text("cluster_id", "ARM resource ID of the cluster.", &f.cluster)
	c.Text("pool", "Name of the node pool; null for the cluster as a whole.", &f.Pool)
	c.Text("message", "What was found, and why it matters.", &f.Message)
	c.Text("remedy", "What to do.", &f.Remedy)
})

const without = "Findings about zones and quota, and memory and vCPUs of nodes, may be missing. Write sizes = false where they are not wanted."

// audit looks at one cluster. VM sizes and quotas that may not be read are left
// out with a warning: what depends on them is not found then, and nothing else
// suffers.
func (r *dataRead) audit(cluster *azure.Cluster, withSizes bool) *audited {
	e := &audited{cluster: cluster, ages: map[string]int{}}
	var quota lane.Quotas
	if withSizes && cluster.Location != "" {
		var err error
		if e.sizes, err = r.client.Sizes(r.ctx, cluster.ID.Subscription, cluster.Location); err != nil {
			r.warn("Unable to read the VM sizes of "+cluster.Location, without, err)
		}
		if quota, err = r.client.Usages(r.ctx, cluster.ID.Subscription, cluster.Location); err != nil {
			r.warn("Unable to read the quotas of "+cluster.Location, without, err)
		}
	}
	today := r.now()
	for _, p := range cluster.Pools {
		if days, ok := inventory.ImageAge(p.Status.Image, today); ok {
			e.ages[p.Ref.Name] = days
		}
	}
	facts := e.facts(quota)
	facts.ManagedBy = r.textSet("managed_by")
	for _, f := range audit.Findings(facts, today) {
		e.findings = append(e.findings, finding{cluster: cluster.ID.String(), Finding: f})
	}
	return e
}

// facts are what the audit looks at.
func (e *audited) facts(quota lane.Quotas) audit.Cluster {
	out := audit.Cluster{ClusterFacts: e.cluster.ClusterFacts}
	for _, s := range e.sizes {
		out.Zones = append(out.Zones, s.Zones...)
	}
	slices.Sort(out.Zones)
	out.Zones = slices.Compact(out.Zones)
	for _, live := range e.cluster.Pools {
		pool := audit.Pool{LivePool: live.Live(), ImageAgeDays: -1}
		if days, ok := e.ages[live.Ref.Name]; ok {
			pool.ImageAgeDays = days
		}
		if size := e.size(live); size != nil {
			pool.Zones, pool.Size = size.Zones, *size
			if left, known := quota.Left(size.Family, lane.Priority.Text(live.Set) == lane.SpotPriority); known {
				pool.QuotaLeft = &left
			}
		}
		out.Pools = append(out.Pools, pool)
	}
	return out
}

// size is the size of a pool's nodes; nil where it is not known.
func (e *audited) size(p *azure.Pool) *lane.Size {
	if size, ok := e.sizes[strings.ToLower(lane.SizeOf(p.Set))]; ok {
		return &size
	}
	return nil
}

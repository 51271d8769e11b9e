package provider

import (
	"cmp"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane/inventory"
	"github.com/workload-lanes/terraform-provider-aks/internal/provider/shape"
)

// foundPool is one node pool, with its own settings and everything else that is
// known about it.
type foundPool struct {
	clusterID, location, name, id, purpose, source string

	set      lane.Settings
	contract lane.Contract
	status   shape.ShownStatus
	vcpus    int64   // 0 if not known
	memoryGB float64 // 0 if not known
	age      *int64  // of the node image, in days
	findings []finding
}

// What data sources show of a node pool. The names are those of aks_workload_lane,
// so that everything that accepts a lane also accepts a found pool.
var (
	wholePool = foundPoolObject(shape.PoolBranches(), "All live settings of the node pool, under the attribute names of `aks_workload_lane`; null if AKS does not return a setting.")
	briefPool = foundPoolObject(shape.ListedBranches(), "The live settings used to compare node pools, under the attribute names of `aks_workload_lane`; null if AKS does not return a setting. `aks_node_pool` and `aks_cluster` show all settings.")
)

func foundPoolObject(branches []*shape.Branch, doc string) *shape.Object[foundPool] {
	return shape.NewObject("", func(c *shape.Columns, f *foundPool) {
		c.Text("cluster_id", "ARM resource ID of the cluster.", &f.clusterID)
		c.Text("location", "Location of the cluster.", &f.location)
		c.Text("name", "Name of the node pool.", &f.name)
		c.Text("id", "ARM resource ID of the node pool.", &f.id)
		c.Text("purpose", "What the node pool is for; null if it cannot be determined.", &f.purpose)
		c.Text("purpose_source", "How the purpose was determined: by a lane's own `tag` or `label`, `classified` by evidence such as mode, size or taints, or `unknown`.", &f.source)
		c.Number("vcpus", "vCPUs of one node; null if neither the name of the size nor the VM sizes show them.", shape.NonZero(f.vcpus))
		c.Float("memory_gb", "Memory of one node in units of 2^30 bytes; null if the VM sizes were not read.", shape.NonZero(f.memoryGB))
		c.Number("node_image_age_days", "Age of the node image in days; null if its name has no date.", f.age)
		c.Settings("pool", doc, branches, &f.set)
		shape.Nested(c, "scheduling", shape.Scheduling, &f.contract)
		shape.Nested(c, "status", shape.Status, &f.status)
		shape.List(c, "findings", "Audit findings for the node pool. See the guide *Findings*.", findingObject, &f.findings)
	})
}

// pool is one node pool of the cluster.
func (e *audited) pool(p *azure.Pool) foundPool {
	name, size := p.Ref.Name, e.Size(p)
	byName, _ := lane.VCPUs(lane.SizeOf(p.Set))
	f := foundPool{
		clusterID: e.Cluster.ID.String(), location: e.Cluster.Location, name: name, id: p.Ref.ID(),
		set: p.Set, contract: lane.ContractOf(p.Set, lane.Known(name)), status: shape.ShownStatus{Status: p.Status},
		vcpus: cmp.Or(size.VCPUs(), byName), memoryGB: size.MemoryGB(),
	}
	f.purpose, f.source = inventory.PurposeOf(p.Set)
	if days, ok := e.ImageAges[name]; ok {
		f.age = new(int64(days))
	}
	for _, found := range e.findings {
		if found.Pool == name {
			f.findings = append(f.findings, found)
		}
	}
	return f
}

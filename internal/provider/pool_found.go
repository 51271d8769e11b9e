package provider

import (
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane/audit"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane/inventory"
	"github.com/workload-lanes/terraform-provider-aks/internal/provider/shape"
)

// detail is how much of a node pool's own settings is told.
type detail struct {
	doc      string
	branches func() []*shape.Branch
	pool     func() types.ObjectType // the type of `pool`
	found    func() types.ObjectType // the type of all that is told
}

var (
	whole = newDetail(shape.PoolBranches, "Every setting of the node pool as it is live, by the names of `aks_workload_lane`; null where AKS does not return it.")
	brief = newDetail(shape.ListedBranches, "The settings by which node pools are compared, as they are live, by the names of `aks_workload_lane`; null where AKS does not return it. `aks_node_pool` and `aks_cluster` tell every setting.")
)

func newDetail(branches func() []*shape.Branch, doc string) *detail {
	d := &detail{doc: doc, branches: branches}
	d.pool = sync.OnceValue(func() types.ObjectType { return shape.ObjectType(branches()) })
	d.found = sync.OnceValue(func() types.ObjectType { return shape.TypeOf(d.attributes()) })
	return d
}

// attributes are what data sources tell of a node pool: pool, scheduling and
// status by the names that aks_workload_lane has for them, so that whatever takes
// a lane takes a found pool too.
func (d *detail) attributes() map[string]schema.Attribute {
	lanes := laneComputedAttributes()
	return map[string]schema.Attribute{
		"cluster_id":          shape.ComputedText("ARM resource ID of the cluster."),
		"location":            shape.ComputedText("Location of the cluster."),
		"name":                shape.ComputedText("Name of the node pool."),
		"id":                  shape.ComputedText("ARM resource ID of the node pool."),
		"purpose":             shape.ComputedText("What the node pool is for; null where nothing tells."),
		"purpose_source":      shape.ComputedText("How that was told: `tag` and `label` are a lane's own, `classified` is evidence such as mode, size or taints, `unknown` is none."),
		"vcpus":               shape.ComputedNumber("vCPUs of one node; null where neither the size's name nor the VM sizes tell."),
		"memory_gb":           shape.ComputedFloat("Memory of one node in units of 2^30 bytes; null where the VM sizes were not read."),
		"node_image_age_days": shape.ComputedNumber("Age of the node image in days; null where its name does not tell."),
		"pool":                shape.ComputedObject(d.doc, shape.ComputedAll(shape.Attributes(d.branches(), shape.Decided, ""))),
		"scheduling":          shape.Computed(lanes["scheduling"]),
		"status":              shape.Computed(lanes["status"]),
		"findings":            findingsAttribute("What an operator would rather know of the node pool. See the guide *Findings*."),
	}
}

func findingAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"code":       shape.ComputedText("Stable code of the check. See the guide *Findings*."),
		"severity":   shape.ComputedText("`info`, `warning` or `error`."),
		"cluster_id": shape.ComputedText("ARM resource ID of the cluster."),
		"pool":       shape.ComputedText("Name of the node pool; null for the cluster as a whole."),
		"message":    shape.ComputedText("What was found, and why it matters."),
		"remedy":     shape.ComputedText("What to do."),
	}
}

func findingsAttribute(doc string) schema.ListNestedAttribute {
	return shape.ComputedList(doc, findingAttributes())
}

var findingType = sync.OnceValue(func() types.ObjectType { return shape.TypeOf(findingAttributes()) })

// foundPool is one node pool with what is known besides its own settings.
type foundPool struct {
	cluster  *azure.Cluster
	pool     *azure.Pool
	purpose  string
	source   string
	size     *lane.Size // nil where the sizes were not read, or lack it
	age      *int64
	findings []audit.Finding
}

func (f foundPool) object(d *detail) types.Object {
	return types.ObjectValueMust(d.found().AttrTypes, f.attributes(d))
}

func (f foundPool) attributes(d *detail) map[string]attr.Value {
	name := f.pool.Ref.Name
	return map[string]attr.Value{
		"cluster_id": types.StringValue(f.cluster.ID.String()), "location": shape.TextOrNull(f.cluster.Location),
		"name": types.StringValue(name), "id": types.StringValue(f.pool.Ref.ID()),
		"purpose": shape.TextOrNull(f.purpose), "purpose_source": types.StringValue(f.source),
		"vcpus": shape.NumberOrNull(f.vcpus()), "memory_gb": shape.FloatOrNull(f.size.MemoryGB()), "node_image_age_days": types.Int64PointerValue(f.age),
		"pool": shape.ObjectOf(f.pool.Set, d.branches(), d.pool()), "scheduling": schedulingObject(lane.ContractOf(f.pool.Set, lane.Known(name))),
		"status": statusObject(f.pool.Status), "findings": findingList(f.cluster, f.findings),
	}
}

// vcpus of one node; 0 where nothing tells.
func (f foundPool) vcpus() int64 {
	if n := f.size.VCPUs(); n > 0 {
		return n
	}
	n, _ := lane.VCPUs(lane.SizeOf(f.pool.Set))
	return n
}

func findingList(cluster *azure.Cluster, findings []audit.Finding) types.List {
	elems := make([]attr.Value, len(findings))
	for i, f := range findings {
		elems[i] = types.ObjectValueMust(findingType().AttrTypes, map[string]attr.Value{
			"code": types.StringValue(f.Code), "severity": types.StringValue(f.Severity.String()), "cluster_id": types.StringValue(cluster.ID.String()),
			"pool": shape.TextOrNull(f.Pool), "message": types.StringValue(f.Message), "remedy": types.StringValue(f.Remedy)})
	}
	return types.ListValueMust(findingType(), elems)
}

// described tells what a pool is for and how old its image is.
func (e *examined) described(p *azure.Pool) foundPool {
	f := foundPool{cluster: e.cluster, pool: p}
	f.purpose, f.source = inventory.PurposeOf(p.Set)
	if size, ok := e.sizes[lower(lane.SizeOf(p.Set))]; ok {
		f.size = &size
	}
	if days, ok := inventory.ImageAge(p.Status.Image, e.today); ok {
		age := int64(days)
		f.age = &age
	}
	for _, finding := range e.findings {
		if finding.Pool == p.Ref.Name {
			f.findings = append(f.findings, finding)
		}
	}
	return f
}

package provider

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
)

func newNodePoolDataSource() datasource.DataSource {
	return &dataSource[foundPool]{name: "node_pool", answer: wholePool, reader: readNodePool,
		doc: "One live node pool, whoever created it: its settings under the attribute names of `aks_workload_lane`, its contract, and audit findings.\n\n" +
			"It is read from the same snapshot of the cluster as the lanes of the plan, and needs no extra request.",
		inputs: map[string]schema.Attribute{
			"cluster_id": clusterIDAttribute(),
			"name":       schema.StringAttribute{Required: true, MarkdownDescription: "Name of the node pool."},
			"managed_by": managedByAttribute(),
			"sizes":      sizesAttribute("`true`"),
		}}
}

func readNodePool(r *dataRead) foundPool {
	cluster := r.cluster()
	if cluster == nil {
		return foundPool{}
	}
	live := cluster.Pool(r.text("name"))
	if live == nil {
		var names []string
		for _, p := range cluster.Pools {
			names = append(names, p.Ref.Name)
		}
		r.diags.AddAttributeError(path.Root("name"), "Node pool does not exist",
			fmt.Sprintf("The cluster has no node pool called %q; it has %s.\n\nCluster: %s", r.text("name"), strings.Join(names, ", "), cluster.ID))
		return foundPool{}
	}
	return r.audit(cluster, or(r.flag("sizes"), true)).pool(live)
}

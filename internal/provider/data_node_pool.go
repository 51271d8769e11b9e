package provider

import (
	"fmt"
	"maps"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
)

func newNodePoolDataSource() datasource.DataSource {
	return &dataSource{name: "node_pool", attrs: nodePoolAttributes, reader: readNodePool,
		doc: "One node pool as it is live, whoever made it: its settings by the names of `aks_workload_lane`, its contract, and what an audit finds.\n\n" +
			"It is read from the same snapshot of the cluster as the lanes of the plan, so that it costs no request of its own."}
}

func nodePoolAttributes() map[string]schema.Attribute {
	out := whole.attributes()
	maps.Copy(out, map[string]schema.Attribute{
		"cluster_id": clusterIDAttribute(),
		"name":       schema.StringAttribute{Required: true, MarkdownDescription: "Name of the node pool."},
		"managed_by": managedByAttribute(),
		"sizes":      sizesAttribute("`true`"),
	})
	return out
}

func readNodePool(r *dataRead) {
	cluster, ok := r.cluster()
	if !ok {
		return
	}
	live := cluster.Pool(r.text("name"))
	if live == nil {
		r.diags.AddAttributeError(path.Root("name"), "Node pool does not exist",
			fmt.Sprintf("The cluster has no node pool called %q; it has %s.\n\nCluster: %s", r.text("name"), strings.Join(poolNames(cluster), ", "), cluster.ID))
		return
	}
	e := r.examination(r.flag("sizes", true)).of(cluster)
	maps.Copy(r.out, e.described(live).attributes(whole))
	r.set("cluster_id", r.in["cluster_id"]) // as the author wrote it
	r.set("name", r.in["name"])
}

func poolNames(cluster *azure.Cluster) []string {
	var out []string
	for _, p := range cluster.Pools {
		out = append(out, p.Ref.Name)
	}
	return out
}

package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane/waves"
	"github.com/workload-lanes/terraform-provider-aks/internal/provider/shape"
)

func newNodePoolUpgradesDataSource() datasource.DataSource {
	return &dataSource{name: "node_pool_upgrades", attrs: upgradesAttributes, reader: readUpgrades,
		doc: "What a cluster and its node pools may be upgraded to, and the way there in waves: the control plane, then the system pools, then the others, one minor version at a time and never more apart than AKS allows.\n\n" +
			"Nothing is upgraded: set `kubernetes_version` of cluster and lanes wave by wave."}
}

func upgradesAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"cluster_id":         clusterIDAttribute(),
		"target_version":     schema.StringAttribute{Optional: true, Computed: true, MarkdownDescription: "Version to plan the waves for: a patch such as `1.36.3`, or the newest of a minor version such as `1.36`. Default: the newest that AKS offers the control plane, previews left out."},
		"kubernetes_version": shape.ComputedText("Version that the control plane runs."),
		"offered":            shape.ComputedList("Versions that AKS offers the control plane next, oldest first.", offerAttributes()),
		"pools":              shape.ComputedByName("Node pools by name.", poolUpgradeAttributes()),
		"waves":              shape.ComputedList("The way to the target version. What is in one wave may be upgraded at the same time; the next wave waits for it. Empty where all run it already.", waveAttributes()),
		"left":               shape.ComputedMap("Node pools that the waves leave out, and why."),
	}
}

func offerAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{"version": shape.ComputedText("Kubernetes version."), "preview": shape.ComputedFlag("The version is a preview.")}
}

func poolUpgradeAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"kubernetes_version": shape.ComputedText("Version that the nodes run."),
		"offered":            shape.ComputedList("Versions that AKS offers the node pool next, oldest first; none newer than the control plane's.", offerAttributes()),
		"node_image":         shape.ComputedText("Node image that the nodes run."),
		"latest_node_image":  shape.ComputedText("Newest node image for them."),
		"image_outdated":     shape.ComputedFlag("There is a newer node image."),
	}
}

func waveAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"kind":        shape.ComputedText("`control-plane`, `system` or `user`."),
		"surge_vcpus": shape.ComputedNumber("vCPUs of quota needed besides what runs, while all of the wave's node pools are upgraded at once; null where a size does not tell."),
		"moves": shape.ComputedList("The upgrades of the wave.", map[string]schema.Attribute{
			"pool": shape.ComputedText("Name of the node pool; null for the control plane."),
			"from": shape.ComputedText("Version before."), "to": shape.ComputedText("Version after."),
			"surge_nodes": shape.ComputedNumber("Extra nodes at once."), "surge_vcpus": shape.ComputedNumber("Their vCPUs; null where the size does not tell."),
		}),
	}
}

func readUpgrades(r *dataRead) {
	cluster, ok := r.cluster()
	if !ok {
		return
	}
	if cluster.Version == "" || cluster.Location == "" {
		r.diags.AddAttributeError(path.Root("cluster_id"), "Unable to read the version of the cluster",
			"The credentials may read the node pools of the cluster, but not the cluster.\n\nCluster: "+cluster.ID.String()+"\n\nAllow Microsoft.ContainerService/managedClusters/read on it.")
		return
	}
	offered, err := r.client.Upgrades(r.ctx, cluster.ID)
	if err != nil {
		addError(r.diags, "Unable to read the upgrades that AKS offers", err)
		return
	}
	versions, err := r.client.Versions(r.ctx, cluster.ID.Subscription, cluster.Location)
	if err != nil {
		addError(r.diags, "Unable to read the Kubernetes versions of the location", err)
		return
	}
	target := r.text("target_version")
	if target == "" {
		target = waves.Newest(append(stable(offered.ControlPlane), cluster.Version))
	}
	from := waves.Cluster{Version: cluster.Version, Offered: stable(versions), Pools: cluster.LivePools()}
	plan, err := waves.To(from, target)
	if err != nil {
		r.diags.AddAttributeError(path.Root("target_version"), "Unable to plan the upgrade", lane.Sentence(err.Error()))
		return
	}
	if r.in["target_version"].IsNull() {
		r.set("target_version", types.StringValue(plan.Target))
	}
	r.set("kubernetes_version", shape.TextOrNull(cluster.Version))
	r.set("offered", offerList(offered.ControlPlane))
	r.set("pools", poolUpgrades(cluster, offered))
	r.set("waves", waveList(plan.Waves))
	r.set("left", textMapOf(plan.Left))
}

func stable(offers []azure.Offer) []string {
	var out []string
	for _, o := range offers {
		if !o.Preview {
			out = append(out, o.Version)
		}
	}
	return out
}

func offerList(offers []azure.Offer) types.List {
	t := shape.TypeOf(offerAttributes())
	out := make([]attr.Value, len(offers))
	for i, o := range offers {
		out[i] = types.ObjectValueMust(t.AttrTypes, map[string]attr.Value{"version": types.StringValue(o.Version), "preview": types.BoolValue(o.Preview)})
	}
	return types.ListValueMust(t, out)
}

func poolUpgrades(cluster *azure.Cluster, offered *azure.Upgrades) types.Map {
	t := shape.TypeOf(poolUpgradeAttributes())
	out := map[string]attr.Value{}
	for _, p := range cluster.Pools {
		o := offered.Pools[p.Ref.Name]
		out[p.Ref.Name] = types.ObjectValueMust(t.AttrTypes, map[string]attr.Value{
			"kubernetes_version": shape.TextOrNull(p.Status.Version), "offered": offerList(o.Versions),
			"node_image": shape.TextOrNull(p.Status.Image), "latest_node_image": shape.TextOrNull(o.Image),
			"image_outdated": types.BoolValue(o.Image != "" && o.Image != p.Status.Image)})
	}
	return types.MapValueMust(t, out)
}

func waveList(list []waves.Wave) types.List {
	t := shape.TypeOf(waveAttributes())
	moves, _ := t.AttrTypes["moves"].(types.ListType)
	move, _ := moves.ElemType.(types.ObjectType)
	out := make([]attr.Value, len(list))
	for i, w := range list {
		each := make([]attr.Value, len(w.Moves))
		for j, m := range w.Moves {
			each[j] = types.ObjectValueMust(move.AttrTypes, map[string]attr.Value{
				"pool": shape.TextOrNull(m.Pool), "from": types.StringValue(m.From), "to": types.StringValue(m.To),
				"surge_nodes": types.Int64Value(m.SurgeNodes), "surge_vcpus": vcpusOrNull(m.SurgeVCPUs)})
		}
		out[i] = types.ObjectValueMust(t.AttrTypes, map[string]attr.Value{
			"kind": types.StringValue(w.Kind), "surge_vcpus": vcpusOrNull(w.SurgeVCPUs), "moves": types.ListValueMust(move, each)})
	}
	return types.ListValueMust(t, out)
}

// vcpusOrNull is null where a size did not tell its vCPUs.
func vcpusOrNull(n int64) types.Int64 {
	if n < 0 {
		return types.Int64Null()
	}
	return types.Int64Value(n)
}

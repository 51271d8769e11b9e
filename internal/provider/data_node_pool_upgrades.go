package provider

import (
	"cmp"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane/waves"
	"github.com/workload-lanes/terraform-provider-aks/internal/provider/shape"
)

func newNodePoolUpgradesDataSource() datasource.DataSource {
	return &dataSource[shownUpgrades]{name: "node_pool_upgrades", answer: upgradesObject, reader: readUpgrades,
		doc: "The versions to which a cluster and its node pools may be upgraded, and a plan of the upgrade in waves. The control plane is first, then the system pools, then the others. Each wave moves one minor version, within the version skew that AKS allows.\n\n" +
			"The data source upgrades nothing. Set `kubernetes_version` of cluster and lanes wave by wave.",
		inputs: map[string]schema.Attribute{
			"cluster_id":     clusterIDAttribute(),
			"target_version": schema.StringAttribute{Optional: true, Computed: true, MarkdownDescription: "Target version of the waves: a patch such as `1.36.3`, or a minor version such as `1.36` for its newest patch. Default: the newest version that AKS offers the control plane, without previews."},
		}}
}

// shownUpgrades is what AKS offers, and the steps to get there.
type shownUpgrades struct {
	waves.Plan
	version string
	offered []azure.Offer
	pools   map[string]poolUpgrade
}

var upgradesObject = shape.NewObject("", func(c *shape.Columns, u *shownUpgrades) {
	c.Text("target_version", "", &u.Target)
	c.Text("kubernetes_version", "Kubernetes version of the control plane.", &u.version)
	shape.List(c, "offered", "Versions that AKS offers the control plane next, oldest first.", offerObject, &u.offered)
	shape.ByName(c, "pools", "Node pools by name.", poolUpgradeObject, u.pools)
	shape.List(c, "waves", "The upgrades to the target version. Upgrades of one wave may run at the same time; the next wave starts after them. Empty if everything runs the target version already.", waveObject, &u.Waves)
	c.Map("left", "Node pools that the waves leave out, and why.", new(lane.Texts(u.Left)))
})

var offerObject = shape.NewObject("", func(c *shape.Columns, o *azure.Offer) {
	c.Text("version", "Kubernetes version.", &o.Version)
	c.Flag("preview", "The version is a preview.", &o.Preview)
})

// poolUpgrade is what AKS offers for a node pool, and what the pool runs now.
type poolUpgrade struct {
	azure.PoolUpgrades
	runs lane.Status
}

var poolUpgradeObject = shape.NewObject("", func(c *shape.Columns, p *poolUpgrade) {
	c.Text("kubernetes_version", "Kubernetes version of the nodes.", &p.runs.Version)
	shape.List(c, "offered", "Versions that AKS offers the node pool next, oldest first; never newer than the control plane.", offerObject, &p.Versions)
	c.Text("node_image", "Node image of the nodes.", &p.runs.Image)
	c.Text("latest_node_image", "Newest node image for these nodes.", &p.Image)
	c.Flag("image_outdated", "A newer node image is available.", new(p.Image != "" && p.Image != p.runs.Image))
})

var waveObject = shape.NewObject("", func(c *shape.Columns, w *waves.Wave) {
	c.Text("kind", "`control-plane`, `system` or `user`.", &w.Kind)
	c.Number("surge_vcpus", "Additional vCPU quota while all node pools of the wave are upgraded at the same time; null if the name of a size does not show its vCPUs.", shape.NonNegative(w.SurgeVCPUs))
	shape.List(c, "moves", "The upgrades of the wave.", moveObject, &w.Moves)
})

var moveObject = shape.NewObject("", func(c *shape.Columns, m *waves.Move) {
	c.Text("pool", "Name of the node pool; null for the control plane.", &m.Pool)
	c.Text("from", "Version before.", &m.From)
	c.Text("to", "Version after.", &m.To)
	c.Number("surge_nodes", "Extra nodes at a time.", &m.SurgeNodes)
	c.Number("surge_vcpus", "vCPUs of the extra nodes; null if the name of the size does not show them.", shape.NonNegative(m.SurgeVCPUs))
})

func readUpgrades(r *dataRead) (u shownUpgrades) {
	cluster := r.cluster()
	if cluster == nil {
		return u
	}
	if cluster.Version == "" || cluster.Location == "" {
		r.diags.AddAttributeError(path.Root("cluster_id"), "Unable to read the version of the cluster",
			"The credentials may read the node pools of the cluster, but not the cluster.\n\nCluster: "+cluster.ID.String()+"\n\nAllow Microsoft.ContainerService/managedClusters/read on it.")
		return u
	}
	offered, err := r.client.Upgrades(r.ctx, cluster.ID)
	if err != nil {
		addError(r.diags, "Unable to read the upgrades that AKS offers", err)
		return u
	}
	versions, err := r.client.Versions(r.ctx, cluster.ID.Subscription, cluster.Location)
	if err != nil {
		addError(r.diags, "Unable to read the Kubernetes versions of the location", err)
		return u
	}
	u = shownUpgrades{version: cluster.Version, offered: offered.ControlPlane, pools: map[string]poolUpgrade{}}
	from := waves.Cluster{Version: cluster.Version, Offered: azure.Stable(versions), Pools: cluster.LivePools()}
	for _, p := range cluster.Pools {
		u.pools[p.Ref.Name] = poolUpgrade{PoolUpgrades: offered.Pools[p.Ref.Name], runs: p.Status}
	}
	wrote := r.text("target_version")
	plan, err := waves.To(from, cmp.Or(wrote, waves.Newest(append(azure.Stable(offered.ControlPlane), cluster.Version))))
	if err != nil {
		r.diags.AddAttributeError(path.Root("target_version"), "Unable to plan the upgrade", lane.Sentence(err.Error()))
		return u
	}
	u.Plan = plan
	u.Target = cmp.Or(wrote, plan.Target) // what the author wrote is kept
	return u
}

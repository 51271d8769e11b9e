package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/provider/shape"
)

func newClusterDataSource() datasource.DataSource {
	return &dataSource[shownCluster]{name: "cluster", answer: clusterObject, reader: readCluster,
		doc: "An AKS cluster: versions, network, autoscaler, upgrade channels, maintenance windows, node pools by name, and audit findings.\n\n" +
			"It is read from the same snapshot as the lanes of the plan. Only maintenance windows need an extra request.",
		inputs: map[string]schema.Attribute{"cluster_id": clusterIDAttribute(), "managed_by": managedByAttribute(), "sizes": sizesAttribute("`true`")}}
}

// shownCluster is a cluster with what an audit finds.
type shownCluster struct {
	azure.Cluster
	pools    map[string]foundPool
	findings []finding
	windows  map[string]azure.Maintenance // nil if they may not be read
}

var clusterObject = shape.NewObject("", func(c *shape.Columns, s *shownCluster) {
	p := &s.ClusterFacts
	c.Text("name", "Name.", &s.ID.Name)
	c.Text("resource_group", "Resource group.", &s.ID.Group)
	c.Text("subscription_id", "Subscription.", &s.ID.Subscription)
	c.Text("location", "Location.", &s.Location)
	c.Map("tags", "Tags.", new(lane.Texts(p.Tags)))
	c.Text("kubernetes_version", "Kubernetes version of the control plane.", &s.Version)
	c.Text("provisioning_state", "`Succeeded`, `Failed`, `Updating`, …", &s.State)
	c.Text("power_state", "`Running` or `Stopped`.", &s.Power)
	c.Text("tier", "`Free`, `Standard` or `Premium`.", &p.Tier)
	c.Text("support_plan", "`KubernetesOfficial` or `AKSLongTermSupport`.", &p.SupportPlan)
	c.Text("node_resource_group", "Resource group that AKS manages for the nodes.", &p.NodeResourceGroup)
	c.Map("autoscaler_profile", "Settings of the cluster autoscaler under AKS's own names, such as `expander`.", new(lane.Texts(p.Autoscaler)))
	c.Text("upgrade_channel", "Auto-upgrade channel: `rapid`, `stable`, `patch`, `node-image` or `none`.", &p.UpgradeChannel)
	c.Text("node_os_channel", "Node OS upgrade channel: `NodeImage`, `SecurityPatch`, `Unmanaged` or `None`.", &p.NodeOSChannel)
	shape.Nested(c, "network_profile", networkObject, &p.Network)
	shape.Nested(c, "windows_profile", windowsObject, p.Windows)
	shape.ByName(c, "pools", "Node pools by name.", wholePool, s.pools)
	shape.List(c, "findings", "Audit findings for the cluster and its node pools, for use in `check` blocks. See the guide *Findings*.", findingObject, &s.findings)
	shape.ByName(c, "maintenance_windows", "Maintenance windows for what AKS does automatically: `default`, `aksManagedAutoUpgradeSchedule` and `aksManagedNodeOSUpgradeSchedule`. Null if the credentials may not read them.", windowObject, s.windows)
})

var networkObject = shape.NewObject("Network.", func(c *shape.Columns, n *lane.ClusterNetwork) {
	c.Text("plugin", "`azure`, `kubenet` or `none`.", &n.Plugin)
	c.Text("plugin_mode", "`overlay`, or null if pods get addresses of the virtual network.", &n.PluginMode)
	c.Text("policy", "`azure`, `calico`, `cilium` or `none`.", &n.Policy)
	c.Text("dataplane", "`azure` or `cilium`.", &n.Dataplane)
	c.Text("pod_cidr", "Address range of the pods.", &n.PodCIDR)
	c.Text("service_cidr", "Address range of the services.", &n.ServiceCIDR)
	c.Text("outbound_type", "How nodes reach the internet.", &n.OutboundType)
	c.Text("load_balancer_sku", "`standard` or `basic`.", &n.LoadBalancerSKU)
})

var windowsObject = shape.NewObject("Windows settings; null if the cluster cannot have Windows pools.", func(c *shape.Columns, w *lane.WindowsProfile) {
	c.Text("license_type", "`Windows_Server` with Azure Hybrid Benefit, else `None`.", &w.LicenseType)
	c.Flag("csi_proxy", "The CSI proxy runs on Windows nodes.", &w.CSIProxy)
	c.Flag("gmsa", "Group managed service accounts are enabled.", &w.GMSA)
})

func readCluster(r *dataRead) (s shownCluster) {
	cluster := r.cluster()
	if cluster == nil {
		return s
	}
	s = shownCluster{Cluster: *cluster, pools: map[string]foundPool{}, windows: r.maintenance(cluster.ID)}
	e := r.audit(cluster, or(r.flag("sizes"), true))
	for _, live := range cluster.Pools {
		s.pools[live.Ref.Name] = e.pool(live)
	}
	s.findings = e.findings
	return s
}

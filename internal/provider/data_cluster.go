package provider

import (
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/provider/shape"
)

func newClusterDataSource() datasource.DataSource {
	return &dataSource{name: "cluster", attrs: clusterAttributes, reader: readCluster,
		doc: "An AKS cluster as lanes see it: versions, network, autoscaler, upgrade channels, maintenance windows, node pools by name, and what an audit finds.\n\n" +
			"It is read from the same snapshot as the lanes of the plan; only maintenance windows cost a request of their own."}
}

func clusterAttributes() map[string]schema.Attribute {
	out := map[string]schema.Attribute{
		"cluster_id": clusterIDAttribute(),
		"managed_by": managedByAttribute(),
		"sizes":      sizesAttribute("`true`"),
		"pools":      shape.ComputedByName("Node pools by name.", whole.attributes()),
		"findings":   findingsAttribute("What the audit finds of the cluster and its node pools: for `check` blocks. See the guide *Findings*."),
	}
	maps.Copy(out, clusterFacts())
	out["maintenance_windows"] = shape.ComputedByName("When AKS may do what it does by itself: `default`, `aksManagedAutoUpgradeSchedule` and `aksManagedNodeOSUpgradeSchedule`. Null where they may not be read.", windowAttributes())
	return out
}

// clusterFacts are what the cluster says of itself.
func clusterFacts() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"name":                shape.ComputedText("Name."),
		"resource_group":      shape.ComputedText("Resource group."),
		"subscription_id":     shape.ComputedText("Subscription."),
		"location":            shape.ComputedText("Location."),
		"tags":                shape.ComputedMap("Tags."),
		"kubernetes_version":  shape.ComputedText("Version that the control plane runs."),
		"provisioning_state":  shape.ComputedText("`Succeeded`, `Failed`, `Updating`, …"),
		"power_state":         shape.ComputedText("`Running` or `Stopped`."),
		"tier":                shape.ComputedText("`Free`, `Standard` or `Premium`."),
		"support_plan":        shape.ComputedText("`KubernetesOfficial` or `AKSLongTermSupport`."),
		"node_resource_group": shape.ComputedText("Resource group in which AKS keeps the machines."),
		"autoscaler_profile":  shape.ComputedMap("Settings of the cluster autoscaler by AKS's own names, such as `expander`."),
		"upgrade_channel":     shape.ComputedText("What AKS upgrades by itself: `rapid`, `stable`, `patch`, `node-image` or `none`."),
		"node_os_channel":     shape.ComputedText("How AKS patches the nodes' operating system: `NodeImage`, `SecurityPatch`, `Unmanaged` or `None`."),
		"network_profile":     shape.ComputedObject("Network.", networkAttributes()),
		"windows_profile":     shape.ComputedObject("Windows settings; null where the cluster can have no Windows pool.", windowsAttributes()),
	}
}

func networkAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"plugin": shape.ComputedText("`azure`, `kubenet` or `none`."), "plugin_mode": shape.ComputedText("`overlay`, or null for addresses of the virtual network."),
		"policy": shape.ComputedText("`azure`, `calico`, `cilium` or `none`."), "dataplane": shape.ComputedText("`azure` or `cilium`."),
		"pod_cidr": shape.ComputedText("Range of the pods."), "service_cidr": shape.ComputedText("Range of the services."),
		"outbound_type": shape.ComputedText("How nodes reach the internet."), "load_balancer_sku": shape.ComputedText("`standard` or `basic`."),
	}
}

func windowsAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"license_type": shape.ComputedText("`Windows_Server` with Azure Hybrid Benefit, else `None`."),
		"csi_proxy":    shape.ComputedFlag("The CSI proxy runs on Windows nodes."),
		"gmsa":         shape.ComputedFlag("Group managed service accounts may be used."),
	}
}

var (
	networkType = shape.TypeOf(networkAttributes())
	windowsType = shape.TypeOf(windowsAttributes())
)

func readCluster(r *dataRead) {
	cluster, ok := r.cluster()
	if !ok {
		return
	}
	p := cluster.ClusterFacts
	for name, v := range map[string]string{
		"name": cluster.ID.Name, "resource_group": cluster.ID.Group, "subscription_id": cluster.ID.Subscription, "location": cluster.Location,
		"kubernetes_version": cluster.Version, "provisioning_state": cluster.State, "power_state": cluster.Power,
		"tier": p.Tier, "support_plan": p.SupportPlan, "node_resource_group": p.NodeResourceGroup,
		"upgrade_channel": p.UpgradeChannel, "node_os_channel": p.NodeOSChannel,
	} {
		r.set(name, shape.TextOrNull(v))
	}
	r.set("tags", textMapOf(p.Tags))
	r.set("autoscaler_profile", textMapOf(p.Autoscaler))
	r.set("network_profile", networkObject(p.Network))
	r.set("windows_profile", windowsObject(p.Windows))
	r.set("maintenance_windows", r.maintenance(cluster.ID))

	e := r.examination(r.flag("sizes", true)).of(cluster)
	pools := make(map[string]attr.Value, len(cluster.Pools))
	for _, live := range cluster.Pools {
		pools[live.Ref.Name] = e.described(live).object(whole)
	}
	r.set("pools", types.MapValueMust(whole.found(), pools))
	r.set("findings", findingList(cluster, e.findings))
}

func networkObject(n lane.ClusterNetwork) types.Object {
	return types.ObjectValueMust(networkType.AttrTypes, map[string]attr.Value{
		"plugin": shape.TextOrNull(n.Plugin), "plugin_mode": shape.TextOrNull(n.PluginMode), "policy": shape.TextOrNull(n.Policy), "dataplane": shape.TextOrNull(n.Dataplane),
		"pod_cidr": shape.TextOrNull(n.PodCIDR), "service_cidr": shape.TextOrNull(n.ServiceCIDR), "outbound_type": shape.TextOrNull(n.OutboundType), "load_balancer_sku": shape.TextOrNull(n.LoadBalancerSKU),
	})
}

func windowsObject(w *lane.WindowsProfile) types.Object {
	if w == nil {
		return types.ObjectNull(windowsType.AttrTypes)
	}
	return types.ObjectValueMust(windowsType.AttrTypes, map[string]attr.Value{
		"license_type": shape.TextOrNull(w.LicenseType), "csi_proxy": types.BoolValue(w.CSIProxy), "gmsa": types.BoolValue(w.GMSA)})
}

func textMapOf(texts map[string]string) types.Map {
	elems := make(map[string]attr.Value, len(texts))
	for k, v := range texts {
		elems[k] = types.StringValue(v)
	}
	return types.MapValueMust(types.StringType, elems)
}

package simulator

import "strings"

// clusterProperties are a cluster's properties as AKS answers them today
// (facts: section 6), with what the world says.
func clusterProperties(w *World, subscription *Subscription, wanted Cluster, key string) map[string]any {
	dns := wanted.Name + "-" + derivedGUID("dns", key)[:8]
	host := dns + ".hcp." + wanted.Location + ".azmk8s.io"
	power := "Running"
	if wanted.Stopped {
		power = "Stopped"
	}
	maxPools := wanted.MaxPools
	if maxPools == 0 {
		maxPools = 100
	}
	properties := map[string]any{
		"provisioningState": succeeded,
		"powerState":        map[string]any{"code": power},
		"dnsPrefix":         dns,
		"fqdn":              host,
		"azurePortalFQDN":   strings.Replace(host, ".hcp.", ".portal.hcp.", 1),
		"nodeResourceGroup": nodeResourceGroup(wanted),
		"enableRBAC":        true,
		"supportPlan":       "KubernetesOfficial",
		"networkProfile":    networkProfile(wanted.Network, wanted.EgressGateway),
		"maxAgentPools":     maxPools,
		"autoScalerProfile": autoScalerProfile(wanted.AutoScaler),
		"autoUpgradeProfile": map[string]any{
			"upgradeChannel": "none", "nodeOSUpgradeChannel": "NodeImage",
		},
		"securityProfile":  map[string]any{},
		"storageProfile":   enabled("diskCSIDriver", "fileCSIDriver", "snapshotController"),
		"resourceUID":      strings.ReplaceAll(derivedGUID("uid", key), "-", "")[:24],
		"bootstrapProfile": map[string]any{"artifactSource": "Direct"},
		"oidcIssuerProfile": map[string]any{
			"enabled":   true,
			"issuerURL": "https://" + wanted.Location + ".oic.prod-aks.azure.com/" + w.Tenant + "/" + derivedGUID("oidc", key) + "/",
		},
		"nodeProvisioningProfile": map[string]any{"mode": "Manual", "defaultNodePools": "Auto"},
		"servicePrincipalProfile": map[string]any{"clientId": "msi"},
		"disableLocalAccounts":    false,
	}
	if wanted.Windows {
		properties["windowsProfile"] = map[string]any{"adminUsername": "azureuser", "enableCSIProxy": true}
	}
	kubelet := "/subscriptions/" + subscription.ID + "/resourcegroups/" + nodeResourceGroup(wanted) +
		"/providers/Microsoft.ManagedIdentity/userAssignedIdentities/" + wanted.Name + "-agentpool"
	properties["identityProfile"] = map[string]any{"kubeletidentity": map[string]any{
		"resourceId": kubelet, "clientId": derivedGUID("kubelet-client", key), "objectId": derivedGUID("kubelet-object", key),
	}}
	return properties
}

func nodeResourceGroup(wanted Cluster) string {
	return "MC_" + wanted.ResourceGroup + "_" + wanted.Name + "_" + wanted.Location
}

func enabled(names ...string) map[string]any {
	drivers := map[string]any{}
	for _, name := range names {
		drivers[name] = map[string]any{"enabled": true}
	}
	return drivers
}

func clusterIdentity(w *World, subscription *Subscription, wanted Cluster, key string) map[string]any {
	ids := map[string]any{"clientId": derivedGUID("client", key), "principalId": derivedGUID("principal", key)}
	if !wanted.UserIdentity {
		return map[string]any{"type": "SystemAssigned", "principalId": ids["principalId"], "tenantId": w.Tenant}
	}
	id := "/subscriptions/" + subscription.ID + "/resourceGroups/" + wanted.ResourceGroup +
		"/providers/Microsoft.ManagedIdentity/userAssignedIdentities/" + wanted.Name
	return map[string]any{"type": "UserAssigned", "userAssignedIdentities": map[string]any{id: ids}}
}

func networkProfile(n Network, gateway bool) map[string]any {
	mode := n.PluginMode
	if n.Plugin == "" && mode == "" {
		mode = "overlay"
	}
	plugin := orText(n.Plugin, "azure")
	pods, services := orText(n.PodCIDR, "10.64.0.0/11"), orText(n.ServiceCIDR, "10.0.0.0/16")
	profile := map[string]any{
		"networkPlugin":    plugin,
		"networkPolicy":    orText(n.Policy, "none"),
		"networkDataplane": orText(n.Dataplane, "azure"),
		"loadBalancerSku":  orText(n.LoadBalancerSKU, "standard"),
		"outboundType":     orText(n.OutboundType, "loadBalancer"),
		"serviceCidr":      services,
		"serviceCidrs":     []string{services},
		"dnsServiceIP":     "10.0.0.10",
		"ipFamilies":       []string{"IPv4"},
	}
	if mode != "" {
		profile["networkPluginMode"] = mode
	}
	if mode == "overlay" || plugin == "kubenet" {
		profile["podCidr"], profile["podCidrs"] = pods, []string{pods}
	}
	if gateway {
		profile["staticEgressGatewayProfile"] = map[string]any{"enabled": true}
	}
	return profile
}

// autoScalerProfile is AKS's profile with the world's settings over it. All
// values are strings, as there, but for three switches (source: the type
// definitions of Microsoft.ContainerService).
func autoScalerProfile(settings map[string]string) map[string]any {
	profile := map[string]any{
		"balance-similar-node-groups":           "false",
		"daemonset-eviction-for-empty-nodes":    false,
		"daemonset-eviction-for-occupied-nodes": true,
		"expander":                              "random",
		"ignore-daemonsets-utilization":         false,
		"max-empty-bulk-delete":                 "10",
		"max-graceful-termination-sec":          "600",
		"max-node-provision-time":               "15m",
		"max-total-unready-percentage":          "45",
		"new-pod-scale-up-delay":                "0s",
		"ok-total-unready-count":                "3",
		"scale-down-delay-after-add":            "10m",
		"scale-down-delay-after-delete":         "10s",
		"scale-down-delay-after-failure":        "3m",
		"scale-down-unneeded-time":              "10m",
		"scale-down-unready-time":               "20m",
		"scale-down-utilization-threshold":      "0.5",
		"scan-interval":                         "10s",
		"skip-nodes-with-local-storage":         "false",
		"skip-nodes-with-system-pods":           "true",
	}
	for name, text := range settings {
		if _, isSwitch := profile[name].(bool); isSwitch {
			profile[name] = text == "true"
		} else {
			profile[name] = text
		}
	}
	return profile
}

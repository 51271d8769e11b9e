package simulator

import "strings"

// newProperties are the properties that AKS gives a new cluster if the request does not
// set them (recorded, api-version 2026-05-01). The ids are derived from the cluster's
// key.
func newProperties(key string) map[string]any {
	return map[string]any{
		"provisioningState":         succeeded,
		"powerState":                map[string]any{"code": "Running"},
		"enableRBAC":                true,
		"supportPlan":               "KubernetesOfficial",
		"maxAgentPools":             100,
		"autoUpgradeProfile":        map[string]any{"nodeOSUpgradeChannel": "NodeImage"},
		"securityProfile":           map[string]any{},
		"storageProfile":            enabled("diskCSIDriver", "fileCSIDriver", "snapshotController"),
		"workloadAutoScalerProfile": map[string]any{},
		"resourceUID":               strings.ReplaceAll(derivedGUID("uid", key), "-", "")[:24],
		"metricsProfile":            map[string]any{"costAnalysis": map[string]any{"enabled": false}},
		"nodeProvisioningProfile":   map[string]any{"mode": "Manual"},
		"bootstrapProfile":          map[string]any{"artifactSource": "Direct"},
		"hostedSystemProfile":       map[string]any{"enabled": false},
		"servicePrincipalProfile":   map[string]any{"clientId": "msi"},
	}
}

// clusterProperties are a cluster's properties as AKS answers them today (facts:
// section 6), combined with those that the world sets.
func clusterProperties(w *World, subscription *Subscription, wanted Cluster, key string) map[string]any {
	dns := wanted.Name + "-" + derivedGUID("dns", key)[:8]
	properties := newProperties(key)
	if wanted.Stopped {
		properties["powerState"] = map[string]any{"code": "Stopped"}
	}
	if wanted.MaxPools != 0 {
		properties["maxAgentPools"] = wanted.MaxPools
	}
	properties["dnsPrefix"], properties["fqdn"] = dns, dns+".hcp."+wanted.Location+".azmk8s.io"
	properties["azurePortalFQDN"] = dns + ".portal.hcp." + wanted.Location + ".azmk8s.io"
	properties["nodeResourceGroup"] = nodeResourceGroup(wanted.ResourceGroup, wanted.Name, wanted.Location)
	properties["networkProfile"] = networkProfile(wanted.Network, wanted.EgressGateway)
	properties["oidcIssuerProfile"] = map[string]any{"enabled": true, "issuerURL": issuerURL(w.Tenant, wanted.Location, key)}
	properties["disableLocalAccounts"] = false
	if len(wanted.AutoScaler) > 0 {
		properties["autoScalerProfile"] = autoScalerProfile(wanted.AutoScaler)
	}
	if wanted.Windows {
		properties["windowsProfile"] = map[string]any{"adminUsername": "azureuser", "enableCSIProxy": true}
	}
	properties["identityProfile"] = kubeletIdentity(subscription.ID, nodeResourceGroup(wanted.ResourceGroup, wanted.Name, wanted.Location), wanted.Name, key)
	return properties
}

// issuerURL is the address of a cluster's OIDC issuer.
func issuerURL(tenant, location, key string) string {
	return "https://" + location + ".oic.prod-aks.azure.com/" + tenant + "/" + derivedGUID("oidc", key) + "/"
}

// kubeletIdentity is the profile of the identity that AKS creates for the nodes, in the
// node resource group.
func kubeletIdentity(subscription, nodeGroup, name, key string) map[string]any {
	return map[string]any{"kubeletidentity": map[string]any{
		"resourceId": "/subscriptions/" + subscription + "/resourcegroups/" + nodeGroup +
			"/providers/Microsoft.ManagedIdentity/userAssignedIdentities/" + name + "-agentpool",
		"clientId": derivedGUID("kubelet-client", key), "objectId": derivedGUID("kubelet-object", key),
	}}
}

// nodeResourceGroup is the name that AKS gives the group with a cluster's machines. It
// has at most 80 characters.
func nodeResourceGroup(group, name, location string) string {
	full := "MC_" + group + "_" + name + "_" + location
	return full[:min(len(full), 80)]
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

// networkProfile is the network profile of a cluster in the world.
func networkProfile(n Network, gateway bool) map[string]any {
	profile := map[string]any{}
	for key, text := range map[string]string{
		"networkPlugin": n.Plugin, "networkPluginMode": n.PluginMode, "networkPolicy": n.Policy, "networkDataplane": n.Dataplane,
		"podCidr": n.PodCIDR, "serviceCidr": n.ServiceCIDR, "outboundType": n.OutboundType, "loadBalancerSku": n.LoadBalancerSKU,
	} {
		if text != "" {
			profile[key] = text
		}
	}
	if gateway {
		profile["staticEgressGatewayProfile"] = map[string]any{"enabled": true}
	}
	return completeNetwork(profile)
}

// autoScalerProfile is AKS's default profile, overridden by a cluster's settings. All
// values are strings, as in AKS, except three booleans (source: the type definitions of
// Microsoft.ContainerService).
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

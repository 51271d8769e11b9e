package simulator

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// seed is the state in which a world begins. Its ETags and ids follow from the
// names, so that two processes that have not written anything yet agree on them.
func (c *catalog) seed() (*state, error) {
	st := &state{clusters: map[string]*cluster{}, operations: map[string]*operation{}, catalog: c}
	for i := range c.world.Subscriptions {
		subscription := &c.world.Subscriptions[i]
		for _, wanted := range subscription.Clusters {
			cl, err := c.newCluster(subscription, wanted)
			if err != nil {
				return nil, err
			}
			if st.cluster(subscription.ID, cl.Group, cl.Name) != nil {
				return nil, fmt.Errorf("cluster %s/%s: there are two of it", cl.Group, cl.Name)
			}
			st.add(cl)
			for _, p := range wanted.Pools {
				if err := c.seedPool(cl, p); err != nil {
					return nil, fmt.Errorf("cluster %s/%s: %w", cl.Group, cl.Name, err)
				}
			}
			for _, workload := range wanted.Workloads {
				if err := workload.check(); err != nil {
					return nil, fmt.Errorf("cluster %s/%s: %w", cl.Group, cl.Name, err)
				}
			}
			cl.Workloads = wanted.Workloads
			for name, properties := range wanted.Maintenance {
				if field, why := maintenanceWrong(name, properties); why != "" || !slices.Contains(maintenanceNames(), name) {
					return nil, fmt.Errorf("cluster %s/%s: maintenance %s: %s: %s", cl.Group, cl.Name, name, field, why)
				}
			}
			cl.Maintenance = wanted.Maintenance
		}
	}
	return st, nil
}

func (c *catalog) seedPool(cl *cluster, wanted Pool) error {
	if wanted.Name == "" {
		return fmt.Errorf("a pool without a name")
	}
	if cl.pool(wanted.Name) != nil {
		return fmt.Errorf("pool %s: there are two of it", wanted.Name)
	}
	given := AgentPoolProperties{}
	if wanted.Properties != nil {
		given = *wanted.Properties
	}
	properties := merged(nil, &given)
	orDefault(&properties.Count, 1)
	c.fillDefaults(cl, nil, properties)
	orDefault(&properties.ProvisioningState, succeeded)
	orDefault(&properties.ETag, derivedGUID("pool", cl.key, strings.ToLower(wanted.Name)))
	cl.pools = append(cl.pools, &pool{Name: wanted.Name, Properties: properties})
	return nil
}

// newCluster makes a cluster's ARM body from its description.
func (c *catalog) newCluster(subscription *Subscription, wanted Cluster) (*cluster, error) {
	if wanted.Name == "" || wanted.ResourceGroup == "" || wanted.Location == "" {
		return nil, fmt.Errorf("cluster %q: name, resource_group and location are needed", wanted.Name)
	}
	if c.location(wanted.Location) == nil {
		return nil, fmt.Errorf("cluster %s: the world has no location %q", wanted.Name, wanted.Location)
	}
	asked := wanted.KubernetesVersion
	if asked == "" {
		asked = c.defaultVersion()
	}
	current := c.resolve(asked, asked)
	if v, ok := parseVersion(asked); !ok || current == "" || v.patch < 0 && current == asked {
		current = c.newestPatch(asked)
	}
	if current == "" {
		return nil, fmt.Errorf("cluster %s: Kubernetes version %q is not one of the world's", wanted.Name, asked)
	}
	key := clusterKey(subscription.ID, wanted.ResourceGroup, wanted.Name)
	properties := clusterProperties(c.world, subscription, wanted, key)
	properties["kubernetesVersion"] = asked
	properties["currentKubernetesVersion"] = current
	maps.Copy(properties, wanted.Properties)
	body := map[string]any{
		"location":   wanted.Location,
		"eTag":       derivedGUID("cluster", key),
		"kind":       "Base",
		"sku":        map[string]any{"name": "Base", "tier": orText(wanted.Tier, "Standard")},
		"identity":   clusterIdentity(c.world, subscription, wanted, key),
		"properties": properties,
	}
	if len(wanted.Tags) > 0 {
		body["tags"] = wanted.Tags
	}
	body, err := cloned(body)
	if err != nil {
		return nil, fmt.Errorf("cluster %s: %w", wanted.Name, err)
	}
	return &cluster{Subscription: subscription.ID, Group: wanted.ResourceGroup, Name: wanted.Name, Body: body, key: key}, nil
}

func (c *catalog) defaultVersion() string {
	for _, v := range c.versions {
		if v.Default {
			return v.Version
		}
	}
	return ""
}

func (c *catalog) newestPatch(minor string) string {
	for _, v := range c.versions {
		if v.Version == minor && len(v.Patches) > 0 {
			return v.Patches[len(v.Patches)-1]
		}
	}
	return ""
}

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

// autoScalerProfile is AKS's profile with the world's settings over it. The
// values are strings, also of numbers and switches, but for three younger ones
// (AKS's own types: ManagedClusterPropertiesAutoScalerProfile).
func autoScalerProfile(settings map[string]string) map[string]any {
	profile := map[string]string{
		"balance-similar-node-groups":           "false",
		"daemonset-eviction-for-empty-nodes":    "false",
		"daemonset-eviction-for-occupied-nodes": "true",
		"expander":                              "random",
		"ignore-daemonsets-utilization":         "false",
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
	maps.Copy(profile, settings)
	result := make(map[string]any, len(profile))
	for key, text := range profile {
		result[key] = text
		switch key {
		case "daemonset-eviction-for-empty-nodes", "daemonset-eviction-for-occupied-nodes", "ignore-daemonsets-utilization":
			result[key] = text == "true"
		}
	}
	return result
}

func orText(s, fallback string) string {
	if s == "" {
		return fallback
	}
	return s
}

// fingerprint identifies the part of a world that a state file is made from:
// its clusters. A world may get other sizes, quotas or versions and keep its state.
func (w *World) fingerprint() (string, error) {
	text, err := json.Marshal([]any{w.Tenant, w.Subscriptions, w.Events})
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:16]), nil
}

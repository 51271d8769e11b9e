package simulator

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// serviceRoutes are the routes of Microsoft.ContainerService about a cluster or a
// region, other than the resources themselves (source: the type definitions of
// Microsoft.ContainerService). If AKS would list something that the simulator's
// clusters do not have, the list is empty.
func serviceRoutes() []route {
	const aks = containerService
	return []route{
		{http.MethodPost, clusterPath + "/accessProfiles/{role}/listCredential", aks, "managedClusters/accessProfiles", accessProfile},
		{http.MethodPost, clusterPath + "/listClusterMonitoringUserCredential", aks, "managedClusters", listCredentials("clusterMonitoringUser")},
		{http.MethodGet, clusterPath + "/outboundNetworkDependenciesEndpoints", aks, "managedClusters/outboundNetworkDependenciesEndpoints", listOutbound},
		{http.MethodGet, clusterPath + "/privateLinkResources", aks, "managedClusters/privateLinkResources", listPrivateLinks},
		{http.MethodPost, clusterPath + "/rotateClusterCertificates", aks, "managedClusters", reconcileCluster},
		{http.MethodPost, clusterPath + "/rotateServiceAccountSigningKeys", aks, "managedClusters", reconcileCluster},
		{http.MethodGet, clusterPath + "/meshUpgradeProfiles", aks, "managedClusters/meshUpgradeProfiles", nothingOf},
		{http.MethodGet, clusterPath + "/managedNamespaces", aks, "managedClusters/managedNamespaces", nothingOf},
		{http.MethodGet, locationPath + "/meshRevisionProfiles", aks, "locations/meshRevisionProfiles", nothingIn},
		{http.MethodGet, locationPath + "/trustedAccessRoles", aks, "locations/trustedAccessRoles", listTrustedRoles},
		{http.MethodGet, "providers/Microsoft.ContainerService/operations", aks, "operations", listProviderOperations},
	}
}

// nothingIn answers an empty list for something that the region does not have.
func nothingIn(c *call) answer {
	if c.catalog.location(c.path["location"]) == nil {
		return c.noLocation().answer()
	}
	return ok(page[any]{Value: []any{}})
}

// accessProfile is a kubeconfig under the name of its role. Clients read it this way
// before the credential list existed.
func accessProfile(c *call) answer {
	cl, missing := c.cluster()
	if missing != nil {
		return missing.answer()
	}
	roles := []string{"clusterUser", "clusterAdmin"}
	i := slices.IndexFunc(roles, func(role string) bool { return strings.EqualFold(role, c.path["role"]) })
	if i < 0 {
		return providerError(http.StatusBadRequest, "InvalidParameter",
			fmt.Sprintf("Access profile '%s' is not one of '%s'.", c.path["role"], strings.Join(roles, ","))).answer()
	}
	return ok(map[string]any{
		"id":         cl.id() + "/accessProfiles/" + roles[i],
		"name":       roles[i],
		"type":       "Microsoft.ContainerService/ManagedClusters/AccessProfiles",
		"location":   cl.location(),
		"properties": map[string]any{"kubeConfig": base64.StdEncoding.EncodeToString([]byte(cl.kubeconfig(roles[i])))},
	})
}

// listOutbound lists the addresses that a cluster's nodes must be able to reach
// (source: AKS's page of outbound network rules).
func listOutbound(c *call) answer {
	cl, missing := c.cluster()
	if missing != nil {
		return missing.answer()
	}
	type entry map[string]any
	category := func(name string, hosts ...string) entry {
		endpoints := []entry{}
		for _, host := range hosts {
			protocol, port := "Https", 443
			if host == "ntp.ubuntu.com" {
				protocol, port = "UDP", 123
			}
			endpoints = append(endpoints, entry{
				"domainName": host, "endpointDetails": []entry{{"port": port, "protocol": protocol}},
			})
		}
		return entry{"category": name, "endpoints": endpoints}
	}
	return ok(page[entry]{Value: []entry{
		category("azure-resource-management", "management.azure.com", "login.microsoftonline.com"),
		category("images", "mcr.microsoft.com", "*.data.mcr.microsoft.com"),
		category("artifacts", "packages.microsoft.com", "acs-mirror.azureedge.net", "packages.aks.azure.com"),
		category("time-sync", "ntp.ubuntu.com"),
		category("apiserver", cl.text("properties", "fqdn")),
	}})
}

// listPrivateLinks lists the API server of a private cluster.
func listPrivateLinks(c *call) answer {
	cl, missing := c.cluster()
	if missing != nil {
		return missing.answer()
	}
	list := page[map[string]any]{Value: []map[string]any{}}
	access := asObject(asObject(cl.Body["properties"])["apiServerAccessProfile"])
	if private, _ := access["enablePrivateCluster"].(bool); private {
		list.Value = append(list.Value, map[string]any{
			"id":   cl.id() + "/privateLinkResources/management",
			"name": "management", "groupId": "management", "requiredMembers": []string{"management"},
			"type": "Microsoft.ContainerService/managedClusters/privateLinkResources",
		})
	}
	return ok(list)
}

// reconcileCluster is an operation that renews certificates or keys, so it changes
// nothing that a client could read.
func reconcileCluster(c *call) answer {
	cl, missing := c.cluster()
	if missing != nil {
		return missing.answer()
	}
	if refused := cl.atWork(); refused != nil {
		return refused.answer()
	}
	return c.actOnCluster(cl, updating)
}

// trustedRoles are roles by the type of the resource that may take them.
func trustedRoles() map[string][]string {
	return map[string][]string{
		"Microsoft.DataProtection/backupVaults":        {"backup-operator"},
		"Microsoft.MachineLearningServices/workspaces": {"inference-v1", "mlworkload"},
		"Microsoft.Security/pricings":                  {"microsoft-defender-operator", "microsoft-defender-policy-operator"},
	}
}

func listTrustedRoles(c *call) answer {
	if c.catalog.location(c.path["location"]) == nil {
		return c.noLocation().answer()
	}
	list := page[map[string]any]{Value: []map[string]any{}}
	for _, kind := range sortedKeys(trustedRoles()) {
		for _, role := range trustedRoles()[kind] {
			list.Value = append(list.Value, map[string]any{"sourceResourceType": kind, "name": role, "rules": []any{}})
		}
	}
	return ok(list)
}

// bindingMalformed judges a binding of trusted access: its cluster must exist, and it
// must give a resource at least one role.
func bindingMalformed(c *call, _, fresh *resource) *rejection {
	if c.state.cluster(c.path["subscription"], c.path["group"], c.path["name0"]) == nil {
		return c.notFound("Microsoft.ContainerService/managedClusters", c.path["name0"])
	}
	source, _ := fresh.properties()["sourceResourceId"].(string)
	roles, _ := fresh.properties()["roles"].([]any)
	switch {
	case !strings.HasPrefix(strings.ToLower(source), "/subscriptions/"):
		return providerError(http.StatusBadRequest, "InvalidParameter", parameterInvalid("properties.sourceResourceId", fmt.Sprintf("'%s' is not the ID of a resource", source)))
	case len(roles) == 0:
		return providerError(http.StatusBadRequest, "InvalidParameter", parameterInvalid("properties.roles", "a binding has one role or more"))
	}
	return nil
}

// listProviderOperations lists the permissions of the resource provider, limited to the
// operations that the simulator has.
func listProviderOperations(c *call) answer {
	type operation struct {
		Name    string            `json:"name"`
		Display map[string]string `json:"display"`
	}
	verbs := map[string]string{http.MethodGet: "read", http.MethodPut: "write", http.MethodPatch: "write", http.MethodDelete: "delete"}
	displays := map[string]map[string]string{}
	for _, r := range c.simulator.routes {
		if r.ns != containerService || r.resource == "operations" {
			continue
		}
		verb, plain := verbs[r.method]
		if !plain {
			verb = r.pattern[strings.LastIndex(r.pattern, "/")+1:] + "/action"
		}
		name := string(containerService) + "/" + r.resource + "/" + verb
		displays[name] = map[string]string{"provider": "Microsoft Container Service", "resource": r.resource, "operation": verb}
	}
	list := page[operation]{Value: []operation{}}
	for _, name := range sortedKeys(displays) {
		list.Value = append(list.Value, operation{Name: name, Display: displays[name]})
	}
	return ok(list)
}

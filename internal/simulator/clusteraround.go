package simulator

import "net/http"

// aroundRoutes are those of what lies below a cluster or beside it, and that nobody
// has here: what is deleted is gone at once.
func aroundRoutes() []route {
	const aks = containerService
	const workspaces = "/providers/Microsoft.OperationalInsights/deletedWorkspaces"
	return []route{
		{http.MethodGet, groupPath + "/providers/Microsoft.Network/privateDnsZones/{zone}/SOA/@", networking, "privateDnsZones/SOA", getStartOfAuthority},
		{http.MethodGet, subscriptionPath + workspaces, operationalInsights, "deletedWorkspaces", emptyList},
		{http.MethodGet, groupPath + workspaces, operationalInsights, "deletedWorkspaces", emptyList},
		{http.MethodGet, clusterPath + "/privateEndpointConnections", aks, "managedClusters/privateEndpointConnections", nothingOf},
		{http.MethodPost, clusterPath + "/runCommand", aks, "managedClusters/runCommand", runCommand},
	}
}

// nothingOf lists what a cluster has none of.
func nothingOf(c *call) answer {
	if _, missing := c.cluster(); missing != nil {
		return missing.answer()
	}
	return ok(page[any]{Value: []any{}})
}

func emptyList(*call) answer { return fromFrontDoor(page[any]{Value: []any{}}) }

// runCommand refuses: there is no Kubernetes API behind a cluster to run it on.
func runCommand(c *call) answer {
	if _, missing := c.cluster(); missing != nil {
		return missing.answer()
	}
	return providerError(http.StatusBadRequest, "NotSupportedBySimulator",
		"The simulator's clusters have no Kubernetes API, so no command can run in them. Read pools, machines and their state over ARM.").answer()
}

package simulator

import "net/http"

// aroundRoutes are the routes of resources below a cluster or around it that do not
// exist here. Deleted resources are gone immediately, so the list of deleted workspaces
// is always empty.
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

// nothingOf answers an empty list for something that the cluster does not have.
func nothingOf(c *call) answer {
	if _, missing := c.cluster(); missing != nil {
		return missing.answer()
	}
	return ok(page[any]{Value: []any{}})
}

func emptyList(*call) answer { return fromFrontDoor(page[any]{Value: []any{}}) }

// runCommand always refuses: a cluster has no Kubernetes API to run the command on.
func runCommand(c *call) answer {
	if _, missing := c.cluster(); missing != nil {
		return missing.answer()
	}
	return providerError(http.StatusBadRequest, "NotSupportedBySimulator",
		"The simulator's clusters have no Kubernetes API, so no command can run in them. Read pools, machines and their state over ARM.").answer()
}

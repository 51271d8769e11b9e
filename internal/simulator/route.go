package simulator

import (
	"fmt"
	"net/http"
	"strings"
	"time"
)

// call is a request that is being carried out, at the moment at which it is.
type call struct {
	moment
	simulator *Simulator
	request   *http.Request
	body      []byte
	// path holds the path's variable segments, in the casing of the request.
	path    map[string]string
	version apiVersion
	// outcome is how the operation ends that this request starts, if a fault says so.
	outcome *Outcome
	// race refuses the request as AKS does when two writes meet, if a fault says so.
	race bool
}

// route is a path pattern with what answers it. Segments in braces are variable,
// the others are compared without regard to case: the Azure SDK writes
// "managedclusters" in one of its URLs.
type route struct {
	method   string
	pattern  string
	ns       namespace
	resource string
	handle   func(*call) answer
}

const (
	subscriptionPath = "subscriptions/{subscription}"
	groupPath        = subscriptionPath + "/resourceGroups/{group}"
	clustersPath     = "/providers/Microsoft.ContainerService/managedClusters"
	clusterPath      = groupPath + clustersPath + "/{cluster}"
	poolPath         = clusterPath + "/agentPools/{pool}"
	maintenancePath  = clusterPath + "/maintenanceConfigurations"
	locationPath     = subscriptionPath + "/providers/Microsoft.ContainerService/locations/{location}"
	networksPath     = "/providers/Microsoft.Network/virtualNetworks"
	scaleSetPath     = subscriptionPath + "/resourceGroups/{nodes}/providers/Microsoft.Compute/virtualMachineScaleSets/{set}"
	computePath      = subscriptionPath + "/providers/Microsoft.Compute"
)

// routes is everything that the simulator speaks.
func routes() []route {
	const aks = containerService
	return []route{
		{"GET", subscriptionPath + clustersPath, aks, "managedClusters", listClusters},
		{"GET", groupPath + clustersPath, aks, "managedClusters", listClusters},
		{"GET", clusterPath, aks, "managedClusters", getCluster},
		{"PUT", clusterPath, aks, "managedClusters", putCluster},
		{"PATCH", clusterPath, aks, "managedClusters", patchCluster},
		{"POST", clusterPath + "/abort", aks, "managedClusters", abortCluster},
		{"POST", clusterPath + "/start", aks, "managedClusters", startCluster},
		{"POST", clusterPath + "/stop", aks, "managedClusters", stopCluster},
		{"POST", clusterPath + "/listClusterUserCredential", aks, "managedClusters", listCredentials("clusterUser")},
		{"POST", clusterPath + "/listClusterAdminCredential", aks, "managedClusters", listCredentials("clusterAdmin")},
		{"GET", clusterPath + "/upgradeProfiles/default", aks, "managedClusters/upgradeProfiles", getClusterUpgradeProfile},
		{"GET", maintenancePath, aks, "managedClusters/maintenanceConfigurations", listMaintenance},
		{"GET", maintenancePath + "/{configuration}", aks, "managedClusters/maintenanceConfigurations", getMaintenance},
		{"PUT", maintenancePath + "/{configuration}", aks, "managedClusters/maintenanceConfigurations", putMaintenance},
		{"DELETE", maintenancePath + "/{configuration}", aks, "managedClusters/maintenanceConfigurations", deleteMaintenance},
		{"GET", clusterPath + "/agentPools", aks, "managedClusters/agentPools", listPools},
		{"GET", poolPath, aks, "managedClusters/agentPools", getPool},
		{"PUT", poolPath, aks, "managedClusters/agentPools", putPool},
		{"DELETE", poolPath, aks, "managedClusters/agentPools", deletePool},
		{"POST", poolPath + "/upgradeNodeImageVersion", aks, "managedClusters/agentPools", upgradeNodeImage},
		{"POST", poolPath + "/deleteMachines", aks, "managedClusters/agentPools", deleteMachines},
		{"GET", poolPath + "/machines", aks, "managedClusters/agentPools/machines", listMachines},
		{"GET", poolPath + "/machines/{machine}", aks, "managedClusters/agentPools/machines", getMachine},
		{"POST", poolPath + "/abort", aks, "managedClusters/agentPools", abortPool},
		{"GET", poolPath + "/upgradeProfiles/default", aks, "managedClusters/agentPools/upgradeProfiles", getUpgradeProfile},
		{"GET", clusterPath + "/availableAgentPoolVersions", aks, "managedClusters/availableAgentPoolVersions", listAvailableVersions},
		{"GET", locationPath + "/kubernetesVersions", aks, "locations/kubernetesVersions", listKubernetesVersions},
		{"GET", locationPath + "/orchestrators", aks, orchestrators, listOrchestrators},
		{"GET", locationPath + "/operations/{operation}", aks, "locations/operations", getOperation},
		{"GET", locationPath + "/operationresults/{operation}", aks, "locations/operationresults", getOperationResult},
		{"GET", computePath + "/skus", compute, "skus", listSizes},
		{"GET", computePath + "/locations/{location}/usages", compute, "locations/usages", listUsages},
		{"GET", scaleSetPath + "/virtualMachines", compute, "virtualMachineScaleSets/virtualMachines", listScaleSetMachines},
		{"GET", subscriptionPath + networksPath, networking, "virtualNetworks", listVirtualNetworks},
		{"GET", groupPath + networksPath, networking, "virtualNetworks", listVirtualNetworks},
		{"GET", groupPath + networksPath + "/{network}", networking, "virtualNetworks", getVirtualNetwork},
		{"GET", groupPath + networksPath + "/{network}/subnets", networking, "virtualNetworks/subnets", listSubnets},
		{"GET", groupPath + networksPath + "/{network}/subnets/{subnet}", networking, "virtualNetworks/subnets", getSubnet},
		{"POST", "providers/Microsoft.ResourceGraph/resources", resourceGraph, "resources", queryGraph},
		{"GET", metricsPath, insights, "metrics", listMetrics},
		{"GET", metricDefinitionsPath, insights, "metricDefinitions", listMetricDefinitions},
		{"GET", "api/retail/prices", retailPrices, "prices", listPrices},
	}
}

// match returns a pattern's variables, or false where the path is another one.
func match(pattern string, segments []string) (map[string]string, bool) {
	parts := strings.Split(pattern, "/")
	if len(parts) != len(segments) {
		return nil, false
	}
	variables := map[string]string{}
	for i, part := range parts {
		if name, ok := strings.CutPrefix(part, "{"); ok {
			variables[strings.TrimSuffix(name, "}")] = segments[i]
		} else if !strings.EqualFold(part, segments[i]) {
			return nil, false
		}
	}
	return variables, true
}

// handle finds the route of a request and carries it out on the newest state.
func (s *Simulator) handle(r *http.Request, body []byte, fault *Fault) answer {
	segments := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	elsewhere := false
	for _, candidate := range s.routes {
		variables, ok := match(candidate.pattern, segments)
		if !ok {
			continue
		}
		if candidate.method != r.Method {
			elsewhere = true
			continue
		}
		query := versionOf(r)
		if refused := checkVersion(candidate.ns, candidate.resource, query); refused != nil {
			return refused.answer()
		}
		c := &call{
			simulator: s, request: r, body: body, path: variables, version: apiVersion(query),
			outcome: fault.Outcome, race: fault.Race,
		}
		return c.run(candidate, s.clock())
	}
	if elsewhere {
		return gatewayError(http.StatusMethodNotAllowed, "HttpMethodNotSupported",
			fmt.Sprintf("The http method %s is not supported on the path '%s'.", r.Method, r.URL.Path)).answer()
	}
	return gatewayError(http.StatusNotFound, "InvalidResourceType",
		fmt.Sprintf("The simulator has nothing at '%s'.", r.URL.Path)).answer()
}

// versionOf is the api-version of a request; ARM takes the name in any case.
func versionOf(r *http.Request) string {
	for name, values := range r.URL.Query() {
		if strings.EqualFold(name, "api-version") && len(values) > 0 {
			return values[0]
		}
	}
	return ""
}

// run carries a request out: reads look at the state, everything else may change
// it. Now is when the request came, which may have had to wait for its turn.
func (c *call) run(found route, now time.Time) answer {
	var a answer
	work := func(st *state) {
		c.moment = c.simulator.moment(st, now)
		a = c.checked(found)
		a.render()
	}
	var err error
	if c.request.Method == http.MethodGet || c.request.Method == http.MethodHead {
		err = c.simulator.store.view(work)
	} else {
		err = c.simulator.store.change(c.request.Context(), work)
	}
	if err != nil {
		return gatewayError(http.StatusInternalServerError, "SimulatorStateError", err.Error()).answer()
	}
	return a
}

// checked refuses what the front door refuses before a resource provider sees it.
func (c *call) checked(found route) answer {
	c.settleGroups()
	if id, ok := c.path["subscription"]; ok {
		if !isGUID(id) {
			return gatewayError(http.StatusBadRequest, "InvalidSubscriptionId",
				fmt.Sprintf("The provided subscription identifier '%s' is malformed or invalid.", id)).answer()
		}
		if c.catalog.subscription(id) == nil {
			return gatewayError(http.StatusNotFound, "SubscriptionNotFound",
				fmt.Sprintf("The subscription '%s' could not be found.", id)).answer()
		}
	}
	for _, refuse := range []func(route) *rejection{c.unregistered, c.groupGone, c.throttled, c.raced} {
		if refused := refuse(found); refused != nil {
			return refused.answer()
		}
	}
	return found.handle(c)
}

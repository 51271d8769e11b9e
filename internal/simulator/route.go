package simulator

import (
	"fmt"
	"net/http"
	"strings"
	"time"
)

// call is a request that is being carried out, with its moment.
type call struct {
	moment
	simulator *Simulator
	request   *http.Request
	body      []byte
	// path holds the path's variable segments, in the casing of the request.
	path    map[string]string
	version apiVersion
	// preview is set if the api-version is a preview.
	preview bool
	// outcome is how the operation that this request starts will end, if a fault
	// determines it.
	outcome *Outcome
	// race refuses the request as AKS does when two writes collide, if a fault asks for
	// it.
	race bool
}

// route is a path pattern with its handler. Segments in braces are variables; the
// others are compared without regard to case, because the Azure SDK writes
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
	computePath      = subscriptionPath + "/providers/Microsoft.Compute"
)

// allRoutes are all routes that the simulator serves. Extension resources come last,
// because their patterns match the longest paths.
func allRoutes() []route {
	var all []route
	for _, table := range [][]route{routes(), aroundRoutes(), serviceRoutes(), scaleSetRoutes(), resourceRoutes(), plainRoutes(), roleRoutes()} {
		all = append(all, table...)
	}
	return all
}

// routes are the routes of Microsoft.ContainerService, Compute and the list services.
func routes() []route {
	const aks = containerService
	return []route{
		{"GET", subscriptionPath + clustersPath, aks, "managedClusters", listClusters},
		{"GET", groupPath + clustersPath, aks, "managedClusters", listClusters},
		{"GET", clusterPath, aks, "managedClusters", getCluster},
		{"PUT", clusterPath, aks, "managedClusters", putCluster},
		{"PATCH", clusterPath, aks, "managedClusters", patchCluster},
		{"DELETE", clusterPath, aks, "managedClusters", deleteCluster},
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
		{"GET", computePath + "/locations/{location}/vmSizes", compute, "locations/vmSizes", listPlainSizes},
		{"GET", computePath + "/locations/{location}/usages", compute, "locations/usages", listUsages},
		{"POST", "providers/Microsoft.ResourceGraph/resources", resourceGraph, "resources", queryGraph},
		{"GET", metricsPath, insights, "metrics", listMetrics},
		{"GET", metricDefinitionsPath, insights, "metricDefinitions", listMetricDefinitions},
		{"GET", "api/retail/prices", retailPrices, "prices", listPrices},
	}
}

// match returns a pattern's variables, or false if the path does not match. A pattern
// that begins with {scope} is for resources that extend any other resource; the
// subscription and the group of the scope then become variables too.
func match(parts, segments []string) (map[string]string, bool) {
	variables := map[string]string{}
	if parts[0] == "{scope}" {
		above := len(segments) - len(parts) + 1
		if above < 2 {
			return nil, false
		}
		variables["scope"] = strings.Join(segments[:above], "/")
		for i, name := range map[int]string{0: "subscription", 2: "group"} {
			if word := map[int]string{0: "subscriptions", 2: "resourceGroups"}[i]; above > i+1 && strings.EqualFold(segments[i], word) {
				variables[name] = segments[i+1]
			}
		}
		parts, segments = parts[1:], segments[above:]
	}
	if len(parts) != len(segments) {
		return nil, false
	}
	for i, part := range parts {
		if name, ok := strings.CutPrefix(part, "{"); ok {
			variables[strings.TrimSuffix(name, "}")] = segments[i]
		} else if !strings.EqualFold(part, segments[i]) {
			return nil, false
		}
	}
	return variables, true
}

// partsOf are the segments of a pattern.
func (s *Simulator) partsOf(pattern string) []string {
	if parts, ok := s.patterns[pattern]; ok {
		return parts
	}
	return strings.Split(pattern, "/")
}

// handle finds the route of a request and runs it on the newest state.
func (s *Simulator) handle(r *http.Request, body []byte, fault *Fault) answer {
	segments := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	elsewhere := false
	for _, candidate := range s.routes {
		variables, ok := match(s.partsOf(candidate.pattern), segments)
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
			simulator: s, request: r, body: body, path: variables,
			version: apiVersion(query), preview: apiVersion(query).preview(),
			outcome: fault.Outcome, race: fault.Race,
		}
		return c.run(candidate, s.clock())
	}
	if elsewhere {
		return gatewayError(http.StatusMethodNotAllowed, "HttpMethodNotSupported",
			fmt.Sprintf("The http method %s is not supported on the path '%s'.", r.Method, r.URL.Path)).answer()
	}
	return gatewayError(http.StatusNotFound, "InvalidResourceType",
		fmt.Sprintf("The simulator does not serve '%s'.", r.URL.Path)).answer()
}

// versionOf is the api-version of a request. ARM accepts the parameter's name in any
// case.
func versionOf(r *http.Request) string {
	for name, values := range r.URL.Query() {
		if strings.EqualFold(name, "api-version") && len(values) > 0 {
			return values[0]
		}
	}
	return ""
}

// run carries out a request: reads only look at the state, and everything else may
// change it. now is when the request arrived; it may have waited for its turn since.
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

// checked applies the front door's refusals, before a resource provider sees the
// request.
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
	for _, refuse := range []func(route) *rejection{c.unserved, c.mediaType, c.unregistered, c.groupGone, c.locked, c.throttled, c.raced} {
		if refused := refuse(found); refused != nil {
			return refused.answer()
		}
	}
	return found.handle(c)
}

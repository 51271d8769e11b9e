package simulator_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

const graph = "/providers/Microsoft.ResourceGraph/resources?api-version=2021-03-01"

const clustersOnly = "resources | where type =~ 'microsoft.containerservice/managedclusters'"

// graphWorld has three clusters in two subscriptions.
func graphWorld() *simulator.World {
	world := simulator.BuiltIn()
	world.Subscriptions[0].Clusters[1].Tags = map[string]string{"env": "prod"}
	count, mode := int32(1), "System"
	world.Subscriptions = append(world.Subscriptions, simulator.Subscription{
		ID: "33333333-3333-3333-3333-333333333333", Name: "Second",
		Clusters: []simulator.Cluster{{Name: "aks-other", ResourceGroup: "RG-Other", Location: "eastus",
			Pools: []simulator.Pool{{Name: "sys", Properties: &simulator.AgentPoolProperties{Count: &count, Mode: &mode}}}}},
	})
	return world
}

func ask(t *testing.T, s *simulator.Simulator, query string, options object) object {
	t.Helper()
	return send(t, s, 200, "POST", graph, object{"query": query, "options": options})
}

// names joins the values of one column in the order of the rows.
func names(answer object, column string) string {
	var list []string
	for _, row := range answer["data"].([]any) {
		list = append(list, fmt.Sprint(row.(object)[column]))
	}
	return strings.Join(list, " ")
}

func TestTheGraphListsClustersWithTheirPools(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{World: graphWorld()})

	got := ask(t, s, "Resources | where type =~ 'Microsoft.ContainerService/managedClusters' | order by name asc", nil)

	if got["totalRecords"] != 3.0 || got["count"] != 3.0 || got["resultTruncated"] != "false" || names(got, "name") != "aks-lanes aks-other aks-south" {
		t.Errorf("got %v records: %s", got["totalRecords"], names(got, "name"))
	}
	other := got["data"].([]any)[1].(object)
	pools := other["properties"].(object)["agentPoolProfiles"].([]any)
	if other["type"] != "microsoft.containerservice/managedclusters" || other["resourceGroup"] != "rg-other" ||
		other["subscriptionId"] != "33333333-3333-3333-3333-333333333333" || len(pools) != 1 || pools[0].(object)["name"] != "sys" {
		t.Errorf("got %v", other)
	}
	one := send(t, s, 200, "POST", graph, object{"subscriptions": []string{"33333333-3333-3333-3333-333333333333"}, "query": clustersOnly})
	if names(one, "name") != "aks-other" {
		t.Errorf("one subscription: got %s", names(one, "name"))
	}
}

func TestQueries(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{World: graphWorld()})
	for query, want := range map[string]string{
		`where location == "westeurope"`:                                                                                  "aks-lanes",
		`where location in~ ('EastUS', 'southcentralus') | order by name asc`:                                             "aks-other aks-south",
		`where resourceGroup =~ 'rg-lanes' and name startswith 'AKS-S'`:                                                   "aks-south",
		`where tags['env'] == 'prod'`:                                                                                     "aks-south",
		`where tags.env =~ 'PROD' or name == 'aks-other' | sort by name`:                                                  "aks-south aks-other",
		`where not(isnotempty(tags.env)) | project name, id | order by name asc`:                                          "aks-lanes aks-other",
		`where name !~ 'aks-lanes' | order by name asc | limit 1`:                                                         "aks-other",
		`where properties.agentPoolProfiles[0].mode == 'System' and array_length(tags) == 0 | take 0`:                     "",
		`mv-expand pool = properties.agentPoolProfiles | where pool.name == 'sys' | project name, id`:                     "aks-other",
		`extend name = toupper(name) | order by name asc | limit 1`:                                                       "AKS-LANES",
		`where (name contains 'south')`:                                                                                   "aks-south",
		`where location !in~ ('EASTUS') and name !contains 'south'`:                                                       "aks-lanes",
		`where isnull(tags) and isnotnull(location) | order by name desc | extend name = strcat(name, '!', toint('3.9'))`: "aks-other!3 aks-lanes!3",
		`project name = location | order by name asc`:                                                                     "eastus southcentralus westeurope",
	} {
		if got := names(ask(t, s, clustersOnly+" | "+query, nil), "name"); got != want {
			t.Errorf("%s: got %q, want %q", query, got, want)
		}
	}
	if got := ask(t, s, clustersOnly+" | project properties.kubernetesVersion | limit 1", nil)["data"].([]any)[0].(object); got["properties_kubernetesVersion"] != "1.35" {
		t.Errorf("a column without a name: got %v", got)
	}
}

func TestTheGraphIsPaged(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{World: graphWorld()})
	const query = clustersOnly + " | project id, name | order by name asc"

	page := ask(t, s, query, object{"$top": 2})

	if page["count"] != 2.0 || page["totalRecords"] != 3.0 || page["resultTruncated"] != "false" {
		t.Errorf("got %v", page)
	}
	rest := ask(t, s, query, object{"$top": 2, "$skipToken": page["$skipToken"]})
	if names(rest, "name") != "aks-south" || rest["$skipToken"] != nil {
		t.Errorf("the rest: got %v", rest)
	}
	cut := ask(t, s, clustersOnly+" | project name", object{"$top": 2})
	if cut["resultTruncated"] != "true" || cut["$skipToken"] != nil {
		t.Errorf("without the id: got %v", cut)
	}
}

func TestQueriesThatAreRefused(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{})
	for _, query := range []string{
		"resources | where " + strings.Repeat("(", 1000) + "true", "resources | where " + strings.Repeat("not(", 1000) + "true",
		"", "advisorresources", "resources | summarize by", "resources | evaluate bag_unpack(tags)", "resources | join kind=fullouter (resources) on id", "resources | where name ==", "resources | where (name == 'a'",
		"resources | where name == 'a", "resources | limit many", "resources | where near(name)", "resources | project name name", "resources | order name",
	} {
		refused := send(t, s, 400, "POST", graph, object{"query": query})["error"].(object)
		details := refused["details"].([]any)
		if refused["code"] != "BadRequest" || len(details) != 2 || details[0].(object)["code"] != "InvalidQuery" || details[1].(object)["message"] == "" {
			t.Errorf("%s: got %v", query, refused)
		}
	}
	send(t, s, 400, "POST", graph, object{"query": "resources", "options": object{"resultFormat": "table"}})
	send(t, s, 400, "POST", graph, object{"query": "resources", "options": object{"$skipToken": "?"}})
}

// The queries of inventory tools: counts by a column, node pools as rows, and the
// name of a cluster's subscription.
func TestQueriesOfInventories(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{World: graphWorld()})
	for query, want := range map[string]string{
		clustersOnly + " | summarize count() by location | order by location asc | project name = strcat(location, '=', count_)":                                                                                                                                      "eastus=1 southcentralus=1 westeurope=1",
		clustersOnly + " | mv-expand pool = properties.agentPoolProfiles | summarize nodes = sum(pool['count']), n = count() by size = tostring(pool.vmSize) | project name = strcat(size, ' ', nodes, ' ', n)":                                                       "Standard_D4ds_v5 6 2 Standard_D8ds_v5 1 1",
		clustersOnly + " | join kind=leftouter (resourcecontainers | where type == 'microsoft.resources/subscriptions' | project subscriptionName = name, subscriptionId) on subscriptionId | order by name asc | project name = strcat(name, '@', subscriptionName)": "aks-lanes@Workload lanes aks-other@Second aks-south@Workload lanes",
		"resources | where type =~ 'Microsoft.Compute/virtualMachineScaleSets' | summarize name = count()":                                                                                                                                                            "3",
		"resources | where type has 'userassignedidentities' | extend g = tolower(split(id, '/')[4]) | where g startswith 'mc_' | summarize name = count()":                                                                                                           "3",
		"resourcecontainers | where type =~ 'microsoft.resources/subscriptions/resourcegroups' | where isempty(managedBy) | order by name asc":                                                                                                                        "rg-lanes RG-Other",
	} {
		if got := names(ask(t, s, query, nil), "name"); got != want {
			t.Errorf("%s: got %q, want %q", query, got, want)
		}
	}
}

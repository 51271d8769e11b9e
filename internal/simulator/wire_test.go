package simulator_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

func TestAMissingPoolIsTheProvidersAndAMissingClusterTheFrontDoors(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{})

	pool, poolBody := exchange(t, s, newRequest(t, "GET", west+"/agentPools/ap2", nil))
	cluster, clusterBody := exchange(t, s, newRequest(t, "GET", strings.Replace(west, "aks-lanes", "nope", 1), nil))

	wantPool := object{
		"code": "NotFound", "details": []any{object{"code": "Unspecified", "message": "rpc error: code = NotFound desc = Agent Pool not found"}},
		"message": "Could not find the agentpool: ap2 in subscription: 11111111-1111-1111-1111-111111111111, resourceGroup: rg-lanes, resourceName: aks-lanes.",
		"subcode": "GetAgentPool_NotFound_HCPServerError",
	}
	if pool.StatusCode != 404 || !reflect.DeepEqual(poolBody, wantPool) || pool.Header.Get("X-Ms-Failure-Cause") != "" {
		t.Errorf("pool: got %d: %v", pool.StatusCode, poolBody)
	}
	if got := pool.Header.Get("Content-Type"); got != "application/json" {
		t.Errorf("pool: Content-Type %s", got)
	}
	wantCluster := object{"error": object{
		"code":    "ResourceNotFound",
		"message": "The Resource 'Microsoft.ContainerService/managedClusters/nope' under resource group 'rg-lanes' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix",
	}}
	if cluster.StatusCode != 404 || !reflect.DeepEqual(clusterBody, wantCluster) || cluster.Header.Get("X-Ms-Failure-Cause") != "gateway" {
		t.Errorf("cluster: got %d: %v", cluster.StatusCode, clusterBody)
	}
	if got := cluster.Header.Get("Content-Type"); got != "application/json; charset=utf-8" {
		t.Errorf("cluster: Content-Type %s", got)
	}
}

func TestARefusalsWholeBody(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{})
	refused := send(t, s, 400, "PUT", west+"/agentPools/nodepool1", object{"properties": object{"vmSize": "Standard_D8ds_v5"}})
	want := object{
		"code": "PropertyChangeNotAllowed", "details": nil, "message": "Changing property 'properties.vmSize' is not allowed.",
		"subcode": "", "target": "properties.vmSize",
	}
	if !reflect.DeepEqual(refused, want) {
		t.Errorf("got %v, want %v", refused, want)
	}
}

func TestFrontDoorErrors(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{})
	for title, test := range map[string]struct {
		method, path string
		status       int
		code         string
	}{
		"no api-version":           {"GET", west, 400, "MissingApiVersionParameter"},
		"unknown api-version":      {"GET", west + "?api-version=2099-01-01", 400, "NoRegisteredProviderFound"},
		"unknown preview":          {"GET", west + "?api-version=2099-05-02-preview", 400, "NoRegisteredProviderFound"},
		"no date as api-version":   {"GET", subscription + "?api-version=latest", 400, "InvalidApiVersionParameter"},
		"unknown subscription":     {"GET", "/subscriptions/99999999-9999-9999-9999-999999999999?api-version=2022-12-01", 404, "SubscriptionNotFound"},
		"malformed subscription":   {"GET", "/subscriptions/mine?api-version=2022-12-01", 400, "InvalidSubscriptionId"},
		"unknown resource group":   {"GET", subscription + "/resourceGroups/nope?api-version=2022-12-01", 404, "ResourceGroupNotFound"},
		"cluster in unknown group": {"GET", strings.Replace(west, "rg-lanes", "nope", 1) + "?api-version=2026-02-01", 404, "ResourceGroupNotFound"},
		"pool of unknown cluster":  {"DELETE", strings.Replace(west, "aks-lanes", "nope", 1) + "/agentPools/a?api-version=2026-02-01", 404, "ParentResourceNotFound"},
		"unknown path":             {"GET", subscription + "/providers/Microsoft.Sql/servers?api-version=2022-12-01", 404, "InvalidResourceType"},
		"unknown method":           {"PATCH", west + "/agentPools/a?api-version=2026-02-01", 405, "HttpMethodNotSupported"},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			r, err := http.NewRequestWithContext(t.Context(), test.method, "https://management.azure.com"+test.path, http.NoBody)
			if err != nil {
				t.Fatal(err)
			}
			response, body := exchange(t, s, r)
			wrapped, _ := body["error"].(object)
			if response.StatusCode != test.status || wrapped["code"] != test.code || response.Header.Get("X-Ms-Failure-Cause") != "gateway" {
				t.Errorf("got %d: %v", response.StatusCode, body)
			}
		})
	}
}

func TestEveryStableAPIVersionIsServed(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{})
	for _, version := range strings.Fields("2024-05-01 2024-09-01 2025-01-01 2025-03-01 2025-07-01 2025-09-01 2025-10-01 2026-01-01 2026-02-01 2026-03-01 2026-04-01 2026-05-01 2026-06-01 2026-07-01") {
		send(t, s, 200, "GET", west+"?api-version="+version, nil)
	}
}

func TestPathsAreRoutedInAnyCase(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{})
	for _, path := range []string{west, strings.ToLower(west), strings.ToUpper(west), west + "/"} {
		if got := send(t, s, 200, "GET", path, nil)["id"]; got != "/subscriptions/11111111-1111-1111-1111-111111111111/resourcegroups/rg-lanes/providers/Microsoft.ContainerService/managedClusters/aks-lanes" {
			t.Errorf("id: got %v", got)
		}
		if got := send(t, s, 200, "GET", path, nil)["type"]; got != "Microsoft.ContainerService/ManagedClusters" {
			t.Errorf("type: got %v", got)
		}
	}
}

func TestHeadersOfAnAnswer(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{})
	r := newRequest(t, "GET", west, nil)
	r.Header.Set("X-Ms-Correlation-Request-Id", "my-correlation")
	r.Header.Set("X-Ms-Client-Request-Id", "my-request")
	r.Header.Set("X-Ms-Return-Client-Request-Id", "true")

	response, _ := exchange(t, s, r)

	for name, want := range map[string]string{
		"X-Ms-Correlation-Request-Id": "my-correlation", "X-Ms-Client-Request-Id": "my-request", "Cache-Control": "no-cache",
		"Pragma": "no-cache", "Expires": "-1", "X-Content-Type-Options": "nosniff", "X-Cache": "CONFIG_NOCACHE",
		"Strict-Transport-Security":                          "max-age=31536000; includeSubDomains",
		"X-Ms-Ratelimit-Remaining-Subscription-Global-Reads": "16499",
	} {
		if got := response.Header.Get(name); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
	if response.Header.Get("X-Ms-Request-Id") == "" || response.Header.Get("X-Ms-Routing-Request-Id") == "" {
		t.Error("the request ids are missing")
	}
}

func TestJSONIsIndentedByOneSpace(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{})
	response, err := (&http.Client{Transport: s.Transport()}).Do(newRequest(t, "GET", west+"/agentPools/nodepool1", nil))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(string(text), "{\n \"id\": \"/subscriptions/") || !strings.Contains(string(text), "\n \"properties\": {\n  \"count\": 3,") {
		t.Errorf("got %s", text)
	}
}

// The same engine behind a socket: operation URLs lead back to the address of the
// request.
func TestServedOverHTTPS(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{})
	server := httptest.NewTLSServer(s)
	t.Cleanup(server.Close)
	r := newRequest(t, "PUT", west+"/agentPools/batch", pool(nil))
	r.URL.Host, r.Host = strings.TrimPrefix(server.URL, "https://"), ""
	response, err := server.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if got := response.Header.Get("Azure-AsyncOperation"); !strings.HasPrefix(got, server.URL+"/subscriptions/") {
		t.Errorf("Azure-AsyncOperation: got %.80s", got)
	}
}

func TestListsOfClusters(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{})
	for _, path := range []string{subscription, subscription + "/resourcegroups/RG-LANES"} {
		list := send(t, s, 200, "GET", path+"/providers/Microsoft.ContainerService/managedClusters", nil)
		if got := len(list["value"].([]any)); got != 2 {
			t.Errorf("%s: got %d clusters, want 2", path, got)
		}
	}
	pools := send(t, s, 200, "GET", west+"/agentPools", nil)["value"].([]any)
	if len(pools) != 1 || pools[0].(object)["name"] != "nodepool1" {
		t.Errorf("pools: got %v", pools)
	}
	groups := send(t, s, 200, "GET", subscription+"/resourceGroups", nil)["value"].([]any)
	if len(groups) != 3 || groups[2].(object)["id"] != subscription+"/resourceGroups/rg-lanes" {
		t.Errorf("groups: got %v", groups)
	}
	if got := send(t, s, 200, "GET", subscription, nil)["tenantId"]; got != "22222222-2222-2222-2222-222222222222" {
		t.Errorf("tenant: got %v", got)
	}
}

func TestVersionsOfKubernetes(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{})
	offered := send(t, s, 200, "GET", subscription+"/providers/Microsoft.ContainerService/locations/westeurope/kubernetesVersions", nil)
	if got := len(offered["values"].([]any)); got != 5 {
		t.Errorf("kubernetesVersions: got %d minor versions, want 5", got)
	}

	available := send(t, s, 200, "GET", west+"/availableAgentPoolVersions", nil)["properties"].(object)["agentPoolVersions"].([]any)
	if first := available[0].(object); first["kubernetesVersion"] != "1.35.7" || first["default"] != true {
		t.Errorf("availableAgentPoolVersions: got %v first", first)
	}

	send(t, s, 201, "PUT", west+"/agentPools/batch", pool(object{"orchestratorVersion": "1.34.9"}))
	profile := send(t, s, 200, "GET", west+"/agentPools/batch/upgradeProfiles/default", nil)
	want := object{
		"kubernetesVersion": "1.34.9", "osType": "Linux", "latestNodeImageVersion": "AKSUbuntu-2204gen2containerd-202609.03.1",
		"upgrades": []any{object{"kubernetesVersion": "1.35.5"}, object{"kubernetesVersion": "1.35.7"}},
	}
	if !reflect.DeepEqual(profile["properties"], want) {
		t.Errorf("upgradeProfiles: got %v, want %v", profile["properties"], want)
	}
}

func TestTheRequestLog(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{})
	exchange(t, s, newRequest(t, "GET", west+"/agentPools/Nope", nil))
	send(t, s, 200, "GET", west, nil)

	log := s.Requests()
	if len(log) != 1 || log[0].Method != "GET" || log[0].Path != west+"/agentPools/Nope" || log[0].Status != 404 || log[0].Query.Get("api-version") == "" {
		t.Errorf("got %+v", log)
	}
	s.ResetRequests()
	if got := len(s.Requests()); got != 0 {
		t.Errorf("after the reset: got %d requests", got)
	}
}

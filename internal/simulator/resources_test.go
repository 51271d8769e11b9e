package simulator_test

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

func TestAResourceGroupsLife(t *testing.T) {
	t.Parallel()
	s, clock := start(t, simulator.Options{Speed: 1})
	path := subscription + "/resourcegroups/rg-new"
	send(t, s, 404, "HEAD", path, nil)
	send(t, s, 404, "GET", path, nil)

	created := send(t, s, 201, "PUT", path, object{"location": "West Europe", "tags": object{"a": "b"}})
	if created["id"] != subscription+"/resourceGroups/rg-new" || created["location"] != "westeurope" || created["type"] != "Microsoft.Resources/resourceGroups" {
		t.Errorf("created: got %v", created)
	}
	send(t, s, 204, "HEAD", path, nil)
	updated := send(t, s, 200, "PUT", strings.ToUpper(path), object{"location": "westeurope"})
	if updated["name"] != "rg-new" || updated["tags"] != nil {
		t.Errorf("updated: got %v", updated)
	}
	if patched := send(t, s, 200, "PATCH", path, object{"tags": object{"c": "d"}}); patched["tags"].(object)["c"] != "d" {
		t.Errorf("patched: got %v", patched)
	}

	deletion := begin(t, s, "DELETE", path, nil)
	if deletion.StatusCode != 202 || deletion.Header.Get("Retry-After") != "15" || deletion.Header.Get("Azure-AsyncOperation") != "" {
		t.Errorf("deletion: got %d, %v", deletion.StatusCode, deletion.Header)
	}
	location := strings.TrimPrefix(deletion.Header.Get("Location"), "https://management.azure.com")
	if !strings.HasPrefix(location, subscription+"/operationresults/eyJqb2JJZCI6") {
		t.Errorf("Location: got %s", location)
	}
	send(t, s, 202, "GET", location, nil)
	if state := send(t, s, 200, "GET", path, nil)["properties"].(object)["provisioningState"]; state != "Deleting" {
		t.Errorf("meanwhile: got %v", state)
	}
	clock.pass(5 * time.Minute)
	send(t, s, 200, "GET", location, nil)
	send(t, s, 404, "GET", path, nil)
}

func TestAGroupGoesWithItsClusters(t *testing.T) {
	t.Parallel()
	file := stateFile(t)
	s, clock := start(t, simulator.Options{Speed: 1, StateFile: file})
	begin(t, s, "DELETE", subscription+"/resourceGroups/rg-lanes", nil)
	refused := send(t, s, 409, "PUT", west+"/agentPools/batch", pool(nil))
	if code(refused) != "ResourceGroupBeingDeleted" {
		t.Errorf("meanwhile: got %v", refused)
	}
	clock.pass(5 * time.Minute)
	send(t, s, 201, "PUT", subscription+"/resourceGroups/rg-lanes", object{"location": "eastus"})
	again, _ := start(t, simulator.Options{StateFile: file, Clock: clock.time})
	for _, one := range []*simulator.Simulator{s, again} {
		send(t, one, 404, "GET", west, nil)
		list := send(t, one, 200, "GET", subscription+"/resourceGroups/rg-lanes/resources", nil)
		if got := len(list["value"].([]any)); got != 0 {
			t.Errorf("got %d resources, want none", got)
		}
		if got := send(t, one, 200, "GET", subscription+"/resourceGroups/rg-lanes", nil)["location"]; got != "eastus" {
			t.Errorf("location: got %v", got)
		}
	}
}

func TestRefusedResourceGroups(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{})
	for title, test := range map[string]struct {
		path   string
		body   any
		status int
		code   string
	}{
		"no location":      {"rg-new", object{}, 400, "LocationRequired"},
		"unknown location": {"rg-new", object{"location": "atlantis"}, 400, "LocationNotAvailableForResourceGroup"},
		"moved":            {"rg-lanes", object{"location": "eastus"}, 409, "InvalidResourceGroupLocation"},
		"no body":          {"rg-new", []byte("{"), 400, "InvalidRequestContent"},
	} {
		if got := code(send(t, s, test.status, "PUT", subscription+"/resourceGroups/"+test.path, test.body)); got != test.code {
			t.Errorf("%s: got %v, want %s", title, got, test.code)
		}
	}
}

func TestTheResourcesOfAGroup(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{})
	for _, path := range []string{subscription, subscription + "/resourceGroups/rg-lanes"} {
		list := send(t, s, 200, "GET", path+"/resources", nil)["value"].([]any)
		if first := list[0].(object); len(list) < 2 || first["id"] != west || first["type"] != "Microsoft.ContainerService/managedClusters" {
			t.Errorf("%s: got %v", path, list)
		}
	}
	if got := send(t, s, 200, "GET", subscription+"/locations", nil)["value"].([]any)[0].(object)["displayName"]; got != "West Europe" {
		t.Errorf("locations: got %v", got)
	}
	if got := send(t, s, 200, "GET", "/tenants", nil)["value"].([]any)[0].(object)["tenantId"]; got != tenant {
		t.Errorf("tenants: got %v", got)
	}
}

func TestResourceProviders(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{})
	list := send(t, s, 200, "GET", subscription+"/providers?api-version=2022-09-01", nil)["value"].([]any)
	seen := map[string]string{}
	for _, provider := range list {
		seen[provider.(object)["namespace"].(string)] = provider.(object)["registrationState"].(string)
	}
	for _, name := range []string{"Microsoft.ContainerService", "Microsoft.Compute", "Microsoft.Network", "Microsoft.ManagedIdentity", "Microsoft.Resources"} {
		if seen[name] != "Registered" {
			t.Errorf("%s: got %q", name, seen[name])
		}
	}
	one := send(t, s, 200, "GET", subscription+"/providers/microsoft.containerservice?api-version=2022-09-01", nil)
	kinds := map[string]bool{}
	for _, kind := range one["resourceTypes"].([]any) {
		kinds[kind.(object)["resourceType"].(string)] = true
		if got := kind.(object)["apiVersions"].([]any)[0]; got != "2026-07-01" {
			t.Errorf("newest version: got %v", got)
		}
	}
	if one["namespace"] != "Microsoft.ContainerService" || !kinds["managedClusters"] || !kinds["managedClusters/agentPools"] {
		t.Errorf("got %v", one)
	}
	if got := code(send(t, s, 404, "GET", subscription+"/providers/Contoso.Shop?api-version=2022-09-01", nil)); got != "InvalidResourceNamespace" {
		t.Errorf("unknown: got %v", got)
	}
}

// azcore registers a provider automatically if ARM answers in this way.
func TestAProviderIsRegistered(t *testing.T) {
	t.Parallel()
	world := simulator.BuiltIn()
	world.Subscriptions[0].Unregistered = []string{"Microsoft.ContainerService"}
	s, clock := start(t, simulator.Options{World: world, Speed: 1, StateFile: stateFile(t)})
	path := subscription + "/providers/Microsoft.ContainerService"
	refused := send(t, s, 409, "GET", west, nil)
	if code(refused) != "MissingSubscriptionRegistration" {
		t.Errorf("got %v", refused)
	}
	for _, step := range []struct{ method, path, state string }{
		{"GET", path, "NotRegistered"}, {"POST", path + "/register", "Registering"}, {"GET", path, "Registering"},
	} {
		if got := send(t, s, 200, step.method, step.path, nil)["registrationState"]; got != step.state {
			t.Errorf("%s %s: got %v, want %s", step.method, step.path, got, step.state)
		}
	}
	clock.pass(30 * time.Second)
	if got := send(t, s, 200, "GET", path, nil)["registrationState"]; got != "Registered" {
		t.Errorf("at last: got %v", got)
	}
	send(t, s, 200, "GET", west, nil)
}

func TestListsHavePages(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{PageSize: 2})
	for _, name := range []string{"a", "b", "c", "d"} {
		send(t, s, 201, "PUT", west+"/agentPools/"+name, pool(nil))
	}
	compute := subscription + "/providers/Microsoft.Compute"
	for path, want := range map[string]int{
		west + "/agentPools": 5, west + "/agentPools/nodepool1/machines": 3,
		subscription + "/providers/Microsoft.ContainerService/managedClusters": 2,
		compute + "/skus?$filter=location%20eq%20'westeurope'":                 0,
		compute + "/locations/westeurope/usages":                               0,
		subscription + "/resourceGroups":                                       3,
	} {
		names := map[string]bool{}
		pages, items := 0, 0
		for next := path; next != ""; pages++ {
			body := send(t, s, 200, "GET", next, nil)
			list := body["value"].([]any)
			if len(list) == 0 && next != path {
				// AKS's list of pools ends with an empty page.
				break
			}
			if len(list) > 2 || len(list) == 0 {
				t.Fatalf("%s: a page of %d", next, len(list))
			}
			items += len(list)
			link, _ := body["nextLink"].(string)
			if link != "" && (!strings.HasPrefix(link, "https://management.azure.com"+subscription) || !strings.Contains(link, "api-version=")) {
				t.Errorf("nextLink: got %s", link)
			}
			if names[link] {
				t.Fatalf("%s comes twice", link)
			}
			names[link] = true
			next = strings.TrimPrefix(link, "https://management.azure.com")
		}
		if want != 0 && items != want || pages != (items+1)/2 {
			t.Errorf("%s: got %d items on %d pages, want %d", path, items, pages, want)
		}
	}
	if got := code(send(t, s, 400, "GET", west+"/agentPools?$skiptoken=nonsense", nil)); got != "InvalidSkipToken" {
		t.Errorf("a bad token: got %v", got)
	}
}

func TestAFullPageIsAHundredPools(t *testing.T) {
	t.Parallel()
	world := simulator.BuiltIn()
	world.Subscriptions[0].Clusters[0].MaxPools = 300
	one := world.Subscriptions[0].Clusters[0].Pools[0]
	for i := range 149 {
		one.Name = "p" + string(rune('a'+i/26)) + string(rune('a'+i%26))
		world.Subscriptions[0].Clusters[0].Pools = append(world.Subscriptions[0].Clusters[0].Pools, one)
	}
	s, _ := start(t, simulator.Options{World: world})
	first := send(t, s, 200, "GET", west+"/agentPools", nil)
	second := send(t, s, 200, "GET", strings.TrimPrefix(first["nextLink"].(string), "https://management.azure.com"), nil)
	if a, b := len(first["value"].([]any)), len(second["value"].([]any)); a != 100 || b != 50 {
		t.Errorf("got pages of %d and %d", a, b)
	}
}

func TestARaceBetweenPools(t *testing.T) {
	t.Parallel()
	faults, err := simulator.ParseFaults([]byte(`[{"name": "race", "match": {"method": "PUT"}, "race": true}]`))
	if err != nil {
		t.Fatal(err)
	}
	s, clock := start(t, simulator.Options{Speed: 1, Faults: faults})
	send(t, s, 201, "PUT", west+"/agentPools/a", pool(nil))
	refused := send(t, s, 409, "PUT", west+"/agentPools/b", pool(nil))
	if refused["code"] != "EtagMismatch" || refused["subcode"] != "PutAgentPool_FailedPrecondition" {
		t.Errorf("got %v", refused)
	}
	send(t, s, 201, "PUT", south+"/agentPools/b", pool(nil))
	clock.pass(time.Hour)
	send(t, s, 201, "PUT", west+"/agentPools/b", pool(nil))
}

// A state file from the time when groups could not change does not contain groups.
func TestAStateFileWithoutGroups(t *testing.T) {
	t.Parallel()
	path := stateFile(t)
	s, _ := start(t, simulator.Options{StateFile: path})
	send(t, s, 201, "PUT", west+"/agentPools/batch", pool(nil))
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var file map[string]json.RawMessage
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	delete(file, "groups")
	delete(file, "registrations")
	if text, err = json.Marshal(file); err != nil || bytes.Contains(text, []byte(`"groups"`)) {
		t.Fatalf("the groups are still there: %v", err)
	}
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	again, _ := start(t, simulator.Options{StateFile: path})
	send(t, again, 200, "GET", west+"/agentPools/batch", nil)
}

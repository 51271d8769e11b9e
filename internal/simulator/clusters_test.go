package simulator_test

import (
	"encoding/base64"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// readCluster reads a cluster in the form in which it can be sent back.
func readCluster(t *testing.T, s *simulator.Simulator, id string) (cluster, properties object) {
	t.Helper()
	cluster = send(t, s, 200, "GET", id, nil)
	return cluster, cluster["properties"].(object)
}

func TestAClustersUpgradeLeavesItsPools(t *testing.T) {
	t.Parallel()
	s, clock := start(t, simulator.Options{Speed: 1})
	before, _ := readCluster(t, s, west)
	sent, properties := readCluster(t, s, west)
	properties["kubernetesVersion"] = "1.36"
	sent["tags"] = object{"team": "platform"}

	started := begin(t, s, "PUT", west, sent)

	if started.StatusCode != 200 || started.Header.Get("Location") != "" {
		t.Errorf("got %d with Location %q", started.StatusCode, started.Header.Get("Location"))
	}
	during, busy := readCluster(t, s, west)
	if busy["provisioningState"] != "Upgrading" || busy["kubernetesVersion"] != "1.36" || busy["currentKubernetesVersion"] != "1.35.7" {
		t.Errorf("meanwhile: got %v, %v, %v", busy["provisioningState"], busy["kubernetesVersion"], busy["currentKubernetesVersion"])
	}
	if during["eTag"] == before["eTag"] || !reflect.DeepEqual(during["tags"], object{"team": "platform"}) {
		t.Errorf("meanwhile: got eTag %v and tags %v", during["eTag"], during["tags"])
	}
	refused := send(t, s, 409, "PUT", west+"/agentPools/batch", pool(nil))
	if !strings.HasPrefix(refused["message"].(string), "Operation is not allowed: Another operation (Upgrading) is in progress, please wait") {
		t.Errorf("a pool meanwhile: got %v", refused["message"])
	}
	clock.pass(10 * time.Minute)
	_, after := readCluster(t, s, west)
	nodepool1 := after["agentPoolProfiles"].([]any)[0].(object)
	if after["provisioningState"] != "Succeeded" || after["currentKubernetesVersion"] != "1.36.3" || nodepool1["currentOrchestratorVersion"] != "1.35.7" {
		t.Errorf("after: got %v, %v, pool %v", after["provisioningState"], after["currentKubernetesVersion"], nodepool1["currentOrchestratorVersion"])
	}
	if got := poll(t, s, started)["status"]; got != "Succeeded" {
		t.Errorf("the operation: got %v", got)
	}
}

func TestAClusterAndItsPoolsGoUpTogether(t *testing.T) {
	t.Parallel()
	s, clock := start(t, simulator.Options{Speed: 1})
	sent, properties := readCluster(t, s, west)
	properties["kubernetesVersion"] = "1.36.1"
	properties["agentPoolProfiles"].([]any)[0].(object)["orchestratorVersion"] = "1.36.1"

	begin(t, s, "PUT", west, sent)

	_, busy := readCluster(t, s, west)
	if got := busy["agentPoolProfiles"].([]any)[0].(object)["provisioningState"]; got != "Upgrading" {
		t.Errorf("the pool meanwhile: got %v", got)
	}
	clock.pass(time.Hour)
	_, after := readCluster(t, s, west)
	nodepool1 := after["agentPoolProfiles"].([]any)[0].(object)
	if after["currentKubernetesVersion"] != "1.36.1" || nodepool1["currentOrchestratorVersion"] != "1.36.1" || nodepool1["provisioningState"] != "Succeeded" {
		t.Errorf("got %v, pool %v %v", after["currentKubernetesVersion"], nodepool1["currentOrchestratorVersion"], nodepool1["provisioningState"])
	}
}

func TestWhatAClusterKeepsAndTakes(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{})

	send(t, s, 200, "PUT", west, object{"location": "West Europe", "properties": object{
		"autoUpgradeProfile": object{"upgradeChannel": "patch"}, "autoScalerProfile": object{"scan-interval": "20s"},
		"provisioningState": "Failed", "currentKubernetesVersion": "1.99.0", "fqdn": "elsewhere",
	}})

	_, got := readCluster(t, s, west)
	if !reflect.DeepEqual(got["autoUpgradeProfile"], object{"upgradeChannel": "patch", "nodeOSUpgradeChannel": "NodeImage"}) {
		t.Errorf("autoUpgradeProfile: got %v", got["autoUpgradeProfile"])
	}
	scaler := got["autoScalerProfile"].(object)
	if scaler["scan-interval"] != "20s" || scaler["expander"] != "random" {
		t.Errorf("autoScalerProfile: got %v", scaler)
	}
	if got["provisioningState"] != "Succeeded" || got["currentKubernetesVersion"] != "1.35.7" || got["fqdn"] == "elsewhere" {
		t.Errorf("what only AKS writes: got %v, %v, %v", got["provisioningState"], got["currentKubernetesVersion"], got["fqdn"])
	}
	send(t, s, 200, "PATCH", west, object{"tags": object{"a": "b"}})
	cluster, _ := readCluster(t, s, west)
	if !reflect.DeepEqual(cluster["tags"], object{"a": "b"}) {
		t.Errorf("tags: got %v", cluster["tags"])
	}
}

// clusterRefusals has an example for every rule of a cluster's PUT.
func clusterRefusals() map[string]struct {
	before func(*testing.T, *simulator.Simulator)
	change func(cluster, properties object)
	code   string
	says   string
} {
	type example = struct {
		before func(*testing.T, *simulator.Simulator)
		change func(cluster, properties object)
		code   string
		says   string
	}
	to := func(version string) func(cluster, properties object) {
		return func(_, properties object) { properties["kubernetesVersion"] = version }
	}
	all := map[string]example{
		"cluster-new-pool": {change: func(_, p object) {
			p["agentPoolProfiles"] = append(p["agentPoolProfiles"].([]any), object{"name": "extra", "count": 1})
		}, code: "BadRequest", says: "A new agent pool was introduced."},
		"cluster-version-not-offered": {change: to("1.20.1"), code: "K8sVersionNotSupported", says: "Version 1.20.1 is not supported in this region."},
		"cluster-version-downgrade": {change: to("1.34.9"), code: "OperationNotAllowed",
			says: "Upgrading Kubernetes version 1.35.7 to 1.34.9 is not allowed. Available upgrades: [1.36.1 1.36.3]"},
		"cluster-version-skips-minor": {change: to("1.37.0"), code: "OperationNotAllowed", says: "1.35.7 to 1.37.0 is not allowed."},
		"cluster-pools-behind": {before: func(t *testing.T, s *simulator.Simulator) {
			send(t, s, 201, "PUT", west+"/agentPools/old", pool(object{"orchestratorVersion": "1.33"}))
			edit(t, s, func(c object) {
				c["properties"].(object)["kubernetesVersion"], c["properties"].(object)["currentKubernetesVersion"] = "1.36", "1.36.3"
			})
		}, change: to("1.37"), code: "NodePoolMcVersionIncompatible", says: "Minor version of node pool is 33 and control plane is 37."},
		"cluster-stopped": {before: func(t *testing.T, s *simulator.Simulator) {
			send(t, s, 202, "POST", west+"/stop", nil)
		}, change: to("1.36"), code: "OperationNotAllowed", says: "managed cluster is not currently running"},
		"cluster-spot-upgrade": {before: func(t *testing.T, s *simulator.Simulator) {
			send(t, s, 201, "PUT", west+"/agentPools/spot", pool(object{"scaleSetPriority": "Spot"}))
		}, change: func(_, p object) {
			p["kubernetesVersion"] = "1.36.1"
			for _, profile := range p["agentPoolProfiles"].([]any) {
				profile.(object)["orchestratorVersion"] = "1.36.1"
			}
		}, code: "SpotPoolUpgradeNotAllowedDuringClusterUpgradeAll", says: "Spot node pools cannot be upgraded together"},
	}
	word := func(name, wrong string, change func(cluster, properties object)) {
		all["cluster-value-"+name] = example{change: change, code: "InvalidParameter",
			says: "The value of parameter " + name + " is invalid. Error details: '" + wrong + "' is not one of the allowed values"}
	}
	word("sku.name", "Advanced", func(c, _ object) { c["sku"].(object)["name"] = "Advanced" })
	word("sku.tier", "Gold", func(c, _ object) { c["sku"].(object)["tier"] = "Gold" })
	word("autoUpgradeProfile.upgradeChannel", "wrong", func(_, p object) { p["autoUpgradeProfile"].(object)["upgradeChannel"] = "wrong" })
	word("autoUpgradeProfile.nodeOSUpgradeChannel", "wrong", func(_, p object) { p["autoUpgradeProfile"].(object)["nodeOSUpgradeChannel"] = "wrong" })
	word("nodeProvisioningProfile.mode", "Sometimes", func(_, p object) { p["nodeProvisioningProfile"].(object)["mode"] = "Sometimes" })
	immutable := func(path ...string) {
		name := strings.Join(path, ".")
		all["cluster-immutable-"+name] = example{change: func(_, p object) {
			here := p
			for _, step := range path[:len(path)-1] {
				here = here[step].(object)
			}
			here[path[len(path)-1]] = "other"
		}, code: "PropertyChangeNotAllowed", says: "Changing property 'properties." + name + "' is not allowed."}
	}
	immutable("dnsPrefix")
	immutable("nodeResourceGroup")
	immutable("windowsProfile", "adminUsername")
	for _, key := range []string{"networkPlugin", "podCidr", "serviceCidr", "dnsServiceIP", "loadBalancerSku"} {
		immutable("networkProfile", key)
	}
	return all
}

func edit(t *testing.T, s *simulator.Simulator, change func(object)) {
	t.Helper()
	if err := s.EditCluster(west, change); err != nil {
		t.Fatal(err)
	}
}

func TestClusterRulesRefuse(t *testing.T) {
	t.Parallel()
	examples := clusterRefusals()
	for _, id := range simulator.ClusterRuleIDs() {
		if _, ok := examples[id]; !ok {
			t.Errorf("rule %s has no example", id)
		}
	}
	for id, example := range examples {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			s, _ := start(t, simulator.Options{})
			if example.before != nil {
				example.before(t, s)
				send(t, s, 200, "GET", west, nil)
			}
			sent, properties := readCluster(t, s, west)
			example.change(sent, properties)
			response, refused := exchange(t, s, newRequest(t, "PUT", west, sent))
			log := s.Requests()
			if rule := log[len(log)-1].Rule; response.StatusCode != 400 || refused["code"] != example.code || rule != id {
				t.Fatalf("got %d %v by rule %s", response.StatusCode, refused, rule)
			}
			if got := refused["message"].(string); !strings.Contains(got, example.says) {
				t.Errorf("got %q, want a part %q", got, example.says)
			}
		})
	}
}

func TestClusterRequestsThatARMRefuses(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{Speed: 1})
	nope := strings.Replace(west, "aks-lanes", "nope", 1)
	for title, test := range map[string]struct {
		method, path string
		body         any
		want         int
		code         string
	}{
		"without location":       {"PUT", west, object{"properties": object{}}, 400, "LocationRequired"},
		"in another location":    {"PUT", west, object{"location": "eastus"}, 409, "InvalidResourceLocation"},
		"tags of a missing one":  {"PATCH", nope, object{"tags": object{}}, 404, "ResourceNotFound"},
		"abort of a missing one": {"POST", nope + "/abort", nil, 404, "ResourceNotFound"},
		"malformed":              {"PUT", west, []byte("{"), 400, "InvalidRequestContent"},
	} {
		t.Run(title, func(t *testing.T) {
			refused := send(t, s, test.want, test.method, test.path, test.body)
			if got := refused["error"].(object)["code"]; got != test.code {
				t.Errorf("got %v", got)
			}
		})
	}
}

func TestAClusterWaitsForItsPools(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{Speed: 1})
	begin(t, s, "PUT", west+"/agentPools/batch", pool(nil))
	refused := send(t, s, 409, "PUT", west, object{"location": "westeurope"})
	const want = "Managed Cluster operation is not allowed: Another operation (Creating) is in progress on agent pool (batch), please wait for it to finish before starting a new operation. See https://aka.ms/aks-pending-operation for more details"
	if refused["code"] != "OperationNotAllowed" || refused["message"] != want {
		t.Errorf("got %v: %v", refused["code"], refused["message"])
	}
}

func TestAClustersETag(t *testing.T) {
	t.Parallel()
	for title, test := range map[string]struct {
		match, none string
		want        int
	}{
		"other": {match: "xyz", want: 412}, "own": {match: "own", want: 200}, "any": {match: "*", want: 200}, "none": {none: "*", want: 412},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			s, _ := start(t, simulator.Options{})
			cluster, _ := readCluster(t, s, west)
			r := newRequest(t, "PUT", west, object{"location": "westeurope"})
			if test.match == "own" {
				test.match = cluster["eTag"].(string)
			}
			if test.match != "" {
				r.Header.Set("If-Match", test.match)
			}
			if test.none != "" {
				r.Header.Set("If-None-Match", test.none)
			}
			if response, body := exchange(t, s, r); response.StatusCode != test.want {
				t.Errorf("got %d: %v", response.StatusCode, body)
			}
		})
	}
}

func TestAnAbortOfAClustersOperation(t *testing.T) {
	t.Parallel()
	s, clock := start(t, simulator.Options{Speed: 1})
	send(t, s, 204, "POST", strings.ToLower(west)+"/abort", nil)
	sent, properties := readCluster(t, s, west)
	properties["kubernetesVersion"] = "1.36.1"
	properties["agentPoolProfiles"].([]any)[0].(object)["orchestratorVersion"] = "1.36.1"
	upgrade := begin(t, s, "PUT", west, sent)
	send(t, s, 409, "POST", west+"/agentPools/nodepool1/abort", nil)

	abort := begin(t, s, "POST", west+"/abort", nil)

	if abort.StatusCode != 202 || abort.Header.Get("Location") == "" {
		t.Errorf("got %d", abort.StatusCode)
	}
	clock.pass(time.Hour)
	_, after := readCluster(t, s, west)
	nodepool1 := after["agentPoolProfiles"].([]any)[0].(object)
	if after["provisioningState"] != "Canceled" || after["currentKubernetesVersion"] != "1.35.7" || nodepool1["provisioningState"] != "Canceled" {
		t.Errorf("got %v, %v, pool %v", after["provisioningState"], after["currentKubernetesVersion"], nodepool1["provisioningState"])
	}
	if got := poll(t, s, upgrade)["status"]; got != "Canceled" {
		t.Errorf("the upgrade: got %v", got)
	}
}

func TestAClusterStopsAndStarts(t *testing.T) {
	t.Parallel()
	s, clock := start(t, simulator.Options{Speed: 1})
	send(t, s, 400, "POST", west+"/start", nil)
	begin(t, s, "POST", west+"/stop", nil)
	clock.pass(time.Hour)
	_, stopped := readCluster(t, s, west)
	if !reflect.DeepEqual(stopped["powerState"], object{"code": "Stopped"}) || stopped["provisioningState"] != "Succeeded" {
		t.Errorf("got %v %v", stopped["powerState"], stopped["provisioningState"])
	}
	send(t, s, 400, "PUT", west+"/agentPools/batch", pool(nil))
	refused := send(t, s, 400, "POST", west+"/stop", nil)
	if !strings.HasPrefix(refused["message"].(string), "managed cluster is not currently running, stopping cannot be performed") {
		t.Errorf("got %v", refused["message"])
	}
	begin(t, s, "POST", west+"/start", nil)
	clock.pass(time.Hour)
	send(t, s, 201, "PUT", west+"/agentPools/batch", pool(nil))
}

func TestAClustersUpgradeProfile(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{})
	profile := send(t, s, 200, "GET", west+"/upgradeProfiles/default", nil)["properties"].(object)
	plane := profile["controlPlaneProfile"].(object)
	want := []any{object{"kubernetesVersion": "1.36.1"}, object{"kubernetesVersion": "1.36.3"}}
	if plane["kubernetesVersion"] != "1.35.7" || !reflect.DeepEqual(plane["upgrades"], want) {
		t.Errorf("got %v", plane)
	}
	if pools := profile["agentPoolProfiles"].([]any); len(pools) != 1 || pools[0].(object)["name"] != "nodepool1" {
		t.Errorf("got %v", pools)
	}
}

func TestMaintenanceConfigurations(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{StateFile: stateFile(t)})
	const name = west + "/maintenanceConfigurations/aksManagedNodeOSUpgradeSchedule"
	window := object{"maintenanceWindow": object{
		"schedule": object{"weekly": object{"intervalWeeks": 1.0, "dayOfWeek": "Sunday"}}, "durationHours": 6.0, "startTime": "02:00",
	}}
	send(t, s, 404, "GET", name, nil)

	send(t, s, 201, "PUT", strings.ToLower(name), object{"properties": window})
	send(t, s, 200, "PUT", name, object{"properties": window})

	got := send(t, s, 200, "GET", name, nil)
	if got["name"] != "aksManagedNodeOSUpgradeSchedule" || !reflect.DeepEqual(got["properties"], window) {
		t.Errorf("got %v", got)
	}
	if list := send(t, s, 200, "GET", west+"/maintenanceConfigurations", nil)["value"].([]any); len(list) != 1 {
		t.Errorf("got %v", list)
	}
	for field, wrong := range map[string]object{
		"durationHours":     {"maintenanceWindow": object{"durationHours": 2, "startTime": "02:00", "schedule": object{"daily": object{}}}},
		"startTime":         {"maintenanceWindow": object{"durationHours": 4, "startTime": "2 pm", "schedule": object{"daily": object{}}}},
		"schedule":          {"maintenanceWindow": object{"durationHours": 4, "startTime": "02:00"}},
		"maintenanceWindow": {},
	} {
		refused := send(t, s, 400, "PUT", name, object{"properties": wrong})
		if refused["target"] != "maintenanceConfiguration."+field {
			t.Errorf("%s: got %v", field, refused)
		}
	}
	send(t, s, 400, "PUT", west+"/maintenanceConfigurations/mine", object{"properties": window})
	send(t, s, 200, "DELETE", name, nil)
	send(t, s, 204, "DELETE", name, nil)
	send(t, s, 404, "PUT", strings.Replace(name, "aks-lanes", "nope", 1), object{"properties": window})
}

func TestCredentials(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{})
	for path, name := range map[string]string{"listClusterUserCredential": "clusterUser", "listClusterAdminCredential": "clusterAdmin"} {
		answer := send(t, s, 200, "POST", west+"/"+path, nil)["kubeconfigs"].([]any)[0].(object)
		text, err := base64.StdEncoding.DecodeString(answer["value"].(string))
		if err != nil || answer["name"] != name {
			t.Fatalf("%s: got %v, %v", path, answer["name"], err)
		}
		for _, part := range []string{"server: https://aks-lanes-", "- name: " + name + "_rg-lanes_aks-lanes", "client-certificate-data: ", "token: "} {
			if !strings.Contains(string(text), part) {
				t.Errorf("%s: %q is missing in\n%s", path, part, text)
			}
		}
	}
	send(t, s, 404, "POST", strings.Replace(west, "aks-lanes", "nope", 1)+"/listClusterUserCredential", nil)
}

package simulator_test

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

const (
	shop      = subscription + "/resourceGroups/rg-shop"
	shopNet   = shop + "/providers/Microsoft.Network/virtualNetworks/vnet"
	shopNodes = shopNet + "/subnets/nodes"
	shopID    = shop + "/providers/Microsoft.ManagedIdentity/userAssignedIdentities/aks"
	shopAKS   = shop + "/providers/Microsoft.ContainerService/managedClusters/aks-shop"
)

// around creates what a module creates before its cluster: a resource group, a
// network with a subnet, and an identity.
func around(t *testing.T, s *simulator.Simulator) {
	t.Helper()
	send(t, s, 201, "PUT", shop, object{"location": "westeurope"})
	send(t, s, 201, "PUT", shopNet, object{"location": "westeurope", "properties": object{"addressSpace": object{"addressPrefixes": []any{"10.1.0.0/16"}}}})
	send(t, s, 201, "PUT", shopNodes, object{"properties": object{"addressPrefix": "10.1.0.0/24"}})
	send(t, s, 201, "PUT", shopID, object{"location": "westeurope"})
}

// newCluster is the body of a small cluster, with the given properties set on top.
func newCluster(properties object) object {
	body := object{
		"dnsPrefix":         "shop",
		"kubernetesVersion": "1.35",
		"agentPoolProfiles": []any{object{"name": "system", "mode": "System", "count": 2, "vmSize": "Standard_D4ds_v5"}},
	}
	maps.Copy(body, properties)
	return object{"location": "West Europe", "identity": object{"type": "SystemAssigned"}, "properties": body}
}

func TestS4AClusterIsMade(t *testing.T) {
	t.Parallel()
	s, clock := start(t, simulator.Options{Speed: 1})
	around(t, s)
	body := newCluster(object{
		"oidcIssuerProfile": object{"enabled": true}, "autoScalerProfile": object{"scan-interval": "20s"},
		"agentPoolProfiles": []any{object{"name": "system", "mode": "System", "count": 2, "vmSize": "Standard_D4ds_v5", "vnetSubnetID": shopNodes}},
	})
	body["identity"] = object{"type": "UserAssigned", "userAssignedIdentities": object{shopID: object{}}}
	body["sku"], body["tags"] = object{"name": "Base", "tier": "Standard"}, object{"team": "shop"}

	started := begin(t, s, "PUT", shopAKS, body)

	if started.StatusCode != 201 || started.Header.Get("Azure-AsyncOperation") == "" || started.Header.Get("Location") != "" {
		t.Errorf("got %d, %v", started.StatusCode, started.Header)
	}
	during, busy := readCluster(t, s, shopAKS)
	system := busy["agentPoolProfiles"].([]any)[0].(object)
	if busy["provisioningState"] != "Creating" || system["provisioningState"] != "Creating" || system["currentOrchestratorVersion"] != "1.35.7" {
		t.Errorf("meanwhile: got %v", busy)
	}
	if !reflect.DeepEqual(during["sku"], object{"name": "Base", "tier": "Standard"}) || during["location"] != "westeurope" {
		t.Errorf("got %v in %v", during["sku"], during["location"])
	}
	send(t, s, 409, "PUT", shopAKS+"/agentPools/batch", pool(nil))
	clock.pass(10 * time.Minute)
	made, properties := readCluster(t, s, shopAKS)
	if properties["provisioningState"] != "Succeeded" || properties["nodeResourceGroup"] != "MC_rg-shop_aks-shop_westeurope" ||
		properties["currentKubernetesVersion"] != "1.35.7" || !strings.HasPrefix(properties["fqdn"].(string), "shop-") {
		t.Errorf("after: got %v", properties)
	}
	if issuer := properties["oidcIssuerProfile"].(object); !strings.HasPrefix(issuer["issuerURL"].(string), "https://westeurope.oic.prod-aks.azure.com/") {
		t.Errorf("the issuer: got %v", issuer)
	}
	if scaler := properties["autoScalerProfile"].(object); scaler["scan-interval"] != "20s" || scaler["expander"] != "random" {
		t.Errorf("the autoscaler: got %v", scaler)
	}
	wanted := send(t, s, 200, "GET", shopID, nil)["properties"].(object)
	if got := made["identity"].(object)["userAssignedIdentities"].(object)[shopID].(object); got["principalId"] != wanted["principalId"] || got["clientId"] != wanted["clientId"] {
		t.Errorf("the identity: got %v, want %v", got, wanted)
	}
	kubelet := properties["identityProfile"].(object)["kubeletidentity"].(object)
	if got := send(t, s, 200, "GET", kubelet["resourceId"].(string), nil)["properties"].(object)["principalId"]; got != kubelet["objectId"] {
		t.Errorf("the kubelet's identity: got %v, want %v", got, kubelet["objectId"])
	}
	if got := send(t, s, 200, "GET", subscription+"/resourceGroups/MC_rg-shop_aks-shop_westeurope", nil)["managedBy"]; !strings.EqualFold(got.(string), shopAKS) {
		t.Errorf("the node resource group: got %v", got)
	}
	send(t, s, 201, "PUT", shopAKS+"/agentPools/batch", pool(object{"vnetSubnetID": shopNodes}))
	if got := poll(t, s, started)["status"]; got != "Succeeded" {
		t.Errorf("the operation: got %v", got)
	}
}

// A cluster that is written back as it was read does not change.
func TestANewClusterIsReadAsItIsWritten(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{})
	around(t, s)
	send(t, s, 201, "PUT", shopAKS, newCluster(nil))
	send(t, s, 200, "GET", shopAKS, nil)
	before, _ := readCluster(t, s, shopAKS)
	send(t, s, 200, "PUT", shopAKS, before)
	send(t, s, 200, "GET", shopAKS, nil)
	after, _ := readCluster(t, s, shopAKS)
	for _, cluster := range []object{before, after} {
		delete(cluster, "eTag")
		delete(cluster["properties"].(object)["agentPoolProfiles"].([]any)[0].(object), "eTag")
	}
	if !reflect.DeepEqual(before, after) {
		t.Errorf("%v became %v", before, after)
	}
}

// creationRefusals has an example for every rule of a new cluster.
func creationRefusals() map[string]struct {
	path   string
	change func(body, properties object)
	says   string
} {
	type example = struct {
		path   string
		change func(body, properties object)
		says   string
	}
	set := func(key string, v any) func(_, properties object) {
		return func(_, properties object) { properties[key] = v }
	}
	profile := func(more object) any {
		one := object{"name": "system", "mode": "System", "count": 2, "vmSize": "Standard_D4ds_v5"}
		maps.Copy(one, more)
		return one
	}
	return map[string]example{
		"cluster-name":           {path: shop + "/providers/Microsoft.ContainerService/managedClusters/aks-shop-", says: "'aks-shop-'"},
		"cluster-location":       {change: func(body, _ object) { body["location"] = "atlantis" }, says: "The provided location 'atlantis' is not available"},
		"cluster-create-version": {change: set("kubernetesVersion", "1.18"), says: "Version 1.18 is not supported in this region."},
		"cluster-create-value":   {change: func(body, _ object) { body["sku"] = object{"tier": "Gold"} }, says: "'Gold' is not one of"},
		"cluster-cidr":           {change: set("networkProfile", object{"serviceCidr": "10.2.0.0/16", "dnsServiceIP": "10.3.0.10"}), says: "'10.3.0.10' is not an address of the service range 10.2.0.0/16"},
		"cluster-identity": {change: func(body, _ object) {
			body["identity"] = object{"type": "UserAssigned", "userAssignedIdentities": object{shopID + "-nope": object{}}}
		}, says: "aks-nope' was not found"},
		"cluster-system-pool": {change: set("agentPoolProfiles", []any{profile(object{"mode": "User"})}), says: "Must define at least one system pool."},
		"cluster-pool-names":  {change: set("agentPoolProfiles", []any{profile(nil), profile(nil)}), says: "two agent pools of the name 'system'"},
		// The rules of pools are checked too.
		"system-size":    {change: set("agentPoolProfiles", []any{profile(object{"vmSize": "Standard_B1s"})}), says: "System node pool must use VM sku"},
		"subnet-missing": {change: set("agentPoolProfiles", []any{profile(object{"vnetSubnetID": shopNodes + "2"})}), says: "Subnet 'nodes2' was not found"},
		// The quota has no room for the second pool in addition to the first.
		"quota-family": {change: set("agentPoolProfiles", []any{
			profile(object{"count": 60, "vmSize": "Standard_D8ds_v5"}), profile(object{"name": "more", "count": 60, "vmSize": "Standard_D8ds_v5"}),
		}), says: "Insufficient vcpu quota requested 528"},
	}
}

func TestWhatAKSRefusesOfANewCluster(t *testing.T) {
	t.Parallel()
	for id, example := range creationRefusals() {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			s, _ := start(t, simulator.Options{StateFile: stateFile(t)})
			around(t, s)
			body := newCluster(nil)
			if example.change != nil {
				example.change(body, body["properties"].(object))
			}
			path := shopAKS
			if example.path != "" {
				path = example.path
			}
			response, refused := exchange(t, s, newRequest(t, "PUT", path, body))
			message, _ := refused["message"].(string)
			if got := s.Requests(); response.StatusCode != 400 || got[len(got)-1].Rule != id || !strings.Contains(message, example.says) {
				t.Errorf("got %d by %q: %v", response.StatusCode, got[len(got)-1].Rule, refused)
			}
			send(t, s, 404, "GET", path, nil)
			send(t, s, 404, "GET", subscription+"/resourceGroups/MC_rg-shop_aks-shop_westeurope", nil)
		})
	}
	for _, id := range simulator.CreationRuleIDs() {
		if _, there := creationRefusals()[id]; !there {
			t.Errorf("%s has no example", id)
		}
	}
}

func TestACreationThatFailsLeavesAFailedCluster(t *testing.T) {
	t.Parallel()
	faults, err := simulator.ParseFaults([]byte(`[{"name": "no way out", "match": {"method": "PUT", "path": "*/managedClusters/aks-shop"},
		"outcome": {"state": "Failed", "code": "NodesNotReady", "message": "Not all nodes reached Ready state."}}]`))
	if err != nil {
		t.Fatal(err)
	}
	s, clock := start(t, simulator.Options{Speed: 1, Faults: faults})
	around(t, s)
	send(t, s, 201, "PUT", shopAKS, newCluster(nil))
	clock.pass(time.Hour)
	_, got := readCluster(t, s, shopAKS)
	if system := got["agentPoolProfiles"].([]any)[0].(object); got["provisioningState"] != "Failed" || system["provisioningState"] != "Failed" {
		t.Errorf("got %v and %v", got["provisioningState"], system["provisioningState"])
	}
	send(t, s, 202, "DELETE", shopAKS, nil)
}

// A module deletes its resources in order, and the deletion of the group includes
// the rest.
func TestAModuleIsTakenDown(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{StateFile: stateFile(t)})
	around(t, s)
	body := newCluster(object{"agentPoolProfiles": []any{object{"name": "system", "mode": "System", "count": 2, "vmSize": "Standard_D4ds_v5", "vnetSubnetID": shopNodes}}})
	send(t, s, 201, "PUT", shopAKS, body)
	refused := send(t, s, 400, "DELETE", shopNet, nil)["error"].(object)
	if refused["code"] != "InUseSubnetCannotBeDeleted" || !strings.Contains(refused["message"].(string), "aks-shop/agentPools/system") {
		t.Errorf("the network in use: got %v", refused)
	}
	send(t, s, 202, "DELETE", shopAKS, nil)
	send(t, s, 404, "GET", shopAKS, nil)
	send(t, s, 200, "DELETE", shopNet, nil)
	send(t, s, 404, "GET", shopNodes, nil)
	send(t, s, 202, "DELETE", shop, nil)
	send(t, s, 404, "GET", shop, nil)
	send(t, s, 201, "PUT", shop, object{"location": "eastus"})
	send(t, s, 404, "GET", shopID, nil)
}

// Ten pools of a new cluster are checked one after another and created together.
func TestAClusterIsMadeWithTenPools(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{})
	around(t, s)
	send(t, s, 201, "PUT", shopAKS, newCluster(object{"agentPoolProfiles": profiles(10)}))
	_, got := readCluster(t, s, shopAKS)
	var names []string
	for _, one := range got["agentPoolProfiles"].([]any) {
		if one.(object)["provisioningState"] != "Succeeded" {
			t.Errorf("got %v", one)
		}
		names = append(names, one.(object)["name"].(string))
	}
	if len(names) != 10 || !slices.IsSorted(names) {
		t.Errorf("got %v", names)
	}
}

// profiles returns n pools of a new cluster; the first is the system pool.
func profiles(n int) []any {
	list := []any{}
	for i := range n {
		mode := "User"
		if i == 0 {
			mode = "System"
		}
		list = append(list, object{"name": fmt.Sprintf("pool%02d", i), "mode": mode, "count": 2, "vmSize": "Standard_D4ds_v5"})
	}
	return list
}

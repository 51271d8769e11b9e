package simulator_test

import (
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// The tests in this file are named after faults that clients and recordings have
// shown. The answers here are those recorded from the real service.

// S1: `az aks nodepool add` sends both with every pool; AKS accepts and drops them.
func TestS1ARegularPoolMayNameWhatOnlySpotPoolsHave(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{})
	sent := pool(object{"scaleSetPriority": "Regular", "scaleSetEvictionPolicy": "Delete", "spotMaxPrice": -1})
	for _, want := range []int{201, 200} {
		answer := send(t, s, want, "PUT", west+"/agentPools/batch", sent)["properties"].(object)
		for _, name := range []string{"scaleSetPriority", "scaleSetEvictionPolicy", "spotMaxPrice"} {
			if got, there := answer[name]; there {
				t.Errorf("%s: got %v", name, got)
			}
		}
	}
}

// S2: the Azure CLI of Debian 12 asks for api-version 2022-11-01, which has its own shape.
func TestS2TheOldestAPIVersion(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{})
	const version = "?api-version=2022-11-01"
	send(t, s, 201, "PUT", west+"/agentPools/batch"+version, pool(object{"upgradeSettings": object{"maxSurge": "1", "drainTimeoutInMinutes": 10}}))
	old := send(t, s, 200, "GET", west+"/agentPools/batch"+version, nil)["properties"].(object)
	if !reflect.DeepEqual(old["upgradeSettings"], object{"maxSurge": "1"}) || old["securityProfile"] != nil || old["eTag"] != nil {
		t.Errorf("the pool: got %v", old)
	}
	if settings := properties(t, s, west, "batch")["upgradeSettings"].(object); settings["drainTimeoutInMinutes"] != nil {
		t.Errorf("a younger property was taken: %v", settings)
	}
	cluster := send(t, s, 200, "GET", west+version, nil)
	network := cluster["properties"].(object)["networkProfile"].(object)
	if cluster["eTag"] != nil || cluster["kind"] != nil || network["networkPluginMode"] != nil || network["networkPlugin"] != "azure" {
		t.Errorf("the cluster: got %v", cluster)
	}
}

// S3 and S4: a PUT creates a cluster, and a DELETE deletes it, its pools first.
func TestS3AClusterIsDeleted(t *testing.T) {
	t.Parallel()
	s, clock := start(t, simulator.Options{Speed: 1})
	started := begin(t, s, "DELETE", west, nil)
	if started.StatusCode != 202 || started.Header.Get("Location") == "" || started.Header.Get("Azure-AsyncOperation") == "" {
		t.Errorf("got %d, %v", started.StatusCode, started.Header)
	}
	_, going := readCluster(t, s, west)
	if going["provisioningState"] != "Deleting" || going["agentPoolProfiles"].([]any)[0].(object)["provisioningState"] != "Deleting" {
		t.Errorf("meanwhile: got %v", going)
	}
	send(t, s, 409, "PUT", west+"/agentPools/batch", pool(nil))
	send(t, s, 202, "DELETE", west, nil)
	clock.pass(150 * time.Second)
	if _, going := readCluster(t, s, west); len(going["agentPoolProfiles"].([]any)) != 0 {
		t.Errorf("the pools go first: got %v", going["agentPoolProfiles"])
	}
	clock.pass(10 * time.Minute)
	send(t, s, 404, "GET", west, nil)
	send(t, s, 404, "GET", subscription+"/resourceGroups/MC_rg-lanes_aks-lanes_westeurope", nil)
	send(t, s, 204, "DELETE", west, nil)
	if got := poll(t, s, started)["status"]; got != "Succeeded" {
		t.Errorf("the operation: got %v", got)
	}
}

// S5: recordings of AKS's list of pools have a nextLink even for one pool. The link
// leads to an empty page.
func TestS5TheListOfPoolsEndsWithAnEmptyPage(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{})
	first := send(t, s, 200, "GET", west+"/agentPools", nil)
	link, _ := first["nextLink"].(string)
	last := send(t, s, 200, "GET", strings.TrimPrefix(link, "https://management.azure.com"), nil)
	if len(first["value"].([]any)) != 1 || len(last["value"].([]any)) != 0 || last["nextLink"] != nil {
		t.Errorf("got %v, then %v", first, last)
	}
}

// S6: a preview is served as the next stable version, and keeps its additional
// properties.
func TestS6PreviewAPIVersions(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{})
	const preview = "?api-version=2026-01-02-preview"
	extra := object{"nodeInitializationTaints": []any{"a=b:NoSchedule"}, "gpuProfile": nil, "upgradeSettings": object{"maxBlockedNodes": "2"}}
	send(t, s, 201, "PUT", west+"/agentPools/batch"+preview, pool(extra))
	at := func(version string) object {
		return send(t, s, 200, "GET", west+"/agentPools/batch"+version, nil)["properties"].(object)
	}
	got := at(preview)
	if !reflect.DeepEqual(got["nodeInitializationTaints"], []any{"a=b:NoSchedule"}) || got["upgradeSettings"].(object)["maxBlockedNodes"] != "2" ||
		got["upgradeSettings"].(object)["maxSurge"] != "10%" {
		t.Errorf("at the preview: got %v", got)
	}
	send(t, s, 200, "PUT", west+"/agentPools/batch", object{"properties": object{"tags": object{"a": "b"}}})
	if got := at(""); got["nodeInitializationTaints"] != nil || got["upgradeSettings"].(object)["maxBlockedNodes"] != nil {
		t.Errorf("at a stable version: got %v", got)
	}
	if got := at("?api-version=2026-05-02-preview"); got["nodeInitializationTaints"] == nil {
		t.Errorf("after a write at a stable version: got %v", got)
	}
	send(t, s, 200, "PUT", west+preview, object{"location": "westeurope", "properties": object{"creationData": object{"sourceResourceId": "x"}}})
	for version, there := range map[string]bool{preview: true, "": false} {
		properties := send(t, s, 200, "GET", west+version, nil)["properties"].(object)
		if _, got := properties["creationData"]; got != there {
			t.Errorf("the cluster at %q: got %v", version, properties["creationData"])
		}
	}
}

// S7: an answer has only the properties of its api-version, and so does a request.
func TestS7AnAnswerHasTheShapeOfItsAPIVersion(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{})
	const old = "?api-version=2024-05-01"
	send(t, s, 201, "PUT", west+"/agentPools/batch"+old, pool(object{
		"securityProfile": object{"sshAccess": "Disabled"}, "upgradeSettings": object{"maxUnavailable": "1"}, "messageOfTheDay": "aGVsbG8=",
	}))
	got := send(t, s, 200, "GET", west+"/agentPools/batch"+old, nil)["properties"].(object)
	for _, name := range []string{"eTag", "securityProfile", "messageOfTheDay"} {
		if got[name] != nil {
			t.Errorf("%s: got %v", name, got[name])
		}
	}
	if got["upgradeSettings"].(object)["maxUnavailable"] != nil {
		t.Errorf("maxUnavailable: got %v", got["upgradeSettings"])
	}
	now := properties(t, s, west, "batch")
	if now["messageOfTheDay"] != nil || now["securityProfile"].(object)["sshAccess"] != "LocalUser" || now["upgradeSettings"].(object)["maxUnavailable"] != "0" {
		t.Errorf("what the old version does not have was taken: %v", now)
	}
	send(t, s, 200, "PUT", west, object{"location": "westeurope", "properties": object{"madeUp": true, "hostedSystemProfile": object{"enabled": false}}})
	if _, cluster := readCluster(t, s, west); cluster["madeUp"] != nil {
		t.Errorf("a property of no version was taken: %v", cluster["madeUp"])
	}
}

// S8: AKS's answer for a cluster with few settings (recorded at 2026-05-01).
func TestS8AClusterAsAKSAnswersIt(t *testing.T) {
	t.Parallel()
	world := simulator.BuiltIn()
	world.Subscriptions[0].Clusters[0].Network = simulator.Network{}
	s, _ := start(t, simulator.Options{World: world})
	_, got := readCluster(t, s, west)
	network := got["networkProfile"].(object)
	if want := (object{"managedOutboundIPs": object{"count": 1.0}, "backendPoolType": "nodeIPConfiguration"}); !reflect.DeepEqual(network["loadBalancerProfile"], want) {
		t.Errorf("loadBalancerProfile: got %v", network["loadBalancerProfile"])
	}
	if network["podCidr"] != "10.244.0.0/16" || !reflect.DeepEqual(network["podCidrs"], []any{"10.244.0.0/16"}) {
		t.Errorf("podCidr: got %v", network)
	}
	for name, want := range map[string]any{
		"metricsProfile":            object{"costAnalysis": object{"enabled": false}},
		"hostedSystemProfile":       object{"enabled": false},
		"workloadAutoScalerProfile": object{},
		"autoUpgradeProfile":        object{"nodeOSUpgradeChannel": "NodeImage"},
		"autoScalerProfile":         nil,
	} {
		if !reflect.DeepEqual(got[name], want) {
			t.Errorf("%s: got %v, want %v", name, got[name], want)
		}
	}
}

// S10: what does not exist is not found, and the requests of clients for the things
// around a cluster are answered.
func TestS10WhatLiesAroundACluster(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{})
	group := subscription + "/resourceGroups/rg-lanes"
	for _, id := range []string{
		west + "/providers/Microsoft.Authorization/locks", west + "/providers/Microsoft.Authorization/roleAssignments",
		west + "/providers/Microsoft.Insights/diagnosticSettings", west + "/privateEndpointConnections",
		group + "/providers/Microsoft.ContainerService/snapshots", subscription + "/providers/Microsoft.ContainerService/snapshots",
	} {
		if list, ok := send(t, s, 200, "GET", id, nil)["value"].([]any); !ok || len(list) != 0 {
			t.Errorf("%s: got %v", id, list)
		}
	}
	sets := send(t, s, 200, "GET", subscription+"/resourceGroups/MC_rg-lanes_aks-lanes_westeurope/providers/Microsoft.Compute/virtualMachineScaleSets", nil)["value"].([]any)
	if len(sets) != 1 || sets[0].(object)["sku"].(object)["capacity"] != 3.0 {
		t.Errorf("scale sets: got %v", sets)
	}
	if got := send(t, s, 400, "POST", west+"/runCommand", object{"command": "kubectl get nodes"})["message"]; !strings.Contains(got.(string), "no Kubernetes API") {
		t.Errorf("runCommand: got %v", got)
	}

	snapshot := group + "/providers/Microsoft.ContainerService/snapshots/s"
	from := object{"location": "westeurope", "properties": object{"creationData": object{"sourceResourceId": west + "/agentPools/nodepool1"}}}
	made := send(t, s, 201, "PUT", snapshot, from)["properties"].(object)
	if made["kubernetesVersion"] != "1.35.7" || made["vmSize"] != "Standard_D4ds_v5" || made["snapshotType"] != "NodePool" {
		t.Errorf("the snapshot: got %v", made)
	}
	pool := send(t, s, 201, "PUT", west+"/agentPools/batch", pool(object{"creationData": object{"sourceResourceId": snapshot}}))["properties"].(object)
	if pool["nodeImageVersion"] != made["nodeImageVersion"] || pool["currentOrchestratorVersion"] != "1.35.7" {
		t.Errorf("a pool from it: got %v", pool)
	}
}

// S11: small things that confuse clients and people.
func TestS11SmallThings(t *testing.T) {
	t.Parallel()
	s, clock := start(t, simulator.Options{Speed: 1})
	nope := strings.Replace(west, "aks-lanes", "nope", 1)
	if got := send(t, s, 404, "DELETE", nope+"/agentPools/a", nil)["error"].(object)["message"].(string); !strings.Contains(got, "perform 'delete' on") {
		t.Errorf("a DELETE: got %s", got)
	}
	if got := send(t, s, 400, "PUT", west+"/agentPools/a", object{"properties": 5})["message"].(string); !strings.Contains(got, "Go struct field AgentPool.properties") {
		t.Errorf("a wrong type: got %s", got)
	}
	message := send(t, s, 400, "GET", west+"?api-version=2020-01-01", nil)["error"].(object)["message"].(string)
	if !strings.Contains(message, "location 'westeurope'") || !strings.Contains(message, "2022-11-01") || !strings.Contains(message, "2026-01-02-preview") ||
		!strings.HasSuffix(message, "The supported locations are 'westeurope, southcentralus, eastus'.") {
		t.Errorf("an unknown api-version: got %s", message)
	}
	r := newRequest(t, "PUT", west+"/agentPools/a", pool(nil))
	r.Header.Set("Content-Type", "text/plain")
	if response, body := exchange(t, s, r); response.StatusCode != http.StatusUnsupportedMediaType || body["error"].(object)["code"] != "UnsupportedMediaType" {
		t.Errorf("text/plain: got %d, %v", response.StatusCode, body)
	}
	started := begin(t, s, "POST", west+"/stop", nil)
	clock.pass(time.Hour)
	result, _ := exchange(t, s, newRequest(t, "GET", strings.TrimPrefix(started.Header.Get("Location"), "https://management.azure.com"), nil))
	if result.StatusCode != 204 || !strings.Contains(result.Header.Get("Location"), "/operationresults/") {
		t.Errorf("the result: got %d, %v", result.StatusCode, result.Header)
	}
}

package simulator_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// A value of the wrong type is refused as in a pool, and the cluster does not
// change.
func TestAClusterOfWrongTypesIsRefused(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{})
	before := send(t, s, 200, "GET", west, nil)
	for sent, field := range map[string]string{
		`"tags": {"a": 1}`:                          "number into Go struct field ManagedCluster.tags of type string",
		`"tags": 5`:                                 "number into Go struct field ManagedCluster.tags of type map[string]string",
		`"sku": {"tier": 7}`:                        "number into Go struct field ManagedClusterSKU.sku.tier of type string",
		`"sku": "Free"`:                             "string into Go struct field ManagedCluster.sku of type ManagedClusterSKU",
		`"identity": {"type": []}`:                  "array into Go struct field ManagedClusterIdentity.identity.type of type string",
		`"properties": []`:                          "array into Go struct field ManagedCluster.properties of type ManagedClusterProperties",
		`"properties": {"kubernetesVersion": 1.36}`: "number into Go struct field ManagedClusterProperties.properties.kubernetesVersion of type string",
		`"properties": {"autoScalerProfile": 5}`:    "number into Go struct field ManagedClusterProperties.properties.autoScalerProfile of type AutoScalerProfile",
		`"properties": {"autoScalerProfile": {"scan-interval": 10}}`:         "properties.autoScalerProfile.scan-interval of type string",
		`"properties": {"autoUpgradeProfile": {"upgradeChannel": true}}`:     "properties.autoUpgradeProfile.upgradeChannel of type string",
		`"properties": {"agentPoolProfiles": [{"name": "a", "count": "3"}]}`: "count of type int32",
		`"properties": {"networkProfile": {"podCidrs": "10.0.0.0/8"}}`:       "properties.networkProfile.podCidrs of type []string",
	} {
		refused := send(t, s, 400, "PUT", west, json.RawMessage(`{"location": "westeurope", `+sent+`}`))
		message, _ := refused["message"].(string)
		if refused["code"] != "UnmarshalError" || !strings.HasPrefix(message, "UnmarshalEntity encountered error: json: cannot unmarshal ") ||
			!strings.HasSuffix(message, field+".") {
			t.Errorf("%s: got %v", sent, refused)
		}
	}
	for _, sent := range []string{`{"tags": {"a": 1}}`, `{"tags": "a"}`} {
		if refused := send(t, s, 400, "PATCH", west, json.RawMessage(sent)); refused["code"] != "UnmarshalError" {
			t.Errorf("PATCH %s: got %v", sent, refused)
		}
	}
	if after := send(t, s, 200, "GET", west, nil); after["eTag"] != before["eTag"] {
		t.Error("the cluster has changed")
	}
	send(t, s, 200, "PUT", west, before)
}

// A change by an event, which no client sent, also has to have AKS's types.
func TestAnEventWritesAKSsTypes(t *testing.T) {
	t.Parallel()
	const text = `{"events": [{"cluster": "aks-lanes", "set": {"autoUpgradeProfile": {"upgradeChannel": 1}}}]}`
	if _, err := simulator.ParseWorld([]byte(text)); err == nil || !strings.Contains(err.Error(), "$.events[0].set: json: cannot unmarshal number") {
		t.Errorf("got %v", err)
	}
}

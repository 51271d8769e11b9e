package simulator_test

import (
	"reflect"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// preflight is the request that azapi sends to validate a pool.
func preflight(scope, name string, properties object) object {
	return object{
		"provider": "Microsoft.ContainerService", "type": "managedClusters/agentPools", "scope": scope,
		"resources": []any{object{"apiVersion": "2026-02-01", "name": name, "properties": properties}},
	}
}

const validate = "/providers/Microsoft.Resources/validateResources?api-version=2020-10-01"

func TestPreflightOfAGoodPool(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{})
	for title, body := range map[string]object{
		"new":              preflight(west, "batch", object{"count": 1, "vmSize": "Standard_D4ds_v5", "mode": "User"}),
		"not known yet":    preflight(west, "batch", object{"count": "[length('foo')]", "vmSize": "Standard_D4ds_v5", "mode": "User", "availabilityZones": []any{"[length('foo')]"}}),
		"no such cluster":  preflight(west+"-new", "batch", object{"count": 1}),
		"another resource": {"provider": "Microsoft.Network", "type": "virtualNetworks", "scope": subscription, "resources": []any{object{"name": "v"}}},
	} {
		got := send(t, s, 200, "POST", validate, body)
		if list, _ := got["properties"].(object)["validatedResources"].([]any); len(list) != 1 {
			t.Errorf("%s: got %v", title, got)
		}
	}
	send(t, s, 404, "GET", west+"/agentPools/batch", nil)
}

func TestPreflightOfABadPool(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{})
	r := newRequest(t, "POST", validate, preflight(west, "nodepool1", object{"vmSize": "Standard_D8ds_v5"}))
	r.Header.Set("X-Ms-Correlation-Request-Id", "mine")

	response, body := exchange(t, s, r)

	want := object{"error": object{
		"code":    "ResourceValidationFailed",
		"message": "Resource validation failed, correlation id: 'mine', see details for more information.",
		"details": []any{object{
			"code": "PreflightValidationCheckFailed", "message": "Preflight validation failed. Please refer to the details for the specific errors.",
			"details": []any{object{"code": "PropertyChangeNotAllowed", "message": "Changing property 'properties.vmSize' is not allowed.", "target": "properties.vmSize"}},
		}},
	}}
	if response.StatusCode != 400 || !reflect.DeepEqual(body, want) {
		t.Errorf("got %d: %v", response.StatusCode, body)
	}
	if got := code(send(t, s, 400, "POST", validate, object{})); got != "InvalidRequestContent" {
		t.Errorf("an empty body: got %v", got)
	}
}

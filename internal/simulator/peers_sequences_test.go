package simulator_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// at adds the api-version that a peer uses to a path.
func at(path, version string) string { return path + "?api-version=" + version }

// finished writes a pool and follows its operation to the end.
func (d *served) finished(t *testing.T, status int, path string, body any) object {
	t.Helper()
	started, _ := d.want(t, status, "PUT", path, body)
	if _, operation := d.want(t, 200, "GET", started.Header.Get("Azure-AsyncOperation"), nil); operation["status"] != "Succeeded" {
		t.Fatalf("%s: %v", path, operation)
	}
	_, read := d.want(t, 200, "GET", path, nil)
	return read
}

// azurerm rotates a pool through a temporary one. It reads the pool and changes
// what it has read. It writes that under the temporary name, including everything
// that only AKS writes. Then it deletes the pool, writes it again, and deletes the
// temporary one.
func TestAzurermsRotation(t *testing.T) {
	t.Parallel()
	d := openDoor(t, simulator.Options{}, simulator.DoorOptions{})
	path, temporary := west+"/agentPools/batch"+poolVersion, west+"/agentPools/batchtmp"+poolVersion
	existing := d.finished(t, 201, path, azurermBody(object{"nodeLabels": object{"team": "a"}}))
	changed := maps.Clone(existing["properties"].(object))
	changed["vmSize"] = "Standard_D8ds_v5"
	delete(changed, "nodeImageVersion")

	refused, body := d.want(t, 400, "PUT", path, object{"name": "batch", "properties": changed})
	if code(body) != "PropertyChangeNotAllowed" || refused.Header.Get("X-Ms-Failure-Cause") != "" {
		t.Errorf("in place: got %v", body)
	}
	d.want(t, 404, "GET", temporary, nil)
	d.finished(t, 201, temporary, object{"id": existing["id"], "name": "batchtmp", "type": existing["type"], "properties": changed})
	d.want(t, 202, "DELETE", path, nil)
	d.want(t, 404, "GET", path, nil)
	fresh := d.finished(t, 201, path, object{"id": existing["id"], "name": "batch", "type": existing["type"], "properties": changed})
	d.want(t, 202, "DELETE", temporary, nil)
	d.want(t, 404, "GET", temporary, nil)
	properties := fresh["properties"].(object)
	if properties["vmSize"] != "Standard_D8ds_v5" || properties["nodeLabels"].(object)["team"] != "a" || properties["eTag"] == changed["eTag"] {
		t.Errorf("got %v", properties)
	}
}

// With an orchestrator_version, azurerm first asks which versions exist. With
// subnets, it reads them and their network until they are settled.
func TestAzurermsReadsAroundAPool(t *testing.T) {
	t.Parallel()
	d := openDoor(t, simulator.Options{World: peersWorld()}, simulator.DoorOptions{})
	_, versions := d.want(t, 200, "GET", west+"/availableAgentPoolVersions"+poolVersion, nil)
	offered := map[any]bool{}
	for _, v := range versions["properties"].(object)["agentPoolVersions"].([]any) {
		offered[v.(object)["kubernetesVersion"]] = true
	}
	if !offered["1.34.9"] || !offered["1.35.7"] || offered["1.36.1"] {
		t.Errorf("offered: %v", offered)
	}
	path := west + "/agentPools/batch" + poolVersion
	created := d.finished(t, 201, path, azurermBody(object{"vnetSubnetID": nodes, "podSubnetID": podsSubnet, "orchestratorVersion": "1.34.9"}))
	for _, read := range []string{nodes, podsSubnet, nodes[:strings.Index(nodes, "/subnets/")]} {
		if _, body := d.want(t, 200, "GET", at(read, "2025-01-01"), nil); body["properties"].(object)["provisioningState"] != "Succeeded" {
			t.Errorf("%s: %v", read, body)
		}
	}
	// The upgrade reads the pool again and its available upgrades, and writes the
	// whole pool back.
	d.want(t, 200, "GET", west+"/agentPools/batch/upgradeProfiles/default"+poolVersion, nil)
	created["properties"].(object)["orchestratorVersion"] = "1.35.7"
	if upgraded := d.finished(t, 200, path, created)["properties"].(object); upgraded["currentOrchestratorVersion"] != "1.35.7" {
		t.Errorf("upgraded: %v", upgraded)
	}
}

// The autoscaler is turned off: azurerm omits the range and sends the rest as it
// was read.
func TestAzurermTurnsTheAutoscalerOff(t *testing.T) {
	t.Parallel()
	d := openDoor(t, simulator.Options{}, simulator.DoorOptions{})
	path := west + "/agentPools/batch" + poolVersion
	pool := d.finished(t, 201, path, azurermBody(object{"enableAutoScaling": true, "minCount": 2, "maxCount": 5, "count": 2}))
	properties := pool["properties"].(object)
	properties["enableAutoScaling"], properties["count"] = false, 3
	delete(properties, "minCount")
	delete(properties, "maxCount")
	after := d.finished(t, 200, path, pool)["properties"].(object)
	if after["minCount"] != nil || after["maxCount"] != nil || after["count"] != 3.0 {
		t.Errorf("got %v", after)
	}
}

// azurerm's data sources: the cluster with a kubeconfig, the pool, and the list of
// pools.
func TestAzurermsDataSources(t *testing.T) {
	t.Parallel()
	d := openDoor(t, simulator.Options{}, simulator.DoorOptions{})
	for _, version := range []string{"2024-05-01", "2025-10-01", "2026-04-01"} {
		_, cluster := d.want(t, 200, "GET", at(west, version), nil)
		properties := cluster["properties"].(object)
		for _, name := range []string{"networkProfile", "identityProfile", "storageProfile", "oidcIssuerProfile", "agentPoolProfiles"} {
			if properties[name] == nil {
				t.Errorf("the cluster has no %s", name)
			}
		}
		_, credentials := d.want(t, 200, "POST", at(west+"/listClusterUserCredential", version), nil)
		if one := credentials["kubeconfigs"].([]any)[0].(object); one["name"] != "clusterUser" || one["value"] == "" {
			t.Errorf("credentials: %v", credentials)
		}
		d.want(t, 200, "GET", at(west+"/agentPools/nodepool1", version), nil)
		d.want(t, 200, "GET", at(west+"/agentPools", version), nil)
	}
	_, versions := d.want(t, 200, "GET", at(subscription+"/providers/Microsoft.ContainerService/locations/westeurope/orchestrators", "2019-08-01")+"&resource-type=managedClusters", nil)
	offered := versions["properties"].(object)["orchestrators"].([]any)
	if newest := offered[len(offered)-1].(object); newest["orchestratorVersion"] != "1.37.0" || newest["orchestratorType"] != "Kubernetes" || newest["isPreview"] != true {
		t.Errorf("the newest version: %v", newest)
	}
	d.want(t, 400, "GET", at(subscription+"/providers/Microsoft.ContainerService/locations/atlantis/orchestrators", "2019-08-01"), nil)
	d.want(t, 200, "GET", at(subscription, "2022-12-01"), nil)
	d.want(t, 200, "GET", at(subscription+"/resourceGroups/rg-lanes", "2023-07-01"), nil)
}

// azapi writes with any api-version that a configuration names, and sends only the
// configured body. It reads the pool back with everything that AKS adds.
func TestAzapiAtEveryVersion(t *testing.T) {
	t.Parallel()
	for _, version := range strings.Fields("2024-09-01 2025-02-01 2025-05-01 2025-10-01 2026-01-01 2026-03-01 2026-05-01 2026-07-01") {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			d := openDoor(t, simulator.Options{}, simulator.DoorOptions{})
			path := at(west+"/agentPools/batch", version)
			d.want(t, 404, "GET", path, nil)
			created := d.finished(t, 201, path, object{"properties": object{"count": 1, "mode": "User", "vmSize": "Standard_D4ds_v5"}})
			// The source of response_export_values.
			for _, name := range []string{"currentOrchestratorVersion", "nodeImageVersion", "provisioningState", "powerState", "eTag"} {
				if created["properties"].(object)[name] == nil {
					t.Errorf("no %s", name)
				}
			}
			// azapi_update_resource sends what it read, with the configuration on
			// top.
			created["properties"].(object)["nodeLabels"] = object{"a": "b"}
			d.finished(t, 200, path, created)
			// azapi_resource sends its own body again; what the body omits stays.
			kept := d.finished(t, 200, path, object{"properties": object{"count": 1, "mode": "User", "vmSize": "Standard_D4ds_v5"}})
			if labels, _ := kept["properties"].(object)["nodeLabels"].(object); labels["a"] != "b" {
				t.Errorf("labels: %v", kept["properties"])
			}
			// azapi_resource_list and azapi_resource_action.
			_, list := d.want(t, 200, "GET", at(west+"/agentPools", version), nil)
			if got := len(list["value"].([]any)); got != 2 {
				t.Errorf("list: %d pools", got)
			}
			d.want(t, 202, "POST", at(west+"/agentPools/batch/upgradeNodeImageVersion", version), nil)
			d.want(t, 204, "POST", at(west+"/agentPools/batch/abort", version), nil)
			d.want(t, 200, "GET", at(west+"/agentPools/batch/machines", version), nil)
		})
	}
}

// If AKS refuses a request, both peers get AKS's own answer: its status, its code
// and its text, not wrapped.
func TestWhatPeersAreRefused(t *testing.T) {
	t.Parallel()
	for title, test := range map[string]struct {
		attributes object
		code, text string
	}{
		"a size that there is not":    {object{"vmSize": "Standard_D4_v99"}, "BadRequest", "The VM size of Standard_D4_v99 is not allowed in your subscription in location 'westeurope'. The available VM sizes are 'standard_"},
		"a zone that there is not":    {object{"availabilityZones": []any{"4"}}, "AvailabilityZoneNotSupported", "The zone(s) '4' for resource 'batch' is not supported."},
		"more cores than are left":    {object{"vmSize": "Standard_NC24ads_A100_v4", "count": 20}, "ErrCode_InsufficientVCPUQuota", "for family StandardNCADSA100v4Family for region westeurope."},
		"a version that is too old":   {object{"orchestratorVersion": "1.29.15"}, "AgentPoolK8sVersionNotSupported", "Version 1.29.15 is not supported in this region."},
		"a version that is too new":   {object{"orchestratorVersion": "1.36.1"}, "NodePoolMcVersionIncompatible", "is bigger than control plane version"},
		"a label of AKS":              {object{"nodeLabels": object{"kubernetes.azure.com/x": "y"}}, "BadRequest", "The 'kubernetes.azure.com' prefix is preserved by aks system labels"},
		"a label of Kubernetes":       {object{"nodeLabels": object{"kubernetes.io/x": "y"}}, "BadRequest", "must begin with an allowed prefix"},
		"surge on Spot":               {object{"scaleSetPriority": "Spot"}, "InvalidParameter", "Spot pools can't set max surge."},
		"a taint on a system pool":    {object{"mode": "System", "nodeTaints": []any{"a=b:NoSchedule"}}, "SystemPoolHasRestrictedTaint", "Placing custom taints on system pool is not supported"},
		"an ephemeral disk too large": {object{"osDiskType": "Ephemeral", "osDiskSizeGB": 1000}, "VMCannotFitEphemeralOSDisk", "Use a VM size with larger cache, larger temp disk, or disable ephemeral OS."},
		"no count":                    {object{"count": nil}, "InvalidParameter", "Required parameter properties.count is missing (null)."},
		"a string for a list":         {object{"nodeTaints": "a=b:NoSchedule"}, "UnmarshalError", "cannot unmarshal string into Go struct field"},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			d := openDoor(t, simulator.Options{}, simulator.DoorOptions{})
			response, body := d.want(t, 400, "PUT", west+"/agentPools/batch"+poolVersion, azurermBody(test.attributes))
			message, _ := body["message"].(string)
			if body["code"] != test.code || !strings.Contains(message, test.text) {
				t.Errorf("got %v: %v", body["code"], body["message"])
			}
			if response.Header.Get("X-Ms-Failure-Cause") != "" || response.Header.Get("Content-Type") != "application/json" {
				t.Errorf("it came from the front door: %v", response.Header)
			}
		})
	}
}

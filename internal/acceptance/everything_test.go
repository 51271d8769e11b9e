package acceptance

import (
	"encoding/json"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// everything returns node pools that together have every writable property of the
// API, as another client created them. One pool is not enough, because some
// properties exclude each other.
func everything() map[string]string {
	const id = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg/providers/"
	dns := `{".": {"queryLogging": "Log", "protocol": "ForceTCP", "forwardDestination": "VnetDNS", "forwardPolicy": "Random",
		"maxConcurrent": 7, "cacheDurationInSeconds": 8, "serveStaleDurationInSeconds": 9, "serveStale": "Verify"}}`
	return map[string]string{
		"linux": `{"mode": "User", "osType": "Linux", "osSKU": "Ubuntu2204", "vmSize": "Standard_NC24ads_A100_v4", "count": 2, "enableAutoScaling": true, "minCount": 1, "maxCount": 5,
			"type": "VirtualMachineScaleSets", "osDiskType": "Managed", "osDiskSizeGB": 256, "kubeletDiskType": "OS", "maxPods": 60, "availabilityZones": ["1"],
			"nodeLabels": {"team": "a"}, "nodeTaints": ["sku=gpu:NoSchedule"], "tags": {"owner": "b"}, "scaleDownMode": "Delete", "workloadRuntime": "OCIContainer",
			"orchestratorVersion": "1.35.7", "creationData": {"sourceResourceId": "` + id + `Microsoft.ContainerService/snapshots/s"},
			"gpuProfile": {"driver": "None"}, "gpuInstanceProfile": "MIG2g", "artifactStreamingProfile": {"enabled": true},
			"upgradeSettings": {"maxSurge": "2", "maxUnavailable": "0", "drainTimeoutInMinutes": 40, "nodeSoakDurationInMinutes": 3, "undrainableNodeBehavior": "Cordon"},
			"enableFIPS": true, "enableEncryptionAtHost": true, "enableUltraSSD": true, "securityProfile": {"enableSecureBoot": true, "enableVTPM": true, "sshAccess": "Disabled"},
			"vnetSubnetID": "` + id + `Microsoft.Network/virtualNetworks/v/subnets/nodes", "podSubnetID": "` + id + `Microsoft.Network/virtualNetworks/v/subnets/pods", "podIPAllocationMode": "StaticBlock",
			"enableNodePublicIP": true, "nodePublicIPPrefixID": "` + id + `Microsoft.Network/publicIPPrefixes/p",
			"networkProfile": {"nodePublicIPTags": [{"ipTagType": "RoutingPreference", "tag": "Internet"}], "allowedHostPorts": [{"portStart": 80, "portEnd": 81, "protocol": "TCP"}],
				"applicationSecurityGroups": ["` + id + `Microsoft.Network/applicationSecurityGroups/a"]},
			"proximityPlacementGroupID": "` + id + `Microsoft.Compute/proximityPlacementGroups/p", "hostGroupID": "` + id + `Microsoft.Compute/hostGroups/h",
			"messageOfTheDay": "aGVsbG8=", "powerState": {"code": "Running"},
			"kubeletConfig": {"cpuManagerPolicy": "static", "cpuCfsQuota": true, "cpuCfsQuotaPeriod": "100ms", "imageGcHighThreshold": 85, "imageGcLowThreshold": 80, "topologyManagerPolicy": "best-effort",
				"allowedUnsafeSysctls": ["net.*"], "failSwapOn": false, "containerLogMaxSizeMB": 50, "containerLogMaxFiles": 5, "podMaxPids": 100},
			"linuxOSConfig": {"transparentHugePageEnabled": "madvise", "transparentHugePageDefrag": "defer", "swapFileSizeMB": 1500, "sysctls": ` + everySysctl() + `},
			"localDNSProfile": {"mode": "Required", "vnetDNSOverrides": ` + dns + `, "kubeDNSOverrides": ` + dns + `}}`,
		"cheap": `{"mode": "User", "osType": "Linux", "osSKU": "AzureLinux", "vmSize": "Standard_D8ads_v5", "count": 1, "availabilityZones": ["auto"],
			"scaleSetPriority": "Spot", "scaleSetEvictionPolicy": "Deallocate", "spotMaxPrice": 0.5, "upgradeSettings": {"drainTimeoutInMinutes": 45, "nodeSoakDurationInMinutes": 2}}`,
		"win": `{"mode": "User", "osType": "Windows", "osSKU": "Windows2022", "vmSize": "Standard_D4ds_v5", "count": 2, "windowsProfile": {"disableOutboundNat": true}}`,
		"sizes": `{"mode": "User", "osType": "Linux", "osSKU": "Ubuntu", "type": "VirtualMachines", "virtualMachinesProfile": {"scale": {
			"manual": [{"size": "Standard_D4ds_v5", "count": 2}], "autoscale": [{"size": "Standard_D8ds_v5", "minCount": 1, "maxCount": 6}]}}}`,
		"edge": `{"mode": "Gateway", "osType": "Linux", "osSKU": "AzureContainerLinux", "vmSize": "Standard_D4ds_v5", "count": 2, "gatewayProfile": {"publicIPPrefixSize": 30},
			"capacityReservationGroupID": "` + id + `Microsoft.Compute/capacityReservationGroups/c"}`,
	}
}

// everySysctl sets every kernel parameter to the lower end of its range.
func everySysctl() string {
	all := map[string]any{}
	for _, row := range lane.SysctlRows() {
		switch row.Form {
		case lane.SysctlSwitch:
			all[row.ARM] = true
		case lane.SysctlPorts:
			all[row.ARM] = "1024 60999"
		case lane.SysctlNumber:
			all[row.ARM] = row.Min
		}
	}
	text, _ := json.Marshal(all)
	return string(text)
}

// A pool with every property set is imported with an empty plan. An edit of one
// label changes only that label.
func TestEveryPropertySurvives(t *testing.T) {
	t.Parallel()
	for name, properties := range everything() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := NewWorld(t)
			simple := map[string]any{"mode": "User", "vmSize": "Standard_D4ds_v5", "count": 2, "osType": "Linux"}
			w.Put(name, simple)
			w.Edit(name, func(p map[string]any) {
				if err := json.Unmarshal([]byte(properties), &p); err != nil {
					t.Fatal(err)
				}
				if p["type"] == "VirtualMachines" {
					delete(p, "vmSize")
					delete(p, "count")
				}
			})
			w.Put(name, map[string]any{"scaleDownMode": "Delete"}) // from here on the pool has what AKS derives from the rest
			w.Forget()
			e, err := NewEngine(w)
			if err != nil {
				t.Fatal(err)
			}
			if err := e.Import(ClusterID+"/agentPools/"+name, Disturbance{}); err != nil {
				t.Fatal(err)
			}
			config := map[string]any{"cluster_id": ClusterID, "name": name, "purpose": e.purpose(t)}
			if changed, err := e.Run(config, Disturbance{}); changed || err != nil || w.Writes() > 0 {
				t.Fatalf("the import plans a change (%v) or writes: %v", changed, err)
			}
			before := w.Pool(name)
			config["labels"] = map[string]any{"edited": "yes"}
			if changed, err := e.Run(config, Disturbance{}); !changed || err != nil || w.Writes() != 1 {
				t.Fatalf("the edit changed %v with %d writes: %v", changed, w.Writes(), err)
			}
			after := w.Pool(name)
			if label := at(after, "nodeLabels", "edited"); label != "yes" {
				t.Errorf("the label is %v", label)
			}
			if tags, ok := after["tags"].(map[string]any); ok {
				delete(tags, lane.TagCreated) // the lane's mark
				if len(tags) == 0 {
					delete(after, "tags")
				}
			}
			labels, _ := after["nodeLabels"].(map[string]any)
			if delete(labels, "edited"); len(labels) == 0 {
				delete(after, "nodeLabels")
			}
			for _, key := range slices.Sorted(maps.Keys(before)) {
				if key != "eTag" && !reflect.DeepEqual(before[key], after[key]) {
					t.Errorf("%s was %v and is %v", key, before[key], after[key])
				}
			}
			for key := range after {
				if _, had := before[key]; !had {
					t.Errorf("%s came: %v", key, after[key])
				}
			}
		})
	}
}

// purpose is the purpose that the import chose for the node pool.
func (e *Engine) purpose(t *testing.T) string {
	t.Helper()
	var values map[string]tftypes.Value
	var purpose string
	if err := e.state.As(&values); err != nil {
		t.Fatal(err)
	}
	if err := values["purpose"].As(&purpose); err != nil {
		t.Fatal(err)
	}
	return purpose
}

// Together, the pools have every writable property that a setting represents.
func TestEverythingIsEverything(t *testing.T) {
	t.Parallel()
	has := map[string]bool{}
	for _, text := range everything() {
		var properties any
		if err := json.Unmarshal([]byte(text), &properties); err != nil {
			t.Fatal(err)
		}
		collect("", properties, has)
	}
	raw, err := os.ReadFile("../simulator/testdata/types/" + lane.APIVersion + ".tsv")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for line := range strings.Lines(string(raw)) {
		columns := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if columns[0] != "agentPool" || columns[2] != "write" {
			continue
		}
		path := strings.ReplaceAll(columns[1], "[]", ".*")
		// Skipped: what only AKS writes, rollbacks, and the elements of maps, which
		// may have any name.
		if path == "nodeImageVersion" || strings.HasPrefix(path, "status") || strings.HasPrefix(path, "virtualMachineNodesStatus") || strings.HasSuffix(path, ".*") {
			continue
		}
		if n++; !has[path] {
			t.Errorf("no pool has %s", path)
		}
	}
	if n < 100 {
		t.Errorf("only %d properties were looked for", n)
	}
}

// collect records the paths of a body in the notation of the type file, with
// elements as ".*".
func collect(path string, v any, into map[string]bool) {
	into[path] = true
	switch v := v.(type) {
	case map[string]any:
		for k, e := range v {
			below := strings.TrimPrefix(path+"."+k, ".")
			if strings.HasSuffix(path, "DNSOverrides") {
				below = path + ".*"
			}
			collect(below, e, into)
		}
	case []any:
		for _, e := range v {
			collect(path+".*", e, into)
		}
	}
}

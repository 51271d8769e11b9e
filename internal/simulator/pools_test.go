package simulator_test

import (
	"maps"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

func TestThePoolThatAWorldBeginsWith(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{})

	for cluster, location := range map[string]string{west: "westeurope", south: "southcentralus"} {
		body := send(t, s, 200, "GET", cluster, nil)
		if body["location"] != location {
			t.Errorf("location: got %v, want %s", body["location"], location)
		}
		profiles := body["properties"].(object)["agentPoolProfiles"].([]any)
		if len(profiles) != 1 {
			t.Fatalf("agentPoolProfiles: got %d, want 1", len(profiles))
		}
		system := profiles[0].(object)
		if system["name"] != "nodepool1" || system["mode"] != "System" || system["count"] != 3.0 ||
			system["vmSize"] != "Standard_D4ds_v5" || system["nodeTaints"] != nil || system["provisioningState"] != "Succeeded" {
			t.Errorf("the pool of %s: got %v", location, system)
		}
	}
}

// The answer to the request that the facts quote, with the defaults that AKS adds.
func TestACreatedPoolHasAKSsDefaults(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{Speed: 1})

	created := send(t, s, 201, "PUT", west+"/agentPools/ap2?api-version=2026-05-01", object{"name": "ap2", "properties": object{
		"availabilityZones": nil, "count": 1, "mode": "User", "nodeLabels": object{}, "nodeTaints": []string{},
		"osSKU": "AzureContainerLinux", "osType": "Linux", "tags": object{}, "virtualMachineNodesStatus": nil, "vmSize": "Standard_DS2_v2",
	}})

	properties := created["properties"].(object)
	delete(properties, "eTag")
	want := object{
		"count": 1.0, "vmSize": "Standard_DS2_v2", "osDiskSizeGB": 128.0, "osDiskType": "Managed", "kubeletDiskType": "OS",
		"maxPods": 250.0, "type": "VirtualMachineScaleSets", "enableAutoScaling": false, "scaleDownMode": "Delete",
		"provisioningState": "Creating", "powerState": object{"code": "Running"}, "orchestratorVersion": "1.35",
		"currentOrchestratorVersion": "1.35.7", "enableNodePublicIP": false, "mode": "User", "osType": "Linux",
		"osSKU": "AzureContainerLinux", "nodeImageVersion": "AKSAzureLinux-aclgen2TL-202609.03.1",
		"upgradeSettings": object{"maxSurge": "10%", "maxUnavailable": "0"}, "enableFIPS": false,
		"securityProfile": object{"sshAccess": "LocalUser", "enableVTPM": true, "enableSecureBoot": true},
	}
	if !reflect.DeepEqual(properties, want) {
		t.Errorf("properties:\n got %v\nwant %v", properties, want)
	}
	id := "/subscriptions/11111111-1111-1111-1111-111111111111/resourcegroups/rg-lanes/providers/Microsoft.ContainerService/managedClusters/aks-lanes/agentPools/ap2"
	if created["id"] != id || created["name"] != "ap2" || created["type"] != "Microsoft.ContainerService/managedClusters/agentPools" {
		t.Errorf("envelope: got %v, %v, %v", created["id"], created["name"], created["type"])
	}
}

func TestDefaultsByPurpose(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		name string
		send object
		want object
	}{
		"a Spot pool gets AKS's label and taint and no upgrade settings": {
			send: object{"scaleSetPriority": "Spot", "nodeLabels": object{"team": "a"}},
			want: object{
				"scaleSetPriority": "Spot", "scaleSetEvictionPolicy": "Delete", "spotMaxPrice": -1.0, "upgradeSettings": nil,
				"nodeLabels": object{"team": "a", "kubernetes.azure.com/scalesetpriority": "spot"},
				"nodeTaints": []any{"kubernetes.azure.com/scalesetpriority=spot:NoSchedule"},
			},
		},
		"a regular pool does not say so": {
			send: object{"scaleSetPriority": "Regular"}, want: object{"scaleSetPriority": nil},
		},
		"a GPU pool installs the driver": {
			send: object{"vmSize": "Standard_NC6s_v3"}, want: object{"gpuProfile": object{"driver": "Install"}},
		},
		"a Windows pool is Windows Server 2022 at 1.35": {
			name: "win", send: object{"osType": "Windows"},
			want: object{"osSKU": "Windows2022", "nodeImageVersion": "AKSWindows-2022-containerd-gen2-20348.4648.260909"},
		},
		"a size with a large local disk gets an ephemeral disk": {
			send: object{"vmSize": "Standard_D8plds_v5"}, want: object{"osDiskType": "Ephemeral", "osDiskSizeGB": 200.0},
		},
		"a size without one gets a managed disk by its vCPUs": {
			send: object{"vmSize": "Standard_D16s_v5"}, want: object{"osDiskType": "Managed", "osDiskSizeGB": 512.0},
		},
		"deallocated nodes keep a managed disk": {
			send: object{"scaleDownMode": "Deallocate"}, want: object{"osDiskType": "Managed", "osDiskSizeGB": 128.0},
		},
		"what the CLI sends for nothing is nothing": {
			send: object{"orchestratorVersion": "", "osDiskSizeGB": 0, "upgradeSettings": object{}},
			want: object{"orchestratorVersion": "1.35", "osDiskSizeGB": 150.0, "upgradeSettings": object{"maxSurge": "10%", "maxUnavailable": "0"}},
		},
		"unavailable nodes displace the default surge": {
			send: object{"upgradeSettings": object{"maxUnavailable": "1"}},
			want: object{"upgradeSettings": object{"maxSurge": "0", "maxUnavailable": "1"}},
		},
		"a count outside the autoscaler's range is brought into it": {
			send: object{"enableAutoScaling": true, "minCount": 2, "maxCount": 5}, want: object{"count": 2.0},
		},
		"a pool of virtual machines lists its nodes": {
			send: object{"type": "VirtualMachines", "vmSize": nil, "count": nil, "virtualMachinesProfile": object{
				"scale": object{"manual": []object{{"size": "Standard_D4ds_v5", "count": 2}}}}},
			want: object{"virtualMachineNodesStatus": []any{object{"size": "Standard_D4ds_v5", "count": 2.0}}, "vmSize": nil},
		},
	}
	for title, test := range tests {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			s, _ := start(t, simulator.Options{})
			name := "batch"
			if test.name != "" {
				name = test.name
			}
			send(t, s, 201, "PUT", west+"/agentPools/"+name, pool(test.send))
			got := properties(t, s, west, name)
			for field, want := range test.want {
				if !reflect.DeepEqual(got[field], want) {
					t.Errorf("%s: got %v, want %v", field, got[field], want)
				}
			}
		})
	}
}

// An update keeps what it omits or writes as null, and clears what it writes as
// empty.
func TestAnUpdateIsMerged(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{})
	send(t, s, 201, "PUT", west+"/agentPools/batch", pool(object{
		"nodeLabels": object{"team": "a"}, "nodeTaints": []string{"team=a:NoSchedule"}, "tags": object{"cost": "1"},
		"upgradeSettings": object{"maxSurge": "33%", "drainTimeoutInMinutes": 60, "undrainableNodeBehavior": "Cordon"},
	}))
	created := properties(t, s, west, "batch")

	send(t, s, 200, "PUT", west+"/agentPools/batch", object{"properties": object{
		"count": 2, "nodeLabels": nil, "upgradeSettings": object{"maxSurge": "1", "drainTimeoutInMinutes": nil},
	}})

	updated := properties(t, s, west, "batch")
	want := maps.Clone(created)
	want["count"] = 2.0
	want["upgradeSettings"] = object{"maxSurge": "1", "maxUnavailable": "0", "drainTimeoutInMinutes": 60.0, "undrainableNodeBehavior": "Cordon"}
	want["eTag"] = updated["eTag"]
	if !reflect.DeepEqual(updated, want) {
		t.Errorf("after the update:\n got %v\nwant %v", updated, want)
	}

	send(t, s, 200, "PUT", west+"/agentPools/batch", object{"properties": object{
		"nodeLabels": object{}, "nodeTaints": []string{}, "tags": object{},
	}})

	cleared := properties(t, s, west, "batch")
	for _, field := range []string{"nodeLabels", "nodeTaints", "tags"} {
		if _, there := cleared[field]; there {
			t.Errorf("%s: got %v, want none", field, cleared[field])
		}
	}
}

// If a client reads a pool and writes it back unchanged, nothing changes, but an
// operation starts. This holds for every kind of pool.
func TestAPoolCanBeWrittenBackAsItIs(t *testing.T) {
	t.Parallel()
	for title, body := range map[string]object{
		"plain":    {},
		"spot":     {"scaleSetPriority": "Spot", "nodeTaints": []string{"team=a:NoSchedule"}},
		"gpu":      {"vmSize": "Standard_NC6s_v3"},
		"zonal":    {"availabilityZones": []string{"1", "2", "3"}},
		"scaled":   {"enableAutoScaling": true, "minCount": 1, "maxCount": 5},
		"old":      {"orchestratorVersion": "1.34.8"},
		"arm64":    {"vmSize": "Standard_D4pds_v5"},
		"stopped":  {"powerState": object{"code": "Stopped"}},
		"tuned":    {"kubeletConfig": object{"cpuManagerPolicy": "static"}, "linuxOSConfig": object{"sysctls": object{"vmSwappiness": 5}}},
		"machines": {"type": "VirtualMachines", "virtualMachinesProfile": object{"scale": object{"manual": []object{{"size": "Standard_D4ds_v5", "count": 2}}}}},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			s, _ := start(t, simulator.Options{})
			send(t, s, 201, "PUT", west+"/agentPools/batch", pool(body))
			before := send(t, s, 200, "GET", west+"/agentPools/batch", nil)

			send(t, s, 200, "PUT", west+"/agentPools/batch", before)

			after := send(t, s, 200, "GET", west+"/agentPools/batch", nil)
			before["properties"].(object)["eTag"] = after["properties"].(object)["eTag"]
			if !reflect.DeepEqual(after, before) {
				t.Errorf("after writing it back:\n got %v\nwant %v", after, before)
			}
		})
	}
}

// Every property of the agent pool type is returned as it was sent.
func TestEveryPropertyIsEchoed(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{})
	const id = subscription + "/resourceGroups/rg-lanes/providers/Microsoft.Network/things/a"
	sent := object{
		"count": 2.0, "vmSize": "Standard_D8ds_v5", "osDiskSizeGB": 100.0, "osDiskType": "Managed", "kubeletDiskType": "Temporary",
		"workloadRuntime": "OCIContainer", "messageOfTheDay": "aGVsbG8=", "vnetSubnetID": id + "/subnets/a", "podSubnetID": id + "/subnets/b",
		"podIPAllocationMode": "StaticBlock", "maxPods": 40.0, "osType": "Linux", "osSKU": "Ubuntu2204", "maxCount": 5.0, "minCount": 1.0,
		"enableAutoScaling": true, "scaleDownMode": "Deallocate", "type": "VirtualMachineScaleSets", "mode": "User",
		"orchestratorVersion": "1.35.5", "powerState": object{"code": "Running"}, "availabilityZones": []any{"1"},
		"enableNodePublicIP": true, "nodePublicIPPrefixID": id, "tags": object{"Cost": "1"}, "nodeLabels": object{"team": "a"},
		"nodeTaints": []any{"team=a:NoSchedule"}, "proximityPlacementGroupID": id, "enableEncryptionAtHost": true,
		"enableUltraSSD": true, "enableFIPS": true, "creationData": object{"sourceResourceId": id}, "hostGroupID": id,
		"upgradeSettings": object{"maxSurge": "33%", "maxUnavailable": "0", "drainTimeoutInMinutes": 45.0, "nodeSoakDurationInMinutes": 5.0, "undrainableNodeBehavior": "Cordon"},
		"kubeletConfig": object{"cpuManagerPolicy": "static", "cpuCfsQuota": true, "cpuCfsQuotaPeriod": "200ms", "imageGcHighThreshold": 90.0,
			"imageGcLowThreshold": 70.0, "topologyManagerPolicy": "best-effort", "allowedUnsafeSysctls": []any{"net.core.somaxconn"},
			"failSwapOn": false, "containerLogMaxSizeMB": 20.0, "containerLogMaxFiles": 3.0, "podMaxPids": 100.0},
		"linuxOSConfig": object{"transparentHugePageEnabled": "madvise", "transparentHugePageDefrag": "defer+madvise", "swapFileSizeMB": 1500.0,
			"sysctls": object{"netCoreSomaxconn": 5000.0, "netIpv4TcpTwReuse": true, "netIpv4IpLocalPortRange": "32768 65000", "fsFileMax": 9223372036854775000.0}},
		"networkProfile": object{"nodePublicIPTags": []any{object{"ipTagType": "RoutingPreference", "tag": "Internet"}},
			"allowedHostPorts":          []any{object{"portStart": 80.0, "portEnd": 81.0, "protocol": "TCP"}},
			"applicationSecurityGroups": []any{id}},
		"securityProfile": object{"enableVTPM": true, "enableSecureBoot": true, "sshAccess": "Disabled"},
		"localDNSProfile": object{"mode": "Required", "vnetDNSOverrides": object{".": object{"queryLogging": "Error", "protocol": "PreferUDP",
			"forwardDestination": "VnetDNS", "forwardPolicy": "Sequential", "maxConcurrent": 1000.0, "cacheDurationInSeconds": 3600.0,
			"serveStaleDurationInSeconds": 3600.0, "serveStale": "Immediate"}}},
	}

	send(t, s, 201, "PUT", west+"/agentPools/batch", object{"properties": sent})

	got := properties(t, s, west, "batch")
	for field, want := range sent {
		if profile, ok := got[field].(object); ok {
			// AKS adds whether LocalDNS is on.
			delete(profile, "state")
		}
		if !reflect.DeepEqual(got[field], want) {
			t.Errorf("%s: got %v, want %v", field, got[field], want)
		}
	}
	// Apart from the properties above, and those of Windows, Spot, GPU, Gateway and
	// VirtualMachines pools, the answer contains only what AKS alone writes.
	for field := range got {
		if _, ok := sent[field]; !ok && !slices.Contains([]string{"currentOrchestratorVersion", "provisioningState", "nodeImageVersion", "eTag"}, field) {
			t.Errorf("%s: got %v, and it was not sent", field, got[field])
		}
	}
}

func TestAWrongTypeIsRefusedInTheDecodersWords(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{})
	refused := send(t, s, 400, "PUT", west+"/agentPools/batch", pool(object{"nodeTaints": "team=a:NoSchedule"}))
	const want = "UnmarshalEntity encountered error: json: cannot unmarshal string into Go struct field AgentPoolProperties.properties.nodeTaints of type []string."
	if refused["code"] != "UnmarshalError" || refused["message"] != want {
		t.Errorf("got %v: %v", refused["code"], refused["message"])
	}
	send(t, s, 201, "PUT", west+"/agentPools/batch", pool(object{"colour": "blue"}))
}

func TestYoungerPropertiesNeedAYoungerAPIVersion(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{})
	body := pool(object{"artifactStreamingProfile": object{"enabled": true}})

	send(t, s, 201, "PUT", west+"/agentPools/old?api-version=2025-10-01", body)
	send(t, s, 201, "PUT", west+"/agentPools/new?api-version=2026-03-01", body)

	if got := send(t, s, 200, "GET", west+"/agentPools/old?api-version=2026-03-01", nil)["properties"].(object); got["artifactStreamingProfile"] != nil {
		t.Errorf("written by an old version: got %v", got["artifactStreamingProfile"])
	}
	if got := send(t, s, 200, "GET", west+"/agentPools/new?api-version=2026-03-01", nil)["properties"].(object); got["artifactStreamingProfile"] == nil {
		t.Error("written by a new version: got none")
	}
	if got := send(t, s, 200, "GET", west+"/agentPools/new?api-version=2025-10-01", nil)["properties"].(object); got["artifactStreamingProfile"] != nil {
		t.Errorf("read by an old version: got %v", got["artifactStreamingProfile"])
	}
}

func TestSomebodyEditsAPool(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{})
	before := properties(t, s, west, "nodepool1")

	err := s.EditPool(west, "NodePool1", func(props map[string]any) { props["count"] = 7 })
	if err != nil {
		t.Fatal(err)
	}

	after := properties(t, s, west, "nodepool1")
	if after["count"] != 7.0 || after["eTag"] == before["eTag"] {
		t.Errorf("got count %v and eTag %v", after["count"], after["eTag"])
	}
	if err := s.EditPool(west, "nodepool1", func(props map[string]any) { props["size"] = 7 }); err == nil {
		t.Error("an unknown property: got no error")
	}
	if err := s.EditPool(west, "nope", func(map[string]any) {}); err == nil {
		t.Error("an unknown pool: got no error")
	}
}

func TestUsagesFollowThePools(t *testing.T) {
	t.Parallel()
	s, clock := start(t, simulator.Options{Speed: 1})
	usage := func(name string) float64 {
		list := send(t, s, 200, "GET", subscription+"/providers/Microsoft.Compute/locations/westeurope/usages?api-version=2024-11-01", nil)
		for _, entry := range list["value"].([]any) {
			if entry.(object)["name"].(object)["value"] == name {
				return entry.(object)["currentValue"].(float64)
			}
		}
		t.Fatalf("no quota %s", name)
		return 0
	}
	if got := usage("standardDDSv5Family"); got != 12 {
		t.Errorf("at first: got %v cores, want 12", got)
	}
	send(t, s, 201, "PUT", west+"/agentPools/batch", pool(object{"count": 5}))
	send(t, s, 201, "PUT", west+"/agentPools/spot", pool(object{"count": 5, "scaleSetPriority": "Spot"}))
	if family, cores, spot := usage("standardDDSv5Family"), usage("cores"), usage("lowPriorityCores"); family != 32 || cores != 32 || spot != 20 {
		t.Errorf("with ten nodes more: got %v of the family, %v in the region, %v Spot", family, cores, spot)
	}
	send(t, s, 202, "DELETE", west+"/agentPools/batch", nil)
	clock.pass(10 * time.Minute)
	if got := usage("cores"); got != 12 {
		t.Errorf("after the deletion: got %v cores, want 12", got)
	}
}

package simulator_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// azurermBody is the body with which azurerm creates a pool: what it always sends,
// including empty strings, plus what the attributes of a configuration add.
func azurermBody(attributes object) object {
	properties := object{
		"count": 1, "enableAutoScaling": false, "enableEncryptionAtHost": false, "enableFIPS": false, "enableNodePublicIP": false,
		"enableUltraSSD": false, "kubeletDiskType": "", "mode": "User", "osDiskType": "Managed", "osType": "Linux",
		"scaleDownMode": "Delete", "scaleSetPriority": "Regular", "tags": object{}, "type": "VirtualMachineScaleSets", "vmSize": "Standard_D4ds_v5",
		// With the block upgrade_settings, both times are always sent.
		"upgradeSettings": object{"maxSurge": "10%", "maxUnavailable": "0", "drainTimeoutInMinutes": 0, "nodeSoakDurationInMinutes": 0},
	}
	for name, value := range attributes {
		properties[name] = value
		if value == nil {
			delete(properties, name)
		}
	}
	return object{"name": "batch", "properties": properties}
}

// lost lists what azurerm sent but would not read back unchanged: its next plan
// would show that as a change. Empty strings, zeros and a Regular priority are read
// as not set.
func lost(path string, sent, read any) []string {
	switch sent := sent.(type) {
	case object:
		var missing []string
		inner, _ := read.(object)
		for name, value := range sent {
			missing = append(missing, lost(path+"."+name, value, inner[name])...)
		}
		return missing
	case string:
		if read == nil && (sent == "" || sent == "Regular") || path == ".kubeletDiskType" && sent == "" && read == "OS" {
			return nil
		}
	case []any:
		if read == nil && len(sent) == 0 {
			return nil
		}
	case float64:
		if read == nil && sent == 0 {
			return nil
		}
	}
	if reflect.DeepEqual(sent, read) {
		return nil
	}
	return []string{path}
}

// asJSON returns a value as it is after it was sent as JSON.
func asJSON(t *testing.T, value any) any {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	var back any
	if err := json.Unmarshal(text, &back); err != nil {
		t.Fatal(err)
	}
	return back
}

const (
	nodes      = subscription + "/resourceGroups/rg-lanes/providers/Microsoft.Network/virtualNetworks/vnet/subnets/nodes"
	podsSubnet = subscription + "/resourceGroups/rg-lanes/providers/Microsoft.Network/virtualNetworks/vnet/subnets/pods"
)

// peersWorld has what the attributes below refer to: subnets and a proximity
// placement group.
func peersWorld() *simulator.World {
	world := simulator.BuiltIn()
	world.Subscriptions[0].Resources = []simulator.PlainResource{{
		ID: subscription + "/resourceGroups/rg-lanes/providers/Microsoft.Compute/proximityPlacementGroups/ppg",
	}}
	world.Subnets = []simulator.Subnet{{ID: nodes, CIDR: "10.240.0.0/22"}, {ID: podsSubnet, CIDR: "10.241.0.0/16"}}
	return world
}

// azurermAttributes are the attributes of azurerm_kubernetes_cluster_node_pool,
// as azurerm writes them to ARM.
func azurermAttributes() map[string]object {
	const resource = subscription + "/resourceGroups/rg-lanes/providers/"
	return map[string]object{
		"nothing but what is required":  {},
		"no upgrade_settings":           {"upgradeSettings": nil},
		"auto_scaling_enabled":          {"enableAutoScaling": true, "minCount": 1, "maxCount": 5},
		"auto_scaling_enabled from 0":   {"enableAutoScaling": true, "minCount": 0, "maxCount": 5, "count": 0},
		"capacity_reservation_group_id": {"capacityReservationGroupID": resource + "Microsoft.Compute/capacityReservationGroups/crg"},
		"eviction_policy":               {"scaleSetPriority": "Spot", "scaleSetEvictionPolicy": "Deallocate", "spotMaxPrice": -1, "upgradeSettings": nil},
		"fips_enabled":                  {"enableFIPS": true},
		"gpu_driver":                    {"vmSize": "Standard_NC4as_T4_v3", "gpuProfile": object{"driver": "None"}},
		"gpu_instance":                  {"vmSize": "Standard_ND96asr_v4", "gpuInstanceProfile": "MIG1g"},
		"host_encryption_enabled":       {"enableEncryptionAtHost": true},
		"host_group_id":                 {"hostGroupID": resource + "Microsoft.Compute/hostGroups/hosts"},
		"kubelet_config": {"kubeletConfig": object{
			"cpuManagerPolicy": "static", "cpuCfsQuota": true, "cpuCfsQuotaPeriod": "200ms", "imageGcHighThreshold": 90, "imageGcLowThreshold": 70,
			"topologyManagerPolicy": "best-effort", "allowedUnsafeSysctls": []any{"kernel.msgmax", "net.core.somaxconn"}, "containerLogMaxSizeMB": 100,
			"containerLogMaxFiles": 10, "podMaxPids": 12345, "failSwapOn": false,
		}},
		"kubelet_config without settings": {"kubeletConfig": object{"cpuCfsQuota": true, "failSwapOn": false, "allowedUnsafeSysctls": []any{}}},
		"kubelet_disk_type":               {"kubeletDiskType": "OS"},
		"linux_os_config": {"kubeletConfig": object{"cpuCfsQuota": true, "failSwapOn": false, "allowedUnsafeSysctls": []any{}}, "linuxOSConfig": object{
			"transparentHugePageEnabled": "always", "transparentHugePageDefrag": "always", "swapFileSizeMB": 300, "sysctls": object{
				"fsAioMaxNr": 65536, "fsFileMax": 100000, "fsInotifyMaxUserWatches": 1000000, "fsNrOpen": 1048576, "kernelThreadsMax": 200000,
				"netCoreNetdevMaxBacklog": 1800, "netCoreOptmemMax": 30000, "netCoreRmemMax": 300000, "netCoreRmemDefault": 300000, "netCoreSomaxconn": 5000,
				"netCoreWmemMax": 300000, "netCoreWmemDefault": 300000, "netIpv4IpLocalPortRange": "32768 60000", "netIpv4NeighDefaultGcThresh1": 128,
				"netIpv4NeighDefaultGcThresh2": 512, "netIpv4NeighDefaultGcThresh3": 1024, "netIpv4TcpFinTimeout": 60, "netIpv4TcpKeepaliveProbes": 9,
				"netIpv4TcpKeepaliveTime": 6000, "netIpv4TcpMaxSynBacklog": 2048, "netIpv4TcpMaxTwBuckets": 100000, "netIpv4TcpTwReuse": true,
				"netIpv4TcpkeepaliveIntvl": 70, "netNetfilterNfConntrackBuckets": 65536, "netNetfilterNfConntrackMax": 200000, "vmMaxMapCount": 65536,
				"vmSwappiness": 45, "vmVfsCachePressure": 80,
			},
		}},
		"max_pods":     {"maxPods": 60},
		"mode":         {"mode": "System", "count": 2},
		"node_count 0": {"count": 0},
		"node_labels":  {"nodeLabels": object{"team": "pricing", "node.kubernetes.io/thing": "x"}},
		"node_network_profile": {"enableNodePublicIP": true, "networkProfile": object{
			"allowedHostPorts":          []any{object{"portStart": 8001, "portEnd": 8002, "protocol": "UDP"}},
			"applicationSecurityGroups": []any{resource + "Microsoft.Network/applicationSecurityGroups/asg"},
			"nodePublicIPTags":          []any{object{"ipTagType": "RoutingPreference", "tag": "Internet"}},
		}},
		"node_public_ip_enabled":       {"enableNodePublicIP": true},
		"node_public_ip_prefix_id":     {"enableNodePublicIP": true, "nodePublicIPPrefixID": resource + "Microsoft.Network/publicIPPrefixes/prefix"},
		"node_taints":                  {"nodeTaints": []any{"key=value:NoSchedule", "other=value:NoExecute"}},
		"orchestrator_version":         {"orchestratorVersion": "1.34.9"},
		"os_disk_size_gb":              {"osDiskSizeGB": 64},
		"os_disk_type":                 {"osDiskType": "Ephemeral", "osDiskSizeGB": 75},
		"os_sku":                       {"osSKU": "AzureLinux"},
		"os_type":                      {"osType": "Windows", "osSKU": "Windows2022"},
		"pod_subnet_id":                {"vnetSubnetID": nodes, "podSubnetID": podsSubnet},
		"priority":                     {"scaleSetPriority": "Spot", "scaleSetEvictionPolicy": "Delete", "spotMaxPrice": 0.5, "upgradeSettings": nil},
		"proximity_placement_group_id": {"proximityPlacementGroupID": resource + "Microsoft.Compute/proximityPlacementGroups/ppg"},
		"scale_down_mode":              {"scaleDownMode": "Deallocate"},
		"tags":                         {"tags": object{"Team": "pricing"}},
		"ultra_ssd_enabled":            {"enableUltraSSD": true, "availabilityZones": []any{"1"}},
		"upgrade_settings": {"upgradeSettings": object{"maxSurge": "33%", "maxUnavailable": "0", "drainTimeoutInMinutes": 45,
			"nodeSoakDurationInMinutes": 5, "undrainableNodeBehavior": "Cordon"}},
		"upgrade_settings max_unavailable": {"upgradeSettings": object{"maxSurge": "0", "maxUnavailable": "25%", "drainTimeoutInMinutes": 0, "nodeSoakDurationInMinutes": 0}},
		"vm_size":                          {"vmSize": "Standard_D8ads_v5"},
		"vnet_subnet_id":                   {"vnetSubnetID": nodes},
		"workload_runtime":                 {"workloadRuntime": "OCIContainer"},
		"zones":                            {"availabilityZones": []any{"1", "2", "3"}},
	}
}

// Every attribute is accepted, and read back so that azurerm's next plan is empty.
// Then the pool is written back as it was read, which is how azurerm updates.
func TestEveryAttributeOfAzurerm(t *testing.T) {
	t.Parallel()
	for title, attributes := range azurermAttributes() {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			d := openDoor(t, simulator.Options{World: peersWorld()}, simulator.DoorOptions{})
			body := azurermBody(attributes)
			name := "batch"
			if attributes["osType"] == "Windows" {
				name = "win"
			}
			path := west + "/agentPools/" + name + poolVersion
			started, _ := d.want(t, 201, "PUT", path, body)
			if _, operation := d.want(t, 200, "GET", started.Header.Get("Azure-AsyncOperation"), nil); operation["status"] != "Succeeded" {
				t.Fatalf("the operation: %v", operation)
			}
			_, read := d.want(t, 200, "GET", path, nil)
			if missing := lost("", asJSON(t, body["properties"]), read["properties"]); len(missing) > 0 {
				t.Errorf("not read as it was sent: %s; read %v", strings.Join(missing, ", "), read["properties"])
			}

			d.want(t, 200, "PUT", path, read)
			_, again := d.want(t, 200, "GET", path, nil)
			for _, properties := range []object{read["properties"].(object), again["properties"].(object)} {
				delete(properties, "eTag")
			}
			if !reflect.DeepEqual(read, again) {
				t.Errorf("written back: %v became %v", read, again)
			}
		})
	}
}

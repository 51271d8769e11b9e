package simulator_test

import (
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

func immutableRefusals() map[string]refusal {
	const id = subscription + "/resourceGroups/rg-lanes/providers/Microsoft.Compute/things/"
	change := func(before, send object) refusal {
		return refusal{before: before, send: send}
	}
	all := map[string]refusal{
		"osType":                     {name: "win", before: object{}, send: object{"osType": "Windows"}},
		"vmSize":                     change(object{}, object{"vmSize": "Standard_D8ds_v5"}),
		"osDiskSizeGB":               change(object{}, object{"osDiskSizeGB": 100}),
		"osDiskType":                 change(object{}, object{"osDiskType": "Managed"}),
		"kubeletDiskType":            change(object{}, object{"kubeletDiskType": "Temporary"}),
		"vnetSubnetID":               change(object{}, object{"vnetSubnetID": id + "subnet"}),
		"podSubnetID":                change(object{}, object{"podSubnetID": id + "subnet"}),
		"podIPAllocationMode":        change(object{"podSubnetID": id + "pods"}, object{"podIPAllocationMode": "StaticBlock"}),
		"maxPods":                    change(object{}, object{"maxPods": 30}),
		"type":                       change(object{}, object{"type": "VirtualMachines"}),
		"availabilityZones":          change(object{"availabilityZones": []string{"1", "2"}}, object{"availabilityZones": []string{}}),
		"enableNodePublicIP":         change(object{}, object{"enableNodePublicIP": true}),
		"nodePublicIPPrefixID":       change(object{"enableNodePublicIP": true}, object{"nodePublicIPPrefixID": id + "prefix"}),
		"scaleSetPriority":           change(object{}, object{"scaleSetPriority": "Spot"}),
		"scaleSetEvictionPolicy":     change(object{"scaleSetPriority": "Spot"}, object{"scaleSetEvictionPolicy": "Deallocate"}),
		"spotMaxPrice":               change(object{"scaleSetPriority": "Spot"}, object{"spotMaxPrice": 0.5}),
		"proximityPlacementGroupID":  change(object{}, object{"proximityPlacementGroupID": id + "group"}),
		"capacityReservationGroupID": change(object{}, object{"capacityReservationGroupID": id + "group"}),
		"hostGroupID":                change(object{}, object{"hostGroupID": id + "group"}),
		"kubeletConfig":              change(object{}, object{"kubeletConfig": object{"cpuManagerPolicy": "static"}}),
		"linuxOSConfig":              change(object{}, object{"linuxOSConfig": object{"sysctls": object{"vmSwappiness": 5}}}),
		"enableEncryptionAtHost":     change(object{}, object{"enableEncryptionAtHost": true}),
		"enableUltraSSD":             change(object{"availabilityZones": []string{"1"}}, object{"enableUltraSSD": true}),
		"gpuInstanceProfile": change(object{"vmSize": "Standard_NC24ads_A100_v4"},
			object{"vmSize": "Standard_NC24ads_A100_v4", "gpuInstanceProfile": "MIG1g"}),
		"gpuProfile.driver": change(object{"vmSize": "Standard_NC4as_T4_v3"},
			object{"vmSize": "Standard_NC4as_T4_v3", "gpuProfile": object{"driver": "None"}}),
		"windowsProfile.disableOutboundNat": {name: "win", before: object{"osType": "Windows"},
			send: object{"windowsProfile": object{"disableOutboundNat": true}}},
		"networkProfile.nodePublicIPTags": change(object{"enableNodePublicIP": true},
			object{"networkProfile": object{"nodePublicIPTags": []object{{"ipTagType": "RoutingPreference", "tag": "Internet"}}}}),
		"gatewayProfile.publicIPPrefixSize": change(object{"mode": "Gateway"}, object{"mode": "Gateway", "gatewayProfile": object{"publicIPPrefixSize": 30}}),
	}
	examples := map[string]refusal{
		"immutable-osSKU-windows": {name: "win", before: object{"osType": "Windows"}, send: object{"osSKU": "Windows2025"},
			says: "Changing property 'properties.osSKU' is not allowed."},
		"immutable-enableFIPS-windows": {name: "win", before: object{"osType": "Windows"}, send: object{"enableFIPS": true},
			says: "Changing property 'properties.enableFIPS' is not allowed."},
		"immutable-mode-gateway": {before: object{}, send: object{"mode": "Gateway"},
			says: "Changing property 'properties.mode' is not allowed."},
	}
	for field, example := range all {
		example.says = "Changing property 'properties." + field + "' is not allowed."
		examples["immutable-"+field] = example
	}
	return examples
}

func sizeRefusals() map[string]refusal {
	size := func(name string, more object) object {
		body := object{"vmSize": name}
		for key, v := range more {
			body[key] = v
		}
		return body
	}
	return map[string]refusal{
		"size-not-offered": {send: size("Standard_D4_v9", nil),
			says: "The VM size of Standard_D4_v9 is not allowed in your subscription in location 'westeurope'. The available VM sizes are 'standard_b16s_v2,standard_b1s,"},
		"disk-size":             {send: object{"osDiskSizeGB": 20}, says: "osDiskSizeGB was 20"},
		"ephemeral-unsupported": {send: size("Standard_D4s_v5", object{"osDiskType": "Ephemeral", "osDiskSizeGB": 60}), says: "Standard_D4s_v5 does not support"},
		"ephemeral-too-large": {send: object{"osDiskType": "Ephemeral", "osDiskSizeGB": 310},
			says: "has a cache size of 107374182400 bytes and temporary disk size of 161061273600 bytes, but the OS disk requires 332859965440 bytes."},
		"kubelet-disk-temporary": {send: size("Standard_D4s_v5", object{"kubeletDiskType": "Temporary"}), says: "Standard_D4s_v5 has none"},
		"encryption-at-host":     {send: size("Standard_D2_v2", object{"enableEncryptionAtHost": true}), says: "does not support encryption at host"},
		"ultra-ssd":              {send: object{"enableUltraSSD": true}, says: "Ultra disks need availability zones"},
		"mig-size":               {send: size("Standard_NC4as_T4_v3", object{"gpuInstanceProfile": "MIG1g"}), says: "does not support multi-instance GPUs"},
		"gpu-amd":                {send: size("Standard_NV8as_v4", nil), says: "Standard_NV8as_v4 is not supported"},
		"confidential-size":      {send: size("Standard_DC4as_v5", object{"osSKU": "Ubuntu2204"}), says: "Standard_DC4as_v5"},
	}
}

func networkRefusals() map[string]refusal {
	const subnets = subscription + "/resourceGroups/rg-net/providers/Microsoft.Network/virtualNetworks/"
	inSubnet := func(name string, more object) object {
		body := object{"vnetSubnetID": subnets + name}
		for key, v := range more {
			body[key] = v
		}
		return body
	}
	return map[string]refusal{
		"max-pods": {send: object{"maxPods": 251}, says: "maxPods was 251"},
		"pod-cidr": {cluster: network("podCidr", "10.240.100.0/22"), send: object{"count": 1},
			says: "Pre-allocated IPs 1536 exceeds IPs available 1024 in Subnet Cidr 10.240.100.0/22, Subnet Name networkProfile.podCIDR."},
		"subnet-size": {
			world: func(w *simulator.World) {
				w.Subnets = append(w.Subnets, simulator.Subnet{ID: subnets + "vnet/subnets/small", CIDR: "10.1.0.0/29"})
			},
			send: inSubnet("vnet/subnets/small", object{"enableAutoScaling": true, "minCount": 1, "maxCount": 3}),
			says: "Pre-allocated IPs 4 exceeds IPs available 3 in Subnet Cidr 10.1.0.0/29, Subnet Name small.",
		},
		"subnet-network": {
			world: func(w *simulator.World) {
				id := subnets + "vnet/subnets/nodes"
				w.Subscriptions[0].Clusters[0].Pools[0].Properties.VnetSubnetID = &id
			},
			send: inSubnet("other/subnets/nodes", nil), says: "same virtual network",
		},
		"pod-ip-allocation": {send: object{"podIPAllocationMode": "StaticBlock"}, says: "together with podSubnetID"},
		"public-ip-prefix":  {send: object{"nodePublicIPPrefixID": subnets + "prefix"}, says: "enableNodePublicIP must be true"},
		"public-ip-routing": {cluster: network("outboundType", "userDefinedRouting"), send: object{"enableNodePublicIP": true}, says: "userDefinedRouting"},
		"outbound-nat": {name: "win", send: object{"osType": "Windows", "windowsProfile": object{"disableOutboundNat": true}},
			says: "NAT gateway"},
		"host-ports": {send: object{"networkProfile": object{"allowedHostPorts": []object{{"portStart": 90, "portEnd": 80, "protocol": "TCP"}}}},
			says: "the port range 90-80"},
	}
}

func nodeConfigRefusals() map[string]refusal {
	examples := map[string]refusal{
		"kubelet-imageGc-order": {send: object{"kubeletConfig": object{"imageGcLowThreshold": 90}},
			says: "ImageGcLowThreshold 90 is greater than ImageGcHighThreshold 85"},
		"kubelet-allowedUnsafeSysctls": {send: object{"kubeletConfig": object{"allowedUnsafeSysctls": []string{"net.core.somaxconn", "vm.swappiness"}}},
			says: "'vm.swappiness'"},
		"kubelet-failSwapOn": {send: object{"linuxOSConfig": object{"swapFileSizeMB": 1500}},
			says: "CustomKubeletConfig.FailSwapOn must be set to false to enable swap file on nodes."},
	}
	for field, bad := range map[string]any{
		"cpuManagerPolicy": "dynamic", "topologyManagerPolicy": "best",
		"imageGcHighThreshold": 101, "imageGcLowThreshold": -1, "containerLogMaxFiles": 1, "podMaxPids": -2,
	} {
		examples["kubelet-"+field] = refusal{send: object{"kubeletConfig": object{field: bad}}, says: said(field, bad)}
	}
	for field, bad := range map[string]any{
		"netCoreSomaxconn": 4095, "netCoreNetdevMaxBacklog": 999, "netCoreRmemMax": 212991, "netCoreWmemMax": 134217729,
		"netCoreOptmemMax": 20479, "netIpv4TcpMaxSynBacklog": 127, "netIpv4TcpMaxTwBuckets": 7999, "netIpv4TcpFinTimeout": 121,
		"netIpv4TcpKeepaliveTime": 29, "netIpv4TcpKeepaliveProbes": 16, "netIpv4TcpkeepaliveIntvl": 9,
		"netIpv4NeighDefaultGcThresh1": 127, "netIpv4NeighDefaultGcThresh2": 90001, "netIpv4NeighDefaultGcThresh3": 1023,
		"netNetfilterNfConntrackMax": 131071, "netNetfilterNfConntrackBuckets": 524289, "fsInotifyMaxUserWatches": 781249,
		"fsAioMaxNr": 65535, "fsNrOpen": 8191, "vmVfsCachePressure": 0, "vmSwappiness": 101, "fsFileMax": 8191,
		"netIpv4IpLocalPortRange": "80 90",
	} {
		examples["sysctl-"+field] = refusal{send: object{"linuxOSConfig": object{"sysctls": object{field: bad}}}, says: said(field, bad)}
	}
	for _, field := range []string{"transparentHugePageEnabled", "transparentHugePageDefrag"} {
		examples["linux-"+field] = refusal{send: object{"linuxOSConfig": object{field: "sometimes"}}, says: "'sometimes'"}
	}
	return examples
}

// said is what the message about a bad value must contain: the value if it is a
// string, the field if it is a number.
func said(field string, bad any) string {
	if text, ok := bad.(string); ok {
		return "'" + text + "'"
	}
	return strings.TrimSpace(field + " was ")
}

func combinationRefusals() map[string]refusal {
	const group = subscription + "/resourceGroups/rg-lanes/providers/Microsoft.Compute/capacityReservationGroups/crg"
	with := func(name string, more object) object {
		body := object{"vmSize": name}
		for key, v := range more {
			body[key] = v
		}
		return body
	}
	reserved := func(more object) object {
		body := object{"capacityReservationGroupID": group}
		for key, v := range more {
			body[key] = v
		}
		return body
	}
	machines := func(sizes ...string) object {
		var manual []object
		for _, size := range sizes {
			manual = append(manual, object{"size": size, "count": 1})
		}
		return object{"type": "VirtualMachines", "vmSize": nil, "count": nil, "virtualMachinesProfile": object{"scale": object{"manual": manual}}}
	}
	secure := object{"enableSecureBoot": true, "enableVTPM": true}
	system := func(w *simulator.World) { w.Subscriptions[0].Clusters[0].UserIdentity = false }
	return map[string]refusal{
		"fips-ubuntu2404":        {send: object{"enableFIPS": true, "osSKU": "Ubuntu2404"}, says: "'Ubuntu2404'"},
		"fips-arm64":             {send: with("Standard_D4pds_v5", object{"enableFIPS": true}), says: "Azure Linux 3"},
		"fips-confidential":      {send: with("Standard_DC4as_v5", object{"enableFIPS": true}), says: "confidential"},
		"fips-trusted-launch":    {send: object{"enableFIPS": true, "osSKU": "AzureLinux", "securityProfile": secure}, says: "Ubuntu 22.04"},
		"trusted-launch-size":    {send: with("Standard_DC4as_v5", object{"securityProfile": secure}), says: "Standard_DC4as_v5"},
		"trusted-launch-kata":    {send: object{"workloadRuntime": "KataVmIsolation", "securityProfile": secure}, says: "KataVmIsolation"},
		"secure-boot-gpu-driver": {send: with("Standard_NC4as_T4_v3", object{"securityProfile": secure}), says: "driver None"},
		"container-linux-size":   {send: with("Standard_D2_v2", object{"osSKU": "AzureContainerLinux"}), says: "generation 2"},
		"kata":                   {send: with("Standard_D4pds_v5", object{"workloadRuntime": "KataVmIsolation"}), says: "nested virtualization"},
		"artifact-streaming":     {send: with("Standard_D4pds_v5", object{"artifactStreamingProfile": object{"enabled": true}}), says: "amd64"},
		"deallocate-ephemeral":   {send: object{"scaleDownMode": "Deallocate", "osDiskType": "Ephemeral"}, says: "ephemeral"},
		"gpu-driver-size":        {send: object{"gpuProfile": object{"driver": "Install"}}, says: "has no GPU"},
		"placement-one-zone": {send: object{"proximityPlacementGroupID": group, "availabilityZones": []string{"1", "2"}},
			says: "more than one availability zone"},
		"placement-scale-set": {send: merge(machines("Standard_D4ds_v5"), object{"proximityPlacementGroupID": group}), says: "VirtualMachineScaleSets"},
		"reservation-spot":    {send: reserved(object{"scaleSetPriority": "Spot"}), says: "Spot"},
		"reservation-ultra": {send: reserved(object{"enableUltraSSD": true, "availabilityZones": []string{"1"}}),
			says: "ultra disks"},
		"reservation-placement": {send: reserved(object{"proximityPlacementGroupID": group}), says: "placement group"},
		"reservation-host":      {send: reserved(object{"hostGroupID": group}), says: "dedicated host"},
		"reservation-identity":  {world: system, send: reserved(nil), says: "user-assigned identity"},
		"machines-profile": {send: machines("Standard_D2ds_v5", "Standard_D4ds_v5", "Standard_D8ds_v5", "Standard_D16ds_v5", "Standard_D32ds_v5", "Standard_D48ds_v5"),
			says: "between 1 and 5"},
		"machines-family":   {send: machines("Standard_D4ds_v5", "Standard_E4ds_v5"), says: "one VM family"},
		"machines-snapshot": {send: merge(machines("Standard_D4ds_v5"), object{"creationData": object{"sourceResourceId": group}}), says: "snapshots"},
		"machines-identity": {world: system, send: merge(machines("Standard_D4ds_v5"), object{"vnetSubnetID": group + "/subnets/a"}),
			says: "user-assigned identity"},
		"gateway-enabled": {world: func(w *simulator.World) { w.Subscriptions[0].Clusters[0].EgressGateway = false },
			send: object{"mode": "Gateway"}, says: "static egress gateway"},
		"gateway-autoscaler": {send: object{"mode": "Gateway", "enableAutoScaling": true, "minCount": 1, "maxCount": 2}, says: "autoscaler"},
		"gateway-prefix":     {send: object{"mode": "Gateway", "count": 3}, says: "/31 has room for 2 nodes, the count is 3"},
		"gateway-pod-subnet": {send: object{"mode": "Gateway", "podSubnetID": group}, says: "pod subnet"},
		"gateway-profile":    {send: object{"gatewayProfile": object{"publicIPPrefixSize": 30}}, says: "mode Gateway"},
		"message-of-the-day": {send: object{"messageOfTheDay": "hello!"}, says: "base64"},
	}
}

func merge(a, b object) object {
	both := object{}
	for _, part := range []object{a, b} {
		for key, v := range part {
			both[key] = v
		}
	}
	return both
}

package simulator_test

import (
	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

func requestRefusals() map[string]refusal {
	return map[string]refusal{
		"count-missing":       {send: object{"count": nil}, says: "Required parameter properties.count is missing (null)."},
		"name-pattern":        {name: "big-batch", says: "lowercase letters and digits"},
		"name-length":         {name: "abcdefghijklm", says: "has 13 characters"},
		"name-length-windows": {name: "windows", send: object{"osType": "Windows"}, says: "the most is 6 characters"},
		"pool-limit": {world: func(w *simulator.World) { w.Subscriptions[0].Clusters[0].MaxPools = 1 },
			says: "maximum number of agent pools 1"},
		"cluster-stopped": {cluster: func(c object) {
			c["properties"].(object)["powerState"] = object{"code": "Stopped"}
		}, says: "managed cluster is not currently running"},
	}
}

func valueRefusals() map[string]refusal {
	return map[string]refusal{
		"value-mode":                   {send: object{"mode": "Batch"}, says: "'Batch' is not one of the allowed values 'System,User,Gateway'"},
		"value-osType":                 {send: object{"osType": "BSD"}, says: "'BSD'"},
		"value-osDiskType":             {send: object{"osDiskType": "Floppy"}, says: "'Floppy'"},
		"value-kubeletDiskType":        {send: object{"kubeletDiskType": "Swap"}, says: "'Swap'"},
		"value-workloadRuntime":        {send: object{"workloadRuntime": "Docker"}, says: "'Docker'"},
		"value-podIPAllocationMode":    {send: object{"podIPAllocationMode": "Random"}, says: "'Random'"},
		"value-scaleDownMode":          {send: object{"scaleDownMode": "Keep"}, says: "'Keep'"},
		"value-type":                   {send: object{"type": "FlexNodes"}, says: "'FlexNodes'"},
		"value-powerState.code":        {send: object{"powerState": object{"code": "Asleep"}}, says: "'Asleep'"},
		"value-scaleSetPriority":       {send: object{"scaleSetPriority": "Low"}, says: "'Low'"},
		"value-scaleSetEvictionPolicy": {send: object{"scaleSetEvictionPolicy": "Sell"}, says: "'Sell'"},
		"value-gpuProfile.driver":      {send: object{"gpuProfile": object{"driver": "Maybe"}}, says: "'Maybe'"},
		"value-securityProfile.sshAccess": {send: object{"securityProfile": object{"sshAccess": "Everybody"}},
			says: "'Everybody'"},
		"value-localDNSProfile.mode": {send: object{"localDNSProfile": object{"mode": "Often"}}, says: "'Often'"},
		"value-upgradeSettings.undrainableNodeBehavior": {
			send: object{"upgradeSettings": object{"undrainableNodeBehavior": "Wait"}}, says: "'Wait'"},
		"value-gpuInstanceProfile": {send: object{"gpuInstanceProfile": "MIG9g"}, says: "'MIG9g'"},
	}
}

func countRefusals() map[string]refusal {
	scale := func(least, most int, more object) object {
		body := object{"enableAutoScaling": true, "minCount": least, "maxCount": most}
		for key, v := range more {
			body[key] = v
		}
		return body
	}
	return map[string]refusal{
		"count-user":               {send: object{"count": 1001}, says: "agentPoolProfile.count was 1001. It must be greater or equal to minCount:0"},
		"count-system":             {send: object{"count": 0, "mode": "System"}, says: "agentPoolProfile.count was 0. It must be greater or equal to minCount:1 and less than or equal to maxCount:1000."},
		"autoscaler-range-missing": {send: object{"enableAutoScaling": true}, says: "minCount and maxCount are required"},
		"autoscaler-min-user":      {send: scale(-1, 3, nil), says: "minCount was -1"},
		"autoscaler-min-system":    {send: scale(0, 3, object{"mode": "System"}), says: "minCount was 0, it must be between 1"},
		"autoscaler-max":           {send: scale(0, 1001, nil), says: "maxCount was 1001"},
		"autoscaler-min-above-max": {send: scale(5, 3, nil), says: "minCount 5 is greater than maxCount 3"},
		"machines-count":           {send: machines(manual("Standard_D4ds_v5", -2), nil), says: "count of size Standard_D4ds_v5 was -2, it must be between 0 and 1000"},
		"machines-range":           {send: machines(autoscale("Standard_D4ds_v5", 5, 2), nil), says: "minCount 5 of size Standard_D4ds_v5 is greater than maxCount 2"},
		"upgrade-above-scale-set": {
			world: func(w *simulator.World) {
				w.Quotas = append(w.Quotas, simulator.Quota{Name: "cores", Limit: 1 << 30}, simulator.Quota{Name: "standardDSv5Family", Limit: 1 << 30})
			},
			before: object{"count": 950, "vmSize": "Standard_D2s_v5", "orchestratorVersion": "1.34.8", "upgradeSettings": object{"maxSurge": "51"}},
			send:   object{"count": 950, "vmSize": "Standard_D2s_v5", "orchestratorVersion": "1.35.7"},
			says:   "950 nodes and would surge by 51",
		},
	}
}

func upgradeRefusals() map[string]refusal {
	settings := func(s object) object { return object{"upgradeSettings": s} }
	older := func(c object) {
		properties := c["properties"].(object)
		properties["kubernetesVersion"], properties["currentKubernetesVersion"] = "1.37", "1.37.0"
	}
	return map[string]refusal{
		"surge-syntax":                {send: settings(object{"maxSurge": "a third"}), says: "maxSurge 'a third'"},
		"unavailable-syntax":          {send: settings(object{"maxUnavailable": "-1"}), says: "maxUnavailable '-1'"},
		"surge-or-unavailable":        {send: settings(object{"maxSurge": "0"}), says: "cannot both be 0"},
		"surge-and-unavailable":       {send: settings(object{"maxSurge": "33%", "maxUnavailable": "1"}), says: "cannot both be greater than 0"},
		"drain-timeout":               {send: settings(object{"drainTimeoutInMinutes": 1441}), says: "drainTimeoutInMinutes was 1441"},
		"node-soak":                   {send: settings(object{"nodeSoakDurationInMinutes": 31}), says: "nodeSoakDurationInMinutes was 31"},
		"version-malformed":           {send: object{"orchestratorVersion": "newest"}, says: "'newest' is not a valid"},
		"version-not-offered":         {send: object{"orchestratorVersion": "1.18.19"}, says: "Version 1.18.19 is not supported in this region."},
		"version-above-control-plane": {send: object{"orchestratorVersion": "1.36.1"}, says: "Node pool version 1.36.1 and control plane version 1.35.7 are incompatible."},
		"version-too-old": {cluster: older, send: object{"orchestratorVersion": "1.33.12"},
			says: "Minor version of node pool is 33 and control plane is 37."},
		"version-downgrade": {before: object{}, send: object{"orchestratorVersion": "1.34.9"},
			says: "Upgrading Kubernetes version 1.35.7 to 1.34.9 is not allowed. Available upgrades: []"},
		"version-skips-minor": {before: object{"orchestratorVersion": "1.33.12"}, send: object{"orchestratorVersion": "1.35.7"},
			says: "Upgrading Kubernetes version 1.33.12 to 1.35.7 is not allowed. Available upgrades: [1.34.8 1.34.9]"},
	}
}

func systemRefusals() map[string]refusal {
	system := func(more object) object {
		body := object{"mode": "System"}
		for key, v := range more {
			body[key] = v
		}
		return body
	}
	return map[string]refusal{
		"system-linux":   {name: "sys", send: system(object{"osType": "Windows"}), says: "must be of OS type Linux"},
		"system-regular": {send: system(object{"scaleSetPriority": "Spot"}), says: "must have scale set priority Regular"},
		"system-taints": {send: system(object{"nodeTaints": []string{"CriticalAddonsOnly=true:NoSchedule", "team=a:NoSchedule"}}),
			says: "Placing custom taints on system pool is not supported(except 'CriticalAddonsOnly' taint or taint effect is 'PreferNoSchedule')"},
		"system-size":        {send: system(object{"vmSize": "Standard_B1s"}), says: "System node pool must use VM sku with more than 2 cores and 4GB memory. Nodepool name: batch."},
		"system-max-pods":    {send: system(object{"maxPods": 10}), says: "has room for 10 pods only"},
		"system-unavailable": {send: system(object{"upgradeSettings": object{"maxUnavailable": "1"}}), says: "System pools can't set maxUnavailable"},
		"system-stop": {before: system(nil), send: system(object{"powerState": object{"code": "Stopped"}}),
			says: "cannot be stopped"},
		"stop-unsettled": {world: func(w *simulator.World) {
			cluster, state := &w.Subscriptions[0].Clusters[0], "Failed"
			cluster.Pools = append(cluster.Pools, simulator.Pool{Name: "batch", Properties: &simulator.AgentPoolProperties{ProvisioningState: &state}})
		}, send: object{"vmSize": nil, "powerState": object{"code": "Stopped"}}, says: "in the provisioning state Failed"},
		"stop-auto-provisioning": {before: object{}, cluster: func(c object) {
			c["properties"].(object)["nodeProvisioningProfile"] = object{"mode": "Auto"}
		}, send: object{"powerState": object{"code": "Stopped"}}, says: "node auto-provisioning is enabled"},
		"system-last": {name: "nodepool1", send: object{"count": 3, "mode": "User"}, says: "Must define at least one system pool."},
	}
}

func spotRefusals() map[string]refusal {
	spot := func(more object) object {
		body := object{"scaleSetPriority": "Spot"}
		for key, v := range more {
			body[key] = v
		}
		return body
	}
	return map[string]refusal{
		"spot-surge": {send: spot(object{"upgradeSettings": object{"maxSurge": "1"}}),
			says: "The value of parameter agentPoolProfile.upgrade.maxSurge is invalid. Error details: Spot pools can't set max surge. Please see"},
		"spot-unavailable": {send: spot(object{"upgradeSettings": object{"maxUnavailable": "1"}}),
			says: "Spot pools can't set maxUnavailable"},
		"spot-price":         {send: spot(object{"spotMaxPrice": 0.123456}), says: "at most 5 decimal places"},
		"spot-scale-set":     {send: spot(object{"type": "VirtualMachines"}), says: "type VirtualMachineScaleSets"},
		"spot-load-balancer": {cluster: network("loadBalancerSku", "basic"), send: spot(nil), says: "Standard Load Balancer"},
		"spot-size":          {send: spot(object{"vmSize": "Standard_B4ms"}), says: "Standard_B4ms is not available as Spot"},
	}
}

func osRefusals() map[string]refusal {
	windows := func(more object) object {
		body := object{"osType": "Windows"}
		for key, v := range more {
			body[key] = v
		}
		return body
	}
	return map[string]refusal{
		"os-sku-unknown": {name: "win", version: "2026-01-01", send: windows(object{"osSKU": "Windows2025", "enableFIPS": true}),
			says: "OSSKU 'Windows2025' is not supported in api-version 2026-01-01"},
		"os-sku-retired":   {send: object{"osSKU": "CBLMariner"}, says: "'CBLMariner' is retired"},
		"os-sku-os-type":   {send: object{"osSKU": "Windows2022"}, says: "cannot be used with OS type 'Linux'"},
		"os-sku-version":   {send: object{"osSKU": "AzureContainerLinux", "orchestratorVersion": "1.33"}, says: "not supported with Kubernetes version 1.33.12"},
		"windows2025-fips": {name: "win", send: windows(object{"osSKU": "Windows2025"}), says: "requires enableFIPS"},
		"windows-profile": {name: "win", world: func(w *simulator.World) { w.Subscriptions[0].Clusters[0].Windows = false },
			send: windows(nil), says: "created with a Windows profile"},
		"windows-network":            {name: "win", cluster: network("networkPlugin", "kubenet"), send: windows(nil), says: "Azure CNI"},
		"windows-mode":               {name: "win", send: windows(object{"mode": "Gateway"}), says: "OS type Linux"},
		"windows-size":               {name: "win", send: windows(object{"vmSize": "Standard_D4pds_v5"}), says: "Standard_D4pds_v5 is not supported for Windows"},
		"windows-type":               {name: "win", send: windows(object{"type": "VirtualMachines"}), says: "cannot be of type VirtualMachines"},
		"windows-trusted-launch":     {name: "win", send: windows(object{"securityProfile": object{"enableVTPM": true}}), says: "Trusted Launch"},
		"windows-kubelet-config":     {name: "win", send: windows(object{"kubeletConfig": object{"podMaxPids": 100}}), says: "only support imageGcHighThreshold"},
		"windows-os-config":          {name: "win", send: windows(object{"linuxOSConfig": object{"swapFileSizeMB": 100}}), says: "linuxOSConfig is not supported"},
		"windows-message-of-the-day": {name: "win", send: windows(object{"messageOfTheDay": "aGVsbG8="}), says: "message of the day"},
	}
}

func labelRefusals() map[string]refusal {
	label := func(key, v string) object { return object{"nodeLabels": object{key: v}} }
	taints := func(list ...string) object { return object{"nodeTaints": list} }
	return map[string]refusal{
		"label-key":   {send: label("team name", "a"), says: "'team name' is not a valid label key"},
		"label-value": {send: label("team", "a b"), says: "'a b' of key 'team'"},
		"label-reserved-azure": {send: label("kubernetes.azure.com/aks-local-ssd", "true"),
			says: "Invalid node label key kubernetes.azure.com/aks-local-ssd. The 'kubernetes.azure.com' prefix is preserved by aks system labels"},
		"label-reserved-kubernetes": {send: label("topology.kubernetes.io/zone", "1"), says: "must begin with an allowed prefix (kubelet.kubernetes.io, node.kubernetes.io)"},
		"taint-syntax":              {send: taints("team"), says: "'team' is not of the form"},
		"taint-effect":              {send: taints("team=a:Never"), says: "'team=a:Never' is not one of"},
		"taint-twice":               {send: taints("team=a:NoSchedule", "team=b:NoSchedule"), says: "more than one node taint"},
	}
}

func quotaRefusals() map[string]refusal {
	limit := func(name string, cores int64) func(*simulator.World) {
		return func(w *simulator.World) { w.Quotas = append(w.Quotas, simulator.Quota{Name: name, Limit: cores}) }
	}
	return map[string]refusal{
		// nodepool1 uses twelve cores; one node and its surge need eight.
		"quota-regional": {world: limit("cores", 19), says: "Insufficient regional vcpu quota left for location westeurope. left regional vcpu quota 7, requested quota 8."},
		"quota-family":   {world: limit("standardDDSv5Family", 19), says: "requested 8, remaining 7 for family standardDDSv5Family for region westeurope"},
		"quota-spot": {world: limit("lowPriorityCores", 15), send: object{"scaleSetPriority": "Spot", "count": 4},
			says: "left regional vcpu quota 15, requested quota 16"},
	}
}

package simulator_test

import (
	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

func worldRefusals() map[string]refusal {
	const subnets = subscription + "/resourceGroups/rg-lanes/providers/Microsoft.Network/virtualNetworks/vnet/subnets/"
	subnet := func(s simulator.Subnet) func(*simulator.World) {
		return func(w *simulator.World) { w.Subnets = append(w.Subnets, s) }
	}
	noFeatures := func(w *simulator.World) { w.Subscriptions[0].Features = []string{} }
	property := func(key string, v any) func(object) {
		return func(cluster object) { cluster["properties"].(object)[key] = v }
	}
	machines := func(size string) object {
		return object{"type": "VirtualMachines", "vmSize": nil, "count": nil, "virtualMachinesProfile": object{
			"scale": object{"manual": []object{{"size": size, "count": 1}}}}}
	}
	scaling := machines("Standard_D4ds_v5")
	scaling["enableAutoScaling"] = true
	return map[string]refusal{
		"subnet-missing": {world: subnet(simulator.Subnet{ID: subnets + "nodes", CIDR: "10.1.0.0/24"}),
			send: object{"vnetSubnetID": subnets + "other"}, says: "Subnet 'other' was not found"},
		"subnet-delegated": {world: subnet(simulator.Subnet{ID: subnets + "web", CIDR: "10.1.0.0/24", Delegation: "Microsoft.Web/serverFarms"}),
			send: object{"vnetSubnetID": subnets + "web"}, says: "is delegated to 'Microsoft.Web/serverFarms'"},
		"subnet-full": {world: subnet(simulator.Subnet{ID: subnets + "full", CIDR: "10.1.0.0/24", Used: 251}),
			send: object{"vnetSubnetID": subnets + "full"}, says: "is full"},
		"feature-encryption-at-host": {world: noFeatures, send: object{"enableEncryptionAtHost": true}, says: "Microsoft.Compute/EncryptionAtHost"},
		"feature-disable-ssh": {world: noFeatures, send: object{"securityProfile": object{"sshAccess": "Disabled"}},
			says: "Preview feature Microsoft.ContainerService/DisableSSHPreview not registered."},
		"ephemeral-customer-key": {cluster: property("diskEncryptionSetID", "/subscriptions/x"), send: object{"osDiskType": "Ephemeral"}, says: "disk encryption set"},
		"container-linux-kata": {send: object{"osSKU": "AzureContainerLinux", "workloadRuntime": "KataVmIsolation", "vmSize": "Standard_D4s_v5"},
			says: "not supported with OSSKU AzureContainerLinux"},
		"container-linux-channel": {cluster: property("autoUpgradeProfile", object{"nodeOSUpgradeChannel": "SecurityPatch"}),
			send: object{"osSKU": "AzureContainerLinux"}, says: "the managed cluster has SecurityPatch"},
		"confidential-tdx": {world: func(w *simulator.World) {
			w.Sizes = append(w.Sizes, simulator.Size{Name: "Standard_DC4es_v5", Family: "standardDCESv5Family",
				Capabilities: map[string]string{"vCPUs": "4", "MemoryGB": "16", "ConfidentialComputingType": "TDX", "HyperVGenerations": "V2"},
				Offers:       []simulator.Offer{{Location: "westeurope"}}})
		}, send: object{"vmSize": "Standard_DC4es_v5"}, says: "only sizes with AMD SEV-SNP"},
		"host-subscription": {send: object{"hostGroupID": "/subscriptions/99999999-9999-9999-9999-999999999999/resourceGroups/a/providers/Microsoft.Compute/hostGroups/b"},
			says: "subscription of the managed cluster"},
		"snapshot-missing": {send: object{"creationData": object{"sourceResourceId": subscription + "/resourceGroups/rg-lanes/providers/Microsoft.ContainerService/snapshots/nope"}},
			says: "Could not find the snapshot"},
		"placement-missing": {send: object{"proximityPlacementGroupID": subscription + "/resourceGroups/rg-lanes/providers/Microsoft.Compute/proximityPlacementGroups/nope"},
			says: "could not be found"},
		"machines-infiniband":  {send: machines("Standard_NC24rs_v3"), says: "Standard_NC24rs_v3 has it"},
		"gateway-dual-stack":   {cluster: network("ipFamilies", []any{"IPv4", "IPv6"}), send: object{"mode": "Gateway"}, says: "dual-stack"},
		"autoscaler-scale-set": {send: scaling, says: "AgentPool 'batch' has set auto scaling as enabled but is not on Virtual Machine Scale Sets"},
	}
}

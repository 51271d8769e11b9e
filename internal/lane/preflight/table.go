package preflight

import (
	"slices"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// Checks lists the checks of a lane against the cloud in the order of the
// documentation.
func Checks() []Check { return slices.Clone(checks) }

// A lane counts differently when one of these moves.
var (
	counts  = []*lane.Field{lane.Nodes, lane.Min, lane.Max, lane.VirtualMachines}
	reaches = []*lane.Field{lane.Nodes, lane.Max, lane.Surge, lane.VirtualMachines}
)

// checks is the table: one row a check.
var checks = []Check{
	{ID: "cluster-stopped", Level: Error, Code: "OperationNotAllowed", Title: "Cluster is stopped",
		Text: "In a stopped cluster no node pool is made or changed.", Remedy: "Start the cluster: `az aks start`.",
		Needs: OfCluster, On: written, Find: stopped},
	{ID: "cluster-busy", Level: Error, Code: "OperationNotAllowed", Title: "Cluster is busy",
		Text: "While an operation on the cluster itself runs, no node pool is made or changed.", Remedy: "Plan again when it has ended; set to \"warn\", the apply waits for it.",
		Needs: OfCluster, On: written, Find: busy},
	{ID: "pool-limit", Level: Error, Code: "MaxAgentPoolCountReached", Title: "Cluster has no room for another node pool",
		Text: "A cluster has a greatest number of node pools, mostly 100.", Remedy: "Remove a lane, or use another cluster.",
		Needs: OfCluster | OfPlan, On: made, Find: poolLimit},
	{ID: "twin-taken", Level: Error, Code: "PreconditionFailed", Title: "Name of the new node pool is taken",
		Text: "A rotation makes its node pool under the lane's name, or the same with another last character.", Remedy: "Delete or rename that node pool or lane first, or keep the setting that needs a new node pool.",
		Needs: OfPools, On: Subject.rotates, Find: twinTaken},
	{ID: "name-taken", Level: Error, Code: "PreconditionFailed", Title: "Name of the node pool is taken",
		Text: "Two node pools of a cluster cannot have one name.", Remedy: "Choose another name, or adopt the node pool by an import block.",
		Needs: OfPools | OfPlan, On: creates, Find: nameTaken},
	{ID: "take-over", Level: Warn, Hint: true, Title: "Node pool is taken over, not created",
		Text: "A create goes on with the node pool that an earlier apply of the same lane has made and not recorded.", Remedy: "Nothing needs to be done. Where another configuration holds the node pool, give the lane another name.",
		Needs: OfPools, On: creates, Find: takeOver},
	{ID: "cluster-missing", Level: Warn, Code: "ResourceNotFound", Title: "Cluster does not exist",
		Text: "A node pool is created in a cluster that exists.", Remedy: "Check cluster_id, its subscription and its resource group. Where this apply creates the cluster, reference that resource's id, so that the cluster comes first.",
		Needs: OfExistence, On: creates, Find: clusterMissing},
	{ID: "node-limit", Level: Warn, Title: "Cluster may grow beyond its limit",
		Text: "A cluster has at most 5000 nodes.", Remedy: "Lower capacity.max, or use another cluster.",
		Needs: OfCluster | OfPlan, On: moved(reaches...), Find: nodeLimit},
	{ID: "auto-provisioning", Level: Warn, Title: "Two autoscalers in one cluster",
		Text: "Node auto-provisioning and the cluster autoscaler get into each other's way.", Remedy: "Write capacity = { nodes = … }, or turn node auto-provisioning off.",
		Needs: OfCluster, On: moved(lane.Min, lane.Max), Find: autoProvisioning},

	{ID: "size", Level: Error, Code: "BadRequest", Title: "VM size is not offered",
		Text: "A node pool needs a size that its region offers to the subscription.", Remedy: "Write another vm_size; `az vm list-skus` lists those of the region.",
		Needs: OfCluster | OfSizes, On: moved(lane.VMSize, lane.VirtualMachines), Find: offered},
	{ID: "zones", Level: Error, Code: "AvailabilityZoneNotSupported", Title: "Zone is not offered",
		Text: "A node pool runs in the zones in which the subscription may use its size.", Remedy: "Write zones that are offered, or leave zones out: the preset takes those that are.",
		Needs: OfCluster | OfSizes, On: moved(lane.Zones, lane.VMSize), Find: zones},
	{ID: "spot-size", Level: Error, Code: "VMSizeNotSupported", Title: "VM size is not sold as Spot",
		Text: "Some sizes are not sold as Spot.", Remedy: "Use another vm_size, or leave spot out.",
		Needs: OfCluster | OfSizes, On: made, Find: spotSize},
	{ID: "system-size", Level: Error, Code: "SystemPoolSkuTooLow", Title: "VM size is too small for a system pool",
		Text: "A system pool's size has at least 2 vCPUs and 4 GB of memory.", Remedy: "Use a size such as \"Standard_D4ds_v5\".",
		Needs: OfCluster | OfSizes, On: moved(lane.Mode), Find: systemSize},
	{ID: "windows-size", Level: Error, Code: "VMSizeNotSupportedForWindowsAgentPool", Title: "VM size does not run Windows",
		Text: "Windows nodes need an x64 size that is no confidential VM.", Remedy: "Use a size such as \"Standard_D4ds_v5\".",
		Needs: OfCluster | OfSizes, On: made, Find: windowsSize},
	{ID: "tdx", Level: Error, Code: "VMSizeNotSupported", Title: "VM size is confidential in a way that AKS does not take",
		Text: "AKS takes AMD SEV-SNP confidential VMs only.", Remedy: "Use a size such as \"Standard_DC4as_v5\".",
		Needs: OfCluster | OfSizes, On: made, Find: tdxSize},
	{ID: "gpu-driver", Level: Error, Code: "InvalidParameter", Title: "VM size has no GPU",
		Text: "A driver is installed, or left out, on sizes with a GPU only.", Remedy: "Use a size with a GPU, or another purpose.",
		Needs: OfCluster | OfSizes, On: made, Find: gpuDriver},

	{ID: "quota", Level: Error, Code: "ErrCode_InsufficientVCPUQuota", Title: "Quota does not cover the lane",
		Text: "AKS counts the nodes that a lane needs now, and the surge of an upgrade, against the quotas of the VM family and of the region, or of Spot.", Remedy: "Ask for quota in the Azure portal under Quotas, or use fewer nodes, a smaller surge, max_unavailable, or another size.",
		Needs: OfCluster | OfSizes | OfUsages | OfPlan, On: takes, Find: quota},
	{ID: "quota-max", Level: Warn, Hint: true, Title: "Quota ends before the autoscaler's maximum",
		Text: "What is left of the quotas today is less than the lane may come to need.", Remedy: "Ask for quota in time, or lower capacity.max.",
		Needs: OfCluster | OfSizes | OfUsages, On: moved(lane.Max), Find: quotaMax},

	{ID: "version", Level: Error, Code: "AgentPoolK8sVersionNotSupported", Title: "Kubernetes version is not offered",
		Text: "A node pool is made with, or upgraded to, a version that the region offers.", Remedy: "Write a version that is offered; `az aks get-versions` lists them.",
		Needs: OfCluster | OfVersions, On: sets(lane.Version), Find: versionOffered},
	{ID: "version-beyond", Level: Error, Code: "NodePoolMcVersionIncompatible", Title: "Kubernetes version is too new for the control plane",
		Text: "Nodes are never newer than the control plane, which is upgraded one minor version at a time.", Remedy: "Write a version up to the control plane's.",
		Needs: OfCluster, Again: true, On: sets(lane.Version), Find: versionBeyond},
	{ID: "version-ahead", Level: Warn, Code: "NodePoolMcVersionIncompatible", Title: "Kubernetes version is newer than the control plane's",
		Text: "Nodes are never newer than the control plane.", Remedy: "Upgrade the control plane before this lane, in the same apply or an earlier one.",
		Needs: OfCluster, Again: true, On: sets(lane.Version), Find: versionAhead},
	{ID: "version-skew", Level: Error, Code: "NodePoolMcVersionIncompatible", Title: "Kubernetes version is too old for the control plane",
		Text: "Nodes are at most three minor versions behind the control plane.", Remedy: "Write a newer kubernetes_version, or leave it out.",
		Needs: OfCluster, Again: true, On: sets(lane.Version), Find: versionSkew},
	{ID: "version-old", Level: Warn, Title: "Kubernetes version is far behind the control plane",
		Text: "The documentation of AKS allows two minor versions, the service three; the control plane cannot be upgraded until the nodes are.", Remedy: "Write a newer kubernetes_version, or leave it out.",
		Needs: OfCluster, On: sets(lane.Version), Find: versionOld},
	{ID: "version-step", Level: Error, Code: "OperationNotAllowed", Title: "Upgrade skips a Kubernetes version",
		Text: "AKS upgrades one minor version at a time.", Remedy: "Upgrade to the next minor version first.",
		Needs: OfCluster, Again: true, On: sets(lane.Version), Find: versionStep},
	{ID: "version-live", Level: Warn, Title: "Nodes are newer than the code",
		Text: "A newer version is never sent down.", Remedy: "Raise kubernetes_version to what runs, or leave it out.",
		Needs: 0, On: asks(lane.Version), Find: versionLive},
	{ID: "os-version", Level: Error, Code: "InvalidOSSKU", Title: "Operating system does not run this Kubernetes version",
		Text: "AKS has images of an OS SKU for some Kubernetes versions only; a lane without kubernetes_version gets the control plane's.", Remedy: "Use another os_sku, or write a kubernetes_version that it has.",
		Needs: OfCluster, On: moved(lane.OSSKU), Find: osVersion},

	{ID: "ephemeral-support", Level: Error, Code: "VMSizeDoesNotSupportEphemeralOS", Title: "VM size has no ephemeral OS disk",
		Text: "An ephemeral OS disk lies on the cache or the local disk of the size.", Remedy: "Use os_disk = { type = \"Managed\" }, or another vm_size.",
		Needs: OfCluster | OfSizes, On: made, Find: ephemeralSupport},
	{ID: "ephemeral-room", Level: Error, Code: "VMCannotFitEphemeralOSDisk", Title: "Ephemeral OS disk does not fit",
		Text: "An ephemeral OS disk lies on the cache or the local disk of the size.", Remedy: "Use a smaller os_disk.size_gb, os_disk = { type = \"Managed\" }, or another vm_size.",
		Needs: OfCluster | OfSizes, On: made, Find: ephemeralRoom},
	{ID: "temporary-disk", Level: Error, Code: "InvaliKubeletDiskSettingError", Title: "VM size has no temporary disk",
		Text: "The kubelet's disk can be the temporary disk where the size has one.", Remedy: "Use os_disk = { kubelet = \"OS\" }, or a size with a \"d\" among its features.",
		Needs: OfCluster | OfSizes, On: made, Find: temporaryDisk},
	{ID: "host-encryption", Level: Error, Code: "VMSizeDoesNotSupportEncryptionAtHost", Title: "VM size has no encryption at host",
		Text: "Encryption at host is a capability of the size.", Remedy: "Leave security.host_encryption out, or use another vm_size.",
		Needs: OfCluster | OfSizes, On: made, Find: hostEncryption},
	{ID: "ultra-ssd", Level: Error, Code: "EnableUltraSSDError", Title: "Ultra disks are not offered",
		Text: "Ultra disks are a capability of a size in a zone.", Remedy: "Use zones in which the size takes them, or leave placement.ultra_ssd out.",
		Needs: OfCluster | OfSizes, On: made, Find: ultraDisks},
	{ID: "trusted-launch", Level: Error, Code: "InvalidParameter", Title: "VM size has no trusted launch",
		Text: "Trusted launch needs an x64 size of generation 2 that is no confidential VM.", Remedy: "Leave security.secure_boot and security.vtpm out, or use a size such as \"Standard_D4ds_v5\".",
		Needs: OfCluster | OfSizes, On: moved(lane.SecureBoot, lane.VTPM), Find: trustedLaunch},
	{ID: "fips-size", Level: Error, Code: "InvalidParameter", Title: "VM size has no FIPS image",
		Text: "There are no FIPS images for confidential VMs, and on Arm64 those of Azure Linux 3 only.", Remedy: "Leave security.fips out, or use a size such as \"Standard_D4ds_v5\".",
		Needs: OfCluster | OfSizes, On: moved(lane.FIPS, lane.OSSKU), Find: fipsSize},

	{ID: "windows-profile", Level: Error, Code: "WindowsProfileMissing", Title: "Cluster takes no Windows node pools",
		Text: "A cluster gets its Windows profile when it is made.", Remedy: "Use another cluster, or a Linux os_sku.",
		Needs: OfCluster, On: made, Find: windowsProfile},
	{ID: "windows-network", Level: Error, Code: "AzureCNIOnlyForWindows", Title: "Cluster's network takes no Windows node pools",
		Text: "Windows nodes need Azure CNI.", Remedy: "Use a cluster with Azure CNI, or a Linux os_sku.",
		Needs: OfCluster, On: made, Find: windowsNetwork},
	// What another resource of the same apply may put right is warned of.
	{ID: "egress-gateway", Level: Warn, Code: "InvalidParameter", Title: "Cluster has no static egress gateway",
		Text: "Gateway node pools need a cluster with the static egress gateway enabled.", Remedy: "Enable it: `az aks update --enable-static-egress-gateway`.",
		Needs: OfCluster, Again: true, On: madeWith(func(s Subject) bool { return s.is(lane.Mode, "Gateway") }), Find: egressGateway},
	{ID: "node-public-ip", Level: Warn, Code: "UDRWithNodePublicIPNotAllowed", Title: "Cluster's outbound type takes no node public IPs",
		Text: "With user-defined routing nodes have no public IP addresses.", Remedy: "Leave network.node_public_ip out, or give the cluster another outbound type before this lane.",
		Needs: OfCluster, Again: true, On: madeWith(func(s Subject) bool { return lane.NodePublicIP.Bool(s.Pool) }), Find: publicIP},
	{ID: "outbound-nat", Level: Warn, Code: "InvalidParameter", Title: "Outbound NAT cannot be turned off",
		Text: "Windows nodes go without outbound NAT where the cluster's outbound type is a NAT gateway.", Remedy: "Leave network.outbound_nat out, or give the cluster a NAT gateway before this lane.",
		Needs: OfCluster, Again: true, On: madeWith(func(s Subject) bool { return s.known(lane.OutboundNAT) && !lane.OutboundNAT.Bool(s.Pool) }), Find: outboundNAT},
	{ID: "subnet", Level: Warn, Code: "SubnetNotFound", Title: "Subnet does not exist",
		Text: "Nodes and pods live in subnets that there are.", Remedy: "Check the ID; of a subnet that the same apply makes, refer to the resource's own id, so that it is made first.",
		Needs: OfCluster | OfSubnets, On: made, Find: subnetMissing},
	{ID: "subnet-delegated", Level: Warn, Code: "SubnetIsDelegated", Title: "Subnet is delegated",
		Text: "Nodes cannot live in a subnet that is delegated to a service.", Remedy: "Use another subnet, or take the delegation away before this lane is made.",
		Needs: OfCluster | OfSubnets, On: made, Find: subnetDelegated},
	{ID: "subnet-size", Level: Error, Code: "InsufficientSubnetSize", Title: "Subnet is too small",
		Text: "AKS counts every node pool in a subnet at its maximum with surge, an address a node and, without an overlay, one for each of its pods.", Remedy: "Use a larger subnet, fewer nodes at most, or a smaller max_pods.",
		Needs: OfCluster | OfSubnets | OfPlan, On: moved(reaches...), Find: subnetRoom},
	{ID: "pod-range", Level: Error, Code: "InsufficientSubnetSize", Title: "Pod range is too small",
		Text: "In an overlay every node takes a /24 of the cluster's pod range, and AKS counts every node pool at its maximum with surge.", Remedy: "Use fewer nodes at most, in this lane or another; the range is fixed when the cluster is made.",
		Needs: OfCluster | OfPlan, On: moved(reaches...), Find: podRange},
	{ID: "max-pods", Level: Warn, Title: "Few pods a node",
		Text: "Azure CNI without an overlay gives a node 30 pods, and max_pods is fixed when the pool is made.", Remedy: "Write max_pods.",
		Needs: OfCluster, On: made, Find: maxPods},
}

// takes reports whether the plan makes the lane need machines that it has not.
func takes(s Subject) bool {
	return !s.gone() && (s.moves(counts...) || s.Impact.Class >= lane.Rolling)
}

// asks reports whether the author writes one of the fields otherwise than
// before.
func asks(fields ...*lane.Field) func(Subject) bool {
	return func(s Subject) bool {
		return !s.gone() && slices.ContainsFunc(s.Asked, func(f *lane.Field) bool { return slices.Contains(fields, f) })
	}
}

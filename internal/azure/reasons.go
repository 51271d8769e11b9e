package azure

import (
	"net/http"
	"slices"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// Reason is why ARM did not do what was asked.
type Reason string

// The reasons. Code decides by them, never by AKS's texts.
const (
	NotFoundPool      Reason = "pool not found"
	NotFoundCluster   Reason = "cluster not found"
	Exists            Reason = "pool exists"
	InUse             Reason = "pool in use by this lane"
	Taken             Reason = "name of the new pool taken"
	Changed           Reason = "changed by someone else" // If-Match failed
	Busy              Reason = "another operation"       // passes with time
	Race              Reason = "race"                    // passes with time; then fewer operations run in parallel
	Throttled         Reason = "throttled"               // passes with time
	Down              Reason = "service error"           // 5xx: it is not known whether the request took effect
	Unreachable       Reason = "no answer"               // it is not known whether the request took effect
	Interrupted       Reason = "interrupted"             // our own context ended
	Deleting          Reason = "deletion was issued"
	Forbidden         Reason = "forbidden"
	Login             Reason = "login"
	Policy            Reason = "policy"
	Locked            Reason = "locked"
	Quota             Reason = "quota"
	SizeUnavailable   Reason = "size unavailable"
	ZoneUnavailable   Reason = "zone unavailable"
	NoCapacity        Reason = "no capacity"
	Version           Reason = "version"
	LastSystemPool    Reason = "last system pool"
	Immutable         Reason = "immutable property"
	Network           Reason = "network"
	Disk              Reason = "disk"
	WindowsPool       Reason = "windows pool"
	Unregistered      Reason = "provider not registered"
	NotSubscribed     Reason = "subscription not found"
	FeatureMissing    Reason = "feature not registered"
	DrainBlocked      Reason = "drain blocked"
	NodesNotReady     Reason = "nodes not ready"
	Canceled          Reason = "canceled"
	Invalid           Reason = "invalid"
	Refused           Reason = "refused"
	OperationVanished Reason = "operation not found"
)

// reasonRow is one reason: the codes that mean it, its words, and what to do.
type reasonRow struct {
	reason Reason
	codes  []string
	words  string
	next   string
	field  *lane.Field // the setting that the reason usually concerns
}

// reasonRows is the only place that maps codes of ARM and AKS to reasons. Codes are
// compared without regard to case. Sources of the codes: facts of the agent pool API,
// sections 2.4 and 3.
var reasonRows = []reasonRow{
	{reason: NotFoundPool, codes: []string{"NotFound", "AgentPoolNotFound"},
		words: "The cluster has no such node pool.", next: "Run `terraform plan`: it plans to create a missing node pool again."},
	{reason: NotFoundCluster, codes: []string{"ResourceNotFound", "ParentResourceNotFound", "ResourceGroupNotFound"},
		words: "The cluster does not exist, or it is in another subscription or resource group.", next: "Check cluster_id."},
	{reason: Exists, words: "The cluster already has a node pool of that name, and it does not belong to this lane.",
		next: "Choose another name, or adopt the node pool with the import block below."},
	{reason: InUse, words: "The cluster already has a node pool with this lane's mark. It was finished longer ago than adopt_within, or its settings differ.",
		next: "Two node pools cannot have the same name, so create_before_destroy cannot replace this lane. Remove it from the lane and from what depends on the lane, run `terraform untaint` if the lane is only tainted, or renew the nodes with a rotation. If the state has lost the lane, adopt the node pool with the import block below."},
	{reason: Taken, words: "The name of the lane's new node pool is taken by a node pool that does not belong to this lane.",
		next: "Delete that node pool if it is not needed, or keep the setting whose change needs a new node pool."},
	{reason: Changed, codes: []string{"PreConditionFailed"},
		words: "Someone else changed the node pool at the same time.", next: "Run `terraform plan` again and look at what they changed."},
	{reason: Race, codes: []string{"EtagMismatch", "OriginalEtagNotExpect", "AKSOperationPreempted", "OperationPreempted"},
		words: "Operations on the cluster conflicted with each other.", next: "Run the apply again, or lower parallelism in the provider block."},
	{reason: Busy, words: "The cluster or the node pool is busy with another operation.", next: "Run the apply again once it has finished; `az aks show` shows its state."},
	{reason: Throttled, codes: []string{"Throttled", "TooManyRequests", "SubscriptionRequestsThrottled"},
		words: "Azure throttles requests of this subscription.", next: "Wait a few minutes, or lower parallelism in the provider block."},
	{reason: Down, words: "Azure answered with a server error.", next: "Run the apply again. If the error persists, give Azure support the correlation ID."},
	{reason: Unreachable, words: "Azure Resource Manager did not answer.", next: "Check the network, proxies and `endpoints`, and try again."},
	{reason: Interrupted, words: "The wait ended before Azure answered.", next: "Run the apply again: it continues from there."},
	{reason: Deleting, codes: []string{"AKSOperationPreemptedByDelete"},
		words: "The node pool is being deleted and cannot be changed.", next: "Wait until it is deleted, then run the apply again."},
	{reason: Forbidden, codes: []string{"AuthorizationFailed", "LinkedAuthorizationFailed"},
		words: "The identity that the provider uses may not do this.", next: "Grant it the action that the message names; the guide Permissions lists the smallest set."},
	{reason: Login, codes: []string{"AuthenticationFailed", "ExpiredAuthenticationToken", "InvalidAuthenticationToken", "InvalidAuthenticationTokenAudience", "InvalidAuthenticationTokenTenant"},
		words: "The provider could not log in to Azure.", next: "Check the credentials of the provider block and the ARM_* variables; without any, `az login` is used."},
	{reason: Policy, codes: []string{"RequestDisallowedByPolicy"}, words: "An Azure Policy forbids it.", next: "Write what the policy requires, often tags or sizes, or ask for an exemption."},
	{reason: Locked, codes: []string{"ResourceLocked", "ScopeLocked"}, words: "A management lock forbids it.", next: "Remove the lock, or keep the node pool: on_destroy = { action = \"release\" } releases it."},
	{reason: Quota, codes: []string{"ErrCode_InsufficientVCPUQuota", "InsufficientVCPUQuota", "QuotaExceeded", "ManagedClusterCountExceedsQuotaLimit"},
		words: "The subscription's quota does not cover it.", next: "Ask for more quota of this family and region, or use fewer nodes, a smaller surge or another size.", field: lane.VMSize},
	{reason: SizeUnavailable, codes: []string{"VMSizeNotSupported", "SystemPoolSkuTooLow", "VMSizeRestrictedByAKS", "VMSizeDoesNotSupportEncryptionAtHost", "VMSizeDoesNotSupportMIG", "EnableUltraSSDError", "UnsupportedGen2VMSize"},
		words: "AKS does not support this VM size here.", next: "Use another vm_size; `az aks list-vm-skus` lists those of the region.", field: lane.VMSize},
	{reason: ZoneUnavailable, codes: []string{"AvailabilityZoneNotSupported", "InvalidAvailabilityZoneFormat"},
		words: "The size is not offered in one of the zones.", next: "Use the zones that the message names.", field: lane.Zones},
	{reason: NoCapacity, codes: []string{"SkuNotAvailable", "AllocationFailed", "ZonalAllocationFailed", "OverconstrainedAllocationRequest", "AksCapacityHeavyUsage"},
		words: "Azure has no capacity for this size right now.", next: "Try another size, other zones, or later.", field: lane.VMSize},
	{reason: Version, codes: []string{"AgentPoolK8sVersionNotSupported", "K8sVersionNotSupported", "NodePoolMcVersionIncompatible", "AgentPoolUpgradeVersionNotAllowed", "InvalidAgentPoolOrchestratorVersion"},
		words: "The node pool cannot run this Kubernetes version.", next: "Use a version that the cluster offers. A node pool cannot be newer than the control plane.", field: lane.Version},
	{reason: LastSystemPool, codes: []string{"MustDefineAtLeastOneSystemPool", "MustNotBeTheSystemPool"},
		words: "It is the cluster's last system pool.", next: "Add another system lane first, or release this one: on_destroy = { action = \"release\" }."},
	{reason: Immutable, codes: []string{"PropertyChangeNotAllowed", "CannotChangeOSDiskType", "CannotChangeKubeletDisk", "CustomKubeletConfigOrCustomLinuxOSConfigCanNotBeChanged"},
		words: "AKS fixes this setting when the node pool is created.", next: "Keep the value, or move the workloads to a new lane."},
	{reason: Network, codes: []string{"InsufficientSubnetSize", "InsufficientPodCidr", "SubnetIsFull", "SubnetIsDelegated", "SubnetNotFound", "InsufficientAgentPoolMaxPodsPerAgentPool"},
		words: "The network has no room for the node pool.", next: "Use a larger subnet or pod range, a lower maximum of nodes, or fewer pods per node."},
	{reason: Disk, codes: []string{"VMCannotFitEphemeralOSDisk", "InvaliKubeletDiskSettingError", "VMSizeDoesNotSupportEphemeralOS", "VMCacheSizeTooSmall", "VMTemporaryDiskTooSmall"},
		words: "The disk does not fit on the VM.", next: "Use os_disk = { type = \"Managed\" }, a smaller size_gb or another vm_size.", field: lane.DiskSize},
	{reason: WindowsPool, codes: []string{"WindowsProfileMissing", "AzureCNIOnlyForWindows", "WindowsAgentPoolNameTooLong", "VMSizeNotSupportedForWindowsAgentPool"},
		words: "The cluster does not support this Windows node pool.", next: "The Windows profile can only be set when a cluster is created, and Windows needs Azure CNI."},
	{reason: Unregistered, codes: []string{"MissingSubscriptionRegistration", "SubscriptionNotRegistered"},
		words: "The subscription is not registered for AKS.", next: "Run `az provider register --namespace Microsoft.ContainerService`."},
	{reason: NotSubscribed, codes: []string{"SubscriptionNotFound", "InvalidSubscriptionId"}, words: "The subscription does not exist, or the identity cannot see it.", next: "Check cluster_id and the login."},
	{reason: FeatureMissing, codes: []string{"PreviewFeatureNotRegistered", "SubscriptionNotEnabledEncryptionAtHost", "FeatureNotRegistered"},
		words: "The setting needs a feature that is not registered in the subscription.", next: "Leave the setting out, or register the feature and wait until `az feature show` shows Registered."},
	{reason: DrainBlocked, codes: []string{"PodDrainFailure", "UpgradeFailed", "PodEvictionFailure"},
		words: "A node could not be drained: a disruption budget or a pod without a controller blocks the drain.",
		next:  "Give the named workloads more replicas or a looser disruption budget, and try again."},
	{reason: NodesNotReady, codes: []string{"NodesNotReady", "AgentCountNotMatch"}, words: "Nodes did not become ready.", next: "Look at the nodes' network, extensions and quotas; the next apply tries again."},
	{reason: Canceled, codes: []string{"Canceled", "Cancelled", "OperationCanceled"}, words: "The operation was aborted.", next: "Run the apply again: it finishes the change."},
	{reason: Invalid, codes: []string{"InvalidParameter", "BadRequest", "UnmarshalError", "InvalidRequestContent", "InvalidResource"}, words: "AKS does not accept one of the settings.", next: "Change the setting that the message names."},
	{reason: Refused, words: "AKS refused the request.", next: "See the message and the code."},
	{reason: OperationVanished, words: "AKS no longer knows the operation.", next: "Run `terraform plan` to see the state of the node pool."},
}

func rowOf(r Reason) (reasonRow, bool) {
	i := slices.IndexFunc(reasonRows, func(row reasonRow) bool { return row.reason == r })
	if i < 0 {
		return reasonRow{}, false
	}
	return reasonRows[i], true
}

// networkCodes are the errors of a create whose network is in a state that prevents it.
// The state is Updating, because of another create, and passes; or it is Failed, and
// does not pass. Sources: github.com/Azure/AKS/issues/4522, and pull request 29537 of
// github.com/hashicorp/terraform-provider-azurerm.
var networkCodes = []string{"SetVNetOwnershipFailed", "VirtualNetworkNotInSucceededState", "ReferencedResourceNotProvisioned"}

// reasonFor is the reason for a status and a code. Some codes have several meanings,
// and so has a conflict without a code that we know. Only AKS's text distinguishes
// them.
func reasonFor(status int, code, message string, about PoolRef) Reason {
	switch {
	case strings.EqualFold(code, "OperationNotAllowed"):
		return notAllowed(status, message)
	case strings.EqualFold(code, "Conflict") && pending(message):
		return Race
	case slices.ContainsFunc(networkCodes, func(c string) bool { return strings.EqualFold(c, code) }) && strings.Contains(strings.ToLower(message), "in updating state"):
		return Race
	case strings.EqualFold(code, "BadRequest") && strings.Contains(message, "not allowed in your subscription"):
		return SizeUnavailable
	}
	for _, row := range reasonRows {
		if slices.ContainsFunc(row.codes, func(c string) bool { return strings.EqualFold(c, code) }) {
			if row.reason == NotFoundPool && about.Name == "" {
				return NotFoundCluster
			}
			return row.reason
		}
	}
	if status == http.StatusConflict && code != "" && !pending(code+" "+message) {
		return Refused // waiting for another operation would never end
	}
	return reasonForStatus(status, about)
}

func reasonForStatus(status int, about PoolRef) Reason {
	switch {
	case status == http.StatusNotFound && about.Name == "":
		return NotFoundCluster
	case status == http.StatusNotFound:
		return NotFoundPool
	case status == http.StatusUnauthorized:
		return Login
	case status == http.StatusForbidden:
		return Forbidden
	case status == http.StatusConflict:
		return Busy
	case status == http.StatusPreconditionFailed:
		return Changed
	case status == http.StatusTooManyRequests:
		return Throttled
	case status >= http.StatusInternalServerError, status == http.StatusRequestTimeout:
		return Down
	case status == http.StatusBadRequest:
		return Invalid
	}
	return Refused
}

// notAllowed distinguishes the errors that AKS reports as OperationNotAllowed.
func notAllowed(status int, message string) Reason {
	low := strings.ToLower(message)
	switch {
	case strings.Contains(low, "deletion was issued"):
		return Deleting
	case pending(message), message == "" && status == http.StatusConflict:
		return Busy
	case strings.Contains(low, "quota"):
		return Quota
	case strings.Contains(low, "upgrading kubernetes version"):
		return Version
	}
	return Refused
}

// pending reports whether a text mentions another operation.
func pending(text string) bool {
	low := strings.ToLower(text)
	return strings.Contains(low, "in progress") || strings.Contains(low, "inprogress") || strings.Contains(low, "pending-operation")
}

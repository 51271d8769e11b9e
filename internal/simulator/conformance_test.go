package simulator_test

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// statement is one thing that AKS refuses, according to section 3 of the facts. It
// names the rules that implement it (a final * means every rule with that prefix),
// the tests that cover it if it is not a rule of a pool's PUT, or why the simulator
// omits it.
type statement struct {
	id    string
	rules string
	tests string
	soft  string
}

// statements follows section 3 of the facts from beginning to end, then section D,
// the later changes of AKS.
func statements() []statement {
	return []statement{
		// 3, the generic forms.
		{id: "3 invalid parameter", rules: "value-* cluster-value-* name-pattern label-key taint-syntax"},
		{id: "3 immutable property", rules: "immutable-* cluster-immutable-*"},
		{id: "3 type error", tests: "TestAWrongTypeIsRefusedInTheDecodersWords TestAClusterOfWrongTypesIsRefused"},
		{id: "3 preflight prefix of a template", soft: "the simulator deploys no templates"},
		// 3.2, messages found verbatim.
		{id: "3.2 count", rules: "count-user count-system count-missing"},
		{id: "3.2 autoscaler instead of count", rules: "autoscaler-*"},
		{id: "3.2 spot surge", rules: "spot-surge spot-unavailable"},
		{id: "3.2 system taint", rules: "system-taints"},
		{id: "3.2 system size", rules: "system-size"},
		{id: "3.2 last system pool", rules: "system-last", tests: "TestTheLastSystemPoolStays"},
		{id: "3.2 VM size", rules: "size-not-offered"},
		{id: "3.2 zones", rules: "zone-not-offered zone-format zone-scale-set"},
		{id: "3.2 quota preflight", rules: "quota-regional quota-family quota-spot"},
		{id: "3.2 quota at run time", tests: "TestWhatIsSoldOutFailsAtRunTime TestQuotasThatNoPreflightCounts"},
		{id: "3.2 version not offered", rules: "version-not-offered version-malformed cluster-version-not-offered"},
		{id: "3.2 version too old", rules: "version-too-old cluster-pools-behind"},
		{id: "3.2 version above the control plane", rules: "version-above-control-plane"},
		{id: "3.2 version skipped", rules: "version-skips-minor version-downgrade cluster-version-skips-minor cluster-version-downgrade"},
		{id: "3.2 label of AKS", rules: "label-reserved-azure", tests: "TestAPoolCanBeWrittenBackAsItIs"},
		{id: "3.2 label of Kubernetes", rules: "label-reserved-kubernetes"},
		{id: "3.2 label and taint syntax", rules: "label-key label-value taint-*"},
		{id: "3.2 ephemeral disk", rules: "ephemeral-too-large ephemeral-unsupported"},
		{id: "3.2 subnet", rules: "pod-cidr subnet-*"},
		{id: "3.2 scale set needed", rules: "autoscaler-scale-set"},
		{id: "3.2 new pool in a cluster PUT", rules: "cluster-new-pool"},
		{id: "3.2 VirtualMachines with system identity", rules: "machines-identity"},
		{id: "3.2 SkuNotAvailable", tests: "TestWhatIsSoldOutFailsAtRunTime"},
		{id: "3.2 policy and authorization", soft: "the world has no policies and no roles: a fault answers 403 with any body"},
		{id: "3.2 front door", tests: "TestFrontDoorErrors TestAMissingPoolIsTheProvidersAndAMissingClusterTheFrontDoors"},
		// 2.3, what may be stopped.
		{id: "2.3 stop", rules: "stop-unsettled stop-auto-provisioning system-stop cluster-stopped"},
		// 3.3 is about requests, not pools.
		{id: "3.3 throttling", soft: "throttling counts requests in front of all rules; faults answer 429 too"},
		// 3.4, names and counts.
		{id: "3.4 name", rules: "name-pattern name-length name-length-windows"},
		{id: "3.4 count", rules: "count-user count-system machines-count machines-range"},
		{id: "3.4 production system pool has two nodes", soft: "advice, not refused"},
		{id: "3.4 surge above a scale set", rules: "upgrade-above-scale-set"},
		{id: "3.4 pools of a cluster", rules: "pool-limit"},
		{id: "3.4 nodes of a cluster", soft: "5000 is from memory, its code and text are not known"},
		{id: "3.4 autoscaler range", rules: "autoscaler-min-above-max autoscaler-min-user autoscaler-max"},
		{id: "3.4 manual scale under the autoscaler", tests: "TestDefaultsByPurpose", soft: "the CLI's refusal; the API brings the count into the range"},
		// 3.5, system pools.
		{id: "3.5 Linux, not Spot", rules: "system-linux system-regular"},
		{id: "3.5 no B series", soft: "documented, and accepted in practice"},
		{id: "3.5 thirty pods", rules: "system-max-pods"},
		{id: "3.5 maxUnavailable", rules: "system-unavailable"},
		{id: "3.5 not stopped", rules: "system-stop cluster-stopped"},
		{id: "3.5 one remains", rules: "system-last", tests: "TestTheLastSystemPoolStays"},
		// 3.6, Spot.
		{id: "3.6 scale set and Standard load balancer", rules: "spot-scale-set spot-load-balancer"},
		{id: "3.6 immutable", rules: "immutable-scaleSetPriority immutable-scaleSetEvictionPolicy immutable-spotMaxPrice"},
		{id: "3.6 only for Spot, and a price", rules: "spot-price spot-size", tests: "TestS1ARegularPoolMayNameWhatOnlySpotPoolsHave"},
		{id: "3.6 label and taint", tests: "TestDefaultsByPurpose"},
		{id: "3.6 upgrade with the cluster", rules: "cluster-spot-upgrade"},
		{id: "3.6 no reservation", rules: "reservation-spot"},
		// 3.7, Windows.
		{id: "3.7 profile and network", rules: "windows-profile windows-network"},
		{id: "3.7 sizes, types and modes", rules: "windows-size windows-type windows-mode windows-trusted-launch"},
		{id: "3.7 osSKU", rules: "os-sku-* windows2025-fips immutable-osSKU-windows immutable-enableFIPS-windows"},
		// 3.8, Linux.
		{id: "3.8 osSKU by version", rules: "os-sku-version os-sku-retired os-sku-unknown"},
		{id: "3.8 Ubuntu2404 and FIPS", rules: "fips-ubuntu2404"},
		{id: "3.8 Azure Container Linux", rules: "container-linux-size container-linux-kata container-linux-channel artifact-streaming confidential-size"},
		{id: "3.8 versions in support", soft: "versions are the world's"},
		// 3.9, combinations.
		{id: "3.9 GPU", rules: "gpu-amd gpu-driver-size secure-boot-gpu-driver"},
		{id: "3.9 GPU driver tag", soft: "a dead tag is a tag like others"},
		{id: "3.9 MIG", rules: "mig-size value-gpuInstanceProfile"},
		{id: "3.9 trusted launch", rules: "trusted-launch-size trusted-launch-kata fips-trusted-launch"},
		{id: "3.9 confidential", rules: "confidential-size confidential-tdx fips-confidential"},
		{id: "3.9 FIPS on Arm64", rules: "fips-arm64"},
		{id: "3.9 host encryption", rules: "encryption-at-host feature-encryption-at-host"},
		{id: "3.9 ultra disks", rules: "ultra-ssd"},
		{id: "3.9 placement", rules: "placement-*"},
		{id: "3.9 reservation", rules: "reservation-*"},
		{id: "3.9 dedicated host", rules: "immutable-hostGroupID host-subscription"},
		{id: "3.9 snapshot", rules: "snapshot-missing", soft: "what is refused of another family is not known word for word"},
		{id: "3.9 deallocate", rules: "deallocate-ephemeral"},
		{id: "3.9 disks", rules: "disk-size kubelet-disk-temporary ephemeral-customer-key"},
		{id: "3.9 artifact streaming", rules: "artifact-streaming"},
		{id: "3.9 Kata", rules: "kata", soft: "that it needs Azure Linux is from memory"},
		{id: "3.9 VirtualMachines", rules: "machines-* zone-scale-set"},
		{id: "3.9 gateway", rules: "gateway-* immutable-mode-gateway", soft: "two nodes for availability are advice"},
		{id: "3.9 public addresses", rules: "public-ip-prefix public-ip-routing outbound-nat pod-ip-allocation host-ports"},
		{id: "3.9 max pods", rules: "max-pods"},
		{id: "3.9 node configuration", rules: "kubelet-* sysctl-* linux-* windows-kubelet-config windows-os-config", soft: "threads-max and max_map_count are azurerm's bounds"},
		{id: "3.9 message of the day", rules: "message-of-the-day windows-message-of-the-day"},
		{id: "3.9 surge and unavailable", rules: "surge-* unavailable-syntax drain-timeout node-soak"},
		{id: "3.9 undrainable nodes", tests: "TestCordonGoesOnAtTheOtherNodes"},
		{id: "3.9 surge falls back to one", tests: "TestASurgeFallsBackToOne"},
		{id: "3.9 rollback", rules: "rollback-*", tests: "TestARollback"},
		{id: "3.9 preview SSH", rules: "feature-disable-ssh"},
		{id: "3.9 blue-green, maxBlockedNodes", soft: "preview only, in no stable api-version"},
		// D1, zones that AKS chooses.
		{id: "D1 zones auto", rules: "zone-auto-*", tests: "TestAPoolGoesOverToAutoZones TestZonesThatAKSHasChosenAreKept"},
		{id: "D1 half of a pool's nodes in a zone at most", soft: "the machines go round the zones; no zone is short of machines here"},
		// D1, ranges of VirtualMachines pools.
		{id: "D1 autoscale profiles", rules: "machines-range", tests: "TestAPoolOfARangeAndAFixedCount TestARangeNeedsAddresses TestTheAutoscalerScalesARangeOfASize TestARangeNeedsItsAPIVersion"},
		{id: "D1 surge nodes of VirtualMachines pools", soft: "whether they count for a quota is not known: they do not"},
		{id: "D2 managed system pools", rules: "managed-system", tests: "TestAManagedSystemPool TestAManagedSystemPoolCannotBeAskedFor TestAManagedSystemPoolIsASystemPool"},
		{id: "D1 Azure Container Linux", rules: "container-linux-*", tests: "TestAPoolGoesOverToContainerLinux"},
		{id: "F5 Spot drains and soaks", tests: "TestRulesAllow"},
		{id: "F6 startup taints", tests: "TestAStartupTaintStays"},
		// D2, what a version brings.
		{id: "D2 Ubuntu 24.04 and 26.04", tests: "TestTheUbuntuOfAVersion TestAnUpgradeBringsAnotherUbuntu"},
		{id: "D2 LocalDNS", tests: "TestTheLocalDNSOfAVersion TestAnUpgradeBringsLocalDNS"},
		{id: "D2 Windows Server 2025", tests: "TestTheWindowsThatAPoolGets"},
		{id: "B rollback across OS SKUs", rules: "rollback-os-sku"},
		// D2, retirements.
		{id: "D2 operating systems", rules: "os-sku-retired os-sku-unknown", tests: "TestRetirements TestWhatIsRetiredLivesOn"},
		{id: "D2 availability sets and WASI", rules: "retired-*", tests: "TestWhatIsRetiredLivesOn"},
		{id: "D2 FIPS and Kata", rules: "fips-kata"},
	}
}

// codes lists the error codes of section 3.1.
const codes = `InvalidParameter BadRequest NotFound Conflict PreconditionFailed OperationNotAllowed OperationPreempted PropertyChangeNotAllowed
TooManyRequests SubscriptionNotRegistered SubscriptionNotFound QuotaExceeded AuthorizationFailed RequestDisallowedByPolicy ResourceGroupNotFound
ResourceLocked ScopeLocked InvalidAPIVersion UnmarshalError PreviewFeatureNotRegistered AgentPoolNotFound AgentPoolMaxCountExceeded
MaxAgentPoolCountReached NodePoolMcVersionIncompatible AgentPoolUpgradeVersionNotAllowed AgentPoolK8sVersionNotSupported
InvalidAgentPoolOrchestratorVersion SpotPoolUpgradeNotAllowedDuringClusterUpgradeAll MixedTypeNotSupported AutoScalingNotEnabled
WindowsAgentPoolNameTooLong WindowsProfileMissing AzureCNIOnlyForWindows VMSizeNotSupportedForWindowsAgentPool SystemPoolMustBeRegular
SystemPoolMustBeLinux SystemPoolSkuTooLow SystemPoolHasRestrictedTaint MustDefineAtLeastOneSystemPool MustNotBeTheSystemPool NodeLabelKeyNotAllowed
VMSizeNotSupported AvailabilityZoneNotSupported InvalidAvailabilityZoneFormat VMSSRequiredForAvailabilityZone SLBRequiredForMultipleAgentPools
InsufficientMaxPods MaxPodsLimitExceeded InsufficientAgentPoolMaxPodsPerAgentPool InsufficientSubnetSize InsufficientPodCidr SubnetIsFull
SubnetIsDelegated SubnetNotFound NodePublicIPCanNotBeFalseWithIPPrefixSet UDRWithNodePublicIPNotAllowed VMSizeDoesNotSupportEphemeralOS
VMCacheSizeTooSmall VMTemporaryDiskTooSmall EphemeralOSAndBYOKNotSupported CannotChangeOSDiskType CannotChangeKubeletDisk InvaliKubeletDiskSettingError
InvalidOSSKU InvalidWorkloadRuntimeSettingError VMSizeDoesNotSupportEncryptionAtHost SubscriptionNotEnabledEncryptionAtHost EnableUltraSSDError
InvalidPPGID PPGNotFound InvalidPPGRegion PPGNotSupportMultipleZones PPGSupportsVMSSOnly CRGConflictWithVMAS CRGConflictWithUltraSSD CRGConflictWithPPG
CRGConflictWithSpotVM CRGConflictWithDedicatedHost CRGConflictWithSPG InvalidCustomKubeletConfig InvalidCustomLinuxOSConfig
CustomKubeletConfigOrCustomLinuxOSConfigCanNotBeChanged UnsupportedGPUInstanceProfile VMSizeDoesNotSupportMIG UnsupportedGen2VMSize
CreateVMSSAgentPoolFailed ScaleVMSSAgentPoolFailed UpgradeVMSSAgentPoolFailed DeleteVMSSAgentPoolFailed ReconcileVMSSAgentPoolFailed NodesNotReady
PodDrainFailure AgentCountNotMatch Canceled ErrCode_InsufficientVCPUQuota VMCannotFitEphemeralOSDisk Throttled EtagMismatch AKSOperationPreempted
AKSOperationPreemptedByDelete AksCapacityHeavyUsage ManagedClusterCountExceedsQuotaLimit K8sVersionNotSupported VMSizeRestrictedByAKS`

// elsewhere says, for each code that no rule has, where it is used or why it is
// not.
func elsewhere() map[string]string {
	const (
		door    = "answered before the rules"
		outcome = "an operation's outcome: a fault sets it"
		text    = "the recorded text has another code: "
		none    = "the world has none of these"
		gone    = "retired"
	)
	return map[string]string{
		"Conflict": "seen for no pool", "PreconditionFailed": door, "OperationPreempted": text + "AKSOperationPreempted",
		"TooManyRequests": door, "SubscriptionNotRegistered": door, "SubscriptionNotFound": door, "QuotaExceeded": "at run time",
		"AuthorizationFailed": "a fault", "RequestDisallowedByPolicy": "a fault", "ResourceGroupNotFound": door, "ResourceLocked": "a fault",
		"ScopeLocked": "a management lock", "InvalidAPIVersion": door, "UnmarshalError": door, "AgentPoolNotFound": text + "NotFound",
		"AgentPoolMaxCountExceeded": "its limit is from memory", "AgentPoolUpgradeVersionNotAllowed": text + "OperationNotAllowed",
		"AutoScalingNotEnabled": "a range without the autoscaler is dropped", "MustNotBeTheSystemPool": "text unknown; MustDefineAtLeastOneSystemPool is quoted",
		"NodeLabelKeyNotAllowed": text + "BadRequest", "MaxPodsLimitExceeded": "text unknown; InvalidParameter",
		"InsufficientAgentPoolMaxPodsPerAgentPool": "text unknown; InsufficientMaxPods", "InsufficientPodCidr": text + "InsufficientSubnetSize",
		"VMCacheSizeTooSmall": text + "VMCannotFitEphemeralOSDisk", "VMTemporaryDiskTooSmall": text + "VMCannotFitEphemeralOSDisk",
		"CannotChangeOSDiskType": text + "PropertyChangeNotAllowed", "CannotChangeKubeletDisk": text + "PropertyChangeNotAllowed",
		"InvalidPPGID": none, "InvalidPPGRegion": none, "CRGConflictWithVMAS": gone, "CRGConflictWithSPG": none,
		"CustomKubeletConfigOrCustomLinuxOSConfigCanNotBeChanged": text + "PropertyChangeNotAllowed", "UnsupportedGen2VMSize": "old: generation 2 is general now",
		"CreateVMSSAgentPoolFailed": outcome, "ScaleVMSSAgentPoolFailed": outcome, "UpgradeVMSSAgentPoolFailed": outcome, "DeleteVMSSAgentPoolFailed": outcome,
		"ReconcileVMSSAgentPoolFailed": outcome, "NodesNotReady": "a world's nodes that do not become ready", "PodDrainFailure": "disruption budgets", "AgentCountNotMatch": outcome,
		"Canceled": "an abort", "Throttled": door, "EtagMismatch": "a fault", "AKSOperationPreempted": outcome, "AKSOperationPreemptedByDelete": "a deletion",
		"AksCapacityHeavyUsage": "a fault", "ManagedClusterCountExceedsQuotaLimit": "the world has no such quota", "VMSizeRestrictedByAKS": "its list is not known",
	}
}

func named(pattern string, ids []string) []string {
	prefix, all := strings.CutSuffix(pattern, "*")
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return id != pattern && (!all || !strings.HasPrefix(id, prefix)) })
}

func TestEveryStatementOfTheFactsIsCarriedOut(t *testing.T) {
	t.Parallel()
	ids := append(simulator.RuleIDs(), simulator.ClusterRuleIDs()...)
	examples := slices.Collect(maps.Keys(refusals()))
	for id := range clusterRefusals() {
		examples = append(examples, id)
	}
	tests := testNames(t)
	traced := map[string]bool{}
	seen := map[string]bool{}
	for _, s := range statements() {
		if seen[s.id] {
			t.Errorf("%s: is there twice", s.id)
		}
		seen[s.id] = true
		if s.rules+s.tests+s.soft == "" {
			t.Errorf("%s: is carried out by no rule and no test, and nothing says why", s.id)
		}
		for _, pattern := range strings.Fields(s.rules) {
			found := named(pattern, ids)
			if len(found) == 0 {
				t.Errorf("%s: there is no rule %s", s.id, pattern)
			}
			for _, id := range found {
				traced[id] = true
				if !slices.Contains(examples, id) {
					t.Errorf("%s: rule %s has no example", s.id, id)
				}
			}
		}
		for _, name := range strings.Fields(s.tests) {
			if !tests[name] {
				t.Errorf("%s: there is no test %s", s.id, name)
			}
		}
	}
	for _, id := range ids {
		if !traced[id] {
			t.Errorf("rule %s follows from no statement", id)
		}
	}
}

func TestEveryCodeOfTheFactsHasItsPlace(t *testing.T) {
	t.Parallel()
	ruled := simulator.RuleCodes()
	others := elsewhere()
	for _, code := range strings.Fields(codes) {
		_, known := others[code]
		if slices.Contains(ruled, code) == known {
			t.Errorf("%s: has a rule: %v, has a reason: %v; it needs exactly one", code, slices.Contains(ruled, code), known)
		}
		delete(others, code)
	}
	for code := range others {
		t.Errorf("%s is no code of the facts", code)
	}
}

// testNames returns the names of the tests in this package.
func testNames(t *testing.T) map[string]bool {
	t.Helper()
	files, err := filepath.Glob("*_test.go")
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range regexp.MustCompile(`(?m)^func (Test\w+)\(`).FindAllSubmatch(text, -1) {
			names[string(match[1])] = true
		}
	}
	return names
}

package simulator_test

import (
	"maps"
	"net/http"
	"slices"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// allowed lists PUTs that AKS accepts, by the ID of a rule: they are as close to
// that rule's refusal as possible.
func allowed() map[string][]refusal {
	all := map[string][]refusal{
		"retired-availability-set": {{send: object{"type": "VirtualMachineScaleSets"}}},
		"retired-wasi":             {{send: object{"workloadRuntime": "OCIContainer"}}},
		"fips-kata":                {{send: object{"enableFIPS": true}}, {send: object{"workloadRuntime": "KataVmIsolation"}}},
	}
	back := object{"orchestratorVersion": "1.34.9", "nodeImageVersion": olderImage}
	all["rollback-os-sku"] = []refusal{{before: object{"orchestratorVersion": "1.34.9"}, then: []object{{"orchestratorVersion": "1.35.7"}}, send: back}}
	acl := object{"osSKU": "AzureContainerLinux"}
	all["container-linux-size"] = []refusal{{send: acl}, {before: object{}, send: acl}, {before: acl, send: object{"osSKU": "Ubuntu"}}}
	all["os-sku-version"] = []refusal{{send: merge(acl, object{"orchestratorVersion": "1.34"})}}
	all["os-sku-unknown"] = []refusal{{send: acl, version: "2026-03-01"}}
	all["artifact-streaming"] = []refusal{
		{send: streaming(true)}, {before: streaming(true), send: streaming(false)}, {send: merge(acl, streaming(false))},
		{send: merge(streaming(true), object{"osSKU": "AzureLinux"})},
	}
	all["spot-surge"] = []refusal{{send: object{"scaleSetPriority": "Spot", "upgradeSettings": object{
		"drainTimeoutInMinutes": 30, "nodeSoakDurationInMinutes": 5, "undrainableNodeBehavior": "Cordon"}}}}
	all["taint-syntax"] = []refusal{{send: object{"nodeTaints": []string{"node.cilium.io/agent-not-ready=true:NoExecute",
		"startup-taint.cluster-autoscaler.kubernetes.io/cni=pending:NoSchedule"}}}}
	maps.Copy(all, zoneAllowances())
	return all
}

func streaming(on bool) object { return object{"artifactStreamingProfile": object{"enabled": on}} }

func TestRulesAllow(t *testing.T) {
	t.Parallel()
	for id, examples := range allowed() {
		if !slices.Contains(simulator.RuleIDs(), id) {
			t.Errorf("%s is no rule", id)
		}
		for _, example := range examples {
			t.Run(id, func(t *testing.T) {
				t.Parallel()
				if status, body, rule := put(t, example); status != http.StatusOK && status != http.StatusCreated {
					t.Errorf("got %d by rule %q: %v", status, rule, body)
				}
			})
		}
	}
}

package simulator_test

import (
	"reflect"
	"testing"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// The operating system changes in place, node by node, and boots as a trusted
// launch machine whatever the pool sets.
func TestAPoolGoesOverToContainerLinux(t *testing.T) {
	t.Parallel()
	s, clock := start(t, simulator.Options{Speed: 1})
	const path = west + "/agentPools/batch" + newest
	begin(t, s, "PUT", path, pool(nil))
	clock.pass(time.Hour)

	begin(t, s, "PUT", path, pool(object{"osSKU": "AzureContainerLinux", "securityProfile": object{"enableSecureBoot": false}}))

	clock.pass(3 * time.Minute)
	if got := properties(t, s, west, "batch")["provisioningState"]; got != "Updating" {
		t.Errorf("after three minutes: got %v", got)
	}
	clock.pass(time.Minute)
	got := properties(t, s, west, "batch")
	want := object{"sshAccess": "LocalUser", "enableVTPM": true, "enableSecureBoot": true}
	if got["nodeImageVersion"] != "AKSAzureLinux-aclgen2TL-202609.03.1" || !reflect.DeepEqual(got["securityProfile"], want) {
		t.Errorf("got %v with %v", got["nodeImageVersion"], got["securityProfile"])
	}
}

// Image streaming is set when a node boots, so a change replaces the nodes.
func TestImageStreamingReplacesTheNodes(t *testing.T) {
	t.Parallel()
	s, clock := start(t, simulator.Options{Speed: 1})
	const path = west + "/agentPools/batch" + newest
	begin(t, s, "PUT", path, pool(nil))
	clock.pass(time.Hour)
	begin(t, s, "PUT", path, pool(streaming(true)))
	clock.pass(3 * time.Minute)
	if got := properties(t, s, west, "batch")["provisioningState"]; got != "Updating" {
		t.Errorf("after three minutes: got %v", got)
	}
}

// A startup taint that is written as one of the pool's own taints stays on every
// node. AKS restores it whenever an agent removes it, and pods that wait for its
// removal wait forever.
func TestAStartupTaintStays(t *testing.T) {
	t.Parallel()
	const taint = "node.cilium.io/agent-not-ready=true:NoExecute"
	work := func(name string, tolerations ...string) simulator.Workload {
		return simulator.Workload{Name: name, Replicas: 1, NodeSelector: map[string]string{"agentpool": "init"}, Tolerations: tolerations}
	}
	s, clock := start(t, simulator.Options{Speed: 1, StateFile: stateFile(t), World: withWorkloads(work("app"), work("agent", "*"))})
	begin(t, s, "PUT", west+"/agentPools/init", pool(object{"nodeTaints": []string{taint}}))
	clock.pass(24 * time.Hour)
	if got := properties(t, s, west, "init")["nodeTaints"]; !reflect.DeepEqual(got, []any{taint}) {
		t.Errorf("the taints: got %v", got)
	}
	if at := where(t, s); at["init"] != 1 || at[""] != 1 {
		t.Errorf("the pods: got %v", at)
	}
}

// AKS Automatic always has LocalDNS.
func TestTheLocalDNSOfAnAutomaticCluster(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{World: running("1.36")})
	if err := s.EditCluster(west, func(c object) { c["sku"].(object)["name"] = "Automatic" }); err != nil {
		t.Fatal(err)
	}
	send(t, s, 201, "PUT", west+"/agentPools/batch", pool(nil))
	if got := properties(t, s, west, "batch")["localDNSProfile"]; !reflect.DeepEqual(got, object{"mode": "Required", "state": "Enabled"}) {
		t.Errorf("got %v", got)
	}
}

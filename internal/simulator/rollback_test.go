package simulator_test

import (
	"reflect"
	"testing"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

const (
	olderImage  = "AKSUbuntu-2204gen2containerd-202609.03.1"
	ubuntuImage = "AKSUbuntu-2404gen2containerd-202609.03.1"
)

func rollbackRefusals() map[string]refusal {
	older := object{"orchestratorVersion": "1.34.9"}
	newer := object{"orchestratorVersion": "1.35.7"}
	back := object{"orchestratorVersion": "1.34.9", "nodeImageVersion": olderImage}
	return map[string]refusal{
		"rollback-auto-upgrade": {before: older, then: []object{newer}, send: back,
			cluster: func(c object) { c["properties"].(object)["autoUpgradeProfile"] = object{"upgradeChannel": "patch"} },
			says:    "auto-upgrade channel is patch"},
		"rollback-not-recent": {before: older, send: object{"nodeImageVersion": "AKSUbuntu-2204gen2containerd-202601.01.0"}, says: "is not one of the recently used versions []"},
		"rollback-os-sku": {before: object{}, then: []object{{"osSKU": "AzureLinux"}}, send: object{"osSKU": "AzureLinux", "nodeImageVersion": ubuntuImage},
			says: "AKSUbuntu-2404gen2containerd-202609.03.1 is not one of OSSKU AzureLinux"},
		"rollback-consecutive": {before: object{"orchestratorVersion": "1.33.12"}, then: []object{{"orchestratorVersion": "1.34.9"}, newer, back},
			send: object{"orchestratorVersion": "1.35.7", "nodeImageVersion": "AKSUbuntu-2404gen2containerd-202609.03.1"}, says: "has been rolled back already"},
	}
}

func TestARollback(t *testing.T) {
	t.Parallel()
	s, clock := start(t, simulator.Options{Speed: 1})
	const path = west + "/agentPools/batch?api-version=2026-04-01"
	begin(t, s, "PUT", path, pool(object{"orchestratorVersion": "1.34.9"}))
	clock.pass(time.Hour)
	begin(t, s, "PUT", path, object{"properties": object{"orchestratorVersion": "1.35.7"}})
	clock.pass(time.Hour)
	profile := func(version string) any {
		return send(t, s, 200, "GET", west+"/agentPools/batch/upgradeProfiles/default?api-version="+version, nil)["properties"].(object)["recentlyUsedVersions"]
	}
	want := []any{object{"orchestratorVersion": "1.34.9", "nodeImageVersion": olderImage, "timestamp": "2026-09-18T16:56:29Z"}}
	if got := profile("2026-04-01"); !reflect.DeepEqual(got, want) {
		t.Errorf("recentlyUsedVersions: got %v, want %v", got, want)
	}
	if got := profile("2026-03-01"); got != nil {
		t.Errorf("an older api-version: got %v", got)
	}

	begin(t, s, "PUT", path, object{"properties": object{"orchestratorVersion": "1.34.9", "nodeImageVersion": olderImage}})

	if got := properties(t, s, west, "batch")["provisioningState"]; got != "Upgrading" {
		t.Errorf("meanwhile: got %v", got)
	}
	clock.pass(time.Hour)
	if got := properties(t, s, west, "batch"); got["currentOrchestratorVersion"] != "1.34.9" || got["nodeImageVersion"] != olderImage {
		t.Errorf("after: got %v on %v", got["currentOrchestratorVersion"], got["nodeImageVersion"])
	}
	clock.pass(8 * 24 * time.Hour)
	if got := profile("2026-04-01"); got != nil {
		t.Errorf("after eight days: got %v", got)
	}
}

// After an upgrade has reversed a rollback, the same rollback is possible again.
func TestAfterAnUpgradeTheSameRollbackIsAllowedAgain(t *testing.T) {
	t.Parallel()
	s, clock := start(t, simulator.Options{Speed: 1})
	const path = west + "/agentPools/batch?api-version=2026-05-01"
	newer, back := object{"properties": object{"orchestratorVersion": "1.35.7"}}, object{"properties": object{"orchestratorVersion": "1.34.9", "nodeImageVersion": olderImage}}
	begin(t, s, "PUT", path, pool(object{"orchestratorVersion": "1.34.9"}))
	for _, body := range []object{newer, back, newer, back} {
		clock.pass(time.Hour)
		if got, said := exchange(t, s, newRequest(t, "PUT", path, body)); got.StatusCode != 200 {
			t.Errorf("%v: got %d, %v", body, got.StatusCode, said)
		}
	}
}

package simulator_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// lift removes the disruption budget.
func lift(t *testing.T, s *simulator.Simulator) {
	t.Helper()
	err := s.EditWorkloads(west, func(all []simulator.Workload) []simulator.Workload {
		all[0].Budget = nil
		return all
	})
	if err != nil {
		t.Fatal(err)
	}
}

// heldPool is a pool with pods that a budget holds, and with an image that is not
// the newest.
func heldPool(t *testing.T) (*simulator.Simulator, *watch) {
	t.Helper()
	s, clock := start(t, simulator.Options{Speed: 1, StateFile: stateFile(t), World: heldWorld()})
	begin(t, s, "PUT", west+"/agentPools/batch", pool(object{"count": 2, "nodeLabels": object{"lane": "a"}, "orchestratorVersion": "1.34.9"}))
	clock.pass(time.Hour)
	return s, clock
}

// The next PUT continues the work that a failed drain has stopped, no matter what
// the PUT changes.
func TestAPutGoesOnWithWhatADrainHasStopped(t *testing.T) {
	t.Parallel()
	const image = "AKSUbuntu-2204gen2containerd-202601.01.0"
	for title, test := range map[string]struct {
		path   string
		change object
		state  string
	}{
		"a version":       {"", object{"orchestratorVersion": "1.35.7"}, "Upgrading"},
		"a node image":    {"/upgradeNodeImageVersion", nil, "UpgradingNodeImageVersion"},
		"a node system":   {"", object{"osSKU": "AzureLinux"}, "Updating"},
		"FIPS":            {"", object{"enableFIPS": true}, "Updating"},
		"trusted launch":  {"", object{"securityProfile": object{"enableVTPM": true}}, "Updating"},
		"local DNS":       {"", object{"localDNSProfile": object{"mode": "Required"}}, "Updating"},
		"two at one time": {"", object{"orchestratorVersion": "1.35.7", "osSKU": "AzureLinux"}, "Upgrading"},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			s, clock := heldPool(t)
			if err := s.EditPool(west, "batch", func(p object) { p["nodeImageVersion"] = image }); err != nil {
				t.Fatal(err)
			}
			method, body := "PUT", any(object{"properties": test.change})
			if test.change == nil {
				method, body = "POST", nil
			}
			begin(t, s, method, west+"/agentPools/batch"+test.path, body)
			clock.pass(2 * time.Hour)
			if got := properties(t, s, west, "batch"); got["provisioningState"] != "Failed" || got["nodeImageVersion"] != image {
				t.Fatalf("the drain: got %v with %v", got["provisioningState"], got["nodeImageVersion"])
			}

			tags := object{"properties": object{"tags": object{"a": "b"}}}
			again := begin(t, s, "PUT", west+"/agentPools/batch", tags)
			if got := properties(t, s, west, "batch")["provisioningState"]; got != test.state {
				t.Errorf("a PUT of tags: got %v, want %v", got, test.state)
			}
			clock.pass(2 * time.Hour)
			if got := poll(t, s, again); got["status"] != "Failed" || got["error"].(object)["code"] != "PodDrainFailure" {
				t.Errorf("while the budget holds: got %v", got)
			}
			lift(t, s)
			// Read, changed and written back, as most clients do.
			read := send(t, s, 200, "GET", west+"/agentPools/batch?api-version=2026-05-01", nil)
			send(t, s, 200, "PUT", west+"/agentPools/batch?api-version=2026-05-01", read)
			clock.pass(2 * time.Hour)

			got := properties(t, s, west, "batch")
			if got["provisioningState"] != "Succeeded" || got["nodeImageVersion"] == image || evictions(t, s)["batch"] == 0 {
				t.Errorf("got %v with %v and %d evictions", got["provisioningState"], got["nodeImageVersion"], evictions(t, s)["batch"])
			}
			if want, ok := test.change["orchestratorVersion"]; ok && got["currentOrchestratorVersion"] != want {
				t.Errorf("the version: got %v", got["currentOrchestratorVersion"])
			}
			evicted := evictions(t, s)["batch"]
			begin(t, s, "PUT", west+"/agentPools/batch", tags)
			clock.pass(2 * time.Hour)
			if now := evictions(t, s)["batch"]; now != evicted {
				t.Errorf("once more, when all is done: %d more evictions", now-evicted)
			}
		})
	}
}

// A PUT also continues an upgrade that was aborted, unless it asks for the version
// that the nodes run.
func TestAPutAfterAnAbort(t *testing.T) {
	t.Parallel()
	for title, test := range map[string]struct{ send, state, version string }{
		"something else":    {`{"properties": {"tags": {"a": "b"}}}`, "Upgrading", "1.34.9"},
		"back to the nodes": {`{"properties": {"orchestratorVersion": "1.34.8"}}`, "Updating", "1.34.8"},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			s, clock := start(t, simulator.Options{Speed: 1})
			begin(t, s, "PUT", west+"/agentPools/batch", pool(object{"orchestratorVersion": "1.34.8"}))
			clock.pass(time.Hour)
			begin(t, s, "PUT", west+"/agentPools/batch", pool(object{"orchestratorVersion": "1.34.9"}))
			begin(t, s, "POST", west+"/agentPools/batch/abort", nil)
			clock.pass(time.Hour)

			begin(t, s, "PUT", west+"/agentPools/batch", json.RawMessage(test.send))

			if got := properties(t, s, west, "batch")["provisioningState"]; got != test.state {
				t.Errorf("got %v, want %v", got, test.state)
			}
			clock.pass(time.Hour)
			if got := properties(t, s, west, "batch"); got["currentOrchestratorVersion"] != test.version || got["provisioningState"] != "Succeeded" {
				t.Errorf("got %v, %v", got["currentOrchestratorVersion"], got["provisioningState"])
			}
		})
	}
}

// If an upgrade of the cluster with its pools stops halfway, the rest belongs to
// the pool.
func TestAPutGoesOnWithWhatAClusterHasLeft(t *testing.T) {
	t.Parallel()
	s, clock := heldPool(t)
	sent, properties := readCluster(t, s, west)
	for _, profile := range properties["agentPoolProfiles"].([]any) {
		if profile := profile.(object); profile["name"] == "batch" {
			profile["osSKU"] = "AzureLinux"
		}
	}
	begin(t, s, "PUT", west, sent)
	clock.pass(3 * time.Hour)
	lift(t, s)
	begin(t, s, "PUT", west+"/agentPools/batch", object{"properties": object{"tags": object{"a": "b"}}})
	clock.pass(time.Hour)
	got := send(t, s, 200, "GET", west+"/agentPools/batch", nil)["properties"].(object)
	if image, _ := got["nodeImageVersion"].(string); !strings.HasPrefix(image, "AKSAzureLinux-") || evictions(t, s)["batch"] == 0 {
		t.Errorf("got %v and %d evictions", image, evictions(t, s)["batch"])
	}
}

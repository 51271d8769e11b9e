package simulator_test

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// refusal is an example for a rule: a PUT that AKS refuses because of it.
type refusal struct {
	// world and cluster change the built-in world if it is not suitable.
	world   func(*simulator.World)
	cluster func(cluster object)
	// before is the existing pool; nil if the PUT creates it.
	before object
	// then are updates of that pool before the PUT.
	then []object
	// name is the pool's name; batch if it does not matter.
	name string
	// send is set on top of the smallest body; nil removes a property.
	send object
	// says is a part of the expected message.
	says string
	// version is the api-version, if it matters.
	version string
}

// refusals has an example for every rule, by the rule's ID.
func refusals() map[string]refusal {
	all := map[string]refusal{}
	for _, table := range []map[string]refusal{
		requestRefusals(), valueRefusals(), immutableRefusals(), countRefusals(), upgradeRefusals(),
		systemRefusals(), spotRefusals(), osRefusals(), labelRefusals(), sizeRefusals(), networkRefusals(),
		nodeConfigRefusals(), combinationRefusals(), retirementRefusals(), zoneRefusals(), managedRefusals(), worldRefusals(), rollbackRefusals(), quotaRefusals(),
	} {
		maps.Copy(all, table)
	}
	return all
}

func TestEveryRuleHasAnExample(t *testing.T) {
	t.Parallel()
	ids := simulator.RuleIDs()
	examples := refusals()
	for _, id := range ids {
		if _, ok := examples[id]; !ok {
			t.Errorf("rule %s has no example", id)
		}
	}
	if len(examples) != len(ids) {
		for id := range examples {
			if !slices.Contains(ids, id) {
				t.Errorf("the example %s belongs to no rule", id)
			}
		}
		t.Errorf("got %d rules and %d examples", len(ids), len(examples))
	}
	slices.Sort(ids)
	if unique := len(slices.Compact(ids)); unique != len(simulator.RuleIDs()) {
		t.Errorf("got %d different ids for %d rules", unique, len(simulator.RuleIDs()))
	}
}

func TestRulesRefuse(t *testing.T) {
	t.Parallel()
	for id, example := range refusals() {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			status, body, rule := put(t, example)
			if status != http.StatusBadRequest || rule != id {
				t.Fatalf("got %d by rule %q, want 400 by rule %q: %v", status, rule, id, body)
			}
			message, _ := body["message"].(string)
			if !strings.Contains(message, example.says) || example.says == "" {
				t.Errorf("message: got %q, want a part %q", message, example.says)
			}
			if code, _ := body["code"].(string); code == "" || strings.Contains(code, " ") {
				t.Errorf("code: got %q", code)
			}
			if _, wrapped := body["error"]; wrapped {
				t.Errorf("a resource provider's error is not wrapped: %v", body)
			}
		})
	}
}

// put sends an example and returns the answer and the rule that refused it.
func put(t *testing.T, example refusal) (status int, body object, rule string) {
	t.Helper()
	world := simulator.BuiltIn()
	if example.world != nil {
		example.world(world)
	}
	s, _ := start(t, simulator.Options{World: world})
	name := example.name
	if name == "" {
		name = "batch"
	}
	if example.before != nil {
		send(t, s, 201, "PUT", west+"/agentPools/"+name+"?api-version=2026-05-01", pool(example.before))
		send(t, s, 200, "GET", west+"/agentPools/"+name, nil)
	}
	for _, update := range example.then {
		send(t, s, 200, "PUT", west+"/agentPools/"+name+"?api-version=2026-05-01", object{"properties": update})
	}
	if example.cluster != nil {
		if err := s.EditCluster(west, example.cluster); err != nil {
			t.Fatal(err)
		}
	}
	version := example.version
	if version == "" {
		version = "2026-05-01"
	}
	r := newRequest(t, "PUT", west+"/agentPools/"+name+"?api-version="+version, pool(example.send))
	response, body := exchange(t, s, r)
	log := s.Requests()
	return response.StatusCode, body, log[len(log)-1].Rule
}

// network changes a cluster's network profile.
func network(key string, v any) func(object) {
	return func(cluster object) {
		cluster["properties"].(object)["networkProfile"].(object)[key] = v
	}
}

package simulator_test

import (
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// An operating system that is new to a pool is checked on an update as on a create.
// The one that the pool already has is not checked again.
func TestANewNodeSystemIsJudgedOnAnUpdate(t *testing.T) {
	t.Parallel()
	for title, test := range map[string]struct {
		before object
		sku    string
		rule   string
	}{
		"retired":             {object{}, "CBLMariner", "os-sku-retired"},
		"confidential":        {object{"vmSize": "Standard_DC4as_v5"}, "Ubuntu2204", "confidential-size"},
		"confidential, newer": {object{"vmSize": "Standard_DC4as_v5"}, "Ubuntu2404", ""},
		"Kata":                {object{"vmSize": "Standard_D4s_v5", "osSKU": "AzureLinux", "workloadRuntime": "KataVmIsolation"}, "AzureContainerLinux", "container-linux-kata"},
		"the same":            {object{"osSKU": "AzureLinux"}, "AzureLinux", ""},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			send := merge(test.before, object{"osSKU": test.sku})
			status, body, rule := put(t, refusal{before: test.before, send: send})
			if wanted := map[bool]int{true: 200, false: 400}[test.rule == ""]; status != wanted || rule != test.rule {
				t.Errorf("got %d by rule %q, want %d by rule %q: %v", status, rule, wanted, test.rule, body)
			}
		})
	}
	world := simulator.BuiltIn()
	pools, sku := &world.Subscriptions[0].Clusters[0].Pools, "CBLMariner"
	*pools = append(*pools, simulator.Pool{Name: "old", Properties: &simulator.AgentPoolProperties{OSSKU: &sku}})
	s, _ := start(t, simulator.Options{World: world})
	send(t, s, 200, "PUT", west+"/agentPools/old", object{"properties": object{"osSKU": "CBLMariner", "tags": object{"a": "b"}}})
}

// maxSurge and maxUnavailable replace each other, on an update as on a create.
func TestSurgeAndUnavailableDisplaceEachOther(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{})
	send(t, s, 201, "PUT", west+"/agentPools/batch", pool(object{"count": 3}))
	for _, step := range []struct {
		send               object
		surge, unavailable string
	}{
		{object{"maxUnavailable": "1"}, "0", "1"},
		{object{"drainTimeoutInMinutes": 45}, "0", "1"},
		{object{"maxSurge": "33%"}, "33%", "0"},
		{object{"maxUnavailable": "25%"}, "0", "25%"},
		{object{"maxSurge": "1", "maxUnavailable": "0"}, "1", "0"},
	} {
		send(t, s, 200, "PUT", west+"/agentPools/batch", object{"properties": object{"upgradeSettings": step.send}})
		got := properties(t, s, west, "batch")["upgradeSettings"].(object)
		if got["maxSurge"] != step.surge || got["maxUnavailable"] != step.unavailable {
			t.Errorf("%v: got %v", step.send, got)
		}
	}
	for _, wrong := range []object{{"maxSurge": "1", "maxUnavailable": "1"}, {"maxSurge": "0"}} {
		send(t, s, 400, "PUT", west+"/agentPools/batch", object{"properties": object{"upgradeSettings": wrong}})
	}
}

package simulator_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

func withEvents(events ...simulator.Event) *simulator.World {
	world := simulator.BuiltIn()
	world.Events = events
	return world
}

func TestSomebodyWritesAtATime(t *testing.T) {
	t.Parallel()
	s, clock := start(t, simulator.Options{World: withEvents(
		simulator.Event{AfterSeconds: 90, Cluster: "aks-lanes", Set: map[string]any{"disableLocalAccounts": true}},
		simulator.Event{AfterSeconds: 60, Cluster: "aks-lanes", Pool: "nodepool1", Set: map[string]any{"nodeLabels": map[string]any{"by": "hand"}}},
	)})
	before := properties(t, s, west, "nodepool1")
	clock.pass(59 * time.Second)
	if got := properties(t, s, west, "nodepool1"); !reflect.DeepEqual(got, before) {
		t.Errorf("before its time: got %v", got)
	}
	clock.pass(time.Second)
	after := properties(t, s, west, "nodepool1")
	if !reflect.DeepEqual(after["nodeLabels"], object{"by": "hand"}) || after["eTag"] == before["eTag"] {
		t.Errorf("at its time: got %v, eTag %v", after["nodeLabels"], after["eTag"])
	}
	clock.pass(time.Minute)
	_, cluster := readCluster(t, s, west)
	if cluster["disableLocalAccounts"] != true || cluster["fqdn"] == nil {
		t.Errorf("the cluster: got %v", cluster)
	}
}

func TestANewNodeImageAndTheChannelThatTakesIt(t *testing.T) {
	t.Parallel()
	s, clock := start(t, simulator.Options{Speed: 1, World: withEvents(
		simulator.Event{AfterSeconds: 60, NodeImages: &simulator.NodeImages{Linux: "202610.01.0"}},
		simulator.Event{AfterSeconds: 120, Cluster: "aks-lanes", AutoUpgrade: true},
	)})
	clock.pass(90 * time.Second)
	profile := send(t, s, 200, "GET", west+"/agentPools/nodepool1/upgradeProfiles/default", nil)["properties"].(object)
	if got := profile["latestNodeImageVersion"].(string); !strings.HasSuffix(got, "202610.01.0") {
		t.Errorf("the newest image: got %s", got)
	}
	if got := properties(t, s, west, "nodepool1")["nodeImageVersion"].(string); strings.HasSuffix(got, "202610.01.0") {
		t.Errorf("before the channel acts: got %s", got)
	}
	clock.pass(time.Minute)
	if got := properties(t, s, west, "nodepool1")["provisioningState"]; got != "UpgradingNodeImageVersion" {
		t.Errorf("meanwhile: got %v", got)
	}
	clock.pass(time.Hour)
	if got := properties(t, s, west, "nodepool1")["nodeImageVersion"].(string); !strings.HasSuffix(got, "202610.01.0") {
		t.Errorf("after it: got %s", got)
	}
	if got := properties(t, s, south, "nodepool1")["nodeImageVersion"].(string); strings.HasSuffix(got, "202610.01.0") {
		t.Errorf("the other cluster: got %s", got)
	}
}

func TestUpgradeChannels(t *testing.T) {
	t.Parallel()
	for channel, want := range map[string]string{"none": "1.35.5", "patch": "1.35.7", "stable": "1.35.7", "rapid": "1.36.3"} {
		t.Run(channel, func(t *testing.T) {
			t.Parallel()
			world := withEvents(simulator.Event{AfterSeconds: 1, Cluster: "aks-lanes", AutoUpgrade: true})
			cluster := &world.Subscriptions[0].Clusters[0]
			cluster.KubernetesVersion = "1.35.5"
			cluster.Properties = map[string]any{"autoUpgradeProfile": map[string]any{"upgradeChannel": channel}}
			s, clock := start(t, simulator.Options{Speed: 1, World: world})
			clock.pass(time.Hour)
			_, got := readCluster(t, s, west)
			nodepool1 := got["agentPoolProfiles"].([]any)[0].(object)
			if got["currentKubernetesVersion"] != want || nodepool1["currentOrchestratorVersion"] != want {
				t.Errorf("got %v, pool %v, want %s", got["currentKubernetesVersion"], nodepool1["currentOrchestratorVersion"], want)
			}
		})
	}
}

// Events that happen without a request are the same for every process, whether or
// not they are saved yet.
func TestTwoProcessesSeeTheSameEvents(t *testing.T) {
	t.Parallel()
	world := withEvents(
		simulator.Event{AfterSeconds: 60, NodeImages: &simulator.NodeImages{Linux: "202610.01.0"}},
		simulator.Event{AfterSeconds: 60, Cluster: "aks-lanes", AutoUpgrade: true},
	)
	world.Subscriptions[0].Clusters[0].Workloads = []simulator.Workload{{Name: "web", Replicas: 4}}
	file := stateFile(t)
	one, clock := start(t, simulator.Options{Speed: 1, World: world, StateFile: file})
	other, _ := start(t, simulator.Options{Speed: 1, World: world, StateFile: file, Clock: clock.time})
	for range 4 {
		clock.pass(time.Minute)
		a, b := properties(t, one, west, "nodepool1"), properties(t, other, west, "nodepool1")
		if !reflect.DeepEqual(a, b) {
			t.Errorf("got %v and %v", a, b)
		}
	}
	clock.pass(time.Hour)
	send(t, one, 201, "PUT", west+"/agentPools/batch", pool(nil))
	if got := properties(t, other, west, "nodepool1")["nodeImageVersion"].(string); !strings.HasSuffix(got, "202610.01.0") {
		t.Errorf("after a write: got %s", got)
	}
}

func TestEventsThatCannotHappen(t *testing.T) {
	t.Parallel()
	for want, event := range map[string]simulator.Event{
		"$.events[0].after_seconds": {AfterSeconds: -1},
		`"nope" does not exist`:     {Cluster: "nope", AutoUpgrade: true},
		"needs a cluster":           {AutoUpgrade: true},
		"set: $.size: unknown key":  {Cluster: "aks-lanes", Pool: "nodepool1", Set: map[string]any{"size": 1}},
	} {
		if _, err := simulator.New(simulator.Options{World: withEvents(event)}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want a part %q", err, want)
		}
	}
}

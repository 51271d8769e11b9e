package simulator_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// withWorkloads is the built-in world with workloads in its first cluster.
func withWorkloads(workloads ...simulator.Workload) *simulator.World {
	world := simulator.BuiltIn()
	world.Subscriptions[0].Clusters[0].Workloads = workloads
	return world
}

func number(n int) *int { return &n }

// where counts a cluster's pods by pool; "" counts those without a node.
func where(t *testing.T, s *simulator.Simulator) map[string]int {
	t.Helper()
	pods, err := s.Pods(west)
	if err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	for _, pod := range pods {
		count[pod.Pool]++
	}
	return count
}

func evictions(t *testing.T, s *simulator.Simulator) map[string]int {
	t.Helper()
	count, err := s.Evictions(west)
	if err != nil {
		t.Fatal(err)
	}
	return count
}

func TestPodsGoWhereLabelsTaintsAndRoomLetThem(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{World: withWorkloads(
		simulator.Workload{Name: "web", Replicas: 6, NodeSelector: map[string]string{"kubernetes.azure.com/mode": "system"}},
		simulator.Workload{Name: "crunch", Namespace: "jobs", Replicas: 3, CPU: 3,
			NodeSelector: map[string]string{"team": "a"}, Tolerations: []string{"workload=batch:NoSchedule"}},
	)})
	if got := where(t, s); !reflect.DeepEqual(got, map[string]int{"nodepool1": 6, "": 3}) {
		t.Errorf("at the beginning: got %v", got)
	}

	send(t, s, 201, "PUT", west+"/agentPools/other", pool(object{"nodeLabels": object{"team": "a"}, "nodeTaints": []string{"gpu=true:NoSchedule"}}))
	send(t, s, 201, "PUT", west+"/agentPools/batch", pool(object{"count": 2, "nodeLabels": object{"team": "a"}, "nodeTaints": []string{"workload=batch:NoSchedule"}}))

	// Two nodes of four vCPUs have room for one pod of three each.
	if got := where(t, s); !reflect.DeepEqual(got, map[string]int{"nodepool1": 6, "batch": 2, "": 1}) {
		t.Errorf("got %v", got)
	}
	send(t, s, 200, "PUT", west+"/agentPools/batch", pool(object{"count": 3}))
	pods, err := s.Pods(west)
	if err != nil {
		t.Fatal(err)
	}
	nodes := map[string]int{}
	for _, pod := range pods {
		nodes[pod.Node]++
	}
	if len(nodes) != 6 {
		t.Errorf("nodes: got %v", nodes)
	}
	if last := pods[8]; last.Namespace != "jobs" || last.Name != "crunch-2" || last.Pool != "batch" {
		t.Errorf("got %+v", last)
	}
}

// The steps of a rotation: a new pool is created, the old one is closed to pods,
// then deleted.
func TestARotationEvictsEachPodOnce(t *testing.T) {
	t.Parallel()
	s, clock := start(t, simulator.Options{Speed: 1, StateFile: stateFile(t), World: withWorkloads(
		simulator.Workload{Name: "web", Replicas: 10, NodeSelector: map[string]string{"lane": "web"},
			Budget: &simulator.Budget{Name: "web", MaxUnavailable: number(1)}},
	)})
	lane := object{"count": 3, "nodeLabels": object{"lane": "web"}}
	begin(t, s, "PUT", west+"/agentPools/blue", pool(lane))
	clock.pass(time.Hour)
	begin(t, s, "PUT", west+"/agentPools/green", pool(lane))
	clock.pass(time.Hour)
	if got := where(t, s); got["blue"] != 10 {
		t.Fatalf("before: got %v", got)
	}
	deletion := begin(t, s, "DELETE", west+"/agentPools/blue", nil)
	clock.pass(time.Hour)

	if got := poll(t, s, deletion)["status"]; got != "Succeeded" {
		t.Errorf("the deletion: got %v", got)
	}
	if got := where(t, s); got["green"] != 10 {
		t.Errorf("after: got %v", got)
	}
	if got := evictions(t, s); !reflect.DeepEqual(got, map[string]int{"blue": 10}) {
		t.Errorf("evictions: got %v", got)
	}
	pods, _ := s.Pods(west)
	for _, pod := range pods {
		if pod.Evictions != 1 {
			t.Errorf("%s was evicted %d times", pod.Name, pod.Evictions)
		}
	}
}

func TestWhatEvictsPods(t *testing.T) {
	t.Parallel()
	lane := func(more object) object {
		body := object{"count": 3, "nodeLabels": object{"lane": "a"}}
		for key, v := range more {
			body[key] = v
		}
		return pool(body)
	}
	for title, test := range map[string]struct {
		change object
		want   int
	}{
		"labels":             {lane(object{"nodeLabels": object{"lane": "a", "more": "b"}}), 0},
		"a NoSchedule taint": {lane(object{"nodeTaints": []string{"a=b:NoSchedule"}}), 0},
		"a NoExecute taint":  {lane(object{"nodeTaints": []string{"a=b:NoExecute"}}), 6},
		"one node less":      {lane(object{"count": 2}), 2},
		"a stop":             {lane(object{"powerState": object{"code": "Stopped"}}), 6},
		// Two pods per node, on three nodes and a surge node that is removed at the
		// end.
		"another node system": {lane(object{"osSKU": "AzureLinux"}), 8},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			s, _ := start(t, simulator.Options{World: withWorkloads(
				simulator.Workload{Name: "web", Replicas: 6, NodeSelector: map[string]string{"lane": "a"}})})
			send(t, s, 201, "PUT", west+"/agentPools/batch", lane(nil))
			send(t, s, 200, "PUT", west+"/agentPools/batch", test.change)
			if got := evictions(t, s)["batch"]; got != test.want {
				t.Errorf("got %d evictions, want %d", got, test.want)
			}
		})
	}
}

func TestDeletedMachinesTakeTheirPodsWithThem(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{World: withWorkloads(simulator.Workload{Name: "web", Replicas: 3,
		Budget: &simulator.Budget{Name: "web", MaxUnavailable: number(0)}})})
	names, _ := machineNames(t, s, "nodepool1")
	send(t, s, 202, "POST", west+"/agentPools/nodepool1/deleteMachines", object{"machineNames": names[:1]})
	if got := evictions(t, s)["nodepool1"]; got != 1 {
		t.Errorf("got %d", got)
	}
	if got := where(t, s); got["nodepool1"] != 3 {
		t.Errorf("got %v", got)
	}
}

// heldWorld is a world with a budget that holds the pods in the lane.
func heldWorld() *simulator.World {
	return withWorkloads(simulator.Workload{Name: "db", Namespace: "data", Replicas: 2, NodeSelector: map[string]string{"lane": "a"},
		Budget: &simulator.Budget{Name: "db-pdb", MinAvailable: number(2)}})
}

func TestABudgetHoldsADrainUntilItsTimeout(t *testing.T) {
	t.Parallel()
	for title, test := range map[string]struct {
		settings object
		method   string
		query    string
		body     object
		minutes  int
	}{
		"an upgrade, 30 minutes by itself": {method: "PUT", body: object{"orchestratorVersion": "1.35.7"}, minutes: 30},
		"an upgrade with a timeout":        {settings: object{"drainTimeoutInMinutes": 90}, method: "PUT", body: object{"orchestratorVersion": "1.35.7"}, minutes: 90},
		"a deletion":                       {method: "DELETE", minutes: 30},
		"scaling down":                     {method: "PUT", body: object{"count": 0}, minutes: 30},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			s, clock := start(t, simulator.Options{Speed: 1, World: heldWorld()})
			lane := object{"count": 2, "nodeLabels": object{"lane": "a"}, "orchestratorVersion": "1.34.9"}
			if test.settings != nil {
				lane["upgradeSettings"] = test.settings
			}
			begin(t, s, "PUT", west+"/agentPools/batch", pool(lane))
			clock.pass(time.Hour)
			var body any
			if test.body != nil {
				body = object{"properties": test.body}
			}

			started := begin(t, s, test.method, west+"/agentPools/batch", body)

			clock.pass(time.Duration(test.minutes) * time.Minute)
			if got := poll(t, s, started)["status"]; got == "Failed" {
				t.Errorf("at the timeout's minute: got %v", got)
			}
			clock.pass(10 * time.Minute)
			ended := poll(t, s, started)
			failure, _ := ended["error"].(object)
			if ended["status"] != "Failed" || failure["code"] != "PodDrainFailure" {
				t.Fatalf("got %v", ended)
			}
			for _, part := range []string{"aks-batch-", "data/db-", "blocked by pdb db-pdb", "MinAvailable: 2"} {
				if got := failure["message"].(string); !strings.Contains(got, part) {
					t.Errorf("the message does not name %q: %s", part, got)
				}
			}
			left := properties(t, s, west, "batch")
			if left["provisioningState"] != "Failed" || left["status"].(object)["provisioningError"].(object)["code"] != "PodDrainFailure" {
				t.Errorf("the pool: got %v", left)
			}
			if got := evictions(t, s)["batch"]; got != 0 {
				t.Errorf("evictions: got %d", got)
			}
		})
	}
}

func TestADeletionMayPassOverBudgets(t *testing.T) {
	t.Parallel()
	s, clock := start(t, simulator.Options{Speed: 1, World: heldWorld()})
	begin(t, s, "PUT", west+"/agentPools/batch", pool(object{"nodeLabels": object{"lane": "a"}}))
	clock.pass(time.Hour)
	begin(t, s, "DELETE", west+"/agentPools/batch?ignore-pod-disruption-budget=true", nil)
	clock.pass(10 * time.Minute)
	send(t, s, 404, "GET", west+"/agentPools/batch", nil)
	if got := evictions(t, s)["batch"]; got != 2 {
		t.Errorf("evictions: got %d", got)
	}
}

func TestALiftedBudgetLetsTheDrainGoOn(t *testing.T) {
	t.Parallel()
	s, clock := start(t, simulator.Options{Speed: 1, World: heldWorld()})
	begin(t, s, "PUT", west+"/agentPools/batch", pool(object{"nodeLabels": object{"lane": "a"}}))
	clock.pass(time.Hour)
	deletion := begin(t, s, "DELETE", west+"/agentPools/batch", nil)
	clock.pass(15 * time.Minute)

	err := s.EditWorkloads(west, func(all []simulator.Workload) []simulator.Workload {
		all[0].Budget = nil
		return all
	})
	if err != nil {
		t.Fatal(err)
	}

	clock.pass(time.Second)
	if got := poll(t, s, deletion)["status"]; got != "Succeeded" {
		t.Errorf("got %v", got)
	}
}

// With Cordon, a node that cannot be drained does not stop the drain of the others.
func TestCordonGoesOnAtTheOtherNodes(t *testing.T) {
	t.Parallel()
	for behavior, want := range map[string]int{"Schedule": 0, "Cordon": 2} {
		t.Run(behavior, func(t *testing.T) {
			t.Parallel()
			world := heldWorld()
			workloads := &world.Subscriptions[0].Clusters[0].Workloads
			(*workloads)[0].Replicas, (*workloads)[0].Budget.MinAvailable = 1, number(1)
			*workloads = append(*workloads, simulator.Workload{Name: "web", Replicas: 1, NodeSelector: map[string]string{"lane": "a"}})
			s, clock := start(t, simulator.Options{Speed: 1, World: world})
			begin(t, s, "PUT", west+"/agentPools/batch", pool(object{"count": 2, "nodeLabels": object{"lane": "a"},
				"orchestratorVersion": "1.34.9", "upgradeSettings": object{"undrainableNodeBehavior": behavior}}))
			clock.pass(time.Hour)
			upgrade := begin(t, s, "PUT", west+"/agentPools/batch", object{"properties": object{"orchestratorVersion": "1.35.7"}})
			clock.pass(time.Hour)
			if got := poll(t, s, upgrade)["status"]; got != "Failed" {
				t.Errorf("got %v", got)
			}
			if got := evictions(t, s)["batch"]; got != want {
				t.Errorf("evictions: got %d, want %d", got, want)
			}
		})
	}
}

func TestWorkloadsThatMakeNoSense(t *testing.T) {
	t.Parallel()
	for want, workload := range map[string]simulator.Workload{
		"has no name":        {Replicas: 1},
		"cannot be negative": {Name: "a", Replicas: -1},
		"min_available or":   {Name: "a", Budget: &simulator.Budget{Name: "b"}},
	} {
		if _, err := simulator.New(simulator.Options{World: withWorkloads(workload)}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want a part %q", err, want)
		}
	}
	s, _ := start(t, simulator.Options{})
	if _, err := s.Pods("nope"); err == nil {
		t.Error("pods of an unknown cluster: got no error")
	}
	if got := fmt.Sprint(evictions(t, s)); got != "map[]" {
		t.Errorf("evictions of a cluster without workloads: got %s", got)
	}
}

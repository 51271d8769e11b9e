package simulator_test

import (
	"testing"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// load is a workload of pods that each fill a node of four vCPUs.
func load(replicas int) simulator.Workload {
	return simulator.Workload{Name: "crunch", Replicas: replicas, CPU: 4, NodeSelector: map[string]string{"lane": "a"},
		Tolerations: []string{"workload=batch:NoSchedule"}}
}

func elastic(more object) object {
	body := object{"count": 0, "enableAutoScaling": true, "minCount": 0, "maxCount": 3,
		"nodeLabels": object{"lane": "a"}, "nodeTaints": []string{"workload=batch:NoSchedule"}}
	for key, v := range more {
		body[key] = v
	}
	return pool(body)
}

func replicas(t *testing.T, s *simulator.Simulator, n int) {
	t.Helper()
	err := s.EditWorkloads(west, func(all []simulator.Workload) []simulator.Workload {
		all[0].Replicas = n
		return all
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAPoolFollowsItsLoad(t *testing.T) {
	t.Parallel()
	s, clock := start(t, simulator.Options{Speed: 1, StateFile: stateFile(t), World: withWorkloads(load(0))})
	begin(t, s, "PUT", west+"/agentPools/batch", elastic(nil))
	clock.pass(time.Hour)
	tag := properties(t, s, west, "batch")["eTag"]
	replicas(t, s, 2)

	clock.pass(time.Minute)
	if got := properties(t, s, west, "batch")["count"]; got != 0.0 {
		t.Errorf("after a minute: got %v", got)
	}
	clock.pass(2 * time.Minute)
	got := properties(t, s, west, "batch")
	if got["count"] != 2.0 || got["provisioningState"] != "Succeeded" || got["eTag"] != tag {
		t.Errorf("after three minutes: got %v, %v, eTag changed: %v", got["count"], got["provisioningState"], got["eTag"] != tag)
	}
	if at := where(t, s); at["batch"] != 2 {
		t.Errorf("the pods: got %v", at)
	}

	replicas(t, s, 9)
	clock.pass(3 * time.Minute)
	if got := properties(t, s, west, "batch")["count"]; got != 3.0 {
		t.Errorf("at most: got %v", got)
	}

	replicas(t, s, 1)
	clock.pass(9 * time.Minute)
	if got := properties(t, s, west, "batch")["count"]; got != 3.0 {
		t.Errorf("not yet: got %v", got)
	}
	clock.pass(time.Minute)
	if got := properties(t, s, west, "batch")["count"]; got != 1.0 {
		t.Errorf("after ten minutes: got %v", got)
	}
}

func TestWhatTheAutoscalerLeavesAlone(t *testing.T) {
	t.Parallel()
	for title, body := range map[string]object{
		"another label":   elastic(object{"nodeLabels": object{"lane": "b"}}),
		"a foreign taint": elastic(object{"nodeTaints": []string{"gpu=true:NoSchedule"}}),
		"a stopped pool":  elastic(object{"powerState": object{"code": "Stopped"}}),
		"a small size":    elastic(object{"vmSize": "Standard_D2ds_v5"}),
		"no autoscaler":   pool(object{"count": 0, "nodeLabels": object{"lane": "a"}}),
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			s, clock := start(t, simulator.Options{Speed: 1, World: withWorkloads(load(2))})
			begin(t, s, "PUT", west+"/agentPools/batch", body)
			clock.pass(time.Hour)
			if got := properties(t, s, west, "batch")["count"]; got != 0.0 {
				t.Errorf("got %v", got)
			}
		})
	}
}

func TestTheAutoscalerKeepsWithinTheQuota(t *testing.T) {
	t.Parallel()
	world := withWorkloads(load(3))
	// nodepool1 uses twelve cores; the remaining eight are two nodes.
	world.Quotas = append(world.Quotas, simulator.Quota{Name: "cores", Limit: 20})
	s, clock := start(t, simulator.Options{Speed: 1, World: world})
	begin(t, s, "PUT", west+"/agentPools/batch", elastic(nil))
	clock.pass(time.Hour)
	if got := properties(t, s, west, "batch")["count"]; got != 2.0 {
		t.Errorf("got %v", got)
	}
}

func TestTheAutoscalerPicksTheZoneThatAPodNeeds(t *testing.T) {
	t.Parallel()
	zonal := load(1)
	zonal.NodeSelector = map[string]string{"topology.kubernetes.io/zone": "westeurope-2"}
	s, clock := start(t, simulator.Options{Speed: 1, World: withWorkloads(zonal)})
	begin(t, s, "PUT", west+"/agentPools/one", elastic(object{"availabilityZones": []string{"1"}}))
	begin(t, s, "PUT", west+"/agentPools/two", elastic(object{"availabilityZones": []string{"2"}}))
	clock.pass(time.Hour)
	if one, two := properties(t, s, west, "one")["count"], properties(t, s, west, "two")["count"]; one != 0.0 || two != 1.0 {
		t.Errorf("got %v and %v", one, two)
	}
}

func TestAtSpeed0TheAutoscalerIsAtOnce(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{World: withWorkloads(load(2))})
	send(t, s, 201, "PUT", west+"/agentPools/batch", elastic(nil))
	if got := properties(t, s, west, "batch")["count"]; got != 2.0 {
		t.Errorf("got %v", got)
	}
}

// A stopped cluster has no nodes for pods and no autoscaler. When it starts, both
// continue.
func TestAStoppedClusterIsLeftAlone(t *testing.T) {
	t.Parallel()
	s, clock := start(t, simulator.Options{Speed: 1, World: withWorkloads(load(1))})
	begin(t, s, "PUT", west+"/agentPools/batch", elastic(nil))
	clock.pass(time.Hour)
	if got := where(t, s); got["batch"] != 1 {
		t.Fatalf("before: got %v", got)
	}
	begin(t, s, "POST", west+"/stop", nil)
	replicas(t, s, 3)
	clock.pass(time.Hour)
	if got := properties(t, s, west, "batch")["count"]; got != 1.0 {
		t.Errorf("while it is stopped: got %v nodes", got)
	}
	if got := where(t, s); got["batch"] != 0 || got[""] != 3 {
		t.Errorf("while it is stopped: got %v", got)
	}
	replicas(t, s, 2)
	clock.pass(time.Hour)
	if got := where(t, s); got[""] != 2 {
		t.Errorf("while it is stopped: got %v", got)
	}
	begin(t, s, "POST", west+"/start", nil)
	clock.pass(time.Hour)
	if got := properties(t, s, west, "batch")["count"]; got != 2.0 {
		t.Errorf("after the start: got %v nodes", got)
	}
	if got := where(t, s); got["batch"] != 2 {
		t.Errorf("after the start: got %v", got)
	}
}

func TestAClusterThatTheWorldHasStopped(t *testing.T) {
	t.Parallel()
	world := withWorkloads(simulator.Workload{Name: "web", Replicas: 2})
	cluster := &world.Subscriptions[0].Clusters[0]
	cluster.Stopped = true
	on, least, most := true, int32(1), int32(5)
	cluster.Pools[0].Properties.EnableAutoScaling, cluster.Pools[0].Properties.MinCount, cluster.Pools[0].Properties.MaxCount = &on, &least, &most
	s, clock := start(t, simulator.Options{Speed: 1, World: world})
	clock.pass(3 * time.Hour)
	if got := properties(t, s, west, "nodepool1")["count"]; got != 3.0 {
		t.Errorf("got %v nodes", got)
	}
	if got := where(t, s); got[""] != 2 {
		t.Errorf("got %v", got)
	}
}

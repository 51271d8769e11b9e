package acceptance

import (
	"fmt"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// shop is a world in which twenty pods of a service run on the lane pricing. Their
// budget allows two of them to be evicted at a time.
func shop(t testing.TB) *World {
	t.Helper()
	world := simulator.BuiltIn()
	atMost := 2
	world.Subscriptions[0].Clusters[0].Workloads = []simulator.Workload{{
		Name: "cart", Namespace: "shop", Replicas: 20, CPU: 3,
		NodeSelector: map[string]string{"workload-lane/name": "pricing"},
		Tolerations:  []string{"workload=batch:NoSchedule"},
		Budget:       &simulator.Budget{Name: "cart", MaxUnavailable: &atMost},
	}}
	sim, err := simulator.New(simulator.Options{World: world, PollHint: true})
	if err != nil {
		t.Fatal(err)
	}
	return &World{t: t, Sim: sim}
}

// A rotation of ten nodes evicts each pod once. The contract always has a node: the
// same selector places the pods on the new pool.
func TestRotationEvictsEachPodOnce(t *testing.T) {
	t.Parallel()
	w := shop(t)
	e, err := NewEngine(w)
	if err != nil {
		t.Fatal(err)
	}
	lane := func(size string) map[string]any {
		return chaosLane(map[string]any{"vm_size": size, "capacity": map[string]any{"nodes": 10}, "disruption": map[string]any{"allow": "rotate"}})
	}
	if _, err := e.Run(lane("Standard_D8ds_v5"), Disturbance{}); err != nil {
		t.Fatal(err)
	}
	before, err := w.Sim.Evictions(ClusterID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := e.Run(lane("Standard_D8ads_v5"), Disturbance{}); err != nil {
		t.Fatal(err)
	}
	if w.Pool("pricing") != nil || w.Pool("pricingr") == nil {
		t.Fatal("the lane has not rotated")
	}
	after, err := w.Sim.Evictions(ClusterID)
	if err != nil {
		t.Fatal(err)
	}
	pods, err := w.Sim.Pods(ClusterID)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("evictions by pool before %v, after %v", before, after)
	for _, p := range pods {
		if p.Evictions > 1 {
			t.Errorf("%s was evicted %d times", p.Name, p.Evictions)
		}
		if p.Pool != "pricingr" {
			t.Errorf("%s runs on %q", p.Name, p.Pool)
		}
	}
	if len(pods) != 20 {
		t.Error(fmt.Errorf("there are %d pods", len(pods)))
	}
}

// Other clients rotate through a temporary pool because the pool's name is taken.
// That evicts every pod twice.
func TestRotationOverATemporaryPoolEvictsTwice(t *testing.T) {
	t.Parallel()
	w := shop(t)
	pool := func(size string) map[string]any {
		return map[string]any{"mode": "User", "vmSize": size, "count": 10, "nodeLabels": map[string]any{"workload-lane/name": "pricing"},
			"nodeTaints": []any{"workload=batch:NoSchedule"}}
	}
	remove := func(name string) {
		if status, answer, err := w.Sim.Do("DELETE", ClusterID+"/agentPools/"+name, nil); err != nil || status != 202 {
			t.Fatalf("DELETE %s: %d %v %v", name, status, answer, err)
		}
		w.Settle(name)
	}
	w.Put("pricing", pool("Standard_D8ds_v5"))
	w.Put("tmp", pool("Standard_D8ads_v5"))
	remove("pricing")
	w.Put("pricing", pool("Standard_D8ads_v5"))
	remove("tmp")
	pods, err := w.Sim.Pods(ClusterID)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range pods {
		if p.Evictions != 2 {
			t.Errorf("%s was evicted %d times", p.Name, p.Evictions)
		}
	}
}

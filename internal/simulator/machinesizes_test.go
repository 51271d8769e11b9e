package simulator_test

import (
	"reflect"
	"testing"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

const small, large, newest = "Standard_D4ds_v5", "Standard_D8ds_v5", "?api-version=2026-05-01"

// mixed has two small machines with a fixed count, and large ones in a range.
func mixed(least, most int) object {
	return object{"manual": []object{{"size": small, "count": 2}}, "autoscale": []object{{"size": large, "minCount": least, "maxCount": most}}}
}

func nodesOf(t *testing.T, s *simulator.Simulator, name string) object {
	t.Helper()
	got := object{}
	status, _ := properties(t, s, west, name)["virtualMachineNodesStatus"].([]any)
	for _, one := range status {
		got[one.(object)["size"].(string)] = one.(object)["count"]
	}
	return got
}

// A range starts at its minimum, and quotas count the existing machines: 2 × 4 and
// 1 × 8 cores in addition to the 12 of nodepool1.
func TestAPoolOfARangeAndAFixedCount(t *testing.T) {
	t.Parallel()
	world := simulator.BuiltIn()
	world.Quotas = append(world.Quotas, simulator.Quota{Name: "cores", Limit: 28})
	s, _ := start(t, simulator.Options{World: world})
	const path = west + "/agentPools/mix" + newest

	send(t, s, 201, "PUT", path, pool(machines(mixed(1, 5), nil)))

	if got, want := nodesOf(t, s, "mix"), (object{small: 2.0, large: 1.0}); !reflect.DeepEqual(got, want) {
		t.Errorf("the nodes: got %v, want %v", got, want)
	}
	if got := len(send(t, s, 200, "GET", west+"/agentPools/mix/machines", nil)["value"].([]any)); got != 3 {
		t.Errorf("the machines: got %d", got)
	}
	refused := send(t, s, 400, "PUT", path, object{"properties": object{"virtualMachinesProfile": object{"scale": mixed(2, 5)}}})
	if refused["code"] != "ErrCode_InsufficientVCPUQuota" {
		t.Errorf("a ninth core: got %v", refused)
	}
	send(t, s, 200, "PUT", path, object{"properties": object{"virtualMachinesProfile": object{"scale": mixed(1, 50)}}})
	if got := nodesOf(t, s, "mix")[large]; got != 1.0 {
		t.Errorf("a wider range: got %v large ones", got)
	}
}

// Addresses are counted up to the maximum of the range, as in other pools.
func TestARangeNeedsAddresses(t *testing.T) {
	t.Parallel()
	example := refusal{cluster: network("podCidr", "10.240.0.0/20"), send: machines(autoscale(small, 0, 10), nil)}
	if status, _, rule := put(t, example); status != 201 {
		t.Errorf("10 nodes and a surge, 3 and a surge in 16 ranges: got %d by rule %q", status, rule)
	}
	example.send = machines(autoscale(small, 0, 12), nil)
	if status, _, rule := put(t, example); status != 400 || rule != "pod-cidr" {
		t.Errorf("12 nodes: got %d by rule %q", status, rule)
	}
}

// Pods of eight cores fit only on the large machines: the autoscaler adds only
// those, and removes only those.
func TestTheAutoscalerScalesARangeOfASize(t *testing.T) {
	t.Parallel()
	work := simulator.Workload{Name: "crunch", CPU: 8, NodeSelector: map[string]string{"agentpool": "mix"}}
	s, clock := start(t, simulator.Options{Speed: 1, StateFile: stateFile(t), World: withWorkloads(work)})
	begin(t, s, "PUT", west+"/agentPools/mix"+newest, pool(machines(mixed(0, 3), nil)))
	clock.pass(time.Hour)
	names := func() (list []any) {
		for _, one := range send(t, s, 200, "GET", west+"/agentPools/mix/machines", nil)["value"].([]any) {
			list = append(list, one.(object)["name"])
		}
		return list
	}
	before := names()
	replicas(t, s, 9)

	clock.pass(3 * time.Minute)

	if got, want := nodesOf(t, s, "mix"), (object{small: 2.0, large: 3.0}); !reflect.DeepEqual(got, want) {
		t.Errorf("at most: got %v, want %v", got, want)
	}
	if at := where(t, s); at["mix"] != 3 {
		t.Errorf("the pods: got %v", at)
	}
	if got := names(); len(got) != 5 || !reflect.DeepEqual(got[:2], before) {
		t.Errorf("the machines: got %v after %v", got, before)
	}
	// The count that the autoscaler has set in a range survives an update.
	begin(t, s, "PUT", west+"/agentPools/mix"+newest, object{"properties": object{"nodeLabels": object{"team": "a"}}})
	clock.pass(5 * time.Minute)
	if got := nodesOf(t, s, "mix")[large]; got != 3.0 {
		t.Errorf("after an update: got %v large ones", got)
	}

	replicas(t, s, 1)
	clock.pass(10 * time.Minute)
	if got, want := nodesOf(t, s, "mix"), (object{small: 2.0, large: 1.0}); !reflect.DeepEqual(got, want) {
		t.Errorf("at the end: got %v, want %v", got, want)
	}
	if at := where(t, s); at["mix"] != 1 {
		t.Errorf("the pod has moved: got %v", at)
	}
}

// A lower fixed count of one size: the other machines stay and keep their names.
func TestASizeShrinksByItself(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{})
	const path = west + "/agentPools/mix" + newest
	both := func(smalls, larges int) object {
		return object{"manual": []object{{"size": small, "count": smalls}, {"size": large, "count": larges}}}
	}
	send(t, s, 201, "PUT", path, pool(machines(both(2, 2), nil)))
	send(t, s, 200, "GET", path, nil)
	before := send(t, s, 200, "GET", west+"/agentPools/mix/machines", nil)["value"].([]any)

	send(t, s, 200, "PUT", path, object{"properties": object{"virtualMachinesProfile": object{"scale": both(1, 3)}}})
	send(t, s, 200, "GET", path, nil)

	after := send(t, s, 200, "GET", west+"/agentPools/mix/machines", nil)["value"].([]any)
	if len(after) != 4 || name(after[0]) != name(before[0]) || name(after[1]) != name(before[2]) || name(after[2]) != name(before[3]) {
		t.Errorf("got %v after %v", after, before)
	}
}

func name(machine any) any { return machine.(object)["name"] }

// An older api-version does not show the range and does not lose it.
func TestARangeNeedsItsAPIVersion(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{})
	send(t, s, 400, "PUT", west+"/agentPools/old?api-version=2026-04-01", pool(machines(autoscale(small, 1, 3), nil)))
	send(t, s, 201, "PUT", west+"/agentPools/mix?api-version=2026-06-01", pool(machines(autoscale(small, 1, 3), nil)))
	seen := send(t, s, 200, "GET", west+"/agentPools/mix?api-version=2026-02-01", nil)
	if scale := seen["properties"].(object)["virtualMachinesProfile"].(object)["scale"].(object); len(scale) != 0 {
		t.Errorf("2026-02-01: got %v", scale)
	}
	send(t, s, 200, "PUT", west+"/agentPools/mix?api-version=2026-02-01", seen)
	kept := send(t, s, 200, "GET", west+"/agentPools/mix?api-version=2026-07-01", nil)["properties"].(object)["virtualMachinesProfile"]
	if want := (object{"scale": autoscaleAnswer(small, 1, 3)}); !reflect.DeepEqual(kept, want) {
		t.Errorf("afterwards: got %v, want %v", kept, want)
	}
}

func autoscaleAnswer(size string, least, most float64) object {
	return object{"autoscale": []any{object{"size": size, "minCount": least, "maxCount": most}}}
}

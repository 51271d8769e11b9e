package provider

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// expanded is the result of expand: a lane as functions accept it.
func expanded(t *testing.T, purpose string, overrides object) object {
	t.Helper()
	out, ok := call(t, "expand", purpose, overrides).(object)
	if !ok {
		t.Fatalf("expand(%s) is not known", purpose)
	}
	return out
}

const (
	selectorAnnotation    = "scheduler.alpha.kubernetes.io/node-selector"
	tolerationsAnnotation = "scheduler.alpha.kubernetes.io/defaultTolerations"
)

func TestContractOfOneLane(t *testing.T) {
	t.Parallel()
	batch := object{"key": "workload", "operator": "Equal", "value": "batch", "effect": "NoSchedule"}
	want := object{"node_selector": object{"workload-lane/name": "pricing"}, "affinity": nil, "tolerations": list{batch}, "namespace_annotations": object{
		selectorAnnotation:    "workload-lane/name=pricing",
		tolerationsAnnotation: `[{"key":"workload","operator":"Equal","value":"batch","effect":"NoSchedule"}]`,
	}}

	lane := expanded(t, "batch", object{"name": "pricing"})
	returns(t, want, "contract", lane)
	returns(t, want, "contract", part(lane, "pool")) // the pool alone gives the same result
}

// The zones of a group are found by one label.
func TestContractOfZones(t *testing.T) {
	t.Parallel()
	zone := func(z string) object {
		return expanded(t, "memory", object{"name": "db" + z, "group": "db", "zones": list{z}})
	}
	out := call(t, "contract", zone("1"), zone("2"), zone("3"))
	if diff := cmp.Diff(object{"workload-lane/name": "db"}, part(out, "node_selector")); diff != "" {
		t.Error(diff)
	}
	if got := part(out, "affinity"); got != nil {
		t.Errorf("affinity is %v", got)
	}
}

// A spot lane and an on-demand lane of another group: the affinity requires one of
// them with In, and prefers spot.
func TestContractPrefersSpot(t *testing.T) {
	t.Parallel()
	out := call(t, "contract", expanded(t, "batch", object{"name": "steady"}), expanded(t, "spot", object{"name": "cheap"}))
	in := func(key string, values ...any) object {
		return object{"matchExpressions": list{object{"key": key, "operator": "In", "values": values}}}
	}
	want := object{"nodeAffinity": object{
		"requiredDuringSchedulingIgnoredDuringExecution":  object{"nodeSelectorTerms": list{in("workload-lane/name", "steady", "cheap")}},
		"preferredDuringSchedulingIgnoredDuringExecution": list{object{"weight": 100, "preference": in("kubernetes.azure.com/scalesetpriority", "spot")}},
	}}
	if diff := cmp.Diff(want, part(out, "affinity")); diff != "" {
		t.Errorf("affinity (-want +got):\n%s", diff)
	}
	for _, name := range []string{"node_selector", "namespace_annotations"} {
		if got := part(out, name); got != nil {
			t.Errorf("%s is %v", name, got)
		}
	}
	if got := part(out, "tolerations"); len(got.(list)) != 2 {
		t.Errorf("tolerations are %v", got)
	}
}

// A live pool without a lane's label is selected by AKS's own label.
func TestContractOfFoundPool(t *testing.T) {
	t.Parallel()
	found := object{"name": "old", "pool": object{"mode": "User", "labels": object{}, "taints": list{}}}
	out := call(t, "contract", found)
	if diff := cmp.Diff(object{"kubernetes.azure.com/agentpool": "old"}, part(out, "node_selector")); diff != "" {
		t.Error(diff)
	}
}

// A value that is not known makes only those parts unknown that depend on it.
func TestContractUnknown(t *testing.T) {
	t.Parallel()
	out := call(t, "contract", expanded(t, "general", object{"name": "web", "taints": later}))
	if diff := cmp.Diff(object{"node_selector": object{"workload-lane/name": "web"}, "affinity": nil, "tolerations": later,
		"namespace_annotations": object{selectorAnnotation: "workload-lane/name=web", tolerationsAnnotation: later}}, out); diff != "" {
		t.Errorf("taints (-want +got):\n%s", diff)
	}
	out = call(t, "contract", expanded(t, "general", object{"name": "web", "group": later}))
	if diff := cmp.Diff(object{"node_selector": object{"workload-lane/name": later}, "affinity": nil, "tolerations": list{},
		"namespace_annotations": object{selectorAnnotation: later}}, out); diff != "" {
		t.Errorf("group (-want +got):\n%s", diff)
	}
	out = call(t, "contract", later)
	if diff := cmp.Diff(object{"node_selector": object{"workload-lane/name": later}, "affinity": nil, "tolerations": later,
		"namespace_annotations": object{selectorAnnotation: later, tolerationsAnnotation: later}}, out); diff != "" {
		t.Errorf("lane (-want +got):\n%s", diff)
	}
}

func TestContractOfNoLane(t *testing.T) {
	t.Parallel()
	lane := expanded(t, "general", object{})
	fails(t, 1, []string{"this object is not a lane", "aks_workload_lane"}, "contract", lane, object{"colour": "green"})
	fails(t, 0, []string{"this is a string"}, "contract", "web")
	fails(t, 0, []string{"pool.capacity.min", `"few" is not a whole number`}, "contract", object{"pool": object{"capacity": object{"min": "few"}}})
	if _, failed := calling(t, "contract"); failed == nil {
		t.Error("a contract of no lane is no error")
	}
}

package provider

import (
	"strings"
	"testing"
)

func TestPolicy(t *testing.T) {
	t.Parallel()
	batch, win := expanded(t, "batch", object{"name": "pricing"}), expanded(t, "windows", object{"name": "win"})
	text, _ := call(t, "policy", batch, win).(string)
	for _, want := range []string{"kind: ValidatingAdmissionPolicy\n", "---\n", "kind: ValidatingAdmissionPolicyBinding\n", `"workload-lane/name": "pricing"`,
		`{"key": "workload", "value": "batch", "effect": "NoSchedule"}`, "do not select Windows nodes"} {
		if !strings.Contains(text, want) {
			t.Errorf("the policy lacks %q:\n%s", want, text)
		}
	}
	if strings.Contains(text, "GPU") {
		t.Error("the policy judges GPUs, and no lane has one")
	}
	returns(t, later, "policy", batch, later)
	returns(t, later, "policy", batch, object{"name": "x", "pool": object{"labels": later, "mode": "User"}})
}

func TestPolicyErrors(t *testing.T) {
	t.Parallel()
	pool := part(expanded(t, "batch", object{"name": "a"}), "pool")
	fails(t, 1, []string{"another cluster"}, "policy", object{"name": "a", "cluster_id": cluster, "pool": pool}, object{"name": "b", "cluster_id": cluster + "2", "pool": pool})
	fails(t, 0, []string{"the lane is null"}, "policy", nil)
	if _, failed := calling(t, "policy"); failed == nil || !strings.Contains(failed.Text, "no lane is given") {
		t.Errorf("without lanes: %v", failed)
	}
}

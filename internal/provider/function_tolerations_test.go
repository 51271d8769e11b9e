package provider

import "testing"

func TestTolerations(t *testing.T) {
	t.Parallel()
	equal := object{"key": "workload", "operator": "Equal", "value": "batch", "effect": "NoSchedule"}
	exists := object{"key": "lonely", "operator": "Exists", "value": nil, "effect": "NoExecute"}

	returns(t, list{equal, exists}, "tolerations", list{"workload=batch:NoSchedule", "lonely:NoExecute"})
	returns(t, list{}, "tolerations", list{})
	returns(t, later, "tolerations", later)
	returns(t, list{equal, later}, "tolerations", list{"workload=batch:NoSchedule", later})
}

func TestTolerationsOfBadTaints(t *testing.T) {
	t.Parallel()
	fails(t, 0, []string{"element 1", `"team" is not in the form key=value:Effect or key:Effect`}, "tolerations", list{"a:NoSchedule", "team"})
	fails(t, 0, []string{"element 0", "it is one of NoSchedule, PreferNoSchedule, NoExecute"}, "tolerations", list{"team=a:noschedule"})
	fails(t, 0, []string{"element 0"}, "tolerations", list{nil})
}

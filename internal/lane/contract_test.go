package lane

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
)

func TestContract(t *testing.T) {
	poolName := Known("pool1")
	equal := func(key, value, effect string) corev1.Toleration {
		return corev1.Toleration{Key: key, Operator: corev1.TolerationOpEqual, Value: value, Effect: corev1.TaintEffect(effect)}
	}
	exists := func(key, effect string) corev1.Toleration {
		return corev1.Toleration{Key: key, Operator: corev1.TolerationOpExists, Effect: corev1.TaintEffect(effect)}
	}
	spot := equal("kubernetes.azure.com/scalesetpriority", "spot", "NoSchedule")
	for name, tt := range map[string]struct {
		pool        Settings
		selector    map[string]Value
		tolerations []corev1.Toleration
	}{
		"by the lane's own label": {fresh(t, Batch), map[string]Value{LabelName: Known("pool1")}, []corev1.Toleration{equal("workload", "batch", "NoSchedule")}},
		"by the group":            {fresh(t, General, func(in *Intent) { in.Group = Known("ingest") }), map[string]Value{LabelName: Known("ingest")}, []corev1.Toleration{}},
		"unknown group":           {fresh(t, General, func(in *Intent) { in.Group = Unknown }), map[string]Value{LabelName: Unknown}, []corev1.Toleration{}},
		"unknown labels":          {fresh(t, General, wrote(Labels.Is(Unknown))), map[string]Value{LabelName: Unknown}, []corev1.Toleration{}},
		"adopted":                 {mustExpand(t, adopted(), Facts{Baseline: Baseline(found())}).Pool, map[string]Value{labelPool: poolName}, []corev1.Toleration{equal("team", "a", "NoSchedule")}},
		"label omitted":           {fresh(t, General, func(in *Intent) { in.Omit.Labels = []string{LabelName} }), map[string]Value{labelPool: poolName}, []corev1.Toleration{}},
		"taint without a value":   {fresh(t, General, wrote(taints("lonely:NoExecute", "empty=:PreferNoSchedule"))), map[string]Value{LabelName: Known("pool1")}, []corev1.Toleration{exists("empty", "PreferNoSchedule"), exists("lonely", "NoExecute")}},
		"spot":                    {fresh(t, Spot), map[string]Value{LabelName: Known("pool1")}, []corev1.Toleration{spot}},
		"spot of another purpose": {fresh(t, Batch, asSpot), map[string]Value{LabelName: Known("pool1")}, []corev1.Toleration{equal("workload", "batch", "NoSchedule"), spot}},
		"spot taint written out":  {fresh(t, Spot, wrote(taints(SpotTaint))), map[string]Value{LabelName: Known("pool1")}, []corev1.Toleration{spot}},
		"unknown taints":          {fresh(t, Batch, wrote(Taints.Is(Unknown))), map[string]Value{LabelName: Known("pool1")}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			c := ContractOf(tt.pool, poolName)
			if diff := cmp.Diff(tt.selector, c.NodeSelector); diff != "" {
				t.Errorf("selector (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.tolerations, c.Tolerations); diff != "" || c.TolerationsUnknown != (tt.tolerations == nil) {
				t.Errorf("tolerations (-want +got), unknown %v:\n%s", c.TolerationsUnknown, diff)
			}
		})
	}
	if c := ContractOf(fresh(t, General, wrote(Priority.Is(Unknown))), poolName); !c.TolerationsUnknown {
		t.Error("an unknown priority leaves the tolerations known")
	}
}

func TestNamespaceAnnotations(t *testing.T) {
	const selector, tolerations = "scheduler.alpha.kubernetes.io/node-selector", "scheduler.alpha.kubernetes.io/defaultTolerations"
	for name, tt := range map[string]struct {
		pool Settings
		want map[string]Value
	}{
		"selector and tolerations": {fresh(t, Batch), map[string]Value{
			selector:    Known("workload-lane/name=pool1"),
			tolerations: Known(`[{"key":"workload","operator":"Equal","value":"batch","effect":"NoSchedule"}]`),
		}},
		"no taint": {fresh(t, General), map[string]Value{selector: Known("workload-lane/name=pool1")}},
		"unknown":  {fresh(t, General, wrote(Labels.Is(Unknown), Taints.Is(Unknown))), map[string]Value{selector: Unknown, tolerations: Unknown}},
	} {
		got := ContractFor(Member{tt.pool, Known("pool1")}).NamespaceAnnotations()
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// A namespace can select only one value of a label: two lanes of different groups need
// an affinity, two lanes of one group do not.
func TestNamespaceAnnotationsOfSeveral(t *testing.T) {
	t.Parallel()
	one, other := Member{fresh(t, Batch), Known("pool1")}, Member{fresh(t, Batch, func(in *Intent) { in.Group = Known("other") }), Known("pool2")}
	if got := ContractFor(one, other).NamespaceAnnotations(); got != nil {
		t.Errorf("two groups are selected by %v", got)
	}
	if got := ContractFor(one, one).NamespaceAnnotations(); len(got) != 2 {
		t.Errorf("one group is selected by %v", got)
	}
}

// TestContractLeavesStartupTaintsOut: pods do not have to tolerate a taint that an
// agent removes, even if the pool itself has it.
func TestContractLeavesStartupTaintsOut(t *testing.T) {
	t.Parallel()
	pool := Of(taints("node.cilium.io/agent-not-ready=true:NoExecute", "team=a:NoSchedule", "startup-taint.cluster-autoscaler.kubernetes.io/cni=pending:NoSchedule"))
	c := ContractOf(pool, Known("pool1"))
	if len(c.Tolerations) != 1 || c.Tolerations[0].Key != "team" {
		t.Errorf("the contract tolerates %v", c.Tolerations)
	}
}

package lane

import (
	"strings"

	corev1 "k8s.io/api/core/v1"
)

// Contract is what a pod needs to be scheduled on a lane.
type Contract struct {
	NodeSelector map[string]Value // one label; its value may be unknown
	// SelectorUnknown means that not even the label is known.
	SelectorUnknown bool
	// Tolerations are in the order of the taints; null if the taints are unknown.
	Tolerations        []corev1.Toleration
	TolerationsUnknown bool
}

// labelPool is the label in which AKS puts the name of every node's pool.
const labelPool = "kubernetes.azure.com/agentpool"

// The label and the taint of spot nodes.
const (
	labelSpot = "kubernetes.azure.com/scalesetpriority"
	// SpotTaint is the taint that AKS puts on every spot node.
	SpotTaint = labelSpot + "=spot:NoSchedule"
)

// ContractOf is the contract of a pool. It selects on the lane's own label if the pool
// has it, because that label does not change in a rotation. Otherwise it selects on
// AKS's label.
func ContractOf(pool Settings, poolName Value) Contract {
	var c Contract
	switch labels := pool.Get(Labels); {
	case labels.IsUnknown():
		c.NodeSelector, c.SelectorUnknown = map[string]Value{LabelName: Unknown}, true
	default:
		name, ok := labels.Map()[LabelName]
		if ok {
			c.NodeSelector = map[string]Value{LabelName: name}
		} else {
			c.NodeSelector = map[string]Value{labelPool: poolName}
		}
	}
	all, known := NodeTaints(pool)
	if !known {
		c.TolerationsUnknown = true
		return c
	}
	c.Tolerations = []corev1.Toleration{}
	for _, t := range Lasting(all) {
		c.Tolerations = append(c.Tolerations, toleration(t))
	}
	return c
}

// ByPool reports whether the contract selects on the node pool's own name, which
// a rotation changes.
func (c Contract) ByPool() bool {
	_, ok := c.NodeSelector[labelPool]
	return ok
}

func toleration(taint string) corev1.Toleration {
	head, effect, _ := strings.Cut(taint, ":")
	key, value, has := strings.Cut(head, "=")
	t := corev1.Toleration{Key: key, Operator: corev1.TolerationOpExists, Effect: corev1.TaintEffect(effect)}
	if has && value != "" {
		t.Operator, t.Value = corev1.TolerationOpEqual, value
	}
	return t
}

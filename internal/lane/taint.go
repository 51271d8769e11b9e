package lane

import (
	"fmt"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/validate/content"
)

var effects = []string{"NoSchedule", "PreferNoSchedule", "NoExecute"}

// TaintEffects are what a taint may do to pods.
func TaintEffects() []string { return slices.Clone(effects) }

// TaintID splits "key=value:Effect" or "key:Effect" into key and effect, which
// together name a taint.
func TaintID(taint string) (key, effect string) { return taintID(taint) }

// ParseTaint reads "key=value:Effect" or "key:Effect", the form of a node
// pool's taints. Key and value follow Kubernetes' syntax of labels; the effect
// is NoSchedule, PreferNoSchedule or NoExecute in this casing.
func ParseTaint(text string) (corev1.Taint, error) {
	head, effect, ok := strings.Cut(text, ":")
	key, value, _ := strings.Cut(head, "=")
	if !ok || len(content.IsLabelKey(key)) > 0 || len(content.IsLabelValue(value)) > 0 {
		return corev1.Taint{}, fmt.Errorf("taint %q is not in the form key=value:Effect or key:Effect", text)
	}
	if !slices.Contains(effects, effect) {
		return corev1.Taint{}, fmt.Errorf("taint %q has the effect %q; it is one of %s", text, effect, strings.Join(effects, ", "))
	}
	return corev1.Taint{Key: key, Value: value, Effect: corev1.TaintEffect(effect)}, nil
}

// Tolerations are what a pod needs to land on nodes with the taints, one a
// taint and in their order, as a manifest spells them. It fails at the first
// taint that ParseTaint does not take.
func Tolerations(taints []string) ([]corev1.Toleration, error) {
	out := []corev1.Toleration{}
	for _, t := range taints {
		if _, err := ParseTaint(t); err != nil {
			return nil, err
		}
		out = append(out, toleration(t))
	}
	return out, nil
}

// NodeTaints are the taints of the pool's nodes: its own, and the one that AKS
// puts on every spot node. It fails to know where taints or priority are
// unknown.
func NodeTaints(pool Settings) (taints []string, known bool) {
	own := pool.Get(Taints)
	if own.IsUnknown() || pool.Get(Priority).IsUnknown() {
		return nil, false
	}
	taints = slices.Clone(own.Set())
	if Priority.Text(pool) == SpotPriority && !slices.Contains(taints, SpotTaint) {
		taints = append(taints, SpotTaint)
	}
	return taints, true
}

// Open reports whether pods that ask for nothing may land on the pool: no taint
// of its nodes keeps them away. A pool whose taints are not known is not open.
func Open(pool Settings) bool {
	taints, known := NodeTaints(pool)
	return known && !slices.ContainsFunc(taints, func(t string) bool {
		_, effect := taintID(t)
		return effect == "NoSchedule" || effect == "NoExecute"
	})
}

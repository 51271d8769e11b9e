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

// startupPrefixes are keys by which the cluster autoscaler knows taints of nodes
// that are not ready yet. Source: its FAQ, startup taints.
var startupPrefixes = []string{"startup-taint.cluster-autoscaler.kubernetes.io/", "status-taint.cluster-autoscaler.kubernetes.io/", "ignore-taint.cluster-autoscaler.kubernetes.io/"}

// agentNotReady ends the keys of taints that agents take off: those of Cilium and
// of the storage drivers.
const agentNotReady = "/agent-not-ready"

// StartupTaint reports whether an agent takes the taint off a node that is ready.
func StartupTaint(taint string) bool {
	key, _ := taintID(taint)
	return strings.HasSuffix(key, agentNotReady) || slices.ContainsFunc(startupPrefixes, func(p string) bool { return strings.HasPrefix(key, p) })
}

// RuntimeTaint reports whether Kubernetes or the autoscaler puts the taint on nodes
// and takes it off by their state.
func RuntimeTaint(taint string) bool {
	key, _ := taintID(taint)
	return strings.HasPrefix(key, "node.kubernetes.io/") || strings.HasPrefix(key, "node.cloudprovider.kubernetes.io/") ||
		key == "ToBeDeletedByClusterAutoscaler" || key == "DeletionCandidateOfClusterAutoscaler"
}

// Lasting are the taints that pods have to tolerate: a startup taint is nobody's to
// tolerate but the agent's that takes it off, though a pool may have it as its own.
func Lasting(taints []string) []string {
	return slices.DeleteFunc(slices.Clone(taints), StartupTaint)
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

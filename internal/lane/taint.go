package lane

import (
	"fmt"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/validate/content"
)

var effects = []string{"NoSchedule", "PreferNoSchedule", "NoExecute"}

// TaintEffects are the possible effects of a taint on pods.
func TaintEffects() []string { return slices.Clone(effects) }

// TaintID splits "key=value:Effect" or "key:Effect" into key and effect, which together
// identify a taint.
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

// Tolerations are what a pod needs to run on nodes with the taints: one per taint, in
// the same order, in the form of a manifest. It fails at the first taint that
// ParseTaint rejects.
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

// NodeTaints are the taints of the pool's nodes: the pool's own, and the one that AKS
// puts on every spot node. known is false if the taints or the priority are unknown.
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

// startupPrefixes are the key prefixes by which the cluster autoscaler recognises
// taints of nodes that are not ready yet. Source: its FAQ, startup taints.
var startupPrefixes = []string{"startup-taint.cluster-autoscaler.kubernetes.io/", "status-taint.cluster-autoscaler.kubernetes.io/", "ignore-taint.cluster-autoscaler.kubernetes.io/"}

// agentNotReady is the end of the keys of taints that agents remove: those of Cilium
// and of the storage drivers.
const agentNotReady = "/agent-not-ready"

// StartupTaint reports whether an agent removes the taint when the node is ready.
func StartupTaint(taint string) bool {
	key, _ := taintID(taint)
	return strings.HasSuffix(key, agentNotReady) || slices.ContainsFunc(startupPrefixes, func(p string) bool { return strings.HasPrefix(key, p) })
}

// RuntimeTaint reports whether Kubernetes or the autoscaler adds and removes the taint,
// depending on the state of the node.
func RuntimeTaint(taint string) bool {
	key, _ := taintID(taint)
	return strings.HasPrefix(key, "node.kubernetes.io/") || strings.HasPrefix(key, "node.cloudprovider.kubernetes.io/") ||
		key == "ToBeDeletedByClusterAutoscaler" || key == "DeletionCandidateOfClusterAutoscaler"
}

// Lasting are the taints that pods have to tolerate. A startup taint is left out even
// if the pool itself has it: only the agent that removes it has to tolerate it.
func Lasting(taints []string) []string {
	return slices.DeleteFunc(slices.Clone(taints), StartupTaint)
}

// Open reports whether pods without any constraints may run on the pool: no taint of
// its nodes keeps them away. A pool whose taints are not known is not open.
func Open(pool Settings) bool {
	taints, known := NodeTaints(pool)
	return known && !slices.ContainsFunc(taints, func(t string) bool {
		_, effect := taintID(t)
		return effect == "NoSchedule" || effect == "NoExecute"
	})
}

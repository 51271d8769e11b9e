package fits

import (
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	scheduling "k8s.io/component-helpers/scheduling/corev1"
	"k8s.io/klog/v2"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// tolerated judges the taints that keep pods away. A pod that names its node
// bypasses the scheduler, and the kubelet rejects it for NoExecute only.
func (n node) tolerated(w Workload) verdict {
	pool := n.place.Pool
	taints, known := lastingTaints(pool)
	if !known {
		if tolerates(w, nil) {
			return fine
		}
		if surely := pool.Get(lane.Taints); !surely.IsUnknown() {
			return n.untolerated(w, lane.Lasting(surely.Set())).with(n.maybeSpot(w))
		}
		// What the spot taint keeps away stays away, whatever the other taints are.
		rest, _ := lastingTaints(pool.Put(lane.Taints, lane.Value{}))
		return n.untolerated(w, rest).with(unknown, Reason{Later, "the taints of the lane are not known yet"})
	}
	return n.untolerated(w, taints)
}

// lastingTaints returns the taints of the pool's nodes that pods have to tolerate.
func lastingTaints(pool lane.Settings) (taints []string, known bool) {
	taints, known = lane.NodeTaints(pool)
	return lane.Lasting(taints), known
}

// maybeSpot returns the answer for a pool if only its priority is not known.
func (n node) maybeSpot(w Workload) (truth, Reason) {
	taints, _ := lastingTaints(n.place.Pool.Put(lane.Priority, lane.Known(lane.SpotPriority)))
	if n.untolerated(w, taints).fits == yes {
		return yes, Reason{}
	}
	return unknown, Reason{Later, "whether the lane is Spot, with AKS's own taint, is not known yet"}
}

func (n node) untolerated(w Workload, taints []string) verdict {
	v := fine
	for _, text := range taints {
		taint, err := lane.ParseTaint(text)
		if err != nil || !keepsAway(taint, w) || tolerates(w, &taint) {
			continue
		}
		v = v.with(no, Reason{Taint, "no toleration for taint " + text})
	}
	return v
}

func keepsAway(t corev1.Taint, w Workload) bool {
	if w.Spec.NodeName != "" {
		return t.Effect == corev1.TaintEffectNoExecute
	}
	return t.Effect == corev1.TaintEffectNoSchedule || t.Effect == corev1.TaintEffectNoExecute
}

// tolerates reports whether a workload's pods tolerate the taint; nil means any
// taint at all. Tolerations with comparison operators count: a cluster that does not
// know them refuses the manifest anyway.
func tolerates(w Workload, taint *corev1.Taint) bool {
	all := tolerationsOf(w)
	if taint == nil {
		return slices.ContainsFunc(all, func(t corev1.Toleration) bool {
			return t.Key == "" && t.Operator == corev1.TolerationOpExists && t.Effect == ""
		})
	}
	return scheduling.TolerationsTolerateTaint(klog.Logger{}, all, taint, true)
}

// tolerationsOf returns the manifest's tolerations and those that Kubernetes adds:
// for the conditions of a node, to the pods of a DaemonSet; and for the devices that
// a pod asks for, by the admission plugin ExtendedResourceToleration, which AKS
// runs.
func tolerationsOf(w Workload) []corev1.Toleration {
	out := slices.Clone(w.Spec.Tolerations)
	if w.Daemon {
		for _, t := range daemonTolerations {
			if t.Key != corev1.TaintNodeNetworkUnavailable || w.Spec.HostNetwork {
				out = append(out, t)
			}
		}
	}
	for _, device := range devices(w.Spec) {
		out = append(out, corev1.Toleration{Key: device, Operator: corev1.TolerationOpExists, Effect: corev1.TaintEffectNoSchedule})
	}
	return out
}

// daemonTolerations are the tolerations that the DaemonSet controller adds. Source:
// Kubernetes documentation, DaemonSet, taints and tolerations.
var daemonTolerations = []corev1.Toleration{
	{Key: corev1.TaintNodeNotReady, Operator: corev1.TolerationOpExists, Effect: corev1.TaintEffectNoExecute},
	{Key: corev1.TaintNodeUnreachable, Operator: corev1.TolerationOpExists, Effect: corev1.TaintEffectNoExecute},
	{Key: corev1.TaintNodeDiskPressure, Operator: corev1.TolerationOpExists, Effect: corev1.TaintEffectNoSchedule},
	{Key: corev1.TaintNodeMemoryPressure, Operator: corev1.TolerationOpExists, Effect: corev1.TaintEffectNoSchedule},
	{Key: corev1.TaintNodePIDPressure, Operator: corev1.TolerationOpExists, Effect: corev1.TaintEffectNoSchedule},
	{Key: corev1.TaintNodeUnschedulable, Operator: corev1.TolerationOpExists, Effect: corev1.TaintEffectNoSchedule},
	{Key: corev1.TaintNodeNetworkUnavailable, Operator: corev1.TolerationOpExists, Effect: corev1.TaintEffectNoSchedule},
}

// devices returns the extended resources that the containers ask for, sorted.
func devices(spec corev1.PodSpec) []string {
	seen := map[string]bool{}
	for _, c := range slices.Concat(spec.InitContainers, spec.Containers) {
		for _, list := range []corev1.ResourceList{c.Resources.Requests, c.Resources.Limits} {
			for name, q := range list {
				if extended(string(name)) && !q.IsZero() {
					seen[string(name)] = true
				}
			}
		}
	}
	return sortedKeys(seen)
}

// extended reports whether a resource is one that a device plugin announces: it has
// a domain that is not one of Kubernetes' own.
func extended(resource string) bool {
	domain, _, ok := strings.Cut(resource, "/")
	return ok && domain != "kubernetes.io" && !strings.HasSuffix(domain, ".kubernetes.io") && !strings.HasPrefix(resource, "requests.")
}

// stay returns how long the tolerations of a NoExecute taint let a pod run: the
// shortest of those that cover it, as in the taint manager.
func stay(w Workload, taint corev1.Taint) (seconds int64, ends bool) {
	for _, t := range tolerationsOf(w) {
		if t.TolerationSeconds == nil || !t.ToleratesTaint(klog.Logger{}, &taint, true) {
			continue
		}
		if s := max(*t.TolerationSeconds, 0); !ends || s < seconds {
			seconds, ends = s, true
		}
	}
	return seconds, ends
}

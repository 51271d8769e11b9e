package fits

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// remarks describe what the pool's taints mean for a pod that lands (it is evicted
// after a while, or other nodes are preferred), and which parts of the pod the
// answer leaves out.
func (n node) remarks(w Workload) []string {
	taints, _ := lastingTaints(n.place.Pool)
	var out []string
	for _, text := range taints {
		taint, err := lane.ParseTaint(text)
		switch {
		case err != nil:
		case taint.Effect == corev1.TaintEffectPreferNoSchedule && w.Spec.NodeName == "" && !tolerates(w, &taint):
			out = append(out, "the scheduler prefers other nodes because of taint "+text)
		case taint.Effect == corev1.TaintEffectNoExecute:
			if seconds, ends := stay(w, taint); ends {
				out = append(out, fmt.Sprintf("pods are evicted after %d seconds because of taint %s", seconds, text))
			}
		}
	}
	return append(out, leftOut(w)...)
}

// leftOut names the settings of a workload that depend on other pods or other
// programs, and do not affect the answer.
func leftOut(w Workload) []string {
	var out []string
	if class := w.Spec.PriorityClassName; class != "" {
		out = append(out, "priority and preemption are not considered: priorityClassName is "+class)
	} else if p := w.Spec.Priority; p != nil && *p != 0 {
		out = append(out, fmt.Sprintf("priority and preemption are not considered: priority is %d", *p))
	}
	if s := w.Spec.SchedulerName; s != "" && s != corev1.DefaultSchedulerName {
		out = append(out, "the rules are those of the default scheduler: schedulerName is "+s)
	}
	if len(w.Spec.SchedulingGates) > 0 {
		out = append(out, "pods wait until the scheduling gate "+w.Spec.SchedulingGates[0].Name+" is removed")
	}
	others := map[string]bool{}
	for _, t := range antiAffinity(w.Spec) {
		if !ofItself(w, t.LabelSelector, t) {
			others[t.TopologyKey] = true
		}
	}
	if len(others) > 0 {
		out = append(out, "pods that it must be apart from are not considered: podAntiAffinity by "+strings.Join(slices.Sorted(maps.Keys(others)), ", "))
	}
	return out
}

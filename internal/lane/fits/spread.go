package fits

import (
	"fmt"
	"slices"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
)

// antiAffinity returns the required terms that keep pods apart.
func antiAffinity(spec corev1.PodSpec) []corev1.PodAffinityTerm {
	if spec.Affinity == nil || spec.Affinity.PodAntiAffinity == nil {
		return nil
	}
	return spec.Affinity.PodAntiAffinity.RequiredDuringSchedulingIgnoredDuringExecution
}

// affinity returns the required terms that keep pods together.
func affinity(spec corev1.PodSpec) []corev1.PodAffinityTerm {
	if spec.Affinity == nil || spec.Affinity.PodAffinity == nil {
		return nil
	}
	return spec.Affinity.PodAffinity.RequiredDuringSchedulingIgnoredDuringExecution
}

// spreads returns the constraints that can keep pods pending.
func spreads(spec corev1.PodSpec) []corev1.TopologySpreadConstraint {
	return slices.DeleteFunc(slices.Clone(spec.TopologySpreadConstraints), func(c corev1.TopologySpreadConstraint) bool {
		return c.WhenUnsatisfiable != corev1.DoNotSchedule
	})
}

// ofItself reports whether a term is about the workload's own pods.
func ofItself(w Workload, selector *metav1.LabelSelector, t corev1.PodAffinityTerm) bool {
	if len(t.MismatchLabelKeys) > 0 || len(t.Namespaces) > 0 && !slices.Contains(t.Namespaces, w.Namespace) {
		return false
	}
	s, err := metav1.LabelSelectorAsSelector(selector)
	return err == nil && s.Matches(labels.Set(w.Labels))
}

// together judges the labels by which a workload spreads its pods or keeps them
// together: the scheduler skips nodes that lack one of these labels. An
// anti-affinity does not apply to nodes that lack its label.
func (n node) together(w Workload) verdict {
	v := fine
	has := func(key, where string) {
		r := corev1.NodeSelectorRequirement{Key: key, Operator: corev1.NodeSelectorOpExists}
		v = v.with(n.meets(r), n.reason(Spread, where, r))
	}
	for _, c := range spreads(w.Spec) {
		has(c.TopologyKey, "topologySpreadConstraints")
	}
	for _, t := range affinity(w.Spec) {
		has(t.TopologyKey, "podAffinity")
		if !ofItself(w, t.LabelSelector, t) {
			v = v.with(perhaps, Reason{Outside, "podAffinity requires another pod in the same " + t.TopologyKey + ": " + metav1.FormatLabelSelector(t.LabelSelector)})
		}
	}
	return v
}

// rule allows a number of pods of a workload in each domain of a label.
type rule struct {
	key, what string
	each      int64
}

// rules returns the rules that a workload has for its own pods.
func rules(w Workload) []rule {
	var out []rule
	for _, t := range antiAffinity(w.Spec) {
		if ofItself(w, t.LabelSelector, t) {
			out = append(out, rule{t.TopologyKey, "required podAntiAffinity by " + t.TopologyKey, 1})
		}
	}
	for _, c := range w.Spec.Containers {
		for _, p := range c.Ports {
			port := p.HostPort
			if w.Spec.HostNetwork {
				port = max(port, p.ContainerPort)
			}
			if port != 0 {
				out = append(out, rule{corev1.LabelHostname, fmt.Sprintf("host port %d", port), 1})
				return out
			}
		}
	}
	return out
}

// apart judges how many pods the places together allow for a workload that keeps its
// pods apart: if there are more pods than domains, they never all land. The pods of
// a DaemonSet are already apart.
func apart(w Workload, all map[string]placed) {
	if w.Daemon || w.Spec.NodeName != "" {
		return
	}
	for _, r := range rules(w) {
		d := domainsOf(r.key, all, takes(w))
		if most, sure := d.most(); sure && w.Pods > most*r.each {
			text := fmt.Sprintf("only %d of %d pods land: %s, and %s", most*r.each, w.Pods, r.what, d)
			lower(all, no, Reason{Spread, text})
		} else if d.later && !d.boundless && w.Pods > d.nodes*r.each {
			lower(all, unknown, Reason{Later, r.what + " depends on how many nodes the lanes may have, which is not known yet"})
		}
	}
	for _, c := range spreads(w.Spec) {
		uneven(w, c, all)
	}
}

// lower adds a condition to the answer of every place that takes the pods.
func lower(all map[string]placed, holds truth, why Reason) {
	for name, p := range all {
		if p.fits == no {
			continue
		}
		p.verdict = p.with(holds, why)
		all[name] = p
	}
}

// uneven judges a topology spread constraint. A domain still counts as one without
// pods if its nodes do not take the pods, for example because a toleration is
// missing. So does a domain that minDomains requires and that does not exist. The
// result depends on whether there are such nodes at run time, and on nodes that are
// not known here.
func uneven(w Workload, c corev1.TopologySpreadConstraint, all map[string]placed) {
	if len(c.MatchLabelKeys) == 0 && !ofItself(w, c.LabelSelector, corev1.PodAffinityTerm{}) {
		return
	}
	taken := domainsOf(c.TopologyKey, all, takes(w))
	counted := domainsOf(c.TopologyKey, all, func(_ placed, n node) bool { return n.counted(w, c) })
	most, sure := taken.most()
	if !sure || w.Pods <= most*int64(c.MaxSkew) || most == 0 {
		return
	}
	text := fmt.Sprintf("topologySpreadConstraints let only %d of %d pods land", most*int64(c.MaxSkew), w.Pods)
	if total, known := counted.most(); c.MinDomains != nil && known && total < int64(*c.MinDomains) {
		lower(all, perhaps, Reason{Outside, fmt.Sprintf("%s: minDomains is %d, and %s", text, *c.MinDomains, counted)})
	} else if beside := counted.beside(taken); beside != "" {
		lower(all, perhaps, Reason{Outside, text + " while nodes that do not take them exist in another " + c.TopologyKey + ": " + beside})
	}
}

// takes returns a function that reports whether a node may take the pods.
func takes(w Workload) func(placed, node) bool {
	return func(p placed, n node) bool { return p.fits != no && n.judge(w).fits != no }
}

// counted reports whether the scheduler counts a node as a domain or as part of one.
func (n node) counted(w Workload, c corev1.TopologySpreadConstraint) bool {
	if n.place.empty() != "" {
		return false
	}
	honors := c.NodeAffinityPolicy == nil || *c.NodeAffinityPolicy == corev1.NodeInclusionPolicyHonor
	if honors && n.selected(w.Spec).fits == no {
		return false
	}
	heedsTaints := c.NodeTaintsPolicy != nil && *c.NodeTaintsPolicy == corev1.NodeInclusionPolicyHonor
	return !heedsTaints || n.tolerated(w).fits != no
}

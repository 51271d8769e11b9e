package fits

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/component-helpers/scheduling/corev1/nodeaffinity"
)

// meets reports whether a node meets one requirement on its labels. If the label is
// known, the scheduler's own code decides. A label that is not given perhaps meets
// the requirement if some value would.
func (n node) meets(r corev1.NodeSelectorRequirement) truth {
	l := n.label(r.Key)
	switch {
	case l.known:
		return scheduler(r, map[string]string{r.Key: l.value})
	case l.absent:
		return scheduler(r, nil)
	case l.present && r.Operator == corev1.NodeSelectorOpExists:
		return yes
	case l.present && r.Operator == corev1.NodeSelectorOpDoesNotExist:
		return no
	case l.unknown:
		return unknown
	case l.could != nil:
		return l.meets(r)
	}
	return perhaps
}

// meets reports whether one of the values that a label could have meets a
// requirement.
func (l label) meets(r corev1.NodeSelectorRequirement) truth {
	some := slices.ContainsFunc(r.Values, l.could)
	switch {
	case r.Operator == corev1.NodeSelectorOpIn && (!some || l.one):
		return truthOf(some)
	case r.Operator == corev1.NodeSelectorOpNotIn && (!some || l.one):
		return truthOf(!some)
	}
	return perhaps
}

// scheduler asks the scheduler's own code whether labels meet a requirement.
func scheduler(r corev1.NodeSelectorRequirement, labels map[string]string) truth {
	selector := &corev1.NodeSelector{NodeSelectorTerms: []corev1.NodeSelectorTerm{{MatchExpressions: []corev1.NodeSelectorRequirement{r}}}}
	ok, err := nodeaffinity.NewLazyErrorNodeSelector(selector).Match(&corev1.Node{ObjectMeta: metav1.ObjectMeta{Labels: labels}})
	return truthOf(ok && err == nil)
}

// meetsTerm reports whether a node meets all of a term; an empty term matches no
// node. Names of nodes are judged for the whole place: one of its nodes may have the
// name.
func (n node) meetsTerm(t corev1.NodeSelectorTerm) truth {
	if len(t.MatchExpressions) == 0 && len(t.MatchFields) == 0 {
		return no
	}
	out := yes
	for _, r := range t.MatchExpressions {
		out = and(out, n.meets(r))
	}
	for _, r := range t.MatchFields {
		if r.Operator == corev1.NodeSelectorOpIn && len(r.Values) == 1 {
			out = and(out, n.place.named(r.Values[0]))
		}
	}
	return out
}

// selected judges the node selector and the required node affinity, and returns what
// is not met, or not known yet.
func (n node) selected(spec corev1.PodSpec) verdict {
	v := fine
	for _, key := range slices.Sorted(maps.Keys(spec.NodeSelector)) {
		r := corev1.NodeSelectorRequirement{Key: key, Operator: corev1.NodeSelectorOpIn, Values: []string{spec.NodeSelector[key]}}
		v = v.with(n.meets(r), n.reason(Selector, "nodeSelector", r))
	}
	required := requiredTerms(spec)
	if len(required) == 0 {
		return v
	}
	met := no
	for _, t := range required {
		met = or(met, n.meetsTerm(t))
	}
	return v.with(met, n.nearest(required, met)...)
}

// nearest returns the reasons of the term that has the fewest reasons to fail or to
// wait.
func (n node) nearest(terms []corev1.NodeSelectorTerm, met truth) []Reason {
	var out []Reason
	for _, t := range terms {
		if n.meetsTerm(t) != met {
			continue
		}
		if reasons := n.unmet(t); out == nil || len(reasons) < len(out) {
			out = reasons
		}
	}
	return out
}

func requiredTerms(spec corev1.PodSpec) []corev1.NodeSelectorTerm {
	if a := nodeAffinity(spec); a != nil && a.RequiredDuringSchedulingIgnoredDuringExecution != nil {
		return a.RequiredDuringSchedulingIgnoredDuringExecution.NodeSelectorTerms
	}
	return nil
}

func nodeAffinity(spec corev1.PodSpec) *corev1.NodeAffinity {
	if spec.Affinity == nil {
		return nil
	}
	return spec.Affinity.NodeAffinity
}

// unmet returns the reasons why a node does not certainly meet a term.
func (n node) unmet(t corev1.NodeSelectorTerm) []Reason {
	var out []Reason
	for _, r := range t.MatchExpressions {
		if n.meets(r) != yes {
			out = append(out, n.reason(Affinity, "node affinity", r))
		}
	}
	for _, r := range t.MatchFields {
		if r.Operator == corev1.NodeSelectorOpIn && len(r.Values) == 1 {
			out = append(out, n.place.reasonOf(r.Values[0], "node affinity names node "+r.Values[0]+", which is not a node of this pool"))
		}
	}
	if len(t.MatchExpressions) == 0 && len(t.MatchFields) == 0 {
		out = append(out, Reason{Affinity, "node affinity has an empty term, which matches no node"})
	}
	return out
}

// reason describes what is required of a label, and what the nodes of the place
// have.
func (n node) reason(code Code, where string, r corev1.NodeSelectorRequirement) Reason {
	switch n.meets(r) {
	case unknown:
		return Reason{Later, fmt.Sprintf("%s requires %s, and label %s is not known yet", where, spell(r), r.Key)}
	case perhaps:
		return Reason{Outside, fmt.Sprintf("%s requires %s, which depends on %s", where, spell(r), n.label(r.Key).by)}
	case no, yes:
	}
	if osLabel(r.Key) {
		code = OS
	}
	return Reason{code, fmt.Sprintf("%s requires %s; the nodes have %s", where, spell(r), n.has(r.Key))}
}

func osLabel(key string) bool { return key == "kubernetes.io/os" || key == "beta.kubernetes.io/os" }

// has describes the values of a label on the nodes of the place, over all their
// shapes.
func (n node) has(key string) string {
	var values []string
	for _, sibling := range n.place.nodes() {
		if l := sibling.label(key); l.spelled() != "" {
			values = append(values, l.spelled())
		}
	}
	switch {
	case len(values) == 0 && n.label(key).present:
		return "this label"
	case len(values) == 0:
		return "no such label"
	}
	slices.Sort(values)
	return strings.Join(slices.Compact(values), ", ")
}

// spell writes a requirement as a person would say it.
func spell(r corev1.NodeSelectorRequirement) string {
	switch r.Operator {
	case corev1.NodeSelectorOpIn:
		if len(r.Values) == 1 {
			return r.Key + "=" + r.Values[0]
		}
		return r.Key + " in " + strings.Join(r.Values, ", ")
	case corev1.NodeSelectorOpNotIn:
		return r.Key + " not in " + strings.Join(r.Values, ", ")
	case corev1.NodeSelectorOpExists:
		return "a label " + r.Key
	case corev1.NodeSelectorOpDoesNotExist:
		return "no label " + r.Key
	case corev1.NodeSelectorOpGt:
		return r.Key + " above " + strings.Join(r.Values, ", ")
	case corev1.NodeSelectorOpLt:
		return r.Key + " below " + strings.Join(r.Values, ", ")
	}
	return r.Key
}

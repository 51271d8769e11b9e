package lane

import (
	"slices"

	corev1 "k8s.io/api/core/v1"
)

// Member is one lane of a union.
type Member struct {
	Pool     Settings
	PoolName Value // name of the node pool, for a pool without a lane label
}

// Requirement is a node label and the values that it may have (In). A value may be
// unknown.
type Requirement struct {
	Key    string
	Values []Value
}

// Union is what a pod needs to run on any of several lanes: for example the zones of
// one group, or spot and on-demand. The zero Union requires nothing.
type Union struct {
	// NodeSelector is one label if one is enough; otherwise null.
	NodeSelector map[string]Value
	// Required are alternatives, one term each: a node must match one of them. Null if
	// NodeSelector is enough.
	Required []Requirement
	// SelectionUnknown means that an unknown value decides which of the two is used.
	SelectionUnknown bool

	// Preferred is what the scheduler tries first: the spot nodes of a union that also
	// has others. Null if there is no preference.
	Preferred        []Requirement
	PreferredUnknown bool

	// Tolerations are the tolerations of every lane, each once, in the order of the
	// lanes. A toleration that a wider one covers is left out. Null if the taints of a
	// lane are unknown.
	Tolerations        []corev1.Toleration
	TolerationsUnknown bool
}

// spotWeight is the weight of the preference for spot nodes, out of 1 to 100:
// nothing else in the contract competes with it.
const spotWeight = 100

// ContractFor is the combined contract of several lanes. A pod that follows it may run
// on each of them and on no other lane.
func ContractFor(members ...Member) Union {
	var u Union
	byKey := map[string][]Value{}
	for _, m := range members {
		c := ContractOf(m.Pool, m.PoolName)
		for key, v := range c.NodeSelector {
			if !slices.ContainsFunc(byKey[key], v.Equal) {
				byKey[key] = append(byKey[key], v)
			}
		}
		u.tolerate(c)
	}
	u.choose(byKey, len(members))
	u.preferSpot(members)
	return u
}

// choose uses a plain selector if one label with one value finds all lanes.
func (u *Union) choose(byKey map[string][]Value, members int) {
	unknown := false
	for _, key := range []string{LabelName, labelPool} {
		values := byKey[key]
		if len(values) == 0 {
			continue
		}
		unknown = unknown || slices.ContainsFunc(values, Value.IsUnknown)
		u.Required = append(u.Required, Requirement{key, values})
	}
	switch {
	case len(u.Required) == 1 && (members == 1 || len(u.Required[0].Values) == 1 && !unknown):
		u.NodeSelector = map[string]Value{u.Required[0].Key: u.Required[0].Values[0]}
		u.Required = nil
	case unknown: // two unknown names may turn out to be the same group, or two
		u.SelectionUnknown, u.Required = true, nil
	}
}

func (u *Union) preferSpot(members []Member) {
	spot, others, unknown := 0, 0, 0
	for _, m := range members {
		switch v := m.Pool.Get(Priority); {
		case v.IsUnknown():
			unknown++
		case v.Text() == SpotPriority:
			spot++
		default:
			others++
		}
	}
	switch {
	case spot > 0 && others > 0:
		u.Preferred = []Requirement{{labelSpot, []Value{Known("spot")}}}
	case unknown > 0 && len(members) > 1:
		u.PreferredUnknown = true
	}
}

func (u *Union) tolerate(c Contract) {
	if u.TolerationsUnknown = u.TolerationsUnknown || c.TolerationsUnknown; u.TolerationsUnknown {
		u.Tolerations = nil
		return
	}
	if u.Tolerations == nil {
		u.Tolerations = []corev1.Toleration{}
	}
	for _, t := range c.Tolerations {
		if slices.ContainsFunc(u.Tolerations, func(have corev1.Toleration) bool { return covers(have, t) }) {
			continue
		}
		u.Tolerations = slices.DeleteFunc(u.Tolerations, func(have corev1.Toleration) bool { return covers(t, have) })
		u.Tolerations = append(u.Tolerations, t)
	}
}

// covers reports whether toleration a tolerates everything that b does.
func covers(a, b corev1.Toleration) bool {
	return a.Key == b.Key && a.Effect == b.Effect && (a.Operator == corev1.TolerationOpExists || a == b)
}

// NodeAffinity is the union in the form of a manifest; nil if it needs no affinity.
// known is false if a part is unknown.
func (u Union) NodeAffinity() (affinity *corev1.NodeAffinity, known bool) {
	if u.SelectionUnknown || u.PreferredUnknown {
		return nil, false
	}
	if len(u.Required) == 0 && len(u.Preferred) == 0 {
		return nil, true
	}
	affinity = &corev1.NodeAffinity{}
	if len(u.Required) > 0 {
		terms := make([]corev1.NodeSelectorTerm, len(u.Required))
		for i, r := range u.Required {
			terms[i] = r.term()
		}
		affinity.RequiredDuringSchedulingIgnoredDuringExecution = &corev1.NodeSelector{NodeSelectorTerms: terms}
	}
	for _, r := range u.Preferred {
		affinity.PreferredDuringSchedulingIgnoredDuringExecution = append(affinity.PreferredDuringSchedulingIgnoredDuringExecution,
			corev1.PreferredSchedulingTerm{Weight: spotWeight, Preference: r.term()})
	}
	return affinity, true
}

func (r Requirement) term() corev1.NodeSelectorTerm {
	values := make([]string, len(r.Values))
	for i, v := range r.Values {
		values[i] = v.Text()
	}
	return corev1.NodeSelectorTerm{MatchExpressions: []corev1.NodeSelectorRequirement{{Key: r.Key, Operator: corev1.NodeSelectorOpIn, Values: values}}}
}

package fits

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/klog/v2"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// Answer describes where one workload may land.
type Answer struct {
	Workload Workload
	// Lanes are the lanes that the workload is meant for and may land on: it selects
	// them, tolerates one of their taints or prefers them. If it does none of this,
	// they are all user lanes that take it, and pools of mode System or Gateway only
	// if no other lane takes it. For a DaemonSet, they are all lanes that take it.
	// Sorted.
	Lanes []string
	// Also are the other lanes on which it could land because nothing keeps it away,
	// for example pools without a taint. Sorted.
	Also []string
	// Refused gives the reasons for each lane that does not take it.
	Refused map[string][]Reason
	// Unsure names, for each lane without an answer yet, what has to be known first.
	Unsure map[string][]Reason
	// Perhaps names what decides for each lane that may or may not take it.
	Perhaps map[string][]Reason
	// Remarks describe what happens to its pods on the lanes where it lands or may
	// land.
	Remarks map[string][]string
}

// Known reports whether there is an answer for every lane.
func (a Answer) Known() bool { return len(a.Unsure) == 0 }

// Lands reports whether at least one lane certainly takes the workload.
func (a Answer) Lands() bool { return len(a.Lanes) > 0 }

// Word returns the answer in one word: "yes", "perhaps" or "no". It is not known if
// a lane that could change it has no answer yet.
func (a Answer) Word() (word string, known bool) {
	switch {
	case a.Lands():
		return "yes", true
	case !a.Known():
		return "", false
	case len(a.Perhaps) > 0:
		return "perhaps", true
	}
	return "no", true
}

// Why returns one line for each lane, with the reason why the workload does not land
// there, for example "batch: no toleration for taint workload=batch:NoSchedule", or
// with what decides if it perhaps does. It returns "" if every lane takes it.
func (a Answer) Why() string {
	var lines []string
	for _, m := range []map[string][]Reason{a.Perhaps, a.Refused, a.Unsure} {
		for _, name := range slices.Sorted(maps.Keys(m)) {
			lines = append(lines, name+": "+texts(m[name]))
		}
	}
	return strings.Join(lines, "\n")
}

// Check determines for each workload on which of the places it may land.
func Check(workloads []Workload, places map[string]Place) []Answer {
	out := make([]Answer, len(workloads))
	for i, w := range workloads {
		out[i] = check(w, places)
	}
	return out
}

// placed is the answer for one place, and the node that gave it.
type placed struct {
	verdict
	on node
}

func check(w Workload, places map[string]Place) Answer {
	all := map[string]placed{}
	for name, p := range places {
		v, on := judge(w, p)
		all[name] = placed{v, on}
	}
	apart(w, all)
	a := Answer{Workload: w, Refused: map[string][]Reason{}, Unsure: map[string][]Reason{}, Perhaps: map[string][]Reason{}, Remarks: map[string][]string{}}
	var meant, users, others []string
	for _, name := range slices.Sorted(maps.Keys(all)) {
		v, on := all[name].estranged(w), all[name].on
		if remarks := on.remarks(w); len(remarks) > 0 && (v.fits == yes || v.fits == perhaps) {
			a.Remarks[name] = remarks
		}
		switch {
		case v.fits == no:
			a.Refused[name] = v.reasons
		case v.fits == unknown:
			a.Unsure[name] = v.reasons
		case v.fits == perhaps:
			a.Perhaps[name] = v.reasons
		case on.meantFor(w):
			meant = append(meant, name)
		case lane.Mode.Text(on.place.Pool) == "System" || lane.Mode.Text(on.place.Pool) == "Gateway" || lane.OfAKS(on.place.Pool):
			others = append(others, name)
		default:
			users = append(users, name)
		}
	}
	if w.Daemon { // runs on every node that takes it, so every lane counts
		meant, users, others = slices.Sorted(slices.Values(slices.Concat(meant, users, others))), nil, nil
	}
	a.rank(meant, users, others)
	return a
}

// rank takes the first rank that has lanes as Lanes, and the rest as Also.
func (a *Answer) rank(ranks ...[]string) {
	for _, rank := range ranks {
		if a.Lanes == nil {
			a.Lanes = rank
			continue
		}
		a.Also = append(a.Also, rank...)
	}
	slices.Sort(a.Also)
}

// estranged returns the answer for a kind that is not known here. Its controller may
// change the pods, so what is certain for the template is not certain for them.
func (p placed) estranged(w Workload) verdict {
	if w.Stranger == "" || p.fits == unknown {
		return p.verdict
	}
	v := fine.with(perhaps, Reason{Outside, w.Stranger})
	for _, r := range p.reasons {
		v.reasons = append(v.reasons, Reason{Outside, "as it stands, " + r.Text})
	}
	return v
}

// judge takes the best answer among the node shapes of a place. The reasons are
// those of the shape with the fewest reasons and, among several such shapes, of the
// largest size.
func judge(w Workload, p Place) (verdict, node) {
	var best verdict
	var on node
	for i, n := range p.nodes() {
		v := n.judge(w)
		better := cmp.Or(cmp.Compare(v.fits.rank(), best.fits.rank()), cmp.Compare(len(best.reasons), len(v.reasons)), cmp.Compare(n.facts().VCPUs, on.facts().VCPUs))
		if i == 0 || better > 0 {
			best, on = v, n
		}
	}
	return best, on
}

func (n node) judge(w Workload) verdict {
	v := fine
	if why := n.place.empty(); why != "" {
		v = v.with(no, Reason{NoNodes, why})
	}
	if name := w.Spec.NodeName; name != "" {
		v = v.with(n.place.named(name), n.place.reasonOf(name, "nodeName is "+name+", which is not a node of this pool"))
	}
	for _, part := range []verdict{n.tolerated(w), n.selected(w.Spec), n.runs(w), n.handles(w), n.roomy(w), n.together(w)} {
		v = v.and(part)
	}
	return v
}

// runs judges spec.os: the kubelet rejects pods for another operating system.
func (n node) runs(w Workload) verdict {
	if w.Spec.OS == nil {
		return fine
	}
	switch have := n.os(); {
	case have.IsUnknown():
		return fine.with(unknown, Reason{Later, "the operating system of the lane is not known yet"})
	case have.IsNull():
		return fine.with(perhaps, Reason{Outside, "os.name is " + string(w.Spec.OS.Name) + "; the operating system of the node pool is not given here"})
	case !strings.EqualFold(have.Text(), string(w.Spec.OS.Name)):
		return fine.with(no, Reason{OS, "os.name is " + string(w.Spec.OS.Name) + "; the nodes run " + have.Text()})
	}
	return fine
}

// meantFor reports whether the workload asks for this lane in particular: it names a
// node of the lane, selects on more than the properties of machines, tolerates one
// of the lane's taints by its key, or prefers the lane.
func (n node) meantFor(w Workload) bool {
	if w.Spec.NodeName != "" || slices.ContainsFunc(slices.Collect(maps.Keys(w.Spec.NodeSelector)), particular) {
		return true
	}
	for _, t := range requiredTerms(w.Spec) {
		if n.meetsTerm(t) == yes && n.asks(t) {
			return true
		}
	}
	if a := nodeAffinity(w.Spec); a != nil {
		for _, p := range a.PreferredDuringSchedulingIgnoredDuringExecution {
			if n.meetsTerm(p.Preference) == yes && n.asks(p.Preference) {
				return true
			}
		}
	}
	taints, _ := lastingTaints(n.place.Pool)
	return slices.ContainsFunc(taints, func(text string) bool {
		taint, err := lane.ParseTaint(text)
		return err == nil && keepsAway(taint, w) && slices.ContainsFunc(tolerationsOf(w), func(t corev1.Toleration) bool {
			return t.Key != "" && t.ToleratesTaint(klog.Logger{}, &taint, true)
		})
	})
}

// asks reports whether a term requires something that the lane has, and not only
// that the lane lacks something.
func (n node) asks(t corev1.NodeSelectorTerm) bool {
	return len(t.MatchFields) > 0 || slices.ContainsFunc(t.MatchExpressions, func(r corev1.NodeSelectorRequirement) bool {
		return particular(r.Key) && r.Operator != corev1.NodeSelectorOpNotIn && r.Operator != corev1.NodeSelectorOpDoesNotExist
	})
}

// particular reports whether a label distinguishes lanes. Many lanes share the
// properties and the location of a machine.
func particular(key string) bool {
	switch key {
	case "kubernetes.io/os", "beta.kubernetes.io/os", "kubernetes.io/arch", "beta.kubernetes.io/arch",
		"topology.kubernetes.io/zone", "topology.kubernetes.io/region", "kubernetes.azure.com/managedby", "kubernetes.azure.com/role":
		return false
	}
	return true
}

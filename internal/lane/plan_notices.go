package lane

import (
	"fmt"
	"slices"
	"strings"
)

// Notice is a message of a plan to its reader.
type Notice struct {
	Refuses bool
	// Field is the setting that the notice is about, or Attribute an attribute that is
	// not a setting of a node pool. If both are empty, the notice is about the lane as
	// a whole.
	Field     *Field
	Attribute string

	Title, Detail string
}

func notRead() Notice {
	return Notice{Refuses: true, Title: "Lane has not been read", Detail: "The lane was moved or imported, and its node pool has not been read since. Its settings are not known: a plan would remove its labels, taints and tags.\n\nPlan without -refresh=false."}
}

func noBaseline() *Notice {
	return &Notice{Refuses: true, Attribute: "preset_revision", Title: "Lane has no revision 0",
		Detail: "Revision 0 keeps a node pool as it was imported. This lane was not imported.\n\nRemove preset_revision, or write one of the purpose's revisions."}
}

func mustBeKnown(attribute string) Notice {
	return Notice{Refuses: true, Attribute: attribute, Title: "Setting must be known to change an existing lane",
		Detail: "The value of " + attribute + " is known only after apply, but whether the node pool can be changed in place depends on it.\n\nApply what it depends on first (terraform apply -target=…), or write the value itself."}
}

func (in Input) unexpanded(err error) Notice {
	n := Notice{Refuses: true, Attribute: "purpose", Title: "Unable to expand the lane", Detail: Sentence(err.Error())}
	if !in.Revision.IsNull() {
		if newest, unknown := in.Intent.Purposes.Find(in.Intent.Purpose, 0); unknown == nil {
			n.Attribute = "preset_revision"
			n.Detail += fmt.Sprintf("\n\nWrite preset_revision = %d, or leave it out: a new lane gets the newest revision.", newest.Revision)
		}
	}
	return n
}

// judge returns what the reader of a change should know: what blocks it, what it does
// to pods, and what it leaves as it is.
func (in Input) judge(out Output) []Notice {
	if in.Prior == nil {
		return nil
	}
	stops := append(in.refuseUnknown(out.Impact), in.gate(out.Impact)...)
	notices := stops
	if len(stops) == 0 {
		notices = append(notices, in.disturbs(out)...)
		notices = append(notices, in.converges(out)...)
	}
	if len(out.Kept) > 0 && in.presetMoves(out.Revision) {
		notices = append(notices, Notice{Attribute: "preset_revision", Title: "Some preset settings need a new node pool", Detail: in.keptDetail(out)})
	}
	return append(notices, in.outlasts(out.Impact)...)
}

// refuseUnknown blocks a plan that might turn into a rotation during apply.
func (in Input) refuseUnknown(im Impact) []Notice {
	var out []Notice
	for _, r := range im.Reasons {
		if r.Field == nil || !r.To.IsUnknown() || r.Class != Rotate {
			continue
		}
		out = append(out, Notice{Refuses: true, Field: r.Field, Title: "Setting must be known to change an existing lane",
			Detail: fmt.Sprintf("%s is known only after apply, but it is fixed when a node pool is created: any value other than %s needs a new node pool.\n\n%s\n\nApply what it depends on first (terraform apply -target=…), or write the value itself.",
				r.Field.Path, r.From, in.facts())})
	}
	return out
}

// gate blocks a change that does more to the nodes than the lane allows. It gives one
// notice, at the setting with the highest class; the text lists all the others and
// gives one way to proceed.
func (in Input) gate(im Impact) []Notice {
	beyond := slices.DeleteFunc(slices.Clone(im.Reasons), func(r ImpactReason) bool {
		return r.Class <= in.Allow || r.To.IsUnknown() && r.Class == Rotate // refuseUnknown reports these
	})
	if len(beyond) == 0 {
		return nil
	}
	worst := slices.MaxFunc(beyond, func(a, b ImpactReason) int { return int(a.Class - b.Class) })
	n := Notice{Refuses: true, Field: worst.Field, Title: "Change disturbs more than the lane allows"}
	if worst.Field == nil {
		n.Attribute = "disruption"
	}
	if worst.Class == Rotate {
		n.Title = "Lane would be rotated"
	}
	n.Detail = in.gateDetail(beyond, worst, im)
	return []Notice{n}
}

func (in Input) gateDetail(beyond []ImpactReason, worst ImpactReason, im Impact) string {
	var b strings.Builder
	for i, r := range beyond {
		if i > 0 && r.Field != nil && r.Field == beyond[i-1].Field { // an additional reason for the previous change
			b.WriteString(Sentence(r.Reason()) + "\n")
			continue
		}
		what := "The plan writes to the node pool"
		if r.Field != nil {
			was, is := r.Differing()
			what = fmt.Sprintf("%s changes from %s to %s", r.Field.Path, was, is)
		}
		fmt.Fprintf(&b, "%s: %s.\n", what, r.Reason())
	}
	fmt.Fprintf(&b, "\n%s\n\n%s\nImpact: %s, allowed: %s\n\n", im.Summary, in.facts(), worst.Class, in.Allow)
	if worst.Class == Rotate {
		fmt.Fprintf(&b, "To allow it, write disruption = { allow = \"rotate\" } in this lane. A node pool named %s is created; once it is ready, the old one is drained, with disruption budgets honoured, and deleted. Otherwise keep the value.", in.Prior.Twin())
	} else {
		fmt.Fprintf(&b, "To allow it, write disruption = { allow = %q } in this lane; otherwise keep the value.", worst.Class.String())
	}
	return b.String()
}

// disturbs gives one warning about a change that affects pods.
func (in Input) disturbs(out Output) []Notice {
	im := out.Impact
	if im.Class < Evict {
		return nil
	}
	n := Notice{Attribute: "disruption", Title: disturbance(im.Class)}
	if i := slices.IndexFunc(im.Reasons, func(r ImpactReason) bool { return r.Class == im.Class }); i >= 0 && im.Reasons[i].Field != nil {
		n.Attribute, n.Field = "", im.Reasons[i].Field
	}
	var b strings.Builder
	b.WriteString(im.Summary + "\n\n")
	for i, r := range im.Reasons {
		switch again := i > 0 && r.Field == im.Reasons[i-1].Field; {
		case r.Class < Evict:
			continue
		case r.Field != nil && again: // an additional reason for the previous change
			b.WriteString(Sentence(r.Reason()) + "\n")
			continue
		case r.Field != nil:
			was, is := r.Differing()
			fmt.Fprintf(&b, "%s: %s to %s; ", r.Field.Path, was, is)
		}
		b.WriteString(r.Reason() + ".\n")
	}
	b.WriteString(in.unselected(out))
	if !strings.HasSuffix(b.String(), "\n\n") {
		b.WriteString("\n")
	}
	b.WriteString(in.facts())
	if im.WorstMinutes > 0 {
		fmt.Fprintf(&b, "\nWorst case: %d minutes", im.WorstMinutes)
	}
	fmt.Fprintf(&b, "\n\nTo refuse such changes, write disruption = { allow = %q } in this lane.", (im.Class - 1).String())
	n.Detail = b.String()
	return []Notice{n}
}

// unselected warns that pods that select on the pool's own name will find no node after
// a rotation; "" if the contract does not change.
func (in Input) unselected(out Output) string {
	if !out.Rotates || !ContractOf(in.Prior.Pool, Known(in.Prior.PoolName)).ByPool() && !out.Contract.ByPool() {
		return ""
	}
	return fmt.Sprintf("After that, pods that select kubernetes.azure.com/agentpool = %s find no node: the lane has no label of its own. First write group = %q, apply, and make the workloads select workload-lane/name. Then rotate.\n",
		in.Prior.PoolName, in.Intent.Name)
}

func disturbance(class Class) string {
	switch class {
	case Evict:
		return "Change evicts pods"
	case Rolling:
		return "Change replaces every node"
	default:
		return "Lane is rotated"
	}
}

// outlasts warns about a change whose worst case takes longer than the apply waits.
func (in Input) outlasts(im Impact) []Notice {
	if in.UpdateMinutes == 0 || im.WorstMinutes <= in.UpdateMinutes {
		return nil
	}
	return []Notice{{Attribute: "timeouts", Title: "Change may outlast its timeout",
		Detail: fmt.Sprintf("In the worst case the change takes %d minutes, ceil(nodes ÷ surge) × (drain + soak + 10), and the apply waits %d. After the timeout AKS continues, and the next apply waits for it.\n\n%s\n\nWrite timeouts = { update = \"%dm\" }, a larger upgrade.max_surge or a shorter upgrade.drain_timeout_minutes.",
			im.WorstMinutes, in.UpdateMinutes, in.facts(), im.WorstMinutes)}}
}

// oneRotation refuses another rotation while an earlier one still has to delete its old
// node pool: it would need a third name, and there are only two. The only alternative
// is to return to the old node pool, if that pool is what is wanted.
func (in Input) oneRotation(im Impact, pool Settings) *Notice {
	old := in.Prior.Owed()
	if im.Class != Rotate || old == "" || in.Prior.Pending.Begun ||
		in.Prior.Pending.OldSet != nil && strings.EqualFold(in.Prior.Twin(), old) && len(Fixed(pool, in.Prior.Pending.OldSet, Ignore{})) == 0 {
		return nil
	}
	n := &Notice{Refuses: true, Attribute: "rotation", Title: "An earlier rotation is not finished", Detail: fmt.Sprintf(
		"%s\n\n%s\nNode pool in service: %s\nOld node pool, not deleted yet: %s\n\n"+
			"Another rotation would need a third node pool. Restore the previous value and apply first: that drains and deletes %s and finishes the earlier rotation. If disruption budgets block the drain, rotation = { on_blocked = \"force\" } ignores them, and \"rollback\" returns to the old node pool. To return to it now, write its settings.",
		im.Summary, in.facts(), in.Prior.PoolName, old, old)}
	if i := slices.IndexFunc(im.Reasons, func(r ImpactReason) bool { return r.Class == Rotate && r.Field != nil }); i >= 0 {
		n.Attribute, n.Field = "", im.Reasons[i].Field
	}
	return n
}

// presetMoves reports whether the preset causes the change: another revision was
// requested, or a team has edited its own preset.
func (in Input) presetMoves(revision int) bool {
	return revision != in.Prior.Revision || in.Intent.Purposes.IsOwn(in.Intent.Purpose) && in.SameWords
}

func (in Input) keptDetail(out Output) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Revision %d of purpose %s differs from the node pool in settings that AKS fixes at creation. The plan does not change them:\n\n", out.Revision, in.Intent.Purpose)
	for _, d := range out.Kept {
		fmt.Fprintf(&b, "%s: %s (preset: %s)\n", d.Field.Path, d.From, d.To)
	}
	b.WriteString("\nTo change one, write the setting in the lane; otherwise nothing needs to be done.")
	return b.String()
}

func (in Input) facts() string {
	return fmt.Sprintf("Lane: %s (%s)\nCluster: %s\nNodes: %d", in.Intent.Name, in.Intent.Purpose, ClusterName(in.Cluster.Text()), in.Prior.Status.Nodes)
}

// Sentence turns the text of an error into a sentence.
func Sentence(s string) string { return Capital(strings.TrimSuffix(s, ".")) + "." }

// Capital capitalises the first letter.
func Capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// Enumerate joins words as "1", "1 and 3", or "1, 2 and 3".
func Enumerate(words []string) string {
	if n := len(words); n > 1 {
		return strings.Join(words[:n-1], ", ") + " and " + words[n-1]
	}
	return strings.Join(words, "")
}

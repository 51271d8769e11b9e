package lane

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// converges lists which of its node pool's own labels and taints an adopted lane loses
// by switching to a preset, and explains what that means for pods. The impact alone, a
// change of labels and taints, looks harmless.
func (in Input) converges(out Output) []Notice {
	if in.Prior.Revision != 0 || out.Revision == 0 {
		return nil
	}
	was, is := in.Prior.Pool, out.Pool
	labels := gone(was.Get(Labels), is.Get(Labels))
	loses, gains := taintsWithout(was, is), taintsWithout(is, was)
	gains = slices.DeleteFunc(gains, func(t string) bool { return slices.Contains(in.Intent.Set.Get(Taints).Set(), t) }) // not a surprise: the author wrote them
	if len(labels) == 0 && len(loses) == 0 && len(gains) == 0 {
		return nil
	}
	var b strings.Builder
	fmt.Fprintf(&b, "Revision %d of purpose %s changes the labels or taints of the nodes. Running pods stay.\n\n", out.Revision, in.Intent.Purpose)
	if len(labels) > 0 {
		fmt.Fprintf(&b, "Removed labels: %s. Pods that select them are no longer scheduled here.\n", strings.Join(spell(labels), ", "))
	}
	if len(loses) > 0 {
		fmt.Fprintf(&b, "Removed taints: %s. Pods without the toleration may be scheduled here.\n", strings.Join(loses, ", "))
	}
	if len(gains) > 0 {
		fmt.Fprintf(&b, "New taints: %s. Pods without the toleration are no longer scheduled here%s.\n", strings.Join(gains, ", "), evicting(gains))
	}
	b.WriteString("\n" + in.facts() + keeping(labels, loses, gains))
	return []Notice{{Attribute: "preset_revision", Title: "Preset changes the labels or taints of an adopted node pool", Detail: b.String()}}
}

// gone are the labels that nodes no longer have, or that have another value.
func gone(was, is Value) map[string]string {
	out := was.Strings()
	maps.DeleteFunc(out, func(key, value string) bool {
		now, ok := is.Map()[key]
		return is.IsUnknown() || ok && (now.IsUnknown() || now.Text() == value)
	})
	return out
}

func spell(labels map[string]string) []string {
	var out []string
	for _, key := range slices.Sorted(maps.Keys(labels)) {
		out = append(out, key+"="+labels[key])
	}
	return out
}

// taintsWithout are the taints of a that are not in b.
func taintsWithout(a, b Settings) []string {
	if a.Get(Taints).IsUnknown() || b.Get(Taints).IsUnknown() {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(a.Get(Taints).Set()), func(t string) bool { return slices.Contains(b.Get(Taints).Set(), t) })
}

func evicting(taints []string) string {
	if slices.ContainsFunc(taints, func(t string) bool { return strings.HasSuffix(t, ":NoExecute") }) {
		return ", and running pods are evicted if the effect is NoExecute"
	}
	return ""
}

// keeping is what to write in the lane to keep labels and taints as they are.
func keeping(labels map[string]string, loses, gains []string) string {
	var lines []string
	if len(labels) > 0 {
		var parts []string
		for _, key := range slices.Sorted(maps.Keys(labels)) {
			parts = append(parts, fmt.Sprintf("%q = %q", key, labels[key]))
		}
		lines = append(lines, "labels = { "+strings.Join(parts, ", ")+" }")
	}
	if len(loses) > 0 {
		lines = append(lines, "taints = ["+quotedList(loses)+"]")
	}
	var ids []string
	for _, t := range gains {
		if key, effect := taintID(t); !decidesTaint(Known(loses), t) { // otherwise the written taint replaces it
			ids = append(ids, key+":"+effect)
		}
	}
	if len(ids) > 0 {
		lines = append(lines, "omit = { taints = ["+quotedList(ids)+"] }")
	}
	return "\n\nTo keep them as they are, write in the lane:\n\n" + strings.Join(lines, "\n")
}

func quotedList(texts []string) string {
	out := make([]string, len(texts))
	for i, t := range texts {
		out[i] = fmt.Sprintf("%q", t)
	}
	return strings.Join(out, ", ")
}

// takesLabels reports whether nodes lose a label or its value.
func (im Impact) takesLabels() bool {
	return slices.ContainsFunc(im.Reasons, func(r ImpactReason) bool { return r.Field == Labels && len(gone(r.From, r.To)) > 0 })
}

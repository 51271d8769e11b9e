package lane

import (
	"slices"
	"strings"
)

// Classify tells the most likely purpose of a live pool, and what tells it:
// "tag" and "label" are certain; "mode", "os", "priority", "size", "taint" and
// "capacity" are evidence, strongest first; "default" is none. The purpose is
// always a built-in one: see Purposes.Classify.
func Classify(pool Settings) (purpose, source string) { return Purposes{}.Classify(pool) }

// Classify also tells an own purpose, where the pool names it.
func (ps Purposes) Classify(pool Settings) (purpose, source string) {
	for _, e := range evidence {
		if p := ps.named(e.purpose(pool)); p != "" {
			return p, e.source
		}
	}
	return General, "default"
}

// evidence is asked in order. What AKS enforces (mode, operating system,
// priority) comes before what people chose (size, taint), and that before what
// is only typical: plenty of pools scale to zero.
var evidence = []struct {
	source  string
	purpose func(Settings) string
}{
	{"tag", func(pool Settings) string { return foldKeys(pool.Get(Tags)).Map()[TagPurpose].Text() }},
	{"label", func(pool Settings) string { return pool.Get(Labels).Map()[LabelPurpose].Text() }},
	{"mode", when(System, func(pool Settings) bool { return Mode.Text(pool) == "System" })},
	{"os", when(Windows, func(pool Settings) bool {
		return OSType.Text(pool) == "Windows" || osTypeOf(OSSKU.Text(pool)) == "Windows"
	})},
	{"priority", when(Spot, func(pool Settings) bool { return Priority.Text(pool) == SpotPriority })},
	{"size", when(GPU, func(pool Settings) bool { return Accelerated(SizeOf(pool)) })},
	{"size", when(Confidential, func(pool Settings) bool { return confidential.MatchString(SizeOf(pool)) })},
	{"taint", when(Batch, func(pool Settings) bool { return tainted(pool, "batch", "job") })},
	{"taint", when(Memory, func(pool Settings) bool { return tainted(pool, "memory") })},
	{"size", when(Memory, func(pool Settings) bool { return memorySize.MatchString(SizeOf(pool)) })},
	{"capacity", when(Batch, func(pool Settings) bool { n, ok := Min.Int(pool); return ok && n == 0 })},
}

func when(purpose string, holds func(Settings) bool) func(Settings) string {
	return func(pool Settings) string {
		if holds(pool) {
			return purpose
		}
		return ""
	}
}

// SizeOf is the VM size of a pool, of a VirtualMachines pool the first one; ""
// where it is not known.
func SizeOf(pool Settings) string {
	if size := VMSize.Text(pool); size != "" {
		return size
	}
	if list := MachineList(pool); len(list) > 0 {
		return MachineSize.Text(list[0])
	}
	return ""
}

// tainted reports whether the key or value of a taint has one of the words.
func tainted(pool Settings, words ...string) bool {
	return slices.ContainsFunc(pool.Get(Taints).Set(), func(taint string) bool {
		head, _, _ := strings.Cut(strings.ToLower(taint), ":")
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(head, w) })
	})
}

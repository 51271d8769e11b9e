package lane

import "strings"

// Span is how many nodes of one VM size a VirtualMachines pool has.
type Span struct {
	Fewest, Most int64
	// Scales means that the autoscaler chooses within the span.
	Scales bool
}

// from is how many nodes a size will have if it has the live number now.
func (s Span) from(live int64) int64 { return max(s.Fewest, min(live, s.Most)) }

// spansOf returns the sizes of a VirtualMachines pool in lower case, as far as they are
// known, and whether all are known. Entries for the same size are added up, as AKS
// counts them.
func spansOf(sizes Value) (bySize map[string]Span, known bool) {
	list, _ := sizes.v.([]Settings)
	bySize, known = map[string]Span{}, !sizes.unknown
	for _, m := range list {
		size := strings.ToLower(MachineSize.Text(m))
		s, ok := spanOf(m)
		had := bySize[size]
		bySize[size] = Span{Fewest: had.Fewest + s.Fewest, Most: had.Most + s.Most, Scales: had.Scales || s.Scales}
		known = known && ok && size != ""
	}
	return bySize, known
}

// spanOf reads one entry. An incomplete range, or a range together with a number, is
// left for the rules to refuse.
func spanOf(m Settings) (s Span, known bool) {
	if m.Has(MachineMin) || m.Has(MachineMax) {
		fewest, ok1 := MachineMin.Int(m)
		most, ok2 := MachineMax.Int(m)
		return Span{Fewest: fewest, Most: max(fewest, most), Scales: true}, ok1 && ok2
	}
	n, ok := MachineNodes.Int(m)
	return Span{Fewest: n, Most: n}, ok
}

// MachineList are the sizes of a VirtualMachines pool, each with its nodes.
func MachineList(pool Settings) []Settings {
	list, _ := pool.Get(VirtualMachines).Any().([]Settings)
	return list
}

// spans is like spansOf, but not ok if a size or a number is not known.
func spans(v Value) (map[string]Span, bool) {
	bySize, known := spansOf(v)
	if !known {
		return nil, false
	}
	return bySize, true
}

// inAnyOrder makes the sizes of a VirtualMachines pool comparable: AKS keeps one entry
// per size. A value that is not wholly known is returned unchanged.
func inAnyOrder(v Value) Value {
	if bySize, ok := spans(v); ok {
		return Value{v: bySize}
	}
	return v
}

// goneMachines counts the nodes that are removed, and the nodes that existed before.
// Moving nodes from one size to another removes as many as it adds. live are the nodes
// by size if they are known; without them, only nodes that are certainly removed count.
// If from or to is not known, both results are 0.
func goneMachines(from, to Value, live map[string]int64) (gone, of int64) {
	had, ok1 := spans(from)
	has, ok2 := spans(to)
	if !ok1 || !ok2 {
		return 0, 0
	}
	for size, s := range had {
		n := s.from(live[size])
		gone += max(0, n-has[size].Most)
		of += n
	}
	return gone, of
}

// machineVCPUs are the vCPUs of the nodes that each size has to add; -1 if the name of
// a size does not show its vCPUs.
func machineVCPUs(from, to Value, live map[string]int64) int64 {
	had, _ := spans(from)
	has, _ := spans(to)
	var out int64
	for size, s := range has {
		was := int64(0)
		if before, ok := had[size]; ok {
			was = before.from(live[size])
		}
		more := max(0, s.Fewest-was)
		v, ok := VCPUs(size)
		if more > 0 && !ok {
			return -1
		}
		out += more * v
	}
	return out
}

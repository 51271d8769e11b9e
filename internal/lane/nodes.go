package lane

// MostNodes is how many nodes a pool may grow to, and the field that says so;
// false where it is not known.
func MostNodes(pool Settings) (int64, *Field, bool) { return nodesBy(pool, Max) }

// FewestNodes is how many nodes a pool always has, and the field that says so;
// false where it is not known.
func FewestNodes(pool Settings) (int64, *Field, bool) { return nodesBy(pool, Min) }

// nodesBy counts a fixed number, the machines of a VirtualMachines pool, or one
// end of the autoscaler's range.
func nodesBy(pool Settings, end *Field) (int64, *Field, bool) {
	switch {
	case pool.Has(Nodes):
		n, ok := Nodes.Int(pool)
		return n, Nodes, ok
	case pool.Has(VirtualMachines):
		bySize, ok := machines(pool.Get(VirtualMachines))
		n := int64(0)
		for _, count := range bySize {
			n += count
		}
		return n, VirtualMachines, ok
	}
	n, ok := end.Int(pool)
	return n, end, ok
}

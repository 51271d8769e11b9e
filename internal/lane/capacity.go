package lane

// Capacity is how many nodes a pool has: a fixed number, a range for the autoscaler, or
// numbers and ranges for the sizes of a VirtualMachines pool. It is the one place that
// knows which setting counts if several are decided. It distinguishes a number that is
// not known yet from one that is.
type Capacity struct {
	way                 way
	fewest, most, first count
	bySize              map[string]Span
}

// way is how a pool expresses its number of nodes.
type way int

const (
	fixed   way = iota // a fixed number: `capacity = { nodes = 3 }`
	ranged             // as many as the autoscaler chooses: `capacity = { min = 0, max = 20 }`
	bySizes            // a number or a range for each size: `virtual_machines`
	unsaid             // nothing is decided
)

// count is a number of nodes and the setting that contains it.
type count struct {
	n     int64
	known bool
	field *Field
}

// CapacityOf reads the capacity of a planned or a live pool. If a live pool has both
// Nodes and a range, Nodes is the current count.
//
// Sizes take precedence: a pool that has them has no other number, and if they are not
// known yet, neither is anything else. A fixed number that is not known yet takes
// precedence over a range, because it displaces the range.
func CapacityOf(pool Settings) Capacity {
	c := ownCapacity(pool)
	if pool.Has(VirtualMachines) || ofMachines(pool) {
		return c.withSizes(pool.Get(VirtualMachines))
	}
	if pool.Get(PoolType).IsUnknown() {
		c.way = unsaid // sizes may still turn out to decide it
	}
	return c
}

// ownCapacity reads `capacity` alone.
func ownCapacity(pool Settings) Capacity {
	nodes := pool.Get(Nodes)
	if nodes.IsUnknown() || !nodes.IsNull() && !pool.Has(Min) && !pool.Has(Max) {
		n := countOf(Nodes, pool)
		return Capacity{way: fixed, fewest: n, most: n, first: n}
	}
	return rangeCapacity(pool)
}

func countOf(f *Field, pool Settings) count {
	n, ok := f.Int(pool)
	return count{n, ok, f}
}

// withSizes adds up the sizes. The request that creates such a pool contains no other
// number. If one is decided anyway, it is kept so that the rules can refuse it.
func (c Capacity) withSizes(sizes Value) Capacity {
	bySize, known := spansOf(sizes)
	fewest := count{known: known && !sizes.IsNull(), field: VirtualMachines}
	most := fewest
	for _, s := range bySize {
		fewest.n += s.Fewest
		most.n += s.Most
	}
	c.first.field = VirtualMachines
	return Capacity{way: bySizes, fewest: fewest, most: most, first: c.first, bySize: bySize}
}

func rangeCapacity(pool Settings) Capacity {
	c := Capacity{way: ranged, fewest: countOf(Min, pool), most: countOf(Max, pool)}
	if !pool.Has(Min) && !pool.Has(Max) {
		c.way = unsaid
	}
	switch {
	case pool.Has(Initial):
		c.first = countOf(Initial, pool)
	case pool.Has(Min):
		c.first = c.fewest
		if c.first.known && Mode.Text(pool) == "System" {
			c.first.n = max(c.first.n, 1)
		}
	}
	return c
}

// Fixed reports whether the author chose the number.
func (c Capacity) Fixed() bool { return c.way == fixed }

// Scales reports whether the autoscaler chooses the number, or the number of one size.
func (c Capacity) Scales() bool {
	for _, s := range c.bySize {
		if s.Scales {
			return true
		}
	}
	return c.way == ranged
}

// PerSize reports whether each size has its own number or range.
func (c Capacity) PerSize() bool { return c.way == bySizes }

// BySize returns the nodes by size in lower case, as far as the numbers are known;
// sizes that are not known are under "". It is nil unless each size has its own number.
func (c Capacity) BySize() map[string]Span { return c.bySize }

// BySizeFrom is how many nodes of each size the pool will have if it has the live ones
// now. The autoscaler leaves nodes alone within the range of their size. A new size
// starts at its fewest.
func (c Capacity) BySizeFrom(live map[string]int64) map[string]int64 {
	if c.bySize == nil {
		return nil
	}
	out := make(map[string]int64, len(c.bySize))
	for size, s := range c.bySize {
		out[size] = s.from(live[size])
	}
	return out
}

// Fewest is how many nodes the pool always has; false if that is not known.
func (c Capacity) Fewest() (int64, bool) { return c.fewest.n, c.fewest.known }

// Most is how many nodes the pool may grow to; false if that is not known.
func (c Capacity) Most() (int64, bool) { return c.most.n, c.most.known }

// Known reports whether both Fewest and Most are known.
func (c Capacity) Known() bool { return c.fewest.known && c.most.known }

// AtCreation is the number of nodes that the provider requests when it creates the
// pool; false if it is not known, or if each size has its own.
func (c Capacity) AtCreation() (int64, bool) { return c.first.n, c.first.known }

// FewestField is the setting that contains Fewest, or would contain it.
func (c Capacity) FewestField() *Field { return c.fewest.field }

// MostField is the setting that contains Most, or would contain it.
func (c Capacity) MostField() *Field { return c.most.field }

// Field is the setting that decides how many nodes a new pool has; nil if none is
// decided.
func (c Capacity) Field() *Field { return c.first.field }

// From is how many nodes a pool with the live number will have: the autoscaler leaves
// nodes alone within its range. A limit that is not known changes nothing.
func (c Capacity) From(live int64) int64 {
	if c.fewest.known {
		live = max(live, c.fewest.n)
	}
	if c.most.known {
		live = min(live, c.most.n)
	}
	return live
}

// UpTo is the number to which the autoscaler may grow the live number of nodes.
func (c Capacity) UpTo(live int64) int64 {
	if c.Scales() && c.most.known {
		return max(live, c.most.n)
	}
	return live
}

// counts are the settings of `capacity`. They have no effect in a pool whose sizes have
// their own numbers.
var counts = []*Field{Nodes, Min, Max, Initial}

// displaceCounts drops the range or the fixed number from the base that the author's
// number makes void.
func displaceCounts(base, set Settings) Settings {
	base = yield(base, set.Get(Nodes), Min, Max, Initial)
	base = yield(base, set.Get(Min), Nodes)
	return yield(base, set.Get(Max), Nodes)
}

// VoidCounts are the counts that have no effect in the settings that AKS returns: the
// range of an autoscaler that is off, and a number next to sizes. Initial is always one
// of them: AKS does not return the number that a pool was created with, and the count
// is the live one.
func VoidCounts(live Settings, scales bool) []*Field {
	void := []*Field{Initial}
	if !scales {
		void = append(void, Min, Max)
	}
	if ofMachines(live) {
		void = append(void, Nodes)
	}
	return void
}

// ofMachines reports whether the pool has the type in which each size has its own
// number.
func ofMachines(pool Settings) bool { return PoolType.Text(pool) == "VirtualMachines" }

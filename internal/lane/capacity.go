package lane

// Capacity is how many nodes a pool has: a fixed number, a range of the
// autoscaler, or a number or a range for each size of a VirtualMachines pool. It
// is the one place that knows which setting counts where several are decided. A
// number that is not known yet is told from one that is.
type Capacity struct {
	way                 way
	fewest, most, first count
	bySize              map[string]Span
}

// way is how a pool says its number of nodes.
type way int

const (
	fixed   way = iota // so many: `capacity = { nodes = 3 }`
	ranged             // as many as the autoscaler finds right: `capacity = { min = 0, max = 20 }`
	bySizes            // so many, or a range, of each size: `virtual_machines`
	unsaid             // nothing is decided
)

// count is a number of nodes and the setting that it stands in.
type count struct {
	n     int64
	known bool
	field *Field
}

// CapacityOf reads the capacity of a pool, of a planned one as of a live one: in
// a live one Nodes beside a range is how many there happen to be.
//
// Sizes come first: a pool that has them has no other number, and where they are
// not known yet neither is anything else. A fixed number that is not known yet
// comes before a range, which it displaces.
func CapacityOf(pool Settings) Capacity {
	c := ownCapacity(pool)
	if pool.Has(VirtualMachines) || ofMachines(pool) {
		return c.withSizes(pool.Get(VirtualMachines))
	}
	if pool.Get(PoolType).IsUnknown() {
		c.way = unsaid // sizes may yet come to decide
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

// withSizes adds up the sizes. AKS is asked for no other number when such a pool is
// made; one that is decided all the same stays, for the rules to refuse.
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

// Fixed reports whether the number is the author's.
func (c Capacity) Fixed() bool { return c.way == fixed }

// Scales reports whether the autoscaler chooses the number, or that of a size.
func (c Capacity) Scales() bool {
	for _, s := range c.bySize {
		if s.Scales {
			return true
		}
	}
	return c.way == ranged
}

// PerSize reports whether each size has a number or a range of its own.
func (c Capacity) PerSize() bool { return c.way == bySizes }

// BySize are the nodes by size in lower case, "" for sizes that are not known, as
// far as the numbers are; nil unless each size has its own.
func (c Capacity) BySize() map[string]Span { return c.bySize }

// BySizeFrom is how many nodes of each size a pool comes to have that has so many
// of each: the autoscaler leaves them alone within the size's range. A size that
// is new begins at its fewest.
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

// Fewest is how many nodes the pool always has; false where it is not known.
func (c Capacity) Fewest() (int64, bool) { return c.fewest.n, c.fewest.known }

// Most is how many nodes the pool may grow to; false where it is not known.
func (c Capacity) Most() (int64, bool) { return c.most.n, c.most.known }

// Known reports whether both Fewest and Most are known.
func (c Capacity) Known() bool { return c.fewest.known && c.most.known }

// AtCreation is the number that AKS is asked for when the pool is made; false
// where it is not known, or each size has its own.
func (c Capacity) AtCreation() (int64, bool) { return c.first.n, c.first.known }

// FewestField is the setting that Fewest stands in, or would.
func (c Capacity) FewestField() *Field { return c.fewest.field }

// MostField is the setting that Most stands in, or would.
func (c Capacity) MostField() *Field { return c.most.field }

// Field is the setting that says how many nodes a new pool has; nil where none
// is decided.
func (c Capacity) Field() *Field { return c.first.field }

// From is how many nodes a pool of so many comes to have: the autoscaler leaves
// them alone within its range. What is not known moves none.
func (c Capacity) From(live int64) int64 {
	if c.fewest.known {
		live = max(live, c.fewest.n)
	}
	if c.most.known {
		live = min(live, c.most.n)
	}
	return live
}

// UpTo is how many nodes the autoscaler may make of so many.
func (c Capacity) UpTo(live int64) int64 {
	if c.Scales() && c.most.known {
		return max(live, c.most.n)
	}
	return live
}

// counts are the settings of `capacity`, which say nothing in a pool whose sizes
// have numbers of their own.
var counts = []*Field{Nodes, Min, Max, Initial}

// displaceCounts drops what the author's number makes void in what it is laid
// over: a range, or a fixed number.
func displaceCounts(base, set Settings) Settings {
	base = yield(base, set.Get(Nodes), Min, Max, Initial)
	base = yield(base, set.Get(Min), Nodes)
	return yield(base, set.Get(Max), Nodes)
}

// VoidCounts are the counts that say nothing in the settings as AKS answers them:
// the range of an autoscaler that is off, and a number beside sizes. What a pool
// was made with, AKS does not tell: the count is the live one.
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

// ofMachines reports whether the pool's type is the one whose sizes have numbers.
func ofMachines(pool Settings) bool { return PoolType.Text(pool) == "VirtualMachines" }

package lane

import (
	"maps"
	"testing"
)

func TestCapacity(t *testing.T) {
	t.Parallel()
	type number struct {
		n     int64
		known bool
	}
	is := func(n int64) number { return number{n, true} }
	five := VirtualMachines.Is(machineSizes("Standard_D4ds_v5", 2, "Standard_D8ds_v5", 3))
	half := VirtualMachines.Is(machineSizes("Standard_D4ds_v5", 2, "Standard_D8ds_v5", Unknown))
	ofSizes := PoolType.Is("VirtualMachines")
	path := func(f *Field) string {
		if f == nil {
			return "none"
		}
		return f.Path
	}
	system := Mode.Is("System")

	for name, tt := range map[string]struct {
		pool                          []Setting
		way                           way
		fewest, most, first           number
		field, fewestField, mostField *Field
		from1, from50, upTo1, upTo50  int64
		scales                        bool // of sizes
	}{
		"fixed": {pool: []Setting{Nodes.Is(3)}, way: fixed, fewest: is(3), most: is(3), first: is(3),
			field: Nodes, fewestField: Nodes, mostField: Nodes, from1: 3, from50: 3, upTo1: 1, upTo50: 50},
		"none at all": {pool: []Setting{Nodes.Is(0)}, way: fixed, fewest: is(0), most: is(0), first: is(0),
			field: Nodes, fewestField: Nodes, mostField: Nodes, from1: 0, from50: 0, upTo1: 1, upTo50: 50},
		"fixed, not known yet": {pool: []Setting{Nodes.Is(Unknown)}, way: fixed,
			field: Nodes, fewestField: Nodes, mostField: Nodes, from1: 1, from50: 50, upTo1: 1, upTo50: 50},
		"fixed, not known yet, over a range": {pool: []Setting{Nodes.Is(Unknown), Min.Is(Unknown), Max.Is(Unknown)}, way: fixed,
			field: Nodes, fewestField: Nodes, mostField: Nodes, from1: 1, from50: 50, upTo1: 1, upTo50: 50},
		"range": {pool: []Setting{Min.Is(2), Max.Is(20)}, way: ranged, fewest: is(2), most: is(20), first: is(2),
			field: Min, fewestField: Min, mostField: Max, from1: 2, from50: 20, upTo1: 20, upTo50: 50},
		"range of a live pool": {pool: []Setting{Nodes.Is(7), Min.Is(2), Max.Is(20)}, way: ranged, fewest: is(2), most: is(20), first: is(2),
			field: Min, fewestField: Min, mostField: Max, from1: 2, from50: 20, upTo1: 20, upTo50: 50},
		"range from zero": {pool: []Setting{Min.Is(0), Max.Is(20)}, way: ranged, fewest: is(0), most: is(20), first: is(0),
			field: Min, fewestField: Min, mostField: Max, from1: 1, from50: 20, upTo1: 20, upTo50: 50},
		"range of a system pool": {pool: []Setting{system, Min.Is(0), Max.Is(20)}, way: ranged, fewest: is(0), most: is(20), first: is(1),
			field: Min, fewestField: Min, mostField: Max, from1: 1, from50: 20, upTo1: 20, upTo50: 50},
		"range with a first number": {pool: []Setting{Min.Is(2), Max.Is(20), Initial.Is(5)}, way: ranged, fewest: is(2), most: is(20), first: is(5),
			field: Initial, fewestField: Min, mostField: Max, from1: 2, from50: 20, upTo1: 20, upTo50: 50},
		"first number not known yet": {pool: []Setting{Min.Is(2), Max.Is(20), Initial.Is(Unknown)}, way: ranged, fewest: is(2), most: is(20),
			field: Initial, fewestField: Min, mostField: Max, from1: 2, from50: 20, upTo1: 20, upTo50: 50},
		"minimum not known yet": {pool: []Setting{system, Min.Is(Unknown), Max.Is(20)}, way: ranged, most: is(20),
			field: Min, fewestField: Min, mostField: Max, from1: 1, from50: 20, upTo1: 20, upTo50: 50},
		"maximum not known yet": {pool: []Setting{Min.Is(2), Max.Is(Unknown)}, way: ranged, fewest: is(2), first: is(2),
			field: Min, fewestField: Min, mostField: Max, from1: 2, from50: 50, upTo1: 1, upTo50: 50},
		"maximum alone": {pool: []Setting{Max.Is(20)}, way: ranged, most: is(20),
			field: nil, fewestField: Min, mostField: Max, from1: 1, from50: 20, upTo1: 20, upTo50: 50},
		"sizes": {pool: []Setting{ofSizes, five}, way: bySizes, fewest: is(5), most: is(5),
			field: VirtualMachines, fewestField: VirtualMachines, mostField: VirtualMachines, from1: 5, from50: 5, upTo1: 1, upTo50: 50},
		"sizes of a pool of no known type": {pool: []Setting{PoolType.Is(Unknown), Min.Is(Unknown), Max.Is(Unknown), five}, way: bySizes, fewest: is(5), most: is(5),
			field: VirtualMachines, fewestField: VirtualMachines, mostField: VirtualMachines, from1: 5, from50: 5, upTo1: 1, upTo50: 50},
		"a number of sizes not known yet": {pool: []Setting{ofSizes, half}, way: bySizes,
			field: VirtualMachines, fewestField: VirtualMachines, mostField: VirtualMachines, from1: 1, from50: 50, upTo1: 1, upTo50: 50},
		"sizes with a range": {pool: []Setting{ofSizes, VirtualMachines.Is(machineSizes("a", 2, "b", [2]int{1, 8}))}, way: bySizes, fewest: is(3), most: is(10), scales: true,
			field: VirtualMachines, fewestField: VirtualMachines, mostField: VirtualMachines, from1: 3, from50: 10, upTo1: 10, upTo50: 50},
		"sizes with half a range": {pool: []Setting{ofSizes, VirtualMachines.Is([]Settings{Of(MachineSize.Is("a"), MachineMin.Is(1))})}, way: bySizes, scales: true,
			field: VirtualMachines, fewestField: VirtualMachines, mostField: VirtualMachines, from1: 1, from50: 50, upTo1: 1, upTo50: 50},
		"sizes not known yet": {pool: []Setting{ofSizes, VirtualMachines.Is(Unknown)}, way: bySizes,
			field: VirtualMachines, fewestField: VirtualMachines, mostField: VirtualMachines, from1: 1, from50: 50, upTo1: 1, upTo50: 50},
		"sizes that may be none": {pool: []Setting{VirtualMachines.Is(Unknown), Min.Is(2), Max.Is(20)}, way: bySizes, first: is(2),
			field: VirtualMachines, fewestField: VirtualMachines, mostField: VirtualMachines, from1: 1, from50: 50, upTo1: 1, upTo50: 50},
		"sizes that are missing": {pool: []Setting{ofSizes}, way: bySizes,
			field: VirtualMachines, fewestField: VirtualMachines, mostField: VirtualMachines, from1: 1, from50: 50, upTo1: 1, upTo50: 50},
		"nothing": {way: unsaid,
			field: nil, fewestField: Min, mostField: Max, from1: 1, from50: 50, upTo1: 1, upTo50: 50},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := CapacityOf(Of(tt.pool...))
			if c.way != tt.way || c.Fixed() != (tt.way == fixed) || c.Scales() != (tt.way == ranged || tt.scales) || c.PerSize() != (tt.way == bySizes) {
				t.Errorf("it is said by way %d, want %d", c.way, tt.way)
			}
			for what, m := range map[string]struct {
				count func() (int64, bool)
				want  number
			}{"fewest": {c.Fewest, tt.fewest}, "most": {c.Most, tt.most}, "at creation": {c.AtCreation, tt.first}} {
				if n, known := m.count(); known != m.want.known || known && n != m.want.n {
					t.Errorf("%s: %d, %v; want %+v", what, n, known, m.want)
				}
			}
			for what, f := range map[string][2]*Field{"field": {c.Field(), tt.field}, "of the fewest": {c.FewestField(), tt.fewestField}, "of the most": {c.MostField(), tt.mostField}} {
				if f[0] != f[1] {
					t.Errorf("%s: %s, want %s", what, path(f[0]), path(f[1]))
				}
			}
			for what, n := range map[string][2]int64{"from 1": {c.From(1), tt.from1}, "from 50": {c.From(50), tt.from50}, "up to, of 1": {c.UpTo(1), tt.upTo1}, "up to, of 50": {c.UpTo(50), tt.upTo50}} {
				if n[0] != n[1] {
					t.Errorf("%s: %d, want %d", what, n[0], n[1])
				}
			}
		})
	}
	if n, known := CapacityOf(Of(ofSizes, half)).Most(); n != 2 || known {
		t.Errorf("of sizes that are half known: %d, %v", n, known)
	}
}

func TestCapacityBySize(t *testing.T) {
	t.Parallel()
	exactly := func(n int64) Span { return Span{Fewest: n, Most: n} }
	for name, tt := range map[string]struct {
		sizes Value
		want  map[string]Span
	}{
		"one size":            {machineSizes("Standard_D4ds_v5", 2), map[string]Span{"standard_d4ds_v5": exactly(2)}},
		"one size twice":      {machineSizes("Standard_D4ds_v5", 2, "standard_d4DS_v5", 1), map[string]Span{"standard_d4ds_v5": exactly(3)}},
		"a range":             {machineSizes("Standard_D4ds_v5", [2]int{1, 9}), map[string]Span{"standard_d4ds_v5": {1, 9, true}}},
		"a range and more":    {machineSizes("Standard_D4ds_v5", [2]int{1, 9}, "Standard_D4ds_v5", 2), map[string]Span{"standard_d4ds_v5": {3, 11, true}}},
		"number not known":    {machineSizes("Standard_D4ds_v5", Unknown), map[string]Span{"standard_d4ds_v5": exactly(0)}},
		"size not known":      {machineSizes(Unknown, 2), map[string]Span{"": exactly(2)}},
		"no sizes":            {machineSizes(), map[string]Span{}},
		"sizes not known yet": {Unknown, map[string]Span{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := CapacityOf(Of(PoolType.Is("VirtualMachines"), VirtualMachines.Is(tt.sizes))).BySize(); !maps.Equal(got, tt.want) || got == nil {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
	if got := CapacityOf(Of(Nodes.Is(3))).BySize(); got != nil {
		t.Errorf("a pool of one size has %v", got)
	}
}

// TestCapacityBySizeFrom: the autoscaler leaves the nodes of a size alone within its
// range; a new size starts at its fewest.
func TestCapacityBySizeFrom(t *testing.T) {
	t.Parallel()
	c := CapacityOf(Of(VirtualMachines.Is(machineSizes("a", [2]int{1, 9}, "b", [2]int{2, 4}, "c", [2]int{3, 5}, "d", 7))))
	want := map[string]int64{"a": 6, "b": 4, "c": 3, "d": 7}
	if got := c.BySizeFrom(map[string]int64{"a": 6, "b": 8, "d": 1}); !maps.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := CapacityOf(Of(Nodes.Is(3))).BySizeFrom(nil); got != nil {
		t.Errorf("a pool of one size has %v", got)
	}
}

func TestDisplacedCounts(t *testing.T) {
	t.Parallel()
	span, three := Of(Min.Is(0), Max.Is(20), Initial.Is(2)), Of(Nodes.Is(3))
	for name, tt := range map[string]struct {
		base, set, want Settings
	}{
		"a number displaces a range":            {span, Of(Nodes.Is(5)), Settings{}},
		"one that is not known leaves it open":  {span, Of(Nodes.Is(Unknown)), Of(Min.Is(Unknown), Max.Is(Unknown), Initial.Is(Unknown))},
		"a minimum displaces a number":          {three, Of(Min.Is(1)), Settings{}},
		"a maximum displaces a number":          {three, Of(Max.Is(9)), Settings{}},
		"a maximum not known leaves it open":    {three, Of(Max.Is(Unknown)), Of(Nodes.Is(Unknown))},
		"a maximum keeps the rest of a range":   {span, Of(Max.Is(9)), span},
		"a first number displaces nothing":      {three, Of(Initial.Is(1)), three},
		"a number displaces a number by itself": {three, Of(Nodes.Is(5)), three},
		"nothing displaces nothing":             {span, Settings{}, span},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := displaceCounts(tt.base, tt.set); !got.Equal(tt.want) {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestVoidCounts(t *testing.T) {
	t.Parallel()
	answered := Of(Nodes.Is(3), Initial.Is(3), Min.Is(1), Max.Is(5))
	for name, tt := range map[string]struct {
		kind   Setting
		scales bool
		want   Settings
	}{
		"scaled": {PoolType.Is("VirtualMachineScaleSets"), true, Of(Nodes.Is(3), Min.Is(1), Max.Is(5))},
		"fixed":  {PoolType.Is("VirtualMachineScaleSets"), false, Of(Nodes.Is(3))},
		"sizes":  {PoolType.Is("VirtualMachines"), false, Settings{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			live := answered.Put(tt.kind.Field, tt.kind.Value)
			if got := live.Without(VoidCounts(live, tt.scales)...).Without(PoolType); !got.Equal(tt.want) {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

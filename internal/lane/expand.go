package lane

import (
	"maps"
	"slices"
	"strings"
)

// Expansion is the node pool that an intent describes.
type Expansion struct {
	Pool Settings // every decided setting
	// Kept lists create-only settings that stay as they are in the pool although the
	// preset at this revision has another value: a preset alone never rotates a pool.
	Kept []Difference
}

// Difference is one setting with two values.
type Difference struct {
	Field    *Field
	From, To Value
}

// Expand turns an intent into a node pool. It fails if there is no preset for the
// purpose and revision. An unknown purpose ("") gives an expansion in which every field
// is unknown.
func Expand(in Intent, facts Facts) (Expansion, error) {
	if in.Purpose == "" {
		return Expansion{Pool: allUnknown()}, nil
	}
	ex, err := expand(in, facts, Unknown)
	if err != nil || facts.Zones == nil || in.Set.Has(Zones) || !in.zonal() || !ex.Pool.Get(Zones).IsUnknown() {
		return ex, err
	}
	return expand(in, facts, facts.Zones(VMSize.Text(ex.Pool)))
}

// zonal reports whether the preset asks for the zones of its size.
func (in Intent) zonal() bool {
	p, err := in.Purposes.Find(in.Purpose, in.Revision)
	return err == nil && in.Revision > 0 && p.Zonal
}

// expand is Expand with the given zones for the preset.
func expand(in Intent, facts Facts, zones Value) (Expansion, error) {
	base, err := basis(in, facts, zones)
	if err != nil {
		return Expansion{}, err
	}
	base = displace(base, in)
	pool := leave(in.Set.Over(base))
	pool = derive(pool, in)
	pool = fitted(pool, in)
	pool = pool.Put(Labels, expandLabels(in, base))
	pool = pool.Put(Taints, expandTaints(in, base))
	pool = pool.Put(Tags, expandTags(in, base))
	ex := Expansion{Pool: pool}
	keepCreateOnly(&ex, in, facts)
	return ex, nil
}

func allUnknown() Settings {
	out := Settings{}
	for _, f := range allFields {
		out[f] = Unknown
	}
	return out
}

// basis returns the settings under the intent: a preset, or the pool as found.
func basis(in Intent, facts Facts, zones Value) (Settings, error) {
	if in.Revision == 0 {
		return facts.Baseline, nil
	}
	p, err := in.Purposes.Find(in.Purpose, in.Revision)
	if err != nil {
		return nil, err
	}
	base := p.Set
	sku := in.Set.Get(OSSKU)
	if n := p.NewerOS; n != nil && (sku.IsNull() || sku.IsUnknown()) && newer(n, facts) {
		base = n.lay(base, sku)
	}
	if p.Zonal {
		base = base.Put(Zones, zones)
	}
	return base, nil
}

// lay puts the newer defaults over the preset. They belong to the newer system: if the
// author chose a system, none of them apply; if that choice is unknown, they are
// unknown.
func (n *NewerOS) lay(base Settings, sku Value) Settings {
	switch {
	case sku.IsNull():
		return n.Set.Over(base)
	case sku.IsUnknown():
		for f := range n.Set {
			base = base.Put(f, Unknown)
		}
	}
	return base
}

// newer reports whether the newer defaults apply. At creation the cluster's version
// decides; afterwards, what the pool was created with.
func newer(n *NewerOS, facts Facts) bool {
	if facts.Prior == nil || facts.Prior.Revision == 0 {
		return facts.Minor != nil && facts.Minor() >= n.FromMinor
	}
	return OSSKU.Same(facts.Prior.Pool.Get(OSSKU), n.Set.Get(OSSKU))
}

// displace drops settings that are void because the author wrote a setting that
// excludes them.
func displace(base Settings, in Intent) Settings {
	set := in.Set
	base = displaceCounts(base, set)
	switch gone := set.Get(Unavailable); {
	case gone.IsUnknown():
		base = base.Put(Surge, Unknown)
	case gone.IsNull() || IsZero(gone.Text()):
	case in.Revision > 0 || !Unavailable.Same(base.Get(Unavailable), gone): // as found, both may be set
		base = base.Put(Surge, Known("0"))
	}
	if is := Priority.Text(base) == SpotPriority; is && in.Revision > 0 || in.SpotGiven && !is {
		base = spotted(base) // as found, a Spot pool keeps its drain settings
	}
	if in.Revision > 0 { // as found, the zones stay
		base = regional(base, set)
	}
	switch kind := set.Get(PoolType); {
	case kind.IsUnknown():
		base = yield(yield(base, Unknown, counts...), Unknown, VMSize).Put(Zones, Unknown)
	case ofMachines(set) && (in.Revision > 0 || !PoolType.Same(base.Get(PoolType), kind)): // virtual_machines contains its sizes and counts
		base = base.Without(counts...).Without(VMSize).Put(Zones, Known([]string{}))
	}
	return base
}

// regional removes the zones if the nodes are placed by other means.
func regional(base, set Settings) Settings {
	switch placed, perhaps := Placed(set); {
	case placed:
		return base.Put(Zones, Known([]string{}))
	case perhaps:
		return base.Put(Zones, Unknown)
	}
	return base
}

// Placed reports whether a pool's nodes are placed by means other than zones. perhaps
// means that this depends on a value that is not known yet.
func Placed(pool Settings) (placed, perhaps bool) {
	for f, v := range pool {
		if f.Places && !v.IsNull() {
			placed, perhaps = placed || !v.IsUnknown(), perhaps || v.IsUnknown()
		}
	}
	return placed, perhaps
}

// yield drops the settings that the author's value excludes. An unknown value may still
// turn out to be null, so it makes those settings unknown too.
func yield(base Settings, written Value, partners ...*Field) Settings {
	switch {
	case written.IsNull():
		return base
	case !written.IsUnknown():
		return base.Without(partners...)
	}
	for _, f := range partners {
		if base.Has(f) {
			base = base.Put(f, Unknown)
		}
	}
	return base
}

// leave removes a disk of 0 GB and an empty list of sizes, and so leaves both to AKS:
// an author may write them as empty, but AKS never returns them as empty.
func leave(pool Settings) Settings {
	if n, ok := DiskSize.Int(pool); ok && n == 0 {
		pool = pool.Without(DiskSize)
	}
	if sizes, ok := pool.Get(VirtualMachines).Any().([]Settings); ok && len(sizes) == 0 {
		pool = pool.Without(VirtualMachines)
	}
	return pool
}

// derive decides what follows from other settings.
func derive(pool Settings, in Intent) Settings {
	if in.Name != "" {
		pool = pool.Put(Name, Known(in.Name))
	} else {
		pool = pool.Put(Name, Unknown)
	}
	switch sku := in.Set.Get(OSSKU); {
	case sku.IsUnknown():
		pool = pool.Put(OSType, Unknown)
	case !sku.IsNull():
		pool = pool.Put(OSType, Known(osTypeOf(sku.Text())))
	}
	return pool
}

func osTypeOf(sku string) string {
	if strings.HasPrefix(sku, "Windows") {
		return "Windows"
	}
	return "Linux"
}

// SpotPriority is ARM's spelling of the priority of spot pools.
const SpotPriority = "Spot"

func expandLabels(in Intent, base Settings) Value {
	group := in.Group
	if group.IsNull() && in.Revision > 0 {
		group = nameOf(in)
	}
	own := map[string]Value{LabelName: group}
	if in.Revision > 0 {
		own[LabelPurpose] = Known(in.Purpose)
	}
	return union(in, Labels, base, own, in.Defaults.Labels, in.Omit.Labels, foldOf(Labels))
}

func expandTags(in Intent, base Settings) Value {
	own := map[string]Value{}
	if in.Revision > 0 {
		group := in.Group
		if group.IsNull() {
			group = nameOf(in)
		}
		own[TagName], own[TagPurpose] = group, Known(in.Purpose)
	}
	return union(in, Tags, base, own, in.Defaults.Tags, in.Omit.Tags, foldOf(Tags))
}

// foldOf returns the function that makes equivalent keys equal: tag keys
// case-insensitively, label keys exactly.
func foldOf(f *Field) func(string) string {
	if f.Fold {
		return strings.ToLower
	}
	return func(k string) string { return k }
}

func nameOf(in Intent) Value {
	if in.Name == "" {
		return Unknown
	}
	return Known(in.Name)
}

// union combines maps, the stronger over the weaker: the author's, the preset's, the
// provider block's defaults, and our own keys. The omitted keys are left out. Two keys
// are the same if fold makes them equal. An unknown map makes the result unknown.
func union(in Intent, f *Field, base Settings, own, defaults map[string]Value, omit []string, fold func(string) string) Value {
	if in.Set.Get(f).IsUnknown() || base.Get(f).IsUnknown() {
		return Unknown
	}
	out := map[string]Value{}
	put := func(from map[string]Value) {
		for _, k := range slices.Sorted(maps.Keys(from)) { // sorted: two keys may fold to one
			v := from[k]
			if v.IsNull() {
				continue
			}
			maps.DeleteFunc(out, func(have string, _ Value) bool { return fold(have) == fold(k) })
			out[k] = v
		}
	}
	if in.Revision == 0 { // a lane as found plans no change until its author asks for one
		put(base.Get(f).Map())
		put(own)
	} else {
		put(own)
		put(defaults)
		put(base.Get(f).Map())
	}
	for _, k := range omit {
		maps.DeleteFunc(out, func(have string, _ Value) bool { return fold(have) == fold(k) })
	}
	put(in.Set.Get(f).Map())
	return Value{v: out}
}

func expandTaints(in Intent, base Settings) Value {
	mine := in.Set.Get(Taints)
	if mine.IsUnknown() || base.Get(Taints).IsUnknown() {
		return Unknown
	}
	out := slices.DeleteFunc(slices.Clone(base.Get(Taints).Set()), func(t string) bool {
		key, effect := taintID(t)
		return slices.Contains(in.Omit.Taints, key) || slices.Contains(in.Omit.Taints, key+":"+effect) ||
			slices.ContainsFunc(mine.Set(), func(m string) bool {
				k, e := taintID(m)
				return k == key && e == effect
			})
	})
	return Known(append(out, mine.Set()...))
}

// taintID splits "key=value:Effect" or "key:Effect" into key and effect, which
// together identify a taint of a node.
func taintID(taint string) (key, effect string) {
	head, effect, _ := strings.Cut(taint, ":")
	key, _, _ = strings.Cut(head, "=")
	return key, effect
}

// keepCreateOnly keeps the value that an existing lane's pool was created with if only
// the preset, not the author, would change it.
func keepCreateOnly(ex *Expansion, in Intent, facts Facts) {
	p := facts.Prior
	if p == nil || in.Revision == 0 {
		return
	}
	for _, f := range allFields {
		was, is := p.Pool.Get(f), ex.Pool.Get(f)
		if f.Once || authored(f, in, p) {
			continue
		}
		if is.IsNull() && (f.CreateOnly() || asFound(f, was, ex.Pool, facts)) { // once decided, it stays decided
			ex.Pool = ex.Pool.Put(f, was)
			continue
		}
		if f.Same(was, is) || ClassOf(Change{Field: f, From: was, To: is}) != Rotate {
			continue
		}
		if f == Zones && !VMSize.Same(p.Pool.Get(VMSize), ex.Pool.Get(VMSize)) {
			continue // another size has other zones, so they are resolved again
		}
		if !is.IsNull() && !is.IsUnknown() {
			ex.Kept = append(ex.Kept, Difference{Field: f, From: was, To: is})
		}
		ex.Pool = ex.Pool.Put(f, was)
		if f == Priority { // settings that depend on the priority stay with it
			for _, with := range allFields {
				if with.byPriority() && !in.Set.Has(with) {
					ex.Pool = ex.Pool.Put(with, p.Pool.Get(with))
				}
			}
		}
	}
}

// authored reports whether the author decides the value of the field in this
// configuration: by writing it, by removing it, or by changing the purpose.
func authored(f *Field, in Intent, p *Prior) bool {
	if in.Set.Has(f) || (p.Revision > 0 && (p.Set.Has(f) || p.Purpose != in.Purpose)) {
		return true
	}
	switch machines := ofMachines(in.Set) || ofMachines(p.Set); {
	case f == OSType:
		return authored(OSSKU, in, p)
	case f == Priority || f.Only == SpotPools:
		return in.SpotGiven || (p.SpotGiven && p.Revision > 0)
	case f == VMSize: // virtual_machines removes it, and it returns without them
		return machines
	case f == Zones:
		placed, perhaps := Placed(in.Set)
		return placed || perhaps || machines
	}
	return false
}

// Authored is the part of a pool that the author alone decides: the overrides, and what
// follows from them and from the operating system of the purpose.
func Authored(in Intent) Settings {
	pool := derive(in.Set, in)
	if p, err := in.Purposes.Find(in.Purpose, 0); err == nil && !pool.Has(OSType) {
		pool = pool.Put(OSType, p.Set.Get(OSType))
	}
	if in.SpotGiven {
		pool = pool.Put(Priority, Known(SpotPriority))
	}
	return pool
}

package lane

// Extend makes a preset of a purpose that a platform team defines: a preset with
// settings laid over it by the reading rules of a lane's overrides. The intent
// says what differs; its purpose is the new one's name, its revision and its
// group have no say.
//
// What a lane then writes is laid over the result in the same way.
func Extend(base Preset, in Intent) Preset {
	in.Revision = max(base.Revision, 1)
	under := displace(base.Set, in)
	set := in.Set.Over(under)
	if sku := in.Set.Get(OSSKU); !sku.IsNull() {
		set = derive(set, in).Without(Name)
	}
	set = set.Put(Taints, expandTaints(in, under))
	for f, omit := range map[*Field][]string{Labels: in.Omit.Labels, Tags: in.Omit.Tags} {
		v := union(in, f, under, nil, nil, omit, foldOf(f))
		if len(v.Map()) == 0 && !v.IsUnknown() {
			v = Value{} // a preset without labels says nothing of them
		}
		set = set.Put(f, v)
	}
	out := base
	out.Purpose, out.Set = in.Purpose, set
	out.Fitting = base.Fitting.without(func(f *Field) bool { return in.Set.Has(f) })
	if in.Set.Has(OSSKU) {
		out.NewerOS = nil // the newer system is the default only where nobody chose one
	}
	out.Zonal = base.Zonal && !set.Has(Zones)
	return out
}

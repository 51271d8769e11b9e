package lane

// Extend creates the preset of a purpose that a platform team defines: a base preset
// with settings laid over it, by the same rules as a lane's overrides. The intent
// contains the differences. Its purpose is the name of the new purpose; its revision
// and its group have no effect.
//
// The settings of a lane are then laid over the result in the same way.
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
			v = Value{} // a preset without labels decides none
		}
		set = set.Put(f, v)
	}
	out := base
	out.Purpose, out.Set = in.Purpose, set
	out.Fitting = base.Fitting.without(func(f *Field) bool { return in.Set.Has(f) })
	if in.Set.Has(OSSKU) {
		out.NewerOS = nil // the newer system is the default only if no system was chosen
	}
	out.Zonal = base.Zonal && !set.Has(Zones)
	return out
}

package lane

import "slices"

// asFound reports whether a setting that the preset leaves to AKS stays decided as
// it was found: to decide it no more would send nothing, and fill the plan of an
// adopted lane with lines that mean nothing. A count gives way to what scales the
// pool now, and what AKS has to be told to let go of is told; but a Spot pool, to
// which no preset gives drain settings, keeps those that it was found with.
func asFound(f *Field, was Value, next Settings, facts Facts) bool {
	found := facts.Baseline.Get(f)
	if found.IsNull() || !found.Equal(was) || slices.Contains(counts, f) {
		return false
	}
	return f.Same(found, Value{}) || f.Only == UnlessSpot && !f.Only.Has(next) || !resets(f, facts.Prior.Pool, next, facts.Baseline)
}

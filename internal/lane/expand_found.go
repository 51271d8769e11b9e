package lane

import "slices"

// asFound reports whether a setting that the preset leaves to AKS keeps the value that
// it was found with. Dropping the decision would send nothing and would only add
// meaningless lines to the plan of an adopted lane. There are two exceptions: a count
// gives way to the setting that now scales the pool, and a value that AKS drops only on
// request is reset. But a Spot pool keeps the drain settings that it was found with,
// because no preset gives it any.
func asFound(f *Field, was Value, next Settings, facts Facts) bool {
	found := facts.Baseline.Get(f)
	if found.IsNull() || !found.Equal(was) || slices.Contains(counts, f) {
		return false
	}
	return f.Same(found, Value{}) || f.Only == UnlessSpot && !f.Only.Has(next) || !resets(f, facts.Prior.Pool, next, facts.Baseline)
}

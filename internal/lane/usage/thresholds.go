package usage

// Thresholds are what advice is given by: percent, unless said otherwise.
type Thresholds struct {
	Oversized float64 // the 95th percentile of CPU and of memory below which nodes are too large
	Saturated float64 // the one of either above which they are too small
	Target    float64 // the one that another size is to stay below
	Bound     float64 // the one of CPU or memory above which the pool is bound by it …
	Unbound   float64 // … while the other one is below this
	Idle      float64 // average of CPU below which nodes are idle
	Pinned    float64 // share of the time at the most nodes above which that is too few
	ComesGoes float64 // share of the time without work above which load comes and goes
	// Margin is by how many points a figure must leave a threshold again before the
	// advice goes: a pool at a threshold would get another advice every day.
	Margin float64
	// Hours of data that a judgement needs.
	Hours float64
}

// Threshold describes one of them for users.
type Threshold struct {
	Name string // of the argument
	Doc  string
	At   func(*Thresholds) *float64
}

// ThresholdList lists the thresholds in the order of the documentation.
func ThresholdList() []Threshold {
	return []Threshold{
		{"oversized", "Percent: nodes are too large where the 95th percentile of CPU and that of memory are below it.", func(t *Thresholds) *float64 { return &t.Oversized }},
		{"saturated", "Percent: nodes are too small where the 95th percentile of CPU or memory is above it.", func(t *Thresholds) *float64 { return &t.Saturated }},
		{"target", "Percent that the 95th percentiles stay below on a size that is proposed.", func(t *Thresholds) *float64 { return &t.Target }},
		{"bound", "Percent: a pool is bound by memory, or by CPU, whose 95th percentile is above it while that of the other is below `unbound`.", func(t *Thresholds) *float64 { return &t.Bound }},
		{"unbound", "Percent; see `bound`.", func(t *Thresholds) *float64 { return &t.Unbound }},
		{"idle", "Percent: nodes are idle whose CPU is below it on average.", func(t *Thresholds) *float64 { return &t.Idle }},
		{"pinned", "Percent of the time at the most nodes above which those are too few, while pods find no room.", func(t *Thresholds) *float64 { return &t.Pinned }},
		{"comes_and_goes", "Percent of the time at the fewest nodes, or idle, above which load comes and goes as that of batch jobs does.", func(t *Thresholds) *float64 { return &t.ComesGoes }},
		{"margin", "Percentage points by which a figure has to leave its threshold again before the advice goes.", func(t *Thresholds) *float64 { return &t.Margin }},
		{"hours", "Hours of data without which nothing is advised.", func(t *Thresholds) *float64 { return &t.Hours }},
	}
}

// DefaultThresholds are rules of practice, softer than a limit.
func DefaultThresholds() Thresholds {
	return Thresholds{Oversized: 30, Saturated: 80, Target: 70, Bound: 75, Unbound: 40, Idle: 10, Pinned: 5, ComesGoes: 40, Margin: 5, Hours: 72}
}

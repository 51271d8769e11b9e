package usage

// Thresholds are the limits that advice is based on, in percent unless stated
// otherwise.
type Thresholds struct {
	Oversized float64 // the 95th percentile of CPU and of memory below which nodes are too large
	Saturated float64 // the 95th percentile of either above which they are too small
	Target    float64 // the 95th percentile that another size should stay below
	Bound     float64 // the 95th percentile of CPU or memory above which the pool is bound by it …
	Unbound   float64 // … while the other is below this
	Idle      float64 // average of CPU below which nodes are idle
	Pinned    float64 // share of the time at the maximum number of nodes above which the maximum is too low
	ComesGoes float64 // share of the time without work above which the load counts as intermittent
	// Margin is how many points a figure must be back from a threshold before the
	// advice ends. Otherwise, a pool close to a threshold would get different advice
	// every day.
	Margin float64
	// Hours of data that advice needs.
	Hours float64
}

// Threshold describes one threshold for users.
type Threshold struct {
	Name string // of the argument
	Doc  string
	At   func(*Thresholds) *float64
}

// ThresholdList lists the thresholds in the order of the documentation.
func ThresholdList() []Threshold {
	return []Threshold{
		{"oversized", "Percent. Nodes are too large if the 95th percentiles of CPU and memory are both below it.", func(t *Thresholds) *float64 { return &t.Oversized }},
		{"saturated", "Percent. Nodes are too small if the 95th percentile of CPU or memory is above it.", func(t *Thresholds) *float64 { return &t.Saturated }},
		{"target", "Percent. On a proposed size, the 95th percentiles stay below it.", func(t *Thresholds) *float64 { return &t.Target }},
		{"bound", "Percent. A pool is bound by memory or CPU if the 95th percentile of that one is above it and that of the other is below `unbound`.", func(t *Thresholds) *float64 { return &t.Bound }},
		{"unbound", "Percent; see `bound`.", func(t *Thresholds) *float64 { return &t.Unbound }},
		{"idle", "Percent. Nodes are idle if their average CPU is below it.", func(t *Thresholds) *float64 { return &t.Idle }},
		{"pinned", "Percent of the time. The maximum number of nodes is too low if the lane is at it for longer while pods are pending.", func(t *Thresholds) *float64 { return &t.Pinned }},
		{"comes_and_goes", "Percent of the time. Load is intermittent, like that of batch jobs, if the lane is at its minimum number of nodes, or idle, for longer.", func(t *Thresholds) *float64 { return &t.ComesGoes }},
		{"margin", "Percentage points by which a figure must move back past its threshold before the advice disappears.", func(t *Thresholds) *float64 { return &t.Margin }},
		{"hours", "Minimum hours of data; with less, there is no advice.", func(t *Thresholds) *float64 { return &t.Hours }},
	}
}

// DefaultThresholds are rules of thumb, softer than a limit.
func DefaultThresholds() Thresholds {
	return Thresholds{Oversized: 30, Saturated: 80, Target: 70, Bound: 75, Unbound: 40, Idle: 10, Pinned: 5, ComesGoes: 40, Margin: 5, Hours: 72}
}

package lane

// Intent is what the author of a lane wrote.
type Intent struct {
	Name      string // "" if unknown
	Purpose   string // "" if unknown
	Group     Value  // String; null = the name
	Set       Settings
	SpotGiven bool // `spot` is present, even as {}
	Omit      Omit
	Ignore    Ignore
	Defaults  Defaults // from the provider block
	// Revision is the preset revision to expand. 0 means that the intent is laid over
	// Facts.Baseline instead.
	Revision int
	// Purposes are all existing purposes; the zero value contains only the built-in
	// ones.
	Purposes Purposes
}

// Omit names keys of the preset that the lane does not use.
type Omit struct {
	Labels []string
	Taints []string // "key" or "key:Effect"
	Tags   []string
}

// Ignore contains patterns for label and taint keys that another client owns; `*`
// matches any run of characters.
type Ignore struct{ Labels, Taints []string }

// Defaults are the labels and tags that the provider block gives every lane.
type Defaults struct{ Labels, Tags map[string]Value }

// Facts are what an expansion needs to know in addition to the intent.
type Facts struct {
	// Zones returns the zones of the cluster's location in which the subscription may
	// run a size, as a StringSet; Unknown if they cannot be read. It is called only if
	// the expansion depends on it; nil = Unknown.
	Zones func(size string) Value
	// Minor returns the Kubernetes minor version of the cluster at creation, 35 for
	// 1.35; 0 if unknown. It is called only if the expansion depends on it; nil = 0.
	Minor func() int
	// Baseline is the pool as found at import, for revision 0.
	Baseline Settings
	// Prior is the lane before the change; nil for a creation.
	Prior *Prior
}

// Settled are the facts for an apply, which leaves to AKS what cannot be read: a node
// pool without zones is regional.
func (f Facts) Settled() Facts {
	if read := f.Zones; read != nil {
		f.Zones = func(size string) Value {
			if zones := read(size); !zones.IsUnknown() {
				return zones
			}
			return Value{}
		}
	}
	return f
}

// FixedZones returns the given zones, whatever the size.
func FixedZones(v Value) func(string) Value { return func(string) Value { return v } }

// FixedMinor returns the given minor version.
func FixedMinor(n int) func() int { return func() int { return n } }

// Prior is the lane that a change starts from.
type Prior struct {
	Purpose   string
	Revision  int
	Set       Settings // what the author had written
	SpotGiven bool
	Pool      Settings // what the lane had decided, with the live values at the last refresh
}

// The keys that every lane carries, so that people, schedulers and cost reports can
// find it.
const (
	LabelName    = "workload-lane/name"
	LabelPurpose = "workload-lane/purpose"
	TagName      = "workload-lane"
	TagPurpose   = "workload-lane-purpose"
)

package lane

// Intent is what the author of a lane wrote.
type Intent struct {
	Name      string // "" where unknown
	Purpose   string // "" where unknown
	Group     Value  // String; null = the name
	Set       Settings
	SpotGiven bool // `spot` is present, even as {}
	Omit      Omit
	Ignore    Ignore
	Defaults  Defaults // of the provider block
	// Revision is the preset revision to expand; 0 lays the intent over
	// Facts.Baseline instead.
	Revision int
	// Purposes are all that there are; the zero ones are the built-in ones.
	Purposes Purposes
}

// Omit names keys of the preset that the lane goes without.
type Omit struct {
	Labels []string
	Taints []string // "key" or "key:Effect"
	Tags   []string
}

// Ignore holds patterns (`*` matches any run of characters) of label and taint
// keys that somebody else owns.
type Ignore struct{ Labels, Taints []string }

// Defaults are the labels and tags that the provider block gives every lane.
type Defaults struct{ Labels, Tags map[string]Value }

// Facts are what an expansion needs to know besides the intent.
type Facts struct {
	// Zones returns those of the cluster's location in which the subscription may
	// run a size, a StringSet, or Unknown where they cannot be read. It is asked only
	// where the expansion depends on it; nil = Unknown.
	Zones func(size string) Value
	// Minor returns the Kubernetes minor version of the cluster at creation, 35 for
	// 1.35; 0 where unknown. It is asked only where the expansion depends on it;
	// nil = 0.
	Minor func() int
	// Baseline is the pool as found at import, for revision 0.
	Baseline Settings
	// Prior is the lane before the change; nil at creation.
	Prior *Prior
}

// Settled are the facts of an apply, which leaves to AKS what cannot be read: a node
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

// FixedZones are zones that are known already, whatever the size.
func FixedZones(v Value) func(string) Value { return func(string) Value { return v } }

// FixedMinor is a version that is known already.
func FixedMinor(n int) func() int { return func() int { return n } }

// Prior is the lane that a change starts from.
type Prior struct {
	Purpose   string
	Revision  int
	Set       Settings // what the author had written
	SpotGiven bool
	Pool      Settings // what the lane had decided, with the live values of the last refresh
}

// The keys that every lane carries, so that it is found again by people, by
// schedulers and by cost reports.
const (
	LabelName    = "workload-lane/name"
	LabelPurpose = "workload-lane/purpose"
	TagName      = "workload-lane"
	TagPurpose   = "workload-lane-purpose"
)

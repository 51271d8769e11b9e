package lane

// Intent is what the author of a lane wrote.
type Intent struct {
	ClusterID string // ARM resource ID; "" where unknown
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
	// Catalogue has the purposes that there are; the zero one the built-in ones.
	Catalogue Catalogue
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
	// Zones are those of the cluster's location in which the subscription may
	// run the size: StringSet, or Unknown where they could not be read.
	Zones Value
	// Minor is the Kubernetes minor version of the cluster at creation: 35 for
	// 1.35; 0 where unknown.
	Minor int
	// Baseline is the pool as found at import, for revision 0.
	Baseline Settings
	// Prior is the lane before the change; nil at creation.
	Prior *Prior
}

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

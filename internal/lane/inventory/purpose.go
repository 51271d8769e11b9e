package inventory

import (
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// How a purpose was determined.
const (
	ByLabel    = "label"      // by the lane's own label
	ByTag      = "tag"        // by the lane's own tag
	Classified = "classified" // by mode, system, priority, size, taints or range
	Unknown    = "unknown"    // nothing shows it
)

// PurposeOf returns what a live pool is for, and how that was determined. The text of a
// tag or label is used as it is, because a platform team may have its own purposes. The
// tag comes first, because people add and remove labels on nodes by hand. A pool
// without either is classified. If there is no evidence, the pool is general if every
// pod may run on it. Its purpose is unknown ("") if a taint shows that it is meant for
// something else.
func PurposeOf(pool lane.Settings) (purpose, source string) {
	for key, v := range pool.Get(lane.Tags).Map() {
		if strings.EqualFold(key, lane.TagPurpose) && v.Text() != "" {
			return v.Text(), ByTag
		}
	}
	if v := pool.Get(lane.Labels).Map()[lane.LabelPurpose]; v.Text() != "" {
		return v.Text(), ByLabel
	}
	purpose, evidence := lane.Classify(pool)
	if evidence == "default" && (!lane.Open(pool) || !pool.Has(lane.Mode)) {
		return "", Unknown
	}
	return purpose, Classified
}

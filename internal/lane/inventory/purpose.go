package inventory

import (
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// How a purpose was told.
const (
	ByLabel    = "label"      // the lane's own label says so
	ByTag      = "tag"        // the lane's own tag says so
	Classified = "classified" // mode, system, priority, size, taints or range say so
	Unknown    = "unknown"    // nothing says so
)

// PurposeOf tells what a live pool is for, and how that was told. What a tag or
// label says is taken as it is, since a platform team may have purposes of its
// own; the tag goes first, as labels come and go with people's hands on nodes.
// Without either, a pool is classified; one that nothing tells about is general
// where every pod may land on it, and of an unknown purpose ("") where a taint
// shows that it is meant for something else.
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

package provider

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// at is where the author can change the field: its own attribute if that is
// written, else the purpose that set it.
func (m *laneModel) at(f *lane.Field) path.Path {
	switch {
	case f == lane.Name:
		return path.Root("name")
	case f == lane.Cluster:
		return path.Root("cluster_id")
	case f == lane.LaneGroup:
		return path.Root("group")
	case f == lane.OSType && m.set.Has(lane.OSSKU):
		return fieldPath(lane.OSSKU)
	case f == lane.Priority && m.spotGiven():
		return path.Root("spot")
	case f != nil && m.set.Has(f):
		return fieldPath(f)
	}
	return path.Root("purpose")
}

// fieldPath is the attribute of the lane that holds the field. It is deliberately
// not the path within that attribute: for a nested attribute, a CLI shows the first
// line of the resource; for the whole attribute, it shows the line that is wrong.
func fieldPath(f *lane.Field) path.Path {
	name, _, _ := strings.Cut(f.Path, ".")
	return path.Root(name)
}

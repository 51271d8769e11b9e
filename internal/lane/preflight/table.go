package preflight

import (
	"slices"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// Checks lists the checks of a lane against the cloud in the order of the
// documentation.
func Checks() []Check { return slices.Clone(checks) }

// checks is the table: one row a check.
var checks = []Check{
	{ID: "zones", Level: Error, Code: "AvailabilityZoneNotSupported", Title: "Zone is not offered",
		Text: "A node pool runs in the zones in which the subscription may use its size.", Remedy: "Write zones that are offered, or leave zones out: the preset takes those that are.",
		Needs: OfCluster | OfSizes, On: moved(lane.Zones, lane.VMSize), Find: zones},
}

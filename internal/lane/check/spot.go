package check

import (
	"strconv"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

var spotChecks = []Check{
	{
		ID: "spot-mode", Level: Error, Source: docs("spot-node-pool"),
		Text:   "A Spot pool has the mode User.",
		Remedy: `Leave spot out, or use mode = "User".`,
		Find: func(_ Facts, s Subject) []Finding {
			return at(s.spot() && s.known(lane.Mode) && !s.is(lane.Mode, "User"), lane.Mode, "the mode is %s and the lane is Spot", s.text(lane.Mode)).or(lane.Priority)
		},
	},
	{
		ID: "spot-pool-type", Level: Error, Source: docs("spot-node-pool"),
		Text:   "A Spot pool is a virtual machine scale set.",
		Remedy: "Leave spot or pool_type out.",
		Find: func(_ Facts, s Subject) []Finding {
			return at(s.spot() && s.machines(), lane.PoolType, "pool_type is VirtualMachines and the lane is Spot").or(lane.Priority)
		},
	},
	{
		ID: "spot-surge", Level: Error, Source: "AKS's error message",
		Text:   "AKS refuses max_surge and max_unavailable on a Spot pool.",
		Remedy: "Leave them out: the lane then drops the preset's too.",
		Find:   spotAuthored(lane.Surge, lane.Unavailable),
	},
	{
		ID: "spot-price", Level: Error, Source: docs("spot-node-pool"),
		Text:   "The highest price is -1 for the on-demand price, or above 0 with at most five decimals.",
		Remedy: "Use max_price = -1, or a price such as 0.12345.",
		Find: func(_ Facts, s Subject) []Finding {
			price, ok := s.Pool.Get(lane.SpotPrice).Any().(float64)
			return at(ok && !validPrice(price), lane.SpotPrice, "max_price is %s", strconv.FormatFloat(price, 'f', -1, 64))
		},
	},
	{
		ID: "spot-capacity-reservation", Level: Error, Code: "CRGConflictWithSpotVM", Source: srcErrors,
		Text:   "A Spot pool cannot use a capacity reservation.",
		Remedy: "Leave spot or placement.capacity_reservation_group_id out.",
		Find: func(_ Facts, s Subject) []Finding {
			return at(s.spot() && s.known(lane.ReservationGroup), lane.ReservationGroup, "the lane is Spot and has a capacity reservation group").or(lane.Priority)
		},
	},
	{
		ID: "spot-settings", Level: Error, Source: srcAPI,
		Text:   "Eviction and highest price apply only to Spot pools.",
		Remedy: "Make the lane Spot, or leave the settings out.",
		Find: func(_ Facts, s Subject) []Finding {
			f := s.firstOf(lane.SpotEviction, lane.SpotPrice)
			return at(s.is(lane.Priority, "Regular") && f != nil, f, "%s is set and the lane is not Spot", pathOf(f)).or(lane.Priority)
		},
	},
}

// spotAuthored finds settings that the author, not a preset, wrote together with
// Spot.
func spotAuthored(fields ...*lane.Field) func(Facts, Subject) []Finding {
	return func(_ Facts, s Subject) []Finding {
		var out []Finding
		for _, f := range fields {
			out = append(out, at(s.spot() && s.authored(f), f, "%s is set and the lane is Spot", f.Path)...)
		}
		return out
	}
}

// validPrice counts the decimals in the shortest spelling of the number, which is
// what the author wrote.
func validPrice(p float64) bool {
	if p == -1 {
		return true
	}
	_, decimals, _ := strings.Cut(strconv.FormatFloat(p, 'f', -1, 64), ".")
	return p > 0 && len(decimals) <= 5
}

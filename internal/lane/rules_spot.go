package lane

import (
	"strconv"
	"strings"
)

var spotRules = []Rule{
	{
		ID: "spot-mode", Source: docs("spot-node-pool"),
		Text:   "A Spot pool has the mode User.",
		Remedy: `Leave spot out, or use mode = "User".`,
		Check: func(s Subject) []Finding {
			return at(s.spot() && s.known(Mode) && !s.is(Mode, "User"), Mode, "the mode is %s and the lane is Spot", s.text(Mode))
		},
	},
	{
		ID: "spot-pool-type", Source: docs("spot-node-pool"),
		Text:   "A Spot pool is a virtual machine scale set.",
		Remedy: "Leave spot or pool_type out.",
		Check: func(s Subject) []Finding {
			return at(s.spot() && s.machines(), PoolType, "pool_type is VirtualMachines and the lane is Spot")
		},
	},
	{
		ID: "spot-surge", Source: "the answer of AKS",
		Text:   "AKS refuses max_surge and max_unavailable on a Spot pool.",
		Remedy: "Leave them out: the lane drops the preset's by itself.",
		Check:  spotAuthored(Surge, Unavailable),
	},
	{
		ID: "spot-drain", Source: srcOwn,
		Text:   "A Spot lane has no drain, soak or undrainable setting.",
		Remedy: "Leave them out: the lane drops the preset's by itself.",
		Check:  spotAuthored(Drain, Soak, Undrainable),
	},
	{
		ID: "spot-price", Source: docs("spot-node-pool"),
		Text:   "The highest price is -1 for the on-demand price, or above 0 with at most five decimals.",
		Remedy: "Use max_price = -1, or a price such as 0.12345.",
		Check: func(s Subject) []Finding {
			price, ok := s.Pool.Get(SpotPrice).Any().(float64)
			return at(ok && !validPrice(price), SpotPrice, "max_price is %s", strconv.FormatFloat(price, 'f', -1, 64))
		},
	},
	{
		ID: "spot-capacity-reservation", Source: srcErrors,
		Text:   "A Spot pool cannot use a capacity reservation (CRGConflictWithSpotVM).",
		Remedy: "Leave spot or placement.capacity_reservation_group_id out.",
		Check: func(s Subject) []Finding {
			return at(s.spot() && s.known(ReservationGroup), ReservationGroup, "the lane is Spot and has a capacity reservation group")
		},
	},
	{
		ID: "spot-settings", Source: srcAPI,
		Text:   "Eviction and highest price belong to Spot pools.",
		Remedy: "Make the lane Spot, or leave the settings out.",
		Check: func(s Subject) []Finding {
			f := s.firstOf(SpotEviction, SpotPrice)
			return at(s.is(Priority, "Regular") && f != nil, f, "%s is given and the lane is not Spot", pathOf(f))
		},
	},
}

// spotAuthored finds what the author, not a preset, wrote beside Spot.
func spotAuthored(fields ...*Field) func(Subject) []Finding {
	return func(s Subject) []Finding {
		var out []Finding
		for _, f := range fields {
			out = append(out, at(s.spot() && s.authored(f), f, "%s is given and the lane is Spot", f.Path)...)
		}
		return out
	}
}

// validPrice counts decimals in the shortest spelling of the number, which is
// what an author wrote.
func validPrice(p float64) bool {
	if p == -1 {
		return true
	}
	_, decimals, _ := strings.Cut(strconv.FormatFloat(p, 'f', -1, 64), ".")
	return p > 0 && len(decimals) <= 5
}

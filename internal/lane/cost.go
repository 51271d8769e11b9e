package lane

import (
	"math"
	"strings"
)

// HoursAMonth is the length of a month in Azure's price calculator: 8,760 hours a year.
const HoursAMonth = 730

// UnitPrice is the cost of one node per hour with one operating system: list prices,
// before any discount, reservation or savings plan. Zero means unknown.
type UnitPrice struct {
	OnDemand float64 `json:"on_demand"`
	Spot     float64 `json:"spot,omitempty"`
}

// UnitPrices are the prices of VM sizes, by their names in lower case.
type UnitPrices map[string]UnitPrice

// SizePrice is the cost of one machine of a VM size per hour: list prices, before any
// discount, reservation or savings plan. Zero means unknown.
type SizePrice struct {
	Linux       float64 `json:"linux,omitempty"`
	Windows     float64 `json:"windows,omitempty"`
	SpotLinux   float64 `json:"spot_linux,omitempty"`
	SpotWindows float64 `json:"spot_windows,omitempty"`
}

// Unit is the price for one operating system, Linux or Windows.
func (p SizePrice) Unit(os string) UnitPrice {
	if os == "Windows" {
		return UnitPrice{OnDemand: p.Windows, Spot: p.SpotWindows}
	}
	return UnitPrice{OnDemand: p.Linux, Spot: p.SpotLinux}
}

// Machines are the properties that decide the price of a node: sizes, operating system
// and priority.
type Machines struct {
	Sizes []string // each once, in lower case
	OS    string   // Linux or Windows
	Spot  bool
}

// MachinesOf returns the machines of a pool; false if a part is not known yet.
func MachinesOf(pool Settings) (Machines, bool) {
	m := Machines{OS: OSType.filled(OSType.In(pool)).Text(), Spot: Priority.Text(pool) == SpotPriority}
	for _, f := range []*Field{VMSize, OSType, Priority, VirtualMachines} {
		if !f.In(pool).IsWhollyKnown() {
			return m, false
		}
	}
	sizes := []string{}
	if list := MachineList(pool); len(list) > 0 {
		for _, e := range list {
			sizes = append(sizes, strings.ToLower(MachineSize.Text(e)))
		}
	} else if size := VMSize.Text(pool); size != "" {
		sizes = append(sizes, strings.ToLower(size))
	}
	m.Sizes = sortedSet(sizes)
	return m, len(m.Sizes) > 0
}

// Price is the cost of one node of a size per hour; 0 if it is not known.
func (m Machines) Price(u UnitPrice) float64 {
	if m.Spot {
		return u.Spot
	}
	return u.OnDemand
}

// Cost is the cost of a lane at its fewest and at its most nodes, in one currency,
// while all of them run.
type Cost struct {
	HourlyMin, HourlyMax float64
	// SpotSaving is the share of the on-demand price that a Spot lane saves, 0 to 1. It
	// is negative if nothing is saved, or if the on-demand price is not known.
	SpotSaving float64
}

// Monthly is the price for a month at an hourly price, rounded to two decimals.
func Monthly(hourly float64) float64 { return math.Round(hourly*HoursAMonth*100) / 100 }

// CostOf is the cost of a pool; false if a price or a number of nodes is not known.
func CostOf(pool Settings, prices UnitPrices) (Cost, bool) {
	m, ok := MachinesOf(pool)
	if !ok {
		return Cost{}, false
	}
	c := CapacityOf(pool)
	least, ok1 := c.Fewest()
	most, ok2 := c.Most()
	if !ok1 || !ok2 {
		return Cost{}, false
	}
	spans := map[string]Span{m.Sizes[0]: {Fewest: least, Most: most}}
	if bySize := c.BySize(); len(bySize) > 0 {
		spans = bySize
	}
	cost := Cost{SpotSaving: -1}
	for _, size := range m.Sizes {
		unit := m.Price(prices[size])
		if unit == 0 {
			return Cost{}, false
		}
		cost.HourlyMin += unit * float64(spans[size].Fewest)
		cost.HourlyMax += unit * float64(spans[size].Most)
		if full := prices[size].OnDemand; m.Spot && full > 0 {
			cost.SpotSaving = hundredth(1 - unit/full)
		}
	}
	cost.HourlyMin, cost.HourlyMax = tenThousandth(cost.HourlyMin), tenThousandth(cost.HourlyMax)
	return cost, true
}

func hundredth(n float64) float64     { return math.Round(n*100) / 100 }
func tenThousandth(n float64) float64 { return math.Round(n*1e4) / 1e4 }

package usage

import (
	"cmp"
	"math"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// Pool is a node pool with what advice rests on. What is not known makes no advice.
type Pool struct {
	lane.LivePool

	// Preset is what the pool's purpose means; the zero Preset where the purpose is
	// not known.
	Preset lane.Preset
	// Kind is the built-in purpose that a purpose of a team's own comes to; "" where
	// the preset's own is it.
	Kind string
	// Sizes are the VM sizes of the location, by name in lower case; nil where they
	// could not be read.
	Sizes map[string]lane.Size
	// QuotaLeft is how many vCPUs of the pool's size may still be made; nil where it
	// is not known.
	QuotaLeft *int64
	// Scaler is what the autoscaler of the cluster reports; nil where it was not
	// asked.
	Scaler *lane.ScalerMetrics
	// Price is what a node of a pool costs an hour; false where it is not known.
	Price func(lane.Settings) (float64, bool)
	// Allowed reports whether a pool may be so, by limits and checks.
	Allowed func(lane.Settings) bool
}

func (p *Pool) purpose() string { return cmp.Or(p.Kind, p.Preset.Purpose) }

// size is what is known of the pool's VM size; false where it is not, or there are
// several of them.
func (p *Pool) size() (lane.Size, bool) {
	if len(lane.MachineList(p.Set)) > 0 {
		return lane.Size{}, false
	}
	size, ok := p.Sizes[strings.ToLower(lane.VMSize.Text(p.Set))]
	return size, ok && size.VCPUs() > 0 && size.MemoryGB() > 0
}

func (p *Pool) hardware() lane.Hardware {
	size, _ := p.size()
	return lane.HardwareOf(lane.SizeOf(p.Set), size)
}

func (p *Pool) system() bool { return lane.Mode.Text(p.Set) == "System" }
func (p *Pool) spot() bool   { return lane.Priority.Text(p.Set) == lane.SpotPriority }

// accelerated reports whether the nodes have GPUs, whose use these metrics do not
// show.
func (p *Pool) accelerated() bool {
	size, _ := p.size()
	return size.GPUs() > 0 || p.hardware().Accelerated() || p.purpose() == lane.GPU
}

// special reports whether the machines were bought for pods that need them.
func (p *Pool) special() bool {
	return p.Preset.Costly || p.accelerated() || p.hardware().Confidential() != ""
}

// floor is the fewest nodes that the purpose wants.
func (p *Pool) floor() int64 {
	switch n, ok := lane.Min.Int(p.Preset.Set); {
	case ok:
		return n
	case p.system():
		return 3 // AKS's recommendation
	}
	return 1
}

// allowed reports whether the pool may be so.
func (p *Pool) allowed(changed lane.Settings) bool { return p.Allowed == nil || p.Allowed(changed) }

// monthly is what so many nodes of a pool cost in a month; nil where that is not
// known.
func (p *Pool) monthly(set lane.Settings, nodes float64) *float64 {
	if p.Price == nil {
		return nil
	}
	hourly, ok := p.Price(set)
	if !ok {
		return nil
	}
	return new(lane.Monthly(hourly * nodes))
}

// AtMost reports whether the autoscaler had made as many nodes of a pool as it may
// at any time of a series: only then it matters whether pods found no room.
func AtMost(s *Series, pool lane.Settings) bool {
	c := lane.CapacityOf(pool)
	most, ok := c.Most()
	return ok && c.Scales() && s.share(func(i int) bool { return float64(s.nodes[i]) >= float64(most) }) > 0
}

// saves is the difference of two amounts where it is one.
func saves(before, after *float64) *float64 {
	if before == nil || after == nil || *before <= *after {
		return nil
	}
	return new(math.Round((*before-*after)*100) / 100)
}

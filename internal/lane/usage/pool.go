package usage

import (
	"cmp"
	"math"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// Pool is a node pool with the facts that advice is based on. An unknown fact
// produces no advice.
type Pool struct {
	lane.LivePool

	// Preset is the preset of the pool's purpose; the zero Preset if the purpose is
	// not known.
	Preset lane.Preset
	// Kind is the built-in purpose that a team's own purpose is based on; "" if the
	// preset's own purpose applies.
	Kind string
	// Sizes are the VM sizes of the location, by name in lower case; nil if they
	// could not be read.
	Sizes map[string]lane.Size
	// QuotaLeft is how many more vCPUs of the pool's size the quota allows; nil if
	// it is not known.
	QuotaLeft *int64
	// Scaler is what the autoscaler of the cluster reports; nil if it was not
	// queried.
	Scaler *lane.ScalerMetrics
	// Price returns what a node of a pool costs per hour; false if it is not known.
	Price func(lane.Settings) (float64, bool)
	// Allowed reports whether limits and checks allow a pool with these settings.
	Allowed func(lane.Settings) bool
}

func (p *Pool) purpose() string { return cmp.Or(p.Kind, p.Preset.Purpose) }

// size returns what is known about the pool's VM size; false if nothing is known, or
// if there are several sizes.
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

// accelerated reports whether the nodes have GPUs; these metrics do not show how
// they are used.
func (p *Pool) accelerated() bool {
	size, _ := p.size()
	return size.GPUs() > 0 || p.hardware().Accelerated() || p.purpose() == lane.GPU
}

// special reports whether the machines were bought for pods that need them.
func (p *Pool) special() bool {
	return p.Preset.Costly || p.accelerated() || p.hardware().Confidential() != ""
}

// floor returns the minimum number of nodes for the purpose.
func (p *Pool) floor() int64 {
	switch n, ok := lane.Min.Int(p.Preset.Set); {
	case ok:
		return n
	case p.system():
		return 3 // AKS's recommendation
	}
	return 1
}

// allowed reports whether the pool may have these settings.
func (p *Pool) allowed(changed lane.Settings) bool { return p.Allowed == nil || p.Allowed(changed) }

// monthly returns what a number of nodes of a pool costs per month; nil if that is
// not known.
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

// AtMost reports whether, at any time in a series, the pool had the autoscaler's
// maximum number of nodes. Only then does it matter whether pods found no room.
func AtMost(s *Series, pool lane.Settings) bool {
	c := lane.CapacityOf(pool)
	most, ok := c.Most()
	return ok && c.Scales() && s.share(func(i int) bool { return float64(s.nodes[i]) >= float64(most) }) > 0
}

// saves returns how much less the second amount is; nil if it is not less, or if an
// amount is not known.
func saves(before, after *float64) *float64 {
	if before == nil || after == nil || *before <= *after {
		return nil
	}
	return new(math.Round((*before-*after)*100) / 100)
}

package usage

import (
	"fmt"
	"math"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// idleMinimum finds nothing if the pool has more nodes than the minimum most of the
// time: then the minimum is not what keeps them.
func idleMinimum(v view) *proposal {
	c := lane.CapacityOf(v.Set)
	least, ok := c.Fewest()
	if !ok || !v.CPU.Known || !v.Memory.Known || !v.Nodes.Known || c.PerSize() || !v.below(v.CPU.Average, v.t.Idle) {
		return nil
	}
	if atLeast := v.series.share(func(i int) bool { return float64(v.series.nodes[i]) <= float64(least) }); !v.above(atLeast, 50) {
		return nil
	}
	needs := int64(math.Ceil(v.Nodes.Average * max(v.CPU.P95, v.Memory.P95) / v.t.Target))
	if v.floor() == 0 && v.below(v.CPU.P95, v.t.Idle) {
		needs = 0
	}
	fewer := max(needs, v.floor())
	if fewer >= least {
		return nil
	}
	most, _ := c.Most()
	changed := v.Set.Without(lane.Nodes).Put(lane.Min, lane.Known(fewer)).Put(lane.Max, lane.Known(most))
	if !v.allowed(changed) {
		return nil
	}
	return &proposal{
		what:   fmt.Sprintf("The lane keeps %d nodes with an average CPU of %g %%; the %s. %d would be enough.", least, v.CPU.Average, v.used(), fewer),
		write:  writeRange(fewer, most),
		saving: v.monthly(v.Set, float64(least-fewer)),
	}
}

func pinned(v view) *proposal {
	c := lane.CapacityOf(v.Set)
	most, ok := c.Most()
	if !ok || !c.Scales() || c.PerSize() || !v.Nodes.Known || v.Scaler == nil || !v.Scaler.Running || v.Scaler.PendingHours == 0 {
		return nil
	}
	atMost := v.series.share(func(i int) bool { return float64(v.series.nodes[i]) >= float64(most) })
	if !v.above(atMost, v.t.Pinned) {
		return nil
	}
	what := fmt.Sprintf("The lane is at its maximum of %d nodes %.0f %% of the time. Pods of the cluster were pending in %g hours, up to %g at a time.", most, atMost, v.Scaler.PendingHours, v.Scaler.MostPending)
	more := max((most+3)/4, 1)
	if s, known := v.size(); known && v.QuotaLeft != nil {
		if fits := *v.QuotaLeft / s.VCPUs(); fits < more {
			if more = fits; more == 0 {
				return &proposal{what: what, write: fmt.Sprintf("Request more quota for the family %s, which has %d vCPUs left, then raise capacity.max.", s.Family, *v.QuotaLeft)}
			}
		}
	}
	least, _ := c.Fewest()
	if !v.allowed(v.Set.Put(lane.Max, lane.Known(most+more))) {
		return &proposal{what: what, write: "Share the work between lanes: a limit of the provider block allows no more nodes."}
	}
	return &proposal{what: what, write: writeRange(least, most+more)}
}

// spotCandidate skips machines that were bought for pods that need them, and pools
// that a purpose keeps on demand.
func spotCandidate(v view) *proposal {
	c := lane.CapacityOf(v.Set)
	least, ok := c.Fewest()
	batch := v.purpose() == lane.Batch || ok && least == 0 && !lane.Open(v.Set) && v.floor() == 0
	if !ok || !batch || v.spot() || v.system() || v.special() || !v.CPU.Known || !v.Nodes.Known {
		return nil
	}
	if s, known := v.size(); known && !s.Spot() {
		return nil
	}
	quiet := v.series.share(func(i int) bool {
		return float64(v.series.nodes[i]) <= float64(least) || float64(v.series.cpu.Average[i]) < v.t.Idle
	})
	if !v.above(quiet, v.t.ComesGoes) || quiet > 99 || !v.above(v.CPU.Max, v.t.Unbound) {
		return nil
	}
	spot := v.Set.Put(lane.Priority, lane.Known(lane.SpotPriority))
	if !v.allowed(spot) {
		return nil
	}
	return &proposal{
		what:   fmt.Sprintf("The lane is idle %.0f %% of the time. At other times it has up to %g nodes and %g %% of CPU.", quiet, v.Nodes.Max, v.CPU.Max),
		write:  "spot = {}",
		saving: saves(v.monthly(v.Set, v.Nodes.Average), v.monthly(spot, v.Nodes.Average)),
	}
}

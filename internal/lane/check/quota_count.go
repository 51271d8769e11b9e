package check

import (
	"fmt"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// The quotas of a whole location, by Compute's names in lower case.
const (
	regionalCores = "cores"
	spotCores     = "lowprioritycores"
)

// nodesOf returns how many nodes a planned pool has, by size in lower case. Under
// the autoscaler, the pool keeps the nodes that it had, within its range. A pool
// that takes over from another starts with the same number.
func (l Lane) nodesOf(pool lane.Settings) map[string]int64 {
	c := lane.CapacityOf(pool)
	live := l.BySize
	if l.Rotates { // a new pool starts with the minimum of each size
		live = nil
	}
	if bySize := c.BySizeFrom(live); len(bySize) > 0 {
		return bySize
	}
	n := c.From(l.Nodes)
	if l.Before == nil {
		n, _ = c.AtCreation()
	}
	return map[string]int64{strings.ToLower(lane.VMSize.Text(pool)): n}
}

// before and after return the nodes of a planned lane without surge.
func (l Lane) before() map[string]int64 {
	if l.Before == nil {
		return nil
	}
	if bySize := lane.CapacityOf(l.Before).BySizeFrom(l.BySize); len(bySize) > 0 {
		return bySize
	}
	return map[string]int64{strings.ToLower(lane.VMSize.Text(l.Before)): l.Nodes}
}

func (l Lane) after() map[string]int64 {
	if l.After == nil {
		return nil
	}
	return l.nodesOf(l.After)
}

// surge returns how many nodes AKS temporarily adds to a pool that is created, or
// whose nodes are replaced.
func (l Lane) surge() int64 {
	if !l.Surges || l.After == nil || len(lane.MachineList(l.After)) > 0 {
		return 0
	}
	return lane.SurgeNodes(l.After, total(l.after()))
}

func total(nodes map[string]int64) int64 {
	var n int64
	for _, v := range nodes {
		n += v
	}
	return n
}

// cores returns how many vCPUs the nodes take from a quota.
func (f Facts) cores(nodes map[string]int64, pool lane.Settings, quota string) int64 {
	var out int64
	for name, n := range nodes {
		size := f.Sizes[name]
		if f.counts(size, pool, quota) {
			out += n * vcpus(size)
		}
	}
	return out
}

// spelled returns the name of a quota as Compute writes it.
func (f Facts) spelled(quota string) string {
	if quota == spotCores {
		return "lowPriorityCores"
	}
	for _, s := range f.Sizes {
		if strings.EqualFold(s.Family, quota) {
			return s.Family
		}
	}
	return quota
}

// counts reports whether nodes of a size count against a quota.
func (f Facts) counts(size lane.Size, pool lane.Settings, quota string) bool {
	if lane.Priority.Text(pool) == lane.SpotPriority {
		return quota == spotCores
	}
	return quota == regionalCores || quota == strings.ToLower(size.Family)
}

// quotasOf returns the quotas that a pool counts against.
func (f Facts) quotasOf(pool lane.Settings) []string {
	if lane.Priority.Text(pool) == lane.SpotPriority {
		return []string{spotCores}
	}
	size, _ := f.size(pool)
	return []string{strings.ToLower(size.Family), regionalCores}
}

// perhapsLane reports whether a live pool may be a lane that this plan has not
// reached yet. The pool may shrink or be deleted, so in the end it counts as
// nothing: counting it as it is now would report a swap of two lanes as a problem,
// depending on which lane came first. While the plan may still reach it, it is worth
// waiting for.
func (f Facts) perhapsLane(p lane.LivePool) bool {
	if f.planned(p.Name) {
		return false
	}
	for key := range lane.Tags.In(p.Set).Map() {
		if strings.EqualFold(key, lane.TagName) {
			return true
		}
	}
	return false
}

// own returns the lane of the subject among those of the plan.
func (f Facts) own(s Subject) Lane {
	if l, ok := f.planOf(s.Name); ok {
		return l
	}
	return LaneOf("", s)
}

// demand is what a lane takes from a quota, in vCPUs.
type demand struct {
	had   int64 // before the change; already in the usage
	takes int64 // after the change, without surge
	surge int64 // temporarily, on top
	stays int64 // part of had that remains until the new pool of a rotation exists
}

func (f Facts) demand(l Lane, quota string) demand {
	d := demand{had: f.cores(l.before(), l.Before, quota), takes: f.cores(l.after(), l.After, quota),
		surge: f.cores(map[string]int64{strings.ToLower(lane.SizeOf(l.After)): l.surge()}, l.After, quota)}
	switch {
	case l.Keeps:
		d.had = 0 // no longer this lane's
	case l.Rotates:
		d.stays = d.had
	}
	return d
}

// more returns what the lane takes at its peak in addition to what it has; negative
// if it gives some back.
func (d demand) more() int64 { return d.takes + d.surge + d.stays - d.had }

// balance is what the lanes planned so far take from a quota, and what is available
// to them.
type balance struct {
	name  string // as Compute spells it
	usage lane.Quota
	mine  demand
	// rest and surge are about the other lanes: all that they take without surge in
	// addition to what they have, and the largest surge. The old pool of another
	// rotation counts as gone: it may be, depending on which of the two rotations
	// comes first.
	rest, surge int64
	open        int64 // held by lanes that are not planned yet and may give it back
	lanes       int   // how many take part
	// grow and yield are what lanes take without surge in addition to what they
	// have, or give back. With the largest surge, they add up to the need.
	grow, yield []string
}

// free returns the part of the quota that is not used.
func (b balance) free() int64 { return b.usage.Limit - b.usage.Used }

// need returns what all lanes need from the quota at the same time, with the given
// demand for this lane.
func (b balance) need(mine demand) int64 {
	return b.rest + mine.takes - mine.had + max(b.surge, mine.surge+mine.stays)
}

func (f Facts) balance(s Subject, quota string) (balance, bool) {
	return f.balanceBy(s, quota, f.demand)
}

// balanceBy returns the balance, with of as the demand of each lane.
func (f Facts) balanceBy(s Subject, quota string, of func(Lane, string) demand) (balance, bool) {
	u, ok := f.Quotas[quota]
	if !ok || u.Limit < 0 {
		return balance{}, false
	}
	own := f.own(s)
	b := balance{name: f.spelled(quota), usage: u, mine: of(own, quota)}
	lanes := f.Lanes
	if _, ok := f.planOf(s.Name); !ok {
		lanes = append([]Lane{own}, lanes...)
	}
	for _, l := range lanes {
		d := of(l, quota)
		if d.more() != 0 {
			b.lanes++
		}
		switch more := d.takes - d.had; {
		case more > 0:
			b.grow = append(b.grow, fmt.Sprintf("%s %d", l.Name, more))
		case more < 0:
			b.yield = append(b.yield, fmt.Sprintf("%s %d", l.Name, -more))
		}
		if l.Cluster != own.Cluster || !strings.EqualFold(l.Name, own.Name) {
			b.rest += d.takes - d.had
			b.surge = max(b.surge, d.surge)
		}
	}
	for _, p := range f.Cluster.Seen {
		if f.perhapsLane(p) {
			live := p.Status.BySize
			if len(live) == 0 {
				live = map[string]int64{strings.ToLower(lane.SizeOf(p.Set)): p.Status.Nodes}
			}
			b.open += f.cores(live, p.Set, quota)
		}
	}
	return b, true
}

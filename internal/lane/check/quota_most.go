package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// greatest returns how many nodes a planned lane may grow to, by size in lower case:
// the autoscaler's maximum, or the nodes that it has.
func (l Lane) greatest() map[string]int64 {
	if l.After == nil {
		return nil
	}
	c := lane.CapacityOf(l.After)
	if spans := c.BySize(); len(spans) > 0 {
		out := map[string]int64{}
		for size, span := range spans {
			out[size] = span.Most
		}
		return out
	}
	return map[string]int64{strings.ToLower(lane.VMSize.Text(l.After)): c.UpTo(total(l.after()))}
}

// demandAtMost returns what a lane takes from a quota at its maximum. How many surge
// nodes AKS adds to a pool of several sizes is not documented, so none is counted.
func (f Facts) demandAtMost(l Lane, quota string) demand {
	d := f.demand(l, quota)
	d.takes, d.surge, d.stays = f.cores(l.greatest(), l.After, quota), 0, 0
	if l.After != nil && len(lane.MachineList(l.After)) == 0 {
		size := strings.ToLower(lane.VMSize.Text(l.After))
		d.surge = f.cores(map[string]int64{size: lane.SurgeNodes(l.After, total(l.greatest()))}, l.After, quota)
	}
	return d
}

// quotaMax looks at what the autoscaler may need eventually, in all lanes of the
// plan only: the rest of the location changes until then.
func quotaMax(f Facts, s Subject) []Finding {
	own := f.own(s)
	most, ok := lane.CapacityOf(s.Pool).Most()
	if !ok || !lane.CapacityOf(s.Pool).Scales() || !f.knowsSizes(own) || slices.ContainsFunc(quota(f, s), func(found Finding) bool { return !found.Open }) {
		return nil
	}
	for _, q := range f.quotasOf(s.Pool) {
		b, ok := f.balanceBy(s, q, f.demandAtMost)
		if !ok || b.mine.more() <= 0 || b.need(b.mine) <= b.free() {
			continue
		}
		one := Finding{Field: lane.CapacityOf(s.Pool).MostField(), What: f.shortAtMost(s, b, most) + f.fittingAtMost(s, most)}
		if b.lanes > 1 {
			one.Cause = "maxima " + b.name + " in " + f.Cluster.Location
		}
		return []Finding{one}
	}
	return nil
}

// knowsSizes reports whether Compute lists every size that the lane may have.
func (f Facts) knowsSizes(l Lane) bool {
	for size := range l.greatest() {
		if _, known := f.Sizes[size]; !known {
			return false
		}
	}
	return true
}

// shortAtMost states what is needed and what is available, for the lane or for all
// lanes that may grow.
func (f Facts) shortAtMost(s Subject, b balance, most int64) string {
	if b.lanes == 1 {
		surge := ", with surge,"
		if len(lane.MachineList(s.Pool)) > 0 {
			surge = ""
		}
		return fmt.Sprintf("At its maximum of %d nodes%s the lane needs %d vCPUs, but quota %s in %s has %d for it.",
			most, surge, b.mine.takes+b.mine.surge, b.name, f.Cluster.Location, max(0, b.free()+b.mine.had))
	}
	grow := b.grow
	if surge := max(b.surge, b.mine.surge); surge > 0 {
		grow = append(slices.Clone(grow), fmt.Sprintf("the largest surge %d", surge))
	}
	text := fmt.Sprintf("At their maximum the lanes of this plan need %d more vCPUs than they have, and quota %s in %s has %d left of %d: %s",
		b.need(b.mine), b.name, f.Cluster.Location, max(0, b.free()), b.usage.Limit, strings.Join(grow, ", "))
	if len(b.yield) > 0 {
		text += "; freed: " + strings.Join(b.yield, ", ")
	}
	return text + "."
}

// fittingAtMost names the largest maximum of this lane that every quota has room
// for, with the other lanes at their maximum.
func (f Facts) fittingAtMost(s Subject, most int64) string {
	n := f.fewer(s, most, f.demandAtMost, func(b balance, takes, surge int64) bool {
		d := b.mine
		d.takes, d.surge = takes, surge
		return b.need(d) <= b.free()
	})
	if n == 0 {
		return ""
	}
	return " " + nodes(n) + " would fit."
}

package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

var quotaChecks = []Check{
	{
		ID: "quota", Level: Error, Code: "ErrCode_InsufficientVCPUQuota",
		Title:  "Quota does not cover the lane",
		Text:   "AKS counts the nodes that a lane needs now and its upgrade surge against the quotas of the VM family and of the region, or of Spot.",
		Remedy: "Request quota in the Azure portal under Quotas, or use fewer nodes, a smaller surge, max_unavailable, or another size.",
		Needs:  OfCluster | OfSizes | OfUsages | OfPlan, On: takes, Find: quota,
	},
	{
		ID: "quota-max", Level: Warn, Hint: true, Code: Accepted,
		Title:  "Quota does not cover the autoscaler's maximum",
		Text:   "The quota left today is less than the lanes of the plan may need together.",
		Remedy: "Request quota in time, or lower capacity.max.",
		Needs:  OfCluster | OfSizes | OfUsages | OfPlan, On: moved(lane.Max, lane.VirtualMachines), Find: quotaMax,
	},
}

// wayBack reports whether a lane rotates to a node pool that already exists, as
// after an unfinished rotation: the nodes of that pool are already in the usage.
func (f Facts) wayBack(s Subject) bool {
	return s.rotates() && slices.ContainsFunc(f.Cluster.Pools, func(p lane.LivePool) bool {
		return strings.EqualFold(p.Name, lane.Name.Text(s.Pool))
	})
}

// quota compares what all lanes planned so far need with what is left. It reports
// only lanes that take more than they have.
func quota(f Facts, s Subject) []Finding {
	if f.wayBack(s) {
		return nil
	}
	var out []Finding
	for _, q := range f.quotasOf(s.Pool) {
		b, ok := f.balance(s, q)
		if need := b.need(b.mine); !ok || b.mine.more() <= 0 || need <= b.free() {
			continue
		}
		one := Finding{Field: s.countField(), What: f.short(s, b) + f.fitting(s), Open: b.need(b.mine) <= b.free()+b.open}
		if b.lanes > 1 {
			one.Cause = "quota " + b.name + " in " + f.Cluster.Location
		}
		if !one.Open { // one quota is enough, unless other lanes may still make room in it
			return []Finding{one}
		}
		out = append(out, one)
	}
	return out
}

// short states what is needed and what is available: for the lane, or for all lanes
// if others take part.
func (f Facts) short(s Subject, b balance) string {
	has := fmt.Sprintf("quota %s in %s has %d left of %d", b.name, f.Cluster.Location, max(0, b.free()), b.usage.Limit)
	if b.lanes == 1 {
		return f.spell(s, b) + ", and " + has + "."
	}
	grow := b.grow
	switch extra := b.need(b.mine) - b.rest - b.mine.takes + b.mine.had; {
	case extra > 0 && b.mine.stays > 0:
		grow = append(grow, fmt.Sprintf("surge and old nodes %d", extra))
	case extra > 0:
		grow = append(grow, fmt.Sprintf("surge %d", extra))
	}
	text := fmt.Sprintf("The lanes of this plan need %d more vCPUs than they have, and %s: %s", b.need(b.mine), has, strings.Join(grow, ", "))
	if len(b.yield) > 0 {
		text += "; freed: " + strings.Join(b.yield, ", ")
	}
	return text + "."
}

// spell returns "The lane needs 48 vCPUs: 4 nodes and 2 surge nodes of 8"; for an
// existing lane, it states only what the lane needs in addition.
func (f Facts) spell(s Subject, b balance) string {
	own := f.own(s)
	size, _ := f.size(s.Pool)
	text := fmt.Sprintf("The lane needs %d vCPUs", b.mine.more())
	n, kind := total(own.after()), "node"
	switch {
	case own.Rotates:
		text = fmt.Sprintf("In addition to the old node pool, the new one needs %d vCPUs", b.mine.more())
	case own.Before != nil:
		text += " more"
		n, kind = n-own.Nodes, "more node"
	}
	if len(lane.MachineList(s.Pool)) > 0 || n < 0 {
		return text
	}
	var parts []string
	if n > 0 {
		parts = append(parts, counted(n, kind))
	}
	if surge := own.surge(); surge > 0 {
		parts = append(parts, counted(surge, "surge node"))
	}
	return fmt.Sprintf("%s: %s of %d", text, strings.Join(parts, " and "), vcpus(size))
}

// fitting names the largest number of nodes that every quota has room for in
// addition to the other lanes.
func (f Facts) fitting(s Subject) string {
	own := f.own(s)
	n := f.fewer(s, total(own.after()), f.demand, func(b balance, takes, surge int64) bool {
		d := b.mine
		d.takes, d.surge = takes, 0
		if own.Surges {
			d.surge = surge
		}
		return b.need(d) <= b.free()
	})
	switch {
	case n == 0:
		return ""
	case own.Before != nil && !own.Rotates:
		return " " + nodes(n) + " in total would fit."
	}
	return " " + nodes(n) + " would fit."
}

// fewer returns the largest number of nodes below n that fits into every quota of
// the lane; 0 if none fits, or if that is not known. of returns the demand of a
// lane, and fits is called with the vCPUs of the nodes and of their surge.
func (f Facts) fewer(s Subject, n int64, of func(Lane, string) demand, fits func(b balance, takes, surge int64) bool) int64 {
	size, ok := f.size(s.Pool)
	if !ok || vcpus(size) == 0 || len(lane.MachineList(s.Pool)) > 0 {
		return 0
	}
	var all []balance
	for _, q := range f.quotasOf(s.Pool) {
		if b, ok := f.balanceBy(s, q, of); ok {
			all = append(all, b)
		}
	}
	for n--; n > 0; n-- {
		if !slices.ContainsFunc(all, func(b balance) bool { return !fits(b, n*vcpus(size), lane.SurgeNodes(s.Pool, n)*vcpus(size)) }) {
			return n
		}
	}
	return 0
}

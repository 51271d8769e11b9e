package usage

import (
	"fmt"
	"math"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// nightHours is how many idle hours in a row make it worthwhile to stop a pool.
const nightHours = 8

// idleSpecialised judges by CPU and memory alone. These metrics do not show what
// GPUs do, and the message says so.
func idleSpecialised(v view) *proposal {
	if !v.special() || v.system() || !v.CPU.Known || !v.Memory.Known || v.Nodes.Average == 0 {
		return nil
	}
	caveat := ""
	if v.accelerated() {
		caveat = " These metrics do not cover the GPUs: check GPU metrics first."
	}
	cost := v.monthly(v.Set, v.Nodes.Average)
	if v.below(v.CPU.P95, v.t.Idle) && v.below(v.Memory.P95, v.t.Oversized) {
		return &proposal{
			what:  fmt.Sprintf("%g nodes of %s run on average, and the %s.%s", v.Nodes.Average, lane.SizeOf(v.Set), v.used(), caveat),
			write: v.writeNone(), saving: cost,
		}
	}
	from, hours := longestIdle(v.series.byHour(v.series.cpu.Average), v.t.Idle+v.slack)
	if hours < nightHours || hours == 24 {
		return nil
	}
	var saving *float64
	if cost != nil {
		saving = new(math.Round(*cost*float64(hours)/24*100) / 100)
	}
	return &proposal{
		what:   fmt.Sprintf("From %02d:00 to %02d:00 UTC the CPU of the %s nodes is below %g %%.%s", from, (from+hours)%24, lane.SizeOf(v.Set), v.t.Idle, caveat),
		write:  `power = "Stopped" in those hours, set by a scheduled Terraform run`,
		saving: saving,
	}
}

// writeNone returns what to write so that a pool can scale down to no nodes, or is
// removed.
func (v view) writeNone() string {
	c := lane.CapacityOf(v.Set)
	if least, ok := c.Fewest(); ok && least > 0 && !c.PerSize() {
		most, _ := c.Most()
		return writeRange(0, most) + "\nor remove the lane"
	}
	return "Remove the lane"
}

// longestIdle returns the longest run of hours of the day, possibly across midnight,
// in which the average is below a limit.
func longestIdle(byHour [24]float64, limit float64) (from, hours int) {
	for start := range 24 {
		n := 0
		for n < 24 && byHour[(start+n)%24] < limit {
			n++
		}
		if n > hours {
			from, hours = start, n
		}
	}
	return from, hours
}

// swing is how many points the CPU of a group of nodes has to rise and fall over the
// day to count as a separate kind of work.
const swing = 30

// split looks for two groups of nodes that are busy at different hours.
func split(v view) *proposal {
	if v.system() || v.special() {
		return nil
	}
	groups := v.series.groups()
	if len(groups) != 2 {
		return nil
	}
	a, b := groups[0], groups[1]
	if !v.above(a.swing(), swing) || !v.above(b.swing(), swing) || !v.below(100*correlation(a.byHour, b.byHour), -20) {
		return nil
	}
	fromA, toA := a.busy()
	fromB, toB := b.busy()
	return &proposal{
		what: fmt.Sprintf("%d of the nodes are busy from %02d:00 to %02d:00 UTC, and %d others from %02d:00 to %02d:00.", a.nodes, fromA, toA, b.nodes, fromB, toB),
		write: "A second lane for one of the two kinds of work, each lane with its own autoscaler range:\n" +
			fmt.Sprintf("resource \"aks_workload_lane\" %q { purpose = %q … }", lane.Name.Text(v.Set)+"2", v.purpose()),
	}
}

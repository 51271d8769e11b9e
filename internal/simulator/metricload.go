package simulator

import (
	"fmt"
	"math"
	"strings"
	"time"
)

// Metrics are Azure Monitor's metrics of a cluster, apart from what its workloads use.
// The simulator keeps no history: the past is what the world describes, with the pools
// and pods as they are now.
type Metrics struct {
	Days   int               `json:"days,omitempty" least:"0" doc:"Days of metrics; default 93, as long as Azure keeps them. A pool that is created while the simulator runs has no earlier metrics unless this is set."`
	Loads  map[string]Load   `json:"loads,omitempty" doc:"Load of a pool's nodes, by the pool's name. The pool may be created later."`
	Gaps   []Gap             `json:"gaps,omitempty" doc:"Time spans without data points."`
	Errors map[string]string `json:"errors,omitempty" doc:"Metrics that fail in an otherwise successful answer: error codes by the metric's name."`
	Denied bool              `json:"denied,omitempty" doc:"The credentials may not read the metrics of the cluster: 403."`
}

// Load is the load on a pool's nodes, apart from the pods of workloads.
type Load struct {
	CPU    float64 `json:"cpu,omitempty" least:"0" doc:"Percent of a node's vCPUs, on average over an hour."`
	Memory float64 `json:"memory,omitempty" least:"0" doc:"Percent of a node's memory."`
	Disk   float64 `json:"disk,omitempty" least:"0" doc:"Percent of a node's disk; default 25."`
	Noise  float64 `json:"noise,omitempty" least:"0" doc:"Percentage points by which an hour may vary; default 2."`
	Nodes  *int    `json:"nodes,omitempty" least:"0" doc:"Number of nodes; default the pool's current number. The autoscaler's range limits it."`
	Size   string  `json:"size,omitempty" doc:"VM size that the percentages refer to; default the pool's own. On another size the same load is another percentage."`
	Peaks  []Peak  `json:"peaks,omitempty" doc:"Hours with a higher load; if several overlap, the last one counts."`
}

// Peak is a span of hours in the day with a different load. Values that are left out
// stay those of the load.
type Peak struct {
	From     int      `json:"from" least:"0" doc:"Start hour, UTC, 0 to 23."`
	To       int      `json:"to" least:"0" doc:"End hour, up to 24; an hour before from is on the next day."`
	Weekdays bool     `json:"weekdays,omitempty" doc:"Monday to Friday only."`
	Half     string   `json:"half,omitempty" doc:"Half of the nodes that the peak applies to: first or second; default all nodes."`
	CPU      *float64 `json:"cpu,omitempty" least:"0" doc:"Percent of a node's vCPUs."`
	Memory   *float64 `json:"memory,omitempty" least:"0" doc:"Percent of a node's memory."`
	Nodes    *int     `json:"nodes,omitempty" least:"0" doc:"Number of nodes."`
	Pending  int      `json:"pending,omitempty" least:"0" doc:"Pods that the autoscaler reports as unschedulable."`
}

// Gap is a span without data points.
type Gap struct {
	FromHoursAgo float64  `json:"from_hours_ago" least:"0" doc:"Start, in hours before now."`
	ToHoursAgo   float64  `json:"to_hours_ago" least:"0" doc:"End, in hours before now."`
	Metrics      []string `json:"metrics,omitempty" doc:"Metrics with the gap; default all."`
}

// check refuses loads that no pool can have.
func (m *Metrics) check() error {
	if m.Days < 0 || m.Days > metricDays {
		return fmt.Errorf("metrics.days: %d is not between 0 and %d", m.Days, metricDays)
	}
	for _, name := range sortedKeys(m.Loads) {
		for i, p := range m.Loads[name].Peaks {
			if p.From < 0 || p.From > 23 || p.To < 0 || p.To > 24 || p.Half != "" && p.Half != firstHalf && p.Half != secondHalf {
				return fmt.Errorf("metrics.loads.%s.peaks[%d]: from is an hour up to 23, to is an hour up to 24, and half is first or second", name, i)
			}
		}
	}
	return nil
}

const (
	firstHalf  = "first"
	secondHalf = "second"
	// metricDays is how long Azure Monitor keeps platform metrics (facts: monitor-metrics).
	metricDays = 93
)

// metrics are the world's metrics for a cluster, empty for a cluster that was created
// later.
func (c *catalog) metrics(cl *cluster) Metrics {
	subscription := c.subscription(cl.Subscription)
	if subscription == nil {
		return Metrics{}
	}
	for i := range subscription.Clusters {
		if w := &subscription.Clusters[i]; strings.EqualFold(w.Name, cl.Name) && strings.EqualFold(w.ResourceGroup, cl.Group) {
			return w.Metrics
		}
	}
	return Metrics{}
}

// covers reports whether the peak includes an hour.
func (p *Peak) covers(hour time.Time) bool {
	h, day := hour.Hour(), hour.Weekday()
	on := p.From <= h && h < p.To
	if p.To < p.From {
		if h < p.To {
			day = hour.Add(-24 * time.Hour).Weekday()
		}
		on = h >= p.From || h < p.To
	}
	return on && (!p.Weekdays || day != time.Saturday && day != time.Sunday)
}

// hourLoad is the load on the nodes of a half in an hour, by kind.
func (l *Load) hourLoad(hour time.Time, half string) (cpu, memory, disk float64) {
	cpu, memory, disk = l.CPU, l.Memory, l.Disk
	if disk == 0 {
		disk = 25
	}
	for i := range l.Peaks {
		p := &l.Peaks[i]
		if !p.covers(hour) || p.Half != "" && p.Half != half {
			continue
		}
		if p.CPU != nil {
			cpu = *p.CPU
		}
		if p.Memory != nil {
			memory = *p.Memory
		}
	}
	return cpu, memory, disk
}

// nodes is the number of nodes in an hour, and pending the number of pods that found no
// room.
func (l *Load) nodes(hour time.Time, now int) (nodes, pending int) {
	nodes = now
	if l.Nodes != nil {
		nodes = *l.Nodes
	}
	for i := range l.Peaks {
		p := &l.Peaks[i]
		if !p.covers(hour) {
			continue
		}
		if p.Nodes != nil {
			nodes = *p.Nodes
		}
		pending = p.Pending
	}
	return nodes, pending
}

// wobble is a number from -1 to 1 that follows from its arguments, so the same hour of
// the same node is the same in every answer.
func wobble(seed uint64, hour int64, kind int) float64 {
	x := seed ^ uint64(hour)*0x9E3779B97F4A7C15 ^ uint64(kind+1)*0xBF58476D1CE4E5B9
	x = (x ^ x>>30) * 0xBF58476D1CE4E5B9
	x = (x ^ x>>27) * 0x94D049BB133111EB
	x ^= x >> 31
	return float64(x>>11)/float64(1<<52) - 1
}

func percent(x float64) float64 { return math.Round(min(max(x, 0), 100)*100) / 100 }

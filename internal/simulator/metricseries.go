package simulator

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"strings"
	"time"
)

// metricNode is a node as Azure Monitor sees it: also one that the autoscaler made
// and gave up again.
type metricNode struct {
	pool, name string
	index      int
	half       string // of the pool's nodes, in the middle of which they part
	seed       uint64
	load       *Load
	cores, gb  float64
	rescaled   [2]float64 // work of the load's size as percentages of the pool's own: CPU, memory
	pods       [2]float64 // what pods use, in percent: CPU, memory
	since      time.Time  // there are no points from before
	nodes      func(hour time.Time) int
}

// idleLoad is what a node carries by itself: the kubelet and the agents.
var idleLoad = Load{CPU: 4, Memory: 12, Disk: 25}

// metricNodes are the nodes of a cluster that have data points in a span, by pool.
func (m *moment) metricNodes(cl *cluster, w *Metrics, start, end time.Time) []*metricNode {
	var list []*metricNode
	for _, p := range cl.pools {
		if m.state.down(cl) || p.Properties.stopped() || p.Properties.managedSystem() {
			continue
		}
		load := idleLoad
		if own, ok := w.Loads[p.Name]; ok {
			load = own
		}
		counts, most := m.nodesByHour(p, &load, start, end)
		since := m.now.AddDate(0, 0, -cmp.Or(w.Days, metricDays))
		if w.Days == 0 && p.Created.After(since) {
			since = p.Created
		}
		numbers := p.nodes()
		for i := range most {
			number := i
			if i < len(numbers) {
				number = numbers[i]
			}
			n := m.metricNode(cl, p, &load, i, number)
			n.since, n.half = since, firstHalf
			if 2*i >= most {
				n.half = secondHalf
			}
			n.nodes = counts
			list = append(list, n)
		}
	}
	return list
}

// nodesByHour is how many nodes a pool had in an hour, and the most of a span.
func (m *moment) nodesByHour(p *pool, load *Load, start, end time.Time) (counts func(time.Time) int, most int) {
	now := len(p.nodes())
	properties := p.Properties
	counts = func(hour time.Time) int {
		n, _ := load.nodes(hour, now)
		if value(properties.EnableAutoScaling) && properties.MinCount != nil && properties.MaxCount != nil {
			return min(max(n, int(*properties.MinCount)), int(*properties.MaxCount))
		}
		return now
	}
	for hour := start.Truncate(time.Hour); hour.Before(end); hour = hour.Add(time.Hour) {
		most = max(most, counts(hour))
	}
	return counts, most
}

func (m *moment) metricNode(cl *cluster, p *pool, load *Load, index, number int) *metricNode {
	hash := fnv.New64a()
	_, _ = fmt.Fprintf(hash, "%s/%s/%d", cl.key, strings.ToLower(p.Name), number)
	n := &metricNode{pool: p.Name, name: cl.nodeName(p, number), index: index, seed: hash.Sum64(), load: load, rescaled: [2]float64{1, 1}}
	if size := m.catalog.size(p.sizeOf(number)); size != nil {
		n.cores, n.gb = float64(size.vCPUs()), size.number("MemoryGB")
	}
	if of := m.catalog.size(load.Size); of != nil && n.cores > 0 && n.gb > 0 {
		n.rescaled = [2]float64{float64(of.vCPUs()) / n.cores, of.number("MemoryGB") / n.gb}
	}
	for _, pod := range cl.Pods {
		if w := cl.workload(pod.Workload); w != nil && pod.Pool == p.Name && pod.Node == number && n.cores > 0 && n.gb > 0 {
			n.pods[0] += 100 * w.CPU / n.cores
			n.pods[1] += 100 * w.MemoryGB / n.gb
		}
	}
	return n
}

// at is what a node used in an hour, on average and at most, in percent of its
// vCPUs, memory and disk; false where it was not there.
func (n *metricNode) at(hour time.Time, kind metricKind) (average, most float64, ok bool) {
	if hour.Before(n.since) || n.index >= n.nodes(hour) {
		return 0, 0, false
	}
	cpu, memory, disk := n.load.hourLoad(hour, n.half)
	noise := n.load.Noise
	if noise == 0 {
		noise = 2
	}
	count := hour.Unix() / 3600
	w := wobble(n.seed, count, int(kind))
	switch kind {
	case cpuShare:
		average = percent(cpu*n.rescaled[0] + n.pods[0] + noise*w)
		return average, percent(average*1.15 + 3), true
	case memoryShare:
		average = percent(memory*n.rescaled[1] + n.pods[1] + noise*w/2)
		return average, percent(average*1.03 + 1), true
	default:
		average = percent(disk + w)
		return average, percent(average + 1), true
	}
}

// point is an interval's figures. A metric without data in it has no count.
type point struct {
	sum, most float64
	count     int
}

func (p *point) add(average, most float64) {
	p.sum += average
	p.most = max(p.most, most)
	p.count++
}

func (p *point) average() float64 { return p.sum / float64(p.count) }

// hours calls what an interval consists of: whole hours, or its own hour where it is
// shorter than one.
func hours(at time.Time, grain time.Duration, each func(hour time.Time)) {
	first := at.Truncate(time.Hour)
	for hour := first; hour.Before(at.Add(grain)); hour = hour.Add(time.Hour) {
		each(hour)
	}
}

// pendingAt is how many pods the autoscaler found no room for in an hour.
func (m *moment) pendingAt(cl *cluster, w *Metrics, hour time.Time) (pending int) {
	for _, p := range cl.pools {
		if load, ok := w.Loads[p.Name]; ok {
			_, some := load.nodes(hour, 0)
			pending += some
		}
	}
	for _, pod := range cl.Pods {
		if pod.Pool == "" {
			pending++
		}
	}
	return pending
}

// autoscales reports whether the cluster's autoscaler runs: without it there are no
// metrics of it.
func (m *moment) autoscales(cl *cluster) bool {
	for _, p := range cl.pools {
		if !m.state.down(cl) && (value(p.Properties.EnableAutoScaling) || len(p.Properties.scaleProfiles().Autoscale) > 0) {
			return true
		}
	}
	return false
}

// missing reports whether a gap of the world takes the data points of an hour.
func (w *Metrics) missing(now, hour time.Time, metric string) bool {
	ago := now.Sub(hour).Hours()
	for _, gap := range w.Gaps {
		if ago <= gap.FromHoursAgo && ago > gap.ToHoursAgo && (len(gap.Metrics) == 0 || foldedIn(gap.Metrics, metric)) {
			return true
		}
	}
	return false
}

func foldedIn(list []string, name string) bool {
	for _, s := range list {
		if strings.EqualFold(s, name) {
			return true
		}
	}
	return false
}

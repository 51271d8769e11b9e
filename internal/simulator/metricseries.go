package simulator

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"strings"
	"time"
)

// metricNode is a node as Azure Monitor sees it, including nodes that the autoscaler
// has created and since removed.
type metricNode struct {
	pool, name string
	index      int
	half       string // the first or the second half of the pool's nodes
	seed       uint64
	load       *Load
	cores, gb  float64
	rescaled   [2]float64 // factors from the load's VM size to the node's own: CPU, memory
	pods       [2]float64 // what pods use, in percent: CPU, memory
	since      time.Time  // there are no earlier points
	nodes      func(hour time.Time) int
}

// idleLoad is the load of an otherwise empty node: the kubelet and the agents.
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

// nodesByHour is the number of nodes of a pool in each hour, and the maximum in a span.
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

// at is what a node used in an hour, on average and at most, in percent of its vCPUs,
// memory and disk. ok is false if the node did not exist then.
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

// point holds the figures of an interval. If the metric has no data in it, count is 0.
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

// hours calls each for every hour of an interval: whole hours, or the hour that
// contains an interval shorter than one.
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

// autoscales reports whether the cluster's autoscaler runs; if it does not, it has no
// metrics.
func (m *moment) autoscales(cl *cluster) bool {
	for _, p := range cl.pools {
		if !m.state.down(cl) && (value(p.Properties.EnableAutoScaling) || len(p.Properties.scaleProfiles().Autoscale) > 0) {
			return true
		}
	}
	return false
}

// missing reports whether a gap of the world removes the data points of an hour.
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

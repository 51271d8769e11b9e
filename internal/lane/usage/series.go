package usage

import (
	"math"
	"strings"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// Series is what the nodes of one pool used, by interval.
type Series struct {
	Step            time.Duration
	intervals       int
	cpu, memory     lane.Points // averages over the nodes, and the maximum of any node
	disk            lane.Points
	nodes           []float32 // that had a data point; not a number if the cluster had none
	byNode          []lane.NodeMetrics
	first           time.Time
	failed, hasData bool
}

// SeriesOf returns the series of a cluster's pools, by their names in lower case.
// pools are all pools of the cluster, including those without a data point.
func SeriesOf(m *lane.ClusterMetrics, pools []string) map[string]*Series {
	reported := make([]bool, m.Intervals) // whether there is any data point in the cluster
	byPool := map[string]*Series{}
	for _, name := range pools {
		byPool[strings.ToLower(name)] = &Series{Step: m.Step, intervals: m.Intervals, first: m.Start, failed: len(m.Failed) > 0}
	}
	for _, n := range m.Nodes {
		for i := range m.Intervals {
			reported[i] = reported[i] || present(n, i)
		}
		if s := byPool[strings.ToLower(n.Pool)]; s != nil {
			s.byNode = append(s.byNode, n)
		}
	}
	for _, s := range byPool {
		s.add(reported)
	}
	return byPool
}

// present reports whether a node had a data point in an interval.
func present(n lane.NodeMetrics, i int) bool {
	return !isNaN(n.CPU.Average[i]) || !isNaN(n.Memory.Average[i])
}

// add combines the data points of the nodes. If no node of the pool reports while
// others in the cluster do, the pool has no nodes. While nothing reports, and before
// the pool's first data point, nothing is known.
func (s *Series) add(reported []bool) {
	s.cpu, s.memory, s.disk = lane.NewPoints(s.intervals), lane.NewPoints(s.intervals), lane.NewPoints(s.intervals)
	s.nodes = make([]float32, s.intervals)
	for i := range s.intervals {
		for _, n := range s.byNode {
			if present(n, i) {
				s.nodes[i]++
				s.hasData = true
			}
		}
		if !reported[i] || !s.hasData {
			s.nodes[i] = lane.NoFigure
			continue
		}
		s.together(s.cpu, i, func(n lane.NodeMetrics) lane.Points { return n.CPU })
		s.together(s.memory, i, func(n lane.NodeMetrics) lane.Points { return n.Memory })
		s.together(s.disk, i, func(n lane.NodeMetrics) lane.Points { return n.Disk })
	}
}

func (s *Series) together(into lane.Points, i int, of func(lane.NodeMetrics) lane.Points) {
	var sum, most float32
	count := 0
	for _, n := range s.byNode {
		if p := of(n); !isNaN(p.Average[i]) {
			sum += p.Average[i]
			most = max(most, p.Maximum[i])
			count++
		}
	}
	if count > 0 {
		into.Average[i], into.Maximum[i] = sum/float32(count), most
	}
}

// part returns the series from one interval up to, but not including, another.
func (s *Series) part(from, to int) *Series {
	cut := func(p lane.Points) lane.Points {
		return lane.Points{Average: p.Average[from:to], Maximum: p.Maximum[from:to]}
	}
	out := &Series{Step: s.Step, intervals: to - from, first: s.first.Add(time.Duration(from) * s.Step), failed: s.failed, hasData: s.hasData,
		cpu: cut(s.cpu), memory: cut(s.memory), disk: cut(s.disk), nodes: s.nodes[from:to]}
	for _, n := range s.byNode {
		out.byNode = append(out.byNode, lane.NodeMetrics{Pool: n.Pool, Node: n.Node, CPU: cut(n.CPU), Memory: cut(n.Memory), Disk: cut(n.Disk)})
	}
	return out
}

// last returns the last days of the series.
func (s *Series) last(days int) *Series {
	return s.part(max(s.intervals-s.perDay()*days, 0), s.intervals)
}

func (s *Series) perDay() int { return int(24 * time.Hour / s.Step) }

// hourOf returns the hour of the day, in UTC, in which an interval begins.
func (s *Series) hourOf(i int) int {
	return int((s.first.Unix() + int64(i)*int64(s.Step/time.Second)) / 3600 % 24)
}

func isNaN(f float32) bool { return math.IsNaN(float64(f)) }

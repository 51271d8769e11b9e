package usage

import (
	"math"
	"slices"
)

// Figures are what a pool used over some days.
type Figures struct {
	CPU, Memory, Disk Stat
	Nodes             Nodes
	// Hours with a data point of the pool, and Observed hours in which the number of
	// its nodes is known, including none.
	Hours, Observed float64
}

// Stat is a share of what the nodes have, in percent. Average and percentiles are
// taken from the intervals' averages over all nodes. Max is the highest figure of
// any node in any minute that Azure Monitor has.
type Stat struct {
	Known                  bool
	Average, P50, P95, Max float64
}

// Nodes is how many nodes there were, according to the data points of each node.
type Nodes struct {
	Known             bool
	Min, Average, Max float64
}

// FiguresOf returns the figures for the last days of a series.
func FiguresOf(s *Series, days int) Figures { return s.last(days).figures() }

func (s *Series) figures() Figures {
	f := Figures{CPU: statOf(s.cpu.Average, s.cpu.Maximum), Memory: statOf(s.memory.Average, s.memory.Maximum), Disk: statOf(s.disk.Average, s.disk.Maximum)}
	if !s.hasData {
		return f
	}
	f.Nodes = nodesOf(s.nodes)
	for _, n := range s.nodes {
		if !isNaN(n) {
			f.Observed += s.Step.Hours()
		}
		if n > 0 {
			f.Hours += s.Step.Hours()
		}
	}
	return f
}

func statOf(averages, maxima []float32) Stat {
	known := known(averages)
	if len(known) == 0 {
		return Stat{}
	}
	slices.Sort(known)
	out := Stat{Known: true, P50: percentile(known, 50), P95: percentile(known, 95)}
	for _, f := range known {
		out.Average += float64(f)
	}
	out.Average = tenth(out.Average / float64(len(known)))
	for _, f := range maxima {
		if !isNaN(f) {
			out.Max = max(out.Max, tenth(float64(f)))
		}
	}
	return out
}

func nodesOf(counts []float32) Nodes {
	known := known(counts)
	if len(known) == 0 {
		return Nodes{}
	}
	out := Nodes{Known: true, Min: float64(slices.Min(known)), Max: float64(slices.Max(known))}
	for _, f := range known {
		out.Average += float64(f)
	}
	out.Average = tenth(out.Average / float64(len(known)))
	return out
}

func known(points []float32) []float32 {
	out := make([]float32, 0, len(points))
	for _, f := range points {
		if !isNaN(f) {
			out = append(out, f)
		}
	}
	return out
}

// percentile returns the figure at a percentile, by the nearest rank.
func percentile(sorted []float32, percent float64) float64 {
	rank := int(math.Ceil(percent / 100 * float64(len(sorted))))
	return tenth(float64(sorted[max(rank-1, 0)]))
}

func tenth(f float64) float64 { return math.Round(f*10) / 10 }

// share returns the percentage of the intervals with a known number of nodes for
// which a condition holds.
func (s *Series) share(holds func(i int) bool) float64 {
	all, some := 0, 0
	for i, n := range s.nodes {
		if isNaN(n) {
			continue
		}
		all++
		if holds(i) {
			some++
		}
	}
	if all == 0 {
		return 0
	}
	return 100 * float64(some) / float64(all)
}

// byHour returns the average of points by hour of the day; not a number for an hour
// without points.
func (s *Series) byHour(points []float32) [24]float64 {
	var sum, count, out [24]float64
	for i, f := range points {
		if !isNaN(f) {
			h := s.hourOf(i)
			sum[h] += float64(f)
			count[h]++
		}
	}
	for h := range out {
		out[h] = sum[h] / count[h] // 0/0 is not a number
	}
	return out
}

package usage

import (
	"math"
)

// group is a set of nodes with a similar course of CPU over the day.
type group struct {
	nodes  int
	byHour [24]float64
}

// groups divides the nodes of a pool in two by when they are busy: those that follow
// the busiest node, and those that do not. It returns two groups only if each has at
// least a quarter of the nodes. Nodes without a whole day of data belong to neither.
func (s *Series) groups() []group {
	var days [][24]float64
	busiest := -1
	for _, n := range s.byNode {
		day := s.byHour(n.CPU.Average)
		if !whole(day) {
			continue
		}
		days = append(days, day)
		if busiest < 0 || span(day) > span(days[busiest]) {
			busiest = len(days) - 1
		}
	}
	if len(days) < 2 {
		return nil
	}
	var with, against group
	for _, day := range days {
		if correlation(day, days[busiest]) > 0 {
			with.add(day)
		} else {
			against.add(day)
		}
	}
	if min(with.nodes, against.nodes) < max(len(days)/4, 1) {
		return nil
	}
	return []group{with, against}
}

func (g *group) add(day [24]float64) {
	for h, f := range day {
		g.byHour[h] = (g.byHour[h]*float64(g.nodes) + f) / float64(g.nodes+1)
	}
	g.nodes++
}

func (g group) swing() float64 { return span(g.byHour) }

// busy returns the longest run of hours in which the group is above the middle of
// its range: the first hour, and the hour after the last.
func (g group) busy() (from, to int) {
	var upside [24]float64
	low, high := bounds(g.byHour)
	for h, f := range g.byHour {
		upside[h] = -f
	}
	from, hours := longestIdle(upside, -(low+high)/2)
	return from, (from + hours) % 24
}

func whole(day [24]float64) bool {
	for _, f := range day {
		if math.IsNaN(f) {
			return false
		}
	}
	return true
}

func bounds(day [24]float64) (low, high float64) {
	low, high = day[0], day[0]
	for _, f := range day {
		low, high = min(low, f), max(high, f)
	}
	return low, high
}

func span(day [24]float64) float64 {
	low, high := bounds(day)
	return high - low
}

// correlation returns Pearson's correlation: 1 if two curves move together, -1 if
// they move in opposite directions, 0 if one of them does not move.
func correlation(a, b [24]float64) float64 {
	var meanA, meanB float64
	for h := range a {
		meanA += a[h] / 24
		meanB += b[h] / 24
	}
	var both, own, other float64
	for h := range a {
		both += (a[h] - meanA) * (b[h] - meanB)
		own += (a[h] - meanA) * (a[h] - meanA)
		other += (b[h] - meanB) * (b[h] - meanB)
	}
	if own == 0 || other == 0 {
		return 0
	}
	return both / math.Sqrt(own*other)
}

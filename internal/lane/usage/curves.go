package usage

import "time"

// Curves are a series to be drawn: averages over spans of the same length, oldest
// first. A span without data is nil.
type Curves struct {
	Step               time.Duration
	CPU, Memory, Nodes []*float64 // percent, percent, number
}

// Curves returns the last days of a series in at most the given number of spans of
// whole intervals. The first span may be shorter than the others.
func (s *Series) Curves(days, most int) Curves {
	s = s.last(days)
	width := max((s.intervals+most-1)/most, 1)
	return Curves{Step: time.Duration(width) * s.Step,
		CPU: spans(s.cpu.Average, width), Memory: spans(s.memory.Average, width), Nodes: spans(s.nodes, width)}
}

func spans(points []float32, width int) []*float64 {
	var out []*float64
	for from := len(points)%width - width; from < len(points); from += width {
		if from+width > 0 { // of a shorter first span, only the available part
			out = append(out, average(points[max(from, 0):from+width]))
		}
	}
	return out
}

// average returns the average of the known points; nil if none is known.
func average(points []float32) *float64 {
	known := known(points)
	if len(known) == 0 {
		return nil
	}
	sum := 0.0
	for _, f := range known {
		sum += float64(f)
	}
	return new(tenth(sum / float64(len(known))))
}

package report

import (
	"fmt"
	"strconv"
	"strings"
)

// The viewBox of a curve. Its line has the same width on the screen as here,
// whatever the size of the picture.
const (
	curveWidth  = 120.0
	curveHeight = 28.0
)

// Sparkline is a curve as the page draws it.
type Sparkline struct {
	Kind  string // cpu, memory or nodes: the class that colours it
	Label string // text for screen readers
	Line  string // path of SVG
	Area  string // path between line and baseline
	Limit string // height of a horizontal line; "" if there is none
}

// sparkline draws points between 0 and top. Points that are not known are gaps. It
// returns nil if no point is known.
func sparkline(kind, label string, points []*float64, top float64) *Sparkline {
	x := func(i int) float64 { return curveWidth * (float64(i) + 0.5) / float64(len(points)) }
	y := func(f float64) float64 { return 1 + (curveHeight-2)*(1-min(max(f/top, 0), 1)) }
	var line, area strings.Builder
	for i := 0; i < len(points); i++ {
		if points[i] == nil {
			continue
		}
		from := i
		for i+1 < len(points) && points[i+1] != nil {
			i++
		}
		fmt.Fprintf(&area, "M%s %s", short(x(from)), short(curveHeight))
		for j := from; j <= i; j++ {
			command := "L"
			if j == from {
				command = "M"
			}
			line.WriteString(command + short(x(j)) + " " + short(y(*points[j])))
			area.WriteString("L" + short(x(j)) + " " + short(y(*points[j])))
		}
		if from == i {
			line.WriteString("h0.1") // a single point has no length and would not be visible
		}
		fmt.Fprintf(&area, "V%sZ", short(curveHeight))
	}
	if line.Len() == 0 {
		return nil
	}
	return &Sparkline{Kind: kind, Label: label, Line: line.String(), Area: area.String()}
}

func short(f float64) string {
	return strings.TrimSuffix(strconv.FormatFloat(f, 'f', 1, 64), ".0")
}

// CPUCurve is drawn from 0 to 100 %, so that pools can be compared. It is nil
// without data.
func (p Pool) CPUCurve() *Sparkline {
	return sparkline("cpu", label("CPU", p.CPU), p.Curves.CPU, 100)
}

// MemoryCurve is drawn in the same way.
func (p Pool) MemoryCurve() *Sparkline {
	return sparkline("memory", label("Memory", p.Memory), p.Curves.Memory, 100)
}

// NodesCurve reaches up to the maximum number of nodes that there were or may be,
// with a line at the limit of the autoscaler. It is nil without data.
func (p Pool) NodesCurve() *Sparkline {
	if p.Nodes == nil {
		return nil
	}
	top := max(p.Nodes.Max, 1)
	if p.Most != nil {
		top = max(top, float64(*p.Most))
	}
	s := sparkline("nodes", "Nodes: "+p.Nodes.String(), p.Curves.Nodes, top*1.1)
	if s != nil && p.Most != nil {
		s.Limit = short(1 + (curveHeight-2)*(1-float64(*p.Most)/(top*1.1)))
	}
	return s
}

func label(what string, s *Stat) string {
	if s == nil {
		return what
	}
	return fmt.Sprintf("%s: %s %% on average, 95th percentile %s %%, at most %s %%", what, decimal(s.Average), decimal(s.P95), decimal(s.Max))
}

func decimal(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

package usage

import (
	"slices"
	"testing"
	"time"
)

// A curve shows the last days, averaged over spans. A span without data is a gap.
func TestCurves(t *testing.T) {
	t.Parallel()
	gap := func(from, to int, b busy) busy { return at(from, to, absent, b) }
	m := metrics(3, gap(0, 12, at(12, 18, steady(40, 10), steady(20, 30))))
	c := SeriesOf(m, []string{"web"})["web"].Curves(2, 8)
	if c.Step != 6*time.Hour || len(c.CPU) != 8 || len(c.Memory) != 8 {
		t.Fatalf("%d points of %s", len(c.CPU), c.Step)
	}
	spelled := func(points []*float64) (out []float64) {
		for _, p := range points {
			if p == nil {
				out = append(out, -1)
			} else {
				out = append(out, *p)
			}
		}
		return out
	}
	for name, tt := range map[string]struct{ got, want []float64 }{
		"CPU":    {spelled(c.CPU), []float64{-1, -1, 40, 20, -1, -1, 40, 20}},
		"memory": {spelled(c.Memory), []float64{-1, -1, 10, 30, -1, -1, 10, 30}},
		"nodes":  {spelled(c.Nodes), []float64{0, 0, 1, 1, 0, 0, 1, 1}},
	} {
		if !slices.Equal(tt.got, tt.want) {
			t.Errorf("%s: %v, want %v", name, tt.got, tt.want)
		}
	}
	c = SeriesOf(m, []string{"web"})["web"].Curves(1, 5)
	if got := spelled(c.CPU); c.Step != 5*time.Hour || !slices.Equal(got, []float64{-1, -1, 40, 36, 20}) {
		t.Errorf("of 24 hours in spans of %s the first is shorter: %v", c.Step, got)
	}
}

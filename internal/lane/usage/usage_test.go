package usage

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

func TestFigures(t *testing.T) {
	t.Parallel()
	night := at(0, 6, absent, steady(40, 50))
	series := SeriesOf(metrics(3, steady(20, 50), steady(20, 50), night), []string{"web", "system", "new"})
	want := Figures{
		CPU:    Stat{Known: true, Average: 25, P50: 26.7, P95: 26.7, Max: 45},
		Memory: Stat{Known: true, Average: 50, P50: 50, P95: 50, Max: 51},
		Nodes:  Nodes{Known: true, Min: 2, Average: 2.8, Max: 3}, Hours: 48, Observed: 48,
	}
	if diff := cmp.Diff(want, FiguresOf(series["web"], 2)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(Figures{}, FiguresOf(series["new"], 2)); diff != "" {
		t.Errorf("a pool without a data point is not known (-want +got):\n%s", diff)
	}
}

// Hours without data from a pool count as hours without nodes only while other pools
// report.
func TestNodesThatAreNotThere(t *testing.T) {
	t.Parallel()
	m := metrics(2, at(8, 10, steady(50, 20), absent))
	if got := FiguresOf(SeriesOf(m, []string{"web"})["web"], 2); got.Nodes != (Nodes{Known: true, Min: 0, Average: 0.1, Max: 1}) || got.Hours != 4 || got.Observed != 40 {
		t.Errorf("scaled to zero: %+v", got)
	}
	for i := range m.Intervals / 2 {
		for _, p := range []lane.Points{m.Nodes[0].CPU, m.Nodes[0].Memory} {
			p.Average[i], p.Maximum[i] = lane.NoFigure, lane.NoFigure
		}
	}
	m.Nodes[1] = m.Nodes[0]
	m.Nodes[1].Pool = "web"
	if got := FiguresOf(SeriesOf(m, []string{"web"})["web"], 2); got.Nodes.Min != 1 || got.Hours != 24 {
		t.Errorf("a day on which nobody reports: %+v", got)
	}
}

func TestPercentile(t *testing.T) {
	t.Parallel()
	hundred := make([]float32, 100)
	for i := range hundred {
		hundred[i] = float32(i + 1)
	}
	for p, want := range map[float64]float64{50: 50, 95: 95, 100: 100, 0: 1} {
		if got := percentile(hundred, p); got != want {
			t.Errorf("%v: %v, want %v", p, got, want)
		}
	}
}

// adviceCase is a world, with the advice that it causes, or none.
type adviceCase struct {
	pool  func(t *testing.T) *Pool
	nodes []busy
	want  string
	write string // of the first advice
}

// For each advice there is a world in which it is given, and a similar one in which
// it is not.
func adviceCases() map[string]adviceCase {
	jobs := at(2, 5, steady(80, 40), absent)
	day, night := at(8, 18, steady(70, 40), steady(5, 40)), at(20, 24, steady(70, 40), steady(5, 40))
	pending := &lane.ScalerMetrics{Running: true, PendingHours: 12, MostPending: 5, Safe: 1}
	return map[string]adviceCase{

		"oversized":                  {ofPurpose(lane.General), same(5, steady(20, 25)), "oversized", `vm_size = "Standard_D4ds_v5"`},
		"not with memory in use":     {ofPurpose(lane.General), same(5, steady(20, 45)), "", ""},
		"not below the smallest":     {ofPurpose(lane.General, lane.VMSize.Is("Standard_D2ds_v5")), same(5, steady(20, 25)), "", ""},
		"not a system lane of 4":     {ofPurpose(lane.System), same(3, steady(15, 20)), "", ""},
		"a confidential lane":        {ofPurpose(lane.Confidential, lane.VMSize.Is("Standard_DC8as_v5")), same(3, steady(20, 25)), "oversized", `vm_size = "Standard_DC4as_v5"`},
		"not in zones it has not":    {ofPurpose(lane.General, lane.Zones.Is([]string{"4"})), same(5, steady(20, 25)), "", ""},
		"not beyond a limit":         {limited(lane.General, "Standard_D8ds_v5"), same(5, steady(20, 25)), "", ""},
		"not without sizes":          {withoutSizes(lane.General), same(5, steady(20, 25)), "", ""},
		"not after a day":            {ofPurpose(lane.General), same(5, since(19, steady(20, 25))), "", ""},
		"saturated":                  {ofPurpose(lane.General), same(5, steady(85, 60)), "saturated", `vm_size = "Standard_D16ds_v5"`},
		"not saturated":              {ofPurpose(lane.General), same(5, steady(75, 60)), "", ""},
		"jobs that use their CPU":    {ofPurpose(lane.Batch), same(5, steady(95, 60)), "", ""},
		"jobs without memory":        {ofPurpose(lane.Batch), same(5, steady(60, 85)), "saturated", `vm_size = "Standard_D16ds_v5"`},
		"no quota for more":          {withQuota(lane.General, 10), same(5, steady(85, 60)), "saturated", `Request quota for 30 more vCPUs of the family D, then write vm_size = "Standard_D16ds_v5"`},
		"bound by memory":            {ofPurpose(lane.General), same(10, steady(20, 80)), "wrong-family", "vm_size = \"Standard_E8ds_v5\"\ncapacity = { min = 3, max = 6 }"},
		"not an ordinary size":       {ofPurpose(lane.Confidential), same(3, steady(20, 78)), "", ""},
		"bound by CPU":               {ofPurpose(lane.General), same(10, steady(78, 20)), "wrong-family", "vm_size = \"Standard_D8lds_v5\"\ncapacity = { min = 4, max = 12 }"},
		"a memory lane stays one":    {ofPurpose(lane.Memory), same(3, steady(78, 30)), "", ""},
		"bound by neither":           {ofPurpose(lane.General), same(10, steady(50, 72)), "", ""},
		"idle at the fewest":         {ofPurpose(lane.General, lane.Min.Is(8), lane.Max.Is(20)), same(8, steady(6, 35)), "idle-minimum", "capacity = { min = 4, max = 20 }"},
		"not below the purpose's":    {ofPurpose(lane.General, lane.VMSize.Is("Standard_D2ds_v5")), same(3, steady(6, 35)), "", ""},
		"not with work":              {ofPurpose(lane.General, lane.Min.Is(8), lane.Max.Is(20)), same(8, steady(30, 35)), "", ""},
		"to none":                    {ofPurpose(lane.Batch, lane.Min.Is(2)), same(2, steady(5, 35)), "idle-minimum", "capacity = { min = 0, max = 20 }"},
		"pinned":                     {scaled(ofPurpose(lane.General, lane.Max.Is(5)), pending), same(5, steady(70, 60)), "pinned", "capacity = { min = 3, max = 7 }"},
		"not with room":              {scaled(ofPurpose(lane.General), pending), same(5, steady(70, 60)), "", ""},
		"not without pods that wait": {scaled(ofPurpose(lane.General, lane.Max.Is(5)), &lane.ScalerMetrics{Running: true}), same(5, steady(70, 60)), "", ""},
		"pinned without quota":       {scaled(withQuota(lane.General, 4, lane.Max.Is(5)), pending), same(5, steady(70, 60)), "pinned", "Request more quota for the family D, which has 4 vCPUs left, then raise capacity.max."},
		"idle GPUs":                  {ofPurpose(lane.GPU, lane.Min.Is(1)), same(1, steady(4, 15)), "idle-specialised", "capacity = { min = 0, max = 4 }\nor remove the lane"},
		"idle GPUs at night":         {ofPurpose(lane.GPU, lane.Min.Is(1)), same(1, at(8, 18, steady(60, 50), steady(3, 50))), "idle-specialised", `power = "Stopped" in those hours, set by a scheduled Terraform run`},
		"GPUs at work":               {ofPurpose(lane.GPU, lane.Min.Is(1)), same(1, steady(40, 50)), "", ""},
		"an idle confidential lane":  {ofPurpose(lane.Confidential), same(2, steady(4, 15)), "idle-specialised", "capacity = { min = 0, max = 5 }\nor remove the lane"},
		"two kinds of work":          {ofPurpose(lane.General), append(same(3, day), same(3, night)...), "split", "A second lane for one of the two kinds of work, each lane with its own autoscaler range:\nresource \"aks_workload_lane\" \"web2\" { purpose = \"general\" … }"},
		"one kind of work":           {ofPurpose(lane.General), same(6, day), "", ""},
		"jobs at night":              {ofPurpose(lane.Batch), same(4, jobs), "spot-candidate", `spot = {}`},
		"services at night":          {ofPurpose(lane.General), same(4, at(2, 5, steady(80, 40), steady(3, 40))), "", ""},
		"jobs all day":               {ofPurpose(lane.Batch), same(4, steady(70, 40)), "", ""},
		"jobs on spot already":       {ofPurpose(lane.Spot), same(4, jobs), "", ""},
		"nothing known":              {ofPurpose(lane.General), nil, "", ""},
	}
}

func TestAdvice(t *testing.T) {
	t.Parallel()
	for name, tt := range adviceCases() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := advised(tt.pool(t), tt.nodes...)
			if codes := codesOf(got); codes != tt.want {
				t.Fatalf("%q, want %q: %+v", codes, tt.want, got)
			}
			if len(got) > 0 && got[0].Write != tt.write {
				t.Errorf("write %q, want %q: %s", got[0].Write, tt.write, got[0].Message)
			}
		})
	}
}

func ofPurpose(purpose string, edits ...lane.Setting) func(*testing.T) *Pool {
	return func(t *testing.T) *Pool { return web(t, purpose, edits...) }
}

func limited(purpose, size string) func(*testing.T) *Pool {
	return func(t *testing.T) *Pool {
		p := web(t, purpose)
		p.Allowed = func(pool lane.Settings) bool { return lane.VMSize.Text(pool) == size }
		return p
	}
}

func withoutSizes(purpose string) func(*testing.T) *Pool {
	return func(t *testing.T) *Pool {
		p := web(t, purpose)
		p.Sizes = nil
		return p
	}
}

func withQuota(purpose string, vcpus int64, edits ...lane.Setting) func(*testing.T) *Pool {
	return func(t *testing.T) *Pool {
		p := web(t, purpose, edits...)
		p.QuotaLeft = &vcpus
		return p
	}
}

func scaled(pool func(*testing.T) *Pool, by *lane.ScalerMetrics) func(*testing.T) *Pool {
	return func(t *testing.T) *Pool {
		p := pool(t)
		p.Scaler = by
		return p
	}
}

// since returns a node that exists from a day of the series on.
func since(day int, b busy) busy {
	return func(hour time.Time) (float64, float64) {
		if hour.Before(start.AddDate(0, 0, day)) {
			return math.NaN(), math.NaN()
		}
		return b(hour)
	}
}

// Every row of the table is documented, and there is a world that causes it.
func TestRulesAreDocumented(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, r := range Rules() {
		if r.Code == "" || seen[r.Code] || r.Text == "" || r.Evidence == "" || r.Write == "" || r.Severity != info && r.Severity != warning {
			t.Errorf("%+v", r)
		}
		seen[r.Code] = true
		for _, code := range r.over {
			if !strings.Contains("oversized wrong-family idle-minimum split saturated", code) {
				t.Errorf("%s is over %s", r.Code, code)
			}
		}
	}
}

func TestSavings(t *testing.T) {
	t.Parallel()
	got := advised(web(t, lane.General), same(5, steady(20, 25))...)
	// Five nodes of 0.56 an hour, or of 0.28.
	if len(got) != 1 || got[0].Saving == nil || *got[0].Saving != 1022 || Saving(got) != 1022 {
		t.Errorf("%+v", got)
	}
	p := web(t, lane.General)
	p.Price = func(lane.Settings) (float64, bool) { return 0, false }
	if got := advised(p, same(5, steady(20, 25))...); len(got) != 1 || got[0].Saving != nil || Saving(got) != 0 {
		t.Errorf("without a price: %+v", got)
	}
}

// In no world of the table does advice change back and forth while the window moves
// by the hour over two days. Advice that appears once there is enough data stays.
func TestNoAdviceFlips(t *testing.T) {
	t.Parallel()
	for name, tt := range adviceCases() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			nodes := make([]busy, len(tt.nodes))
			for i, b := range tt.nodes {
				nodes[i] = noisy(b, i)
			}
			p, length := tt.pool(t), 24*(14+HoldDays)
			whole := SeriesOf(metrics(14+HoldDays+2, nodes...), []string{"web"})["web"]
			changes, before := 0, ""
			for end := length; end <= whole.intervals; end++ {
				now := codesOf(Advise(whole.part(end-length, end), p, 14, DefaultThresholds()))
				if end > length && now != before {
					changes++
				}
				before = now
			}
			if changes > 1 || changes == 1 && name != "not after a day" {
				t.Errorf("the advice changed %d times", changes)
			}
		})
	}
}

// noisy varies by two points from hour to hour.
func noisy(b busy, node int) busy {
	return func(hour time.Time) (float64, float64) {
		cpu, memory := b(hour)
		waver := float64((hour.Unix()/3600*7919+int64(node)*104729)%41)/10 - 2
		return cpu + waver, memory + waver/2
	}
}

// sliding counts how often the advice changes while the end of the window moves by
// the hour, and returns whether there is advice at the end.
func sliding(t *testing.T, m *lane.ClusterMetrics, margin float64) (flips int, last bool) {
	t.Helper()
	p, thresholds := web(t, lane.General), DefaultThresholds()
	thresholds.Margin = margin
	whole := SeriesOf(m, []string{"web"})["web"]
	length := 24 * (14 + HoldDays)
	for end := length; end <= m.Intervals; end++ {
		given := len(Advise(whole.part(end-length, end), p, 14, thresholds)) > 0
		if end > length && given != last {
			flips++
		}
		last = given
	}
	return flips, last
}

// A figure that moves around a threshold by less than the margin does not make the
// advice appear and disappear, wherever the window ends.
func TestAdviceHolds(t *testing.T) {
	t.Parallel()
	// Six hours of more work every five days: the window has two such days, or
	// three, which moves the 95th percentile from 25 to 33 and back.
	spikes := func(hour time.Time) (float64, float64) {
		if days := int(hour.Sub(start).Hours()) / 24; days%5 == 0 && hour.Hour() < 6 {
			return 33, 20
		}
		return 25, 20
	}
	m := metrics(60, same(2, spikes)...)
	if flips, given := sliding(t, m, DefaultThresholds().Margin); flips > 0 || !given {
		t.Errorf("the advice came or went %d times while the window moved by the hour; at the end it is given: %t", flips, given)
	}
	if flips, _ := sliding(t, m, 0); flips == 0 {
		t.Error("without the margin nothing moves, so that this test shows nothing")
	}
	change := metrics(60, same(2, func(hour time.Time) (float64, float64) {
		if hour.After(start.AddDate(0, 0, 40)) {
			return 50, 20
		}
		return 20, 20
	})...)
	if flips, given := sliding(t, change, DefaultThresholds().Margin); flips != 1 || given {
		t.Errorf("after the work has changed for good: %d times, and at the end it is given: %t", flips, given)
	}
}

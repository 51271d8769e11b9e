package usage

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// busy returns the use of a node in an hour, in percent; not a number if the node
// does not exist.
type busy func(hour time.Time) (cpu, memory float64)

func steady(cpu, memory float64) busy {
	return func(time.Time) (float64, float64) { return cpu, memory }
}

// at returns then between two hours of the day, and else_ at other hours.
func at(from, to int, then, else_ busy) busy {
	return func(hour time.Time) (float64, float64) {
		if h := hour.Hour(); from <= h && h < to {
			return then(hour)
		}
		return else_(hour)
	}
}

func absent(time.Time) (float64, float64) { return math.NaN(), math.NaN() }

var start = time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC)

// metrics returns the metrics of a cluster in which the pool "web" has these nodes,
// and another pool always exists.
func metrics(days int, nodes ...busy) *lane.ClusterMetrics {
	m := &lane.ClusterMetrics{Start: start, Step: time.Hour, Intervals: 24 * days}
	add := func(pool, node string, b busy) {
		n := lane.NodeMetrics{Pool: pool, Node: node, CPU: lane.NewPoints(m.Intervals), Memory: lane.NewPoints(m.Intervals), Disk: lane.NewPoints(m.Intervals)}
		for i := range m.Intervals {
			cpu, memory := b(start.Add(time.Duration(i) * time.Hour))
			n.CPU.Average[i], n.CPU.Maximum[i] = float32(cpu), float32(cpu+5)
			n.Memory.Average[i], n.Memory.Maximum[i] = float32(memory), float32(memory+1)
		}
		m.Nodes = append(m.Nodes, n)
	}
	add("system", "system-0", steady(20, 30))
	for i, b := range nodes {
		add("web", fmt.Sprintf("web-%d", i), b)
	}
	return m
}

// same returns several nodes with the same use.
func same(n int, b busy) []busy {
	out := make([]busy, n)
	for i := range out {
		out[i] = b
	}
	return out
}

// size returns a VM size with what Compute reports about it.
func size(name, family string, vcpus, memory int, more ...string) lane.Size {
	s := lane.Size{Name: name, Family: family, Zones: []string{"1", "2", "3"}, Capabilities: map[string]string{
		"vCPUs": strconv.Itoa(vcpus), "MemoryGB": strconv.Itoa(memory), "CpuArchitectureType": "x64", "LowPriorityCapable": "True",
		"EphemeralOSDiskSupported": "True", "CachedDiskBytes": "429496729600", "MaxResourceVolumeMB": "76800",
	}}
	for _, m := range more {
		name, value, _ := strings.Cut(m, "=")
		s.Capabilities[name] = value
	}
	return s
}

// sizes returns the sizes of the location, and their prices per hour.
func sizes() (map[string]lane.Size, map[string]float64) {
	all := map[string]lane.Size{}
	for _, s := range []lane.Size{
		size("Standard_D2ds_v5", "D", 2, 8), size("Standard_D4ds_v5", "D", 4, 16), size("Standard_D8ds_v5", "D", 8, 32), size("Standard_D16ds_v5", "D", 16, 64),
		size("Standard_D4pds_v5", "DP", 4, 16, "CpuArchitectureType=Arm64"), size("Standard_B4ms", "B", 4, 16),
		size("Standard_E4ds_v5", "E", 4, 32), size("Standard_E8ds_v5", "E", 8, 64), size("Standard_D8lds_v5", "DL", 8, 16), size("Standard_D4lds_v5", "DL", 4, 8),
		size("Standard_DC2as_v5", "DC", 2, 8, "ConfidentialComputingType=SNP"), size("Standard_DC4as_v5", "DC", 4, 16, "ConfidentialComputingType=SNP"), size("Standard_DC8as_v5", "DC", 8, 32, "ConfidentialComputingType=SNP"),
		size("Standard_NC4as_T4_v3", "NC", 4, 28, "GPUs=1"), size("Standard_NC8as_T4_v3", "NC", 8, 56, "GPUs=1"),
	} {
		all[strings.ToLower(s.Name)] = s
	}
	prices := map[string]float64{}
	for name, s := range all {
		prices[name] = weight(s) / 20
	}
	return all, prices
}

// web returns the pool of a test, as the preset of a purpose defines it.
func web(t *testing.T, purpose string, edits ...lane.Setting) *Pool {
	t.Helper()
	preset, err := lane.FindPreset(purpose, 0)
	if err != nil {
		t.Fatal(err)
	}
	all, prices := sizes()
	set := preset.Set.Put(lane.Name, lane.Known("web"))
	for f, v := range lane.Of(edits...) {
		set = set.Put(f, v)
	}
	return &Pool{LivePool: lane.LivePool{Name: "web", Set: set}, Preset: preset, Sizes: all,
		Price: func(pool lane.Settings) (float64, bool) {
			p, ok := prices[strings.ToLower(lane.VMSize.Text(pool))]
			if lane.Priority.Text(pool) == lane.SpotPriority {
				p /= 5
			}
			return p, ok
		}}
}

// advised returns the advice that a pool gets for fourteen days.
func advised(p *Pool, nodes ...busy) []Advice {
	s := SeriesOf(metrics(14+HoldDays, nodes...), []string{"system", "web"})["web"]
	return Advise(s, p, 14, DefaultThresholds())
}

func codesOf(list []Advice) string {
	var out []string
	for _, a := range list {
		out = append(out, a.Code)
	}
	return strings.Join(out, " ")
}

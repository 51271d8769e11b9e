package azure

import (
	"math"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

var monday = time.Date(2026, 9, 21, 9, 30, 0, 0, time.UTC)

// measured serves the built-in world with metrics of its first cluster.
func measured(t *testing.T, metrics simulator.Metrics, faults ...simulator.Fault) *world {
	t.Helper()
	w := simulator.BuiltIn()
	cl := &w.Subscriptions[0].Clusters[0]
	cl.Metrics = metrics
	count, least, most, mode, on := int32(2), int32(1), int32(4), "User", true
	cl.Pools = append(cl.Pools, simulator.Pool{Name: "batch", Properties: &simulator.AgentPoolProperties{
		Count: &count, Mode: &mode, EnableAutoScaling: &on, MinCount: &least, MaxCount: &most}})
	return serve(t, simulator.Options{World: w, Faults: faults, Clock: func() time.Time { return monday }})
}

func lastHours(hours int) Window {
	end := time.Date(2026, 9, 21, 0, 0, 0, 0, time.UTC)
	return Window{Start: end.Add(-time.Duration(hours) * time.Hour), End: end, Interval: "PT1H"}
}

func TestNodeMetrics(t *testing.T) {
	t.Parallel()
	four, high := 4, 90.0
	w := measured(t, simulator.Metrics{
		Loads: map[string]simulator.Load{"batch": {CPU: 10, Memory: 50, Disk: 30, Peaks: []simulator.Peak{{From: 20, To: 24, CPU: &high, Nodes: &four}}}},
		Gaps:  []simulator.Gap{{FromHoursAgo: 34, ToHoursAgo: 30.5}},
	})
	c := w.client(t)
	got, err := c.NodeMetrics(t.Context(), cluster, lastHours(24))
	if err != nil {
		t.Fatal(err)
	}
	byPool := map[string]int{}
	for _, n := range got.Nodes {
		byPool[n.Pool]++
		if n.Pool != "batch" {
			continue
		}
		for i := range got.Intervals {
			cpu, most := float64(n.CPU.Average[i]), float64(n.CPU.Maximum[i])
			switch {
			case i < 3, strings.HasSuffix(n.Node, "3") && i < 20: // the gap, and the time before the fourth node was created
				if !math.IsNaN(cpu) || !math.IsNaN(most) {
					t.Errorf("%s, hour %d: %v", n.Node, i, cpu)
				}
			case i < 20 && strings.HasSuffix(n.Node, "0"):
				if cpu < 7 || cpu > 13 || most <= cpu || n.Memory.Average[i] < 45 || n.Disk.Average[i] < 25 {
					t.Errorf("%s, hour %d: %v up to %v, memory %v, disk %v", n.Node, i, cpu, most, n.Memory.Average[i], n.Disk.Average[i])
				}
			case i >= 20 && cpu < 80:
				t.Errorf("%s, hour %d: %v", n.Node, i, cpu)
			}
		}
	}
	if got.Intervals != 24 || byPool["batch"] != 4 || byPool["nodepool1"] != 3 {
		t.Errorf("%d intervals, nodes %v", got.Intervals, byPool)
	}
	if _, err := c.NodeMetrics(t.Context(), cluster, lastHours(24)); err != nil || len(w.requests("GET", "/metrics")) != 1 {
		t.Errorf("asked twice for one span: %v, %v", w.requests("GET", "/metrics"), err)
	}
}

// All nodes are in the answer, even if there are more than an answer has by default.
func TestNodeMetricsOfManyNodes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.edit(t, "nodepool1", func(p map[string]any) { p["count"] = 40 })
	got, err := w.client(t).NodeMetrics(t.Context(), cluster, Window{Start: time.Now().Add(-48 * time.Hour), End: time.Now().Add(-24 * time.Hour), Interval: "PT6H"})
	if err != nil || len(got.Nodes) != 40 || got.Intervals != 4 {
		t.Errorf("%d nodes: %v", len(got.Nodes), err)
	}
}

func TestNodeMetricsThatFail(t *testing.T) {
	t.Parallel()
	got, err := measured(t, simulator.Metrics{Errors: map[string]string{diskMetric: "InternalServerError"}}).client(t).NodeMetrics(t.Context(), cluster, lastHours(2))
	if err != nil || got.Failed[diskMetric] != "InternalServerError" || len(got.Failed) != 1 {
		t.Errorf("one metric: %v, %v", got, err)
	}
	_, err = measured(t, simulator.Metrics{Denied: true}).client(t).NodeMetrics(t.Context(), cluster, lastHours(2))
	failsWith(t, err, Forbidden)
	down := simulator.Fault{Status: http.StatusServiceUnavailable, Match: simulator.Match{Path: "*/metrics"}}
	_, err = measured(t, simulator.Metrics{}, down).client(t).NodeMetrics(t.Context(), cluster, lastHours(2))
	failsWith(t, err, Down)
}

func TestScalerMetrics(t *testing.T) {
	t.Parallel()
	pending := simulator.Load{CPU: 80, Peaks: []simulator.Peak{{From: 8, To: 11, Pending: 7}}}
	got, err := measured(t, simulator.Metrics{Loads: map[string]simulator.Load{"batch": pending}}).client(t).ScalerMetrics(t.Context(), cluster, lastHours(48))
	if err != nil || !got.Running || got.PendingHours != 6 || got.MostPending != 7 || got.Safe != 1 {
		t.Errorf("%+v, %v", got, err)
	}
	// Without an autoscaler nothing is known, which is not the same as zero.
	got, err = newWorld(t).client(t).ScalerMetrics(t.Context(), cluster, Window{Start: time.Now().Add(-time.Hour), End: time.Now(), Interval: "PT1H"})
	if err != nil || got.Running {
		t.Errorf("%+v, %v", got, err)
	}
}

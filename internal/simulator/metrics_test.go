package simulator_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// metricsWorld is the built-in world with an additional pool of two nodes and its
// load.
func metricsWorld(metrics simulator.Metrics, workloads ...simulator.Workload) *simulator.World {
	world := simulator.BuiltIn()
	count, least, most, mode, size, on := int32(2), int32(1), int32(6), "User", "Standard_D8ds_v5", true
	cl := &world.Subscriptions[0].Clusters[0]
	cl.Metrics, cl.Workloads = metrics, workloads
	cl.Pools = append(cl.Pools, simulator.Pool{Name: "web", Properties: &simulator.AgentPoolProperties{
		Count: &count, Mode: &mode, VMSize: &size, EnableAutoScaling: &on, MinCount: &least, MaxCount: &most,
	}})
	return world
}

// asks requests metrics of the cluster for the last 24 hours of the test's clock.
func asks(t *testing.T, s *simulator.Simulator, want int, set map[string]string) object {
	t.Helper()
	query := url.Values{"api-version": {"2024-02-01"}, "metricnames": {"node_cpu_usage_percentage"}, "interval": {"PT1H"},
		"aggregation": {"average,maximum"}, "timespan": {"2026-09-17T15:00:00Z/2026-09-18T15:00:00Z"}, "$filter": {"nodepool eq '*'"}}
	for name, value := range set {
		query.Set(name, value)
		if value == "" {
			query.Del(name)
		}
	}
	return send(t, s, want, "GET", west+"/providers/Microsoft.Insights/metrics?"+query.Encode(), nil)
}

// averages returns the averages of each series of a metric, by its dimensions. An
// interval without data is -1.
func averages(answer object, metric int) map[string][]float64 {
	out := map[string][]float64{}
	for _, s := range answer["value"].([]any)[metric].(object)["timeseries"].([]any) {
		var names []string
		for _, m := range s.(object)["metadatavalues"].([]any) {
			names = append(names, m.(object)["value"].(string))
		}
		list := []float64{}
		for _, d := range s.(object)["data"].([]any) {
			average, ok := d.(object)["average"].(float64)
			if !ok {
				average = -1
			}
			list = append(list, average)
		}
		out[strings.Join(names, "/")] = list
	}
	return out
}

func TestMetricsFollowTheLoad(t *testing.T) {
	t.Parallel()
	high, more := 90.0, 5
	load := simulator.Load{CPU: 20, Memory: 40, Noise: 1, Peaks: []simulator.Peak{{From: 22, To: 2, CPU: &high, Nodes: &more}}}
	s, _ := start(t, simulator.Options{World: metricsWorld(simulator.Metrics{Loads: map[string]simulator.Load{"web": load}})})
	web := averages(asks(t, s, 200, nil), 0)["web"]
	if len(web) != 24 {
		t.Fatalf("%d hours", len(web))
	}
	for i, average := range web {
		want := 20.0
		if hour := (15 + i) % 24; hour >= 22 || hour < 2 {
			want = 90
		}
		if average < want-1 || average > want+1 {
			t.Errorf("hour %d: %v, want about %v", (15+i)%24, average, want)
		}
	}
	byNode := averages(asks(t, s, 200, map[string]string{"$filter": "nodepool eq 'web' and node eq '*'", "top": "100"}), 0)
	if len(byNode) != 5 {
		t.Errorf("%d nodes at the peak, want 5: %v", len(byNode), byNode)
	}
	for name, series := range byNode {
		if strings.HasSuffix(name, "vmss000004") && (series[0] != -1 || series[8] < 80) {
			t.Errorf("the fifth node is not there at 15:00, and is at 23:00: %v", series)
		}
	}
}

// The past does not depend on the time of the request.
func TestMetricsAreTheSameInEveryAnswer(t *testing.T) {
	t.Parallel()
	s, clock := start(t, simulator.Options{World: metricsWorld(simulator.Metrics{})})
	first := fmt.Sprint(averages(asks(t, s, 200, nil), 0))
	clock.pass(time.Hour)
	later := averages(asks(t, s, 200, map[string]string{"timespan": "2026-09-17T16:00:00Z/2026-09-18T15:00:00Z"}), 0)
	if again := fmt.Sprint(averages(asks(t, s, 200, nil), 0)); again != first {
		t.Errorf("%s, then %s", first, again)
	}
	if !strings.Contains(first, strings.Trim(fmt.Sprint(later["web"]), "[]")) {
		t.Errorf("a window moved by an hour has other figures: %s, %v", first, later)
	}
}

// Workloads that saturate the nodes of a world also saturate its metrics.
func TestMetricsOfWorkloads(t *testing.T) {
	t.Parallel()
	full := simulator.Workload{Name: "api", Replicas: 4, CPU: 3.6, MemoryGB: 1, NodeSelector: map[string]string{"agentpool": "web"}}
	s, _ := start(t, simulator.Options{World: metricsWorld(simulator.Metrics{}, full)})
	for _, average := range averages(asks(t, s, 200, nil), 0)["web"] {
		if average < 90 {
			t.Fatalf("two nodes of 8 vCPUs with 7.2 in use each: %v percent", average)
		}
	}
}

// The same work is a different percentage on another size.
func TestMetricsOnAnotherSize(t *testing.T) {
	t.Parallel()
	load := simulator.Load{CPU: 20, Memory: 20, Size: "Standard_D16ds_v5"}
	s, _ := start(t, simulator.Options{World: metricsWorld(simulator.Metrics{Loads: map[string]simulator.Load{"web": load}})})
	if got := averages(asks(t, s, 200, nil), 0)["web"][0]; got < 36 || got > 44 {
		t.Errorf("20 %% of 16 vCPUs are %v %% of 8", got)
	}
}

func TestMetricsThatAreMissing(t *testing.T) {
	t.Parallel()
	s, clock := start(t, simulator.Options{World: metricsWorld(simulator.Metrics{
		Gaps:   []simulator.Gap{{FromHoursAgo: 10, ToHoursAgo: 5, Metrics: []string{"node_cpu_usage_percentage"}}},
		Errors: map[string]string{"node_disk_usage_percentage": "InternalServerError"},
	})})
	answer := asks(t, s, 200, map[string]string{"metricnames": "node_cpu_usage_percentage,node_memory_working_set_percentage,node_disk_usage_percentage"})
	count := func(metric int) (without int) {
		for _, average := range averages(answer, metric)["web"] {
			if average < 0 {
				without++
			}
		}
		return without
	}
	if count(0) != 5 || count(1) != 0 {
		t.Errorf("%d and %d hours without data", count(0), count(1))
	}
	failed := answer["value"].([]any)[2].(object)
	if failed["errorCode"] != "InternalServerError" || len(failed["timeseries"].([]any)) != 0 {
		t.Errorf("the metric that fails: %v", failed)
	}
	begin(t, s, "PUT", west+"/agentPools/late", pool(nil))
	clock.pass(3 * time.Hour)
	late := averages(asks(t, s, 200, map[string]string{"timespan": "2026-09-18T12:00:00Z/2026-09-18T18:00:00Z"}), 0)["late"]
	if fmt.Sprint(late[0], late[1], late[2], late[3]) != "-1 -1 -1 -1" || late[4] < 0 {
		t.Errorf("a pool made at 15:52: %v", late)
	}
	begin(t, s, "POST", west+"/stop", nil)
	if got := averages(asks(t, s, 200, nil), 0); len(got) != 0 {
		t.Errorf("a stopped cluster: %v", got)
	}
}

// Unschedulable pods have data points only while such pods exist.
func TestMetricsOfTheAutoscaler(t *testing.T) {
	t.Parallel()
	load := simulator.Load{CPU: 80, Peaks: []simulator.Peak{{From: 9, To: 12, Pending: 4}}}
	s, _ := start(t, simulator.Options{World: metricsWorld(simulator.Metrics{Loads: map[string]simulator.Load{"web": load}})})
	got := averages(asks(t, s, 200, map[string]string{"metricnames": "cluster_autoscaler_unschedulable_pods_count,cluster_autoscaler_cluster_safe_to_autoscale", "$filter": "", "aggregation": "total,average"}), 0)
	if fmt.Sprint(got[""]) != "[4 4 4]" {
		t.Errorf("%v", got)
	}
}

func TestMetricsSeriesAreLimited(t *testing.T) {
	t.Parallel()
	many := 6
	s, _ := start(t, simulator.Options{World: metricsWorld(simulator.Metrics{Loads: map[string]simulator.Load{"web": {Nodes: &many}, "nodepool1": {}}}, simulator.Workload{Name: "w"})})
	for top, want := range map[string]int{"": 9, "4": 4} {
		if got := averages(asks(t, s, 200, map[string]string{"$filter": "node eq '*'", "top": top}), 0); len(got) != want {
			t.Errorf("top %q: %d series, want %d", top, len(got), want)
		}
	}
}

func TestQuestionsForMetricsThatAreRefused(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{World: metricsWorld(simulator.Metrics{})})
	for name, tt := range map[string]struct {
		set  map[string]string
		says string
	}{
		"an unknown metric":     {map[string]string{"metricnames": "cpu"}, "Failed to find metric configuration"},
		"an unknown dimension":  {map[string]string{"$filter": "pool eq '*'"}, "does not support requested dimension combination: pool"},
		"a dimension of others": {map[string]string{"metricnames": "cluster_autoscaler_unschedulable_pods_count"}, "does not support requested dimension"},
		"an interval":           {map[string]string{"interval": "PT2H"}, "Detect invalid time grain input"},
		"too fine an interval":  {map[string]string{"metricnames": "cluster_autoscaler_unschedulable_pods_count", "$filter": "", "interval": "PT1M"}, "invalid time grain"},
		"a span":                {map[string]string{"timespan": "yesterday"}, "Invalid time span"},
		"a span long ago":       {map[string]string{"timespan": "2026-01-01T00:00:00Z/2026-01-02T00:00:00Z"}, "more than 93 days ago"},
		"a filter":              {map[string]string{"$filter": "nodepool = '*'"}, "Invalid filter expression"},
		"or between dimensions": {map[string]string{"$filter": "nodepool eq 'a' or node eq 'b'"}, "cannot separate two different"},
		"an aggregation":        {map[string]string{"aggregation": "median"}, "Invalid aggregation type"},
		"a namespace":           {map[string]string{"metricnamespace": "Microsoft.Compute/virtualMachines"}, "is not supported for this resource"},
	} {
		refused := asks(t, s, 400, tt.set)["error"].(object)
		if message := refused["message"].(string); !strings.Contains(message, tt.says) {
			t.Errorf("%s: %s", name, message)
		}
	}
	denied, _ := start(t, simulator.Options{World: metricsWorld(simulator.Metrics{Denied: true})})
	if code := asks(t, denied, 403, nil)["error"].(object)["code"]; code != "AuthorizationFailed" {
		t.Errorf("denied: %v", code)
	}
}

func TestMetricDefinitions(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{World: metricsWorld(simulator.Metrics{})})
	for _, d := range send(t, s, 200, "GET", west+"/providers/Microsoft.Insights/metricDefinitions?api-version=2024-02-01", nil)["value"].([]any) {
		d := d.(object)
		name := d["name"].(object)["value"].(string)
		_, split := d["dimensions"]
		if strings.HasPrefix(name, "node_") != split || d["unit"] == "" || len(d["metricAvailabilities"].([]any)) < 6 {
			t.Errorf("%s: %v", name, d)
		}
	}
}

func TestMetricsOfAWorldThatMakesNoSense(t *testing.T) {
	t.Parallel()
	for name, metrics := range map[string]simulator.Metrics{
		"days":    {Days: 200},
		"an hour": {Loads: map[string]simulator.Load{"web": {Peaks: []simulator.Peak{{From: 24}}}}},
		"a half":  {Loads: map[string]simulator.Load{"web": {Peaks: []simulator.Peak{{Half: "third"}}}}},
	} {
		if _, err := simulator.New(simulator.Options{World: metricsWorld(metrics)}); err == nil || !strings.Contains(err.Error(), "metrics.") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

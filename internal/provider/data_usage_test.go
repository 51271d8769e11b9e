package provider

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane/usage"
	"github.com/workload-lanes/terraform-provider-aks/internal/provider/shape"
	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
	"github.com/workload-lanes/terraform-provider-aks/internal/survey"
)

// loaded is a simulator on the date of the tests. Its first cluster has the given
// pools and metrics, in the JSON of a world.
func loaded(t testing.TB, pools, metrics string, faults ...simulator.Fault) *simulator.Simulator {
	t.Helper()
	world := simulator.BuiltIn()
	cl := &world.Subscriptions[0].Clusters[0]
	var more []simulator.Pool
	if err := json.Unmarshal([]byte("["+pools+"]"), &more); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(metrics), &cl.Metrics); err != nil {
		t.Fatal(err)
	}
	cl.Pools = append(cl.Pools, more...)
	return worldOf(t, simulator.Options{World: world, Faults: faults, Clock: func() time.Time { return autumn.Add(10 * time.Hour) }})
}

// scaling is a pool with an autoscaler, in ARM's form.
func scaling(name string, count, least, most int, more string) string {
	return fmt.Sprintf(`{"name": %q, "properties": {"mode": "User", "vmSize": "Standard_D8ds_v5", "count": %d, "enableAutoScaling": true, "minCount": %d, "maxCount": %d, "availabilityZones": ["1", "2", "3"]%s}}`,
		name, count, least, most, more)
}

// usageOf is what the data source shows of one pool.
func usageOf(answer any, name string) any {
	for _, p := range part(answer, "pools").(list) {
		if part(p, "name") == name {
			return p
		}
	}
	return nil
}

func TestLaneUsage(t *testing.T) {
	t.Parallel()
	sim := loaded(t, scaling("web", 4, 3, 10, ""), `{"loads": {"web": {"cpu": 20, "memory": 25, "nodes": 4, "noise": 1, "peaks": [{"from": 9, "to": 12, "cpu": 24, "nodes": 6}]}}}`)
	s := serverOn(t, sim)
	sim.ResetRequests()
	out := s.tells("lane_usage", object{"cluster_ids": list{cluster}})
	if got := asked(sim); strings.Join(slices.Sorted(slices.Values(got)), ", ") != "GET aks-lanes, GET metrics, GET skus, GET usages" {
		t.Errorf("requests: %v", got)
	}
	web := usageOf(out, "web")
	if got := fmt.Sprintln(part(web, "missing"), part(web, "purpose"), part(web, "vm_size"), part(web, "hours"), part(web, "nodes", "min"), part(web, "nodes", "max")); got != "<nil> general Standard_D8ds_v5 336 4 6\n" {
		t.Errorf("%s", got)
	}
	cpu := amount(part(web, "cpu", "p95"))
	if cpu < 23 || cpu > 25 || amount(part(web, "cpu", "max")) <= cpu || amount(part(web, "disk", "p50")) < 20 {
		t.Errorf("CPU %v, disk %v", part(web, "cpu"), part(web, "disk"))
	}
	if got := codes(part(web, "advice")); !slices.Equal(got, []string{"oversized"}) || part(web, "advice").(list)[0].(object)["write"] != `vm_size = "Standard_D4ds_v5"` {
		t.Errorf("%v", part(web, "advice"))
	}
	if part(web, "cost") != nil || part(out, "saving") != nil || part(out, "currency") != nil {
		t.Errorf("without pricing there is no money: %v", part(web, "cost"))
	}
	if part(out, "from") != "2026-09-06T00:00:00Z" || part(out, "to") != "2026-09-20T00:00:00Z" || part(out, "clusters").(list)[0].(object)["missing"] != "not_asked" {
		t.Errorf("%v to %v, %v", part(out, "from"), part(out, "to"), part(out, "clusters"))
	}
}

// A lane's own pool, and nothing else.
func TestLaneUsageOfAPool(t *testing.T) {
	t.Parallel()
	s := serverOn(t, loaded(t, scaling("web", 4, 3, 10, ""), `{}`))
	out := s.tells("lane_usage", object{"pool_ids": list{cluster + "/agentPools/WEB"}, "days": 3, "interval": "PT6H"})
	if pools := part(out, "pools").(list); len(pools) != 1 || part(pools[0], "name") != "web" || amount(part(pools[0], "hours")) != 72 {
		t.Errorf("%v", pools)
	}
	out = s.tells("lane_usage", object{"pool_ids": list{cluster + "/agentPools/later"}})
	if pools := part(out, "pools").(list); len(pools) != 1 || part(pools[0], "missing") != survey.NoPool || part(pools[0], "cpu") != nil {
		t.Errorf("a pool that does not exist: %v", pools)
	}
	s.saysNo("lane_usage", object{"pool_ids": list{cluster}}, "is not the ID of an AKS node pool")
	s.saysNo("lane_usage", object{}, "Neither cluster_ids nor pool_ids is set.")
	s.saysNo("lane_usage", object{"cluster_ids": list{cluster}, "pool_ids": list{cluster + "/agentPools/web"}}, "cluster_ids cannot be set together with pool_ids.")
	s.saysNo("lane_usage", object{"cluster_ids": list{cluster}, "days": 91}, "days is 91, which is out of range. Write a number from 1 to 90.")
	s.saysNo("lane_usage", object{"cluster_ids": list{cluster}, "interval": "PT2H"}, "PT1H")
}

// What is missing is null, with the reason.
func TestLaneUsageThatIsMissing(t *testing.T) {
	t.Parallel()
	stopped := `{"name": "off", "properties": {"mode": "User", "count": 2, "powerState": {"code": "Stopped"}}}`
	created := autumn.Add(-5 * time.Hour).Format(time.RFC3339)
	fresh := `{"name": "fresh", "properties": {"mode": "User", "count": 0, "tags": {"workload-lane-created": "fresh/abc/` + created + `/x"}}}`
	down := simulator.Fault{Status: http.StatusForbidden, Code: "AuthorizationFailed", Gateway: true, Match: simulator.Match{Path: "*/metrics"}}
	broken := simulator.Fault{Status: http.StatusNotFound, Code: "NotFound", Gateway: true, Match: simulator.Match{Path: "*/metrics"}}
	for name, tt := range map[string]struct {
		sim  *simulator.Simulator
		pool string
		want string
		says string
	}{
		"a stopped pool":   {loaded(t, stopped, `{}`), "off", survey.Stopped, ""},
		"a new lane":       {loaded(t, fresh, `{}`), "fresh", survey.TooNew, ""},
		"no node":          {loaded(t, `{"name": "none", "properties": {"mode": "User", "count": 0}}`, `{}`), "none", survey.NoData, ""},
		"a new cluster":    {loaded(t, "", `{"days": 2}`), "nodepool1", survey.TooNew, ""},
		"no permission":    {loaded(t, "", `{"denied": true}`), "nodepool1", survey.NoPermission, "Unable to read metrics of aks-lanes"},
		"forbidden":        {loaded(t, "", `{}`, down), "nodepool1", survey.NoPermission, "Microsoft.Insights/metrics/read"},
		"no answer":        {loaded(t, "", `{}`, broken), "nodepool1", survey.NoAnswer, "Unable to read metrics of aks-lanes"},
		"a metric missing": {loaded(t, "", `{"errors": {"node_memory_working_set_percentage": "InternalServerError"}}`), "nodepool1", survey.NoAnswer, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out, diags := serverOn(t, tt.sim).reads("lane_usage", object{"cluster_ids": list{cluster}})
			if !strings.Contains(strings.Join(diags, "\n"), tt.says) || (tt.says == "") != (len(diags) == 0) {
				t.Errorf("%v", diags)
			}
			p := usageOf(out, tt.pool)
			if part(p, "missing") != tt.want || part(p, "memory") != nil && tt.want != survey.TooNew || len(part(p, "advice").(list)) > 0 {
				t.Errorf("%v", p)
			}
		})
	}
}

// Figures about pods without room are requested if a pool was at its maximum number
// of nodes, or if an author asks for them.
func TestLaneUsageOfTheAutoscaler(t *testing.T) {
	t.Parallel()
	loads := `{"loads": {"web": {"cpu": 70, "memory": 50, "peaks": [{"from": 9, "to": 12, "nodes": 6, "pending": 4}]}}}`
	sim := loaded(t, scaling("web", 4, 3, 6, ""), loads)
	out := serverOn(t, sim).tells("lane_usage", object{"cluster_ids": list{cluster}, "days": 7})
	scaler := part(out, "clusters").(list)[0]
	if amount(part(scaler, "unschedulable_hours")) != 21 || amount(part(scaler, "unschedulable_max")) != 4 || amount(part(scaler, "safe_to_autoscale")) != 100 {
		t.Errorf("%v", scaler)
	}
	web := usageOf(out, "web")
	if got := codes(part(web, "advice")); !slices.Equal(got, []string{"pinned"}) || part(web, "advice").(list)[0].(object)["write"] != "capacity = { min = 3, max = 8 }" {
		t.Errorf("%v", part(web, "advice"))
	}
	for asks, want := range map[bool]int{true: 2, false: 1} {
		sim := loaded(t, scaling("web", 4, 3, map[bool]int{true: 10, false: 6}[asks], ""), loads)
		_ = serverOn(t, sim).tells("lane_usage", object{"cluster_ids": list{cluster}, "autoscaler": asks})
		if n := metricRequests(sim); n != want {
			t.Errorf("autoscaler = %t: %d requests for metrics", asks, n)
		}
	}
}

// amount is a number in an answer, whole or not.
func amount(v any) float64 {
	if n, ok := v.(int); ok {
		return float64(n)
	}
	f, _ := v.(float64)
	return f
}

func metricRequests(sim *simulator.Simulator) (n int) {
	for _, r := range sim.Requests() {
		if strings.HasSuffix(r.Path, "/metrics") {
			n++
		}
	}
	return n
}

// The limits of the provider block, and the purpose of the pool, restrict what is
// proposed.
func TestLaneUsageKeepsToLimits(t *testing.T) {
	t.Parallel()
	idle := `{"loads": {"web": {"cpu": 20, "memory": 25}, "secret": {"cpu": 20, "memory": 78}}}`
	secret := `{"name": "secret", "properties": {"mode": "User", "vmSize": "Standard_DC4as_v5", "count": 3}}`
	for allowed, want := range map[string]string{"": "oversized", "Standard_D8*": ""} {
		s := serverOn(t, loaded(t, scaling("web", 4, 3, 10, "")+","+secret, idle))
		if allowed != "" {
			s.configureWith(object{"guardrails": object{"allowed_vm_sizes": list{allowed, "Standard_DC*"}}})
		}
		out := s.tells("lane_usage", object{"cluster_ids": list{cluster}})
		if got := strings.Join(codes(part(usageOf(out, "web"), "advice")), " "); got != want {
			t.Errorf("allowed %q: %q, want %q", allowed, got, want)
		}
		for _, a := range part(usageOf(out, "secret"), "advice").(list) {
			if write := part(a, "write").(string); strings.Contains(write, "vm_size") && !strings.Contains(write, "Standard_DC") && !strings.Contains(write, "Standard_EC") {
				t.Errorf("a confidential lane is proposed %s", write)
			}
		}
	}
}

// Twenty clusters with ten pools each take one request for metrics per cluster,
// whatever the number of days.
func TestLaneUsageOfManyClusters(t *testing.T) {
	t.Parallel()
	world := simulator.BuiltIn()
	sub := &world.Subscriptions[0]
	count, least, most, on := int32(3), int32(2), int32(9), true
	var ids list
	sub.Clusters = nil
	for c := range 20 {
		cl := simulator.Cluster{Name: fmt.Sprintf("aks-%02d", c), ResourceGroup: "rg-lanes", Location: "westeurope"}
		for p := range 10 {
			mode := "User"
			if p == 0 {
				mode = "System"
			}
			cl.Pools = append(cl.Pools, simulator.Pool{Name: fmt.Sprintf("pool%d", p), Properties: &simulator.AgentPoolProperties{
				Count: &count, Mode: &mode, EnableAutoScaling: &on, MinCount: &least, MaxCount: &most}})
		}
		sub.Clusters = append(sub.Clusters, cl)
		ids = append(ids, strings.Replace(cluster, "aks-lanes", cl.Name, 1))
	}
	sim := worldOf(t, simulator.Options{World: world, Clock: func() time.Time { return autumn.Add(10 * time.Hour) }})
	s := serverOn(t, sim)
	out := s.tells("lane_usage", object{"cluster_ids": ids, "days": 1})
	if n, pools := metricRequests(sim), len(part(out, "pools").(list)); n != 20 || pools != 200 {
		t.Errorf("%d requests for metrics of %d pools", n, pools)
	}
}

// An author's thresholds take precedence, and each of them is an argument.
func TestLaneUsageThresholds(t *testing.T) {
	t.Parallel()
	s := serverOn(t, loaded(t, scaling("web", 4, 3, 10, ""), `{"loads": {"web": {"cpu": 20, "memory": 25}}}`))
	all := object{}
	defaults := usage.DefaultThresholds()
	for _, threshold := range usage.ThresholdList() {
		all[threshold.Name] = *threshold.At(&defaults)
	}
	for name, tt := range map[string]struct {
		set  float64
		want string
	}{"oversized": {15, ""}, "hours": {1000, ""}, "target": {30, ""}, "margin": {6, "oversized"}} {
		wrote := object{}
		for k, v := range all {
			wrote[k] = v
		}
		wrote[name] = tt.set
		out := s.tells("lane_usage", object{"cluster_ids": list{cluster}, "thresholds": wrote})
		if got := strings.Join(codes(part(usageOf(out, "web"), "advice")), " "); got != tt.want {
			t.Errorf("%s = %v: %q, want %q", name, tt.set, got, tt.want)
		}
	}
}

// configureWith starts another run with the given provider block.
func (s *server) configureWith(wrote object) {
	s.t.Helper()
	typ, _ := providerSchema().Type().(types.ObjectType)
	block, _, err := shape.ObjectArgument(s.t.Context(), dynamic(s.t, wrote), typ)
	if err != nil {
		s.t.Fatal(err)
	}
	value, err := block.ToTerraformValue(s.t.Context())
	var attrs map[string]tftypes.Value
	if err == nil {
		err = value.As(&attrs)
	}
	if err != nil {
		s.t.Fatal(err)
	}
	s.configureBlock(attrs)
}

// With pricing, each advice shows what it saves, and the answer shows the total
// saving.
func TestLaneUsageWithPricing(t *testing.T) {
	t.Parallel()
	s := serverOn(t, loaded(t, scaling("web", 4, 3, 10, "")+","+scaling("busy", 3, 3, 10, ""), `{"loads": {"web": {"cpu": 20, "memory": 25}, "busy": {"cpu": 60, "memory": 55}}}`))
	s.configureWith(object{"pricing": object{}})
	out := s.tells("lane_usage", object{"cluster_ids": list{cluster}})
	// Four nodes at 0.544 per hour, for which 0.272 would be enough, for 730 hours.
	web := usageOf(out, "web")
	if amount(part(web, "cost")) != 1588.48 || amount(part(web, "saving")) != 794.24 || amount(part(web, "advice", 0, "saving")) != 794.24 {
		t.Errorf("cost %v, saving %v, %v", part(web, "cost"), part(web, "saving"), part(web, "advice"))
	}
	if idle := amount(part(web, "idle_cost")); idle < 1150 || idle > 1230 {
		t.Errorf("three quarters of it are idle: %v", idle)
	}
	if busy := usageOf(out, "busy"); amount(part(busy, "saving")) != 0.0 || len(part(busy, "advice").(list)) > 0 {
		t.Errorf("%v", busy)
	}
	unpriced := serverOn(t, loaded(t, scaling("web", 4, 3, 10, ""), `{}`))
	unpriced.configureWith(object{"pricing": object{"file": later}})
	if web := usageOf(unpriced.tells("lane_usage", object{"cluster_ids": list{cluster}}), "web"); part(web, "cost") != nil || part(web, "cpu") == nil {
		t.Errorf("with a price book that is not known yet: %v", web)
	}
	// nodepool1: 3 nodes at 0.272; busy: 3 at 0.544.
	if part(out, "currency") != "USD" || amount(part(out, "cost")) != 3375.52 || amount(part(out, "saving")) != 794.24 || amount(part(out, "saving_percent")) != 23.5 {
		t.Errorf("%v: cost %v, saving %v, %v %%", part(out, "currency"), part(out, "cost"), part(out, "saving"), part(out, "saving_percent"))
	}
}

// Ninety days are as far back as Azure Monitor is certain to have metrics. Two more
// days show what was advised before.
func TestLaneUsageOfNinetyDays(t *testing.T) {
	t.Parallel()
	sim := loaded(t, scaling("web", 4, 3, 10, ""), `{"loads": {"web": {"cpu": 20, "memory": 25}}}`)
	out := serverOn(t, sim).tells("lane_usage", object{"cluster_ids": list{cluster}, "days": 90, "interval": "PT12H"})
	web := usageOf(out, "web")
	if amount(part(web, "hours")) != 2160 || strings.Join(codes(part(web, "advice")), " ") != "oversized" {
		t.Errorf("%v hours, %v", part(web, "hours"), part(web, "advice"))
	}
	for _, r := range sim.Requests() {
		if span := r.Query.Get("timespan"); span != "" && span != "2026-06-20T00:00:00Z/2026-09-20T00:00:00Z" {
			t.Errorf("asked for %s", span)
		}
	}
}

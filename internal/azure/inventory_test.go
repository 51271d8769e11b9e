package azure_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

const subscription = "11111111-1111-1111-1111-111111111111"

// carrier records what was sent and passes it to a simulator.
type carrier struct {
	http.RoundTripper

	mu   sync.Mutex
	sent []*http.Request
}

func (c *carrier) RoundTrip(r *http.Request) (*http.Response, error) {
	c.mu.Lock()
	c.sent = append(c.sent, r)
	c.mu.Unlock()
	return c.RoundTripper.RoundTrip(r)
}

// reader is a client of its own simulator, and a record of what it sends.
func reader(t *testing.T, options simulator.Options) (*azure.Client, *carrier) {
	t.Helper()
	sim, err := simulator.New(options)
	if err != nil {
		t.Fatal(err)
	}
	way := &carrier{RoundTripper: sim.Transport()}
	client, err := azure.New(azure.Options{Transport: way, Anonymous: true, SubscriptionID: subscription, Getenv: func(string) string { return "" }})
	if err != nil {
		t.Fatal(err)
	}
	return client, way
}

// manyClusters is a world with so many clusters in one subscription.
func manyClusters(n int) *simulator.World {
	world := simulator.BuiltIn()
	count, mode := int32(1), "System"
	world.Subscriptions[0].Clusters = nil
	for i := range n {
		world.Subscriptions[0].Clusters = append(world.Subscriptions[0].Clusters, simulator.Cluster{
			Name: fmt.Sprintf("aks-%03d", i), ResourceGroup: "RG-Lanes", Location: "westeurope", Tags: map[string]string{"env": []string{"prod", "test's"}[i%2]},
			Pools: []simulator.Pool{{Name: "sys", Properties: &simulator.AgentPoolProperties{Count: &count, Mode: &mode}}}})
	}
	return world
}

// Clusters are found by one query, and one more for each further page.
func TestFindClustersPages(t *testing.T) {
	t.Parallel()
	client, way := reader(t, simulator.Options{World: manyClusters(450)})
	found, err := client.FindClusters(context.Background(), azure.Scope{Subscriptions: []string{subscription}})
	if err != nil || len(found) != 450 || len(way.sent) != 3 {
		t.Fatalf("error %v, %d clusters by %d requests", err, len(found), len(way.sent))
	}
	names := make([]string, len(found))
	for i, c := range found {
		names[i] = c.ID.Name
	}
	if slices.Sort(names); len(slices.Compact(names)) != 450 {
		t.Error("the pages overlap")
	}
	if c := found[0]; c.Location != "westeurope" || c.ID.Group != "RG-Lanes" || c.Version == "" || len(c.Pools) != 1 || c.Pools[0].Ref.Name != "sys" {
		t.Errorf("a cluster: %+v", c)
	}
}

// A scope selects exactly what it names, whatever characters the names contain.
func TestFindClustersInScope(t *testing.T) {
	t.Parallel()
	client, _ := reader(t, simulator.Options{World: manyClusters(5)})
	for name, tt := range map[string]struct {
		scope azure.Scope
		want  int
	}{
		"all":               {azure.Scope{}, 5},
		"group in any case": {azure.Scope{Group: "rg-LANES"}, 5},
		"another group":     {azure.Scope{Group: `rg' or name != '`}, 0},
		"tag":               {azure.Scope{Tags: map[string]string{"env": "prod"}}, 3},
		"tag with a quote":  {azure.Scope{Tags: map[string]string{"env": "test's"}}, 2},
		"another tag":       {azure.Scope{Tags: map[string]string{"env": "prod", "team": `\`}}, 0},
		"subscription":      {azure.Scope{Subscriptions: []string{"33333333-3333-3333-3333-333333333333"}}, 0},
	} {
		found, err := client.FindClusters(context.Background(), tt.scope)
		if err != nil || len(found) != tt.want {
			t.Errorf("%s: error %v, %d clusters, want %d", name, err, len(found), tt.want)
		}
	}
}

// A page that refers to itself does not cause an endless loop.
func TestFindClustersThatGoesRound(t *testing.T) {
	t.Parallel()
	client, way := reader(t, simulator.Options{Faults: []simulator.Fault{{Match: simulator.Match{Path: "*/resources"}, Status: 200, Body: map[string]any{"data": []any{}, "$skipToken": "again"}}}})
	if _, err := client.FindClusters(context.Background(), azure.Scope{}); err != nil || len(way.sent) != 2 {
		t.Errorf("error %v, %d requests", err, len(way.sent))
	}
}

// A property of an unexpected type is left out, and does not cause an error.
func TestClusterOfAnotherShape(t *testing.T) {
	t.Parallel()
	world := simulator.BuiltIn()
	world.Subscriptions[0].Clusters[0].Properties = map[string]any{
		"autoScalerProfile": map[string]any{"expander": "priority", "balance-similar-node-groups": true, "future": map[string]any{}},
		"networkProfile":    map[string]any{"networkPlugin": 7}, "supportPlan": []any{}, "windowsProfile": map[string]any{"licenseType": "Windows_Server", "enableCSIProxy": "yes"}}
	client, _ := reader(t, simulator.Options{World: world})
	id := azure.ClusterID{Subscription: subscription, Group: "rg-lanes", Name: "aks-lanes"}
	c, err := client.Cluster(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	if p := c.ClusterFacts; p.Autoscaler["expander"] != "priority" || p.Autoscaler["balance-similar-node-groups"] != "true" || p.Network.Plugin != "" || p.LTS() || p.Windows == nil || p.Windows.CSIProxy {
		t.Errorf("profile: %+v", p)
	}
}

// The price list receives no token, and none of its meters is mistaken for another.
func TestPrices(t *testing.T) {
	t.Parallel()
	client, way := reader(t, simulator.Options{})
	sizes := []string{"Standard_D4s_v5"}
	for i := range 20 {
		sizes = append(sizes, fmt.Sprintf("Standard_X%d_v9", i))
	}
	got, err := client.Prices(context.Background(), "westeurope", "USD", sizes)
	if diff := cmp.Diff(azure.Prices{"standard_d4s_v5": {Linux: 0.23, Windows: 0.414, SpotLinux: 0.046, SpotWindows: 0.0828}}, got); diff != "" || err != nil {
		t.Errorf("error %v (-want +got):\n%s", err, diff)
	}
	for _, r := range way.sent {
		if r.Header.Get("Authorization") != "" || r.URL.Hostname() != "prices.azure.com" {
			t.Errorf("%s was asked with %q", r.URL, r.Header.Get("Authorization"))
		}
	}
	asked := len(way.sent)
	if _, err := client.Prices(context.Background(), "westeurope", "USD", sizes); err != nil || len(way.sent) != asked || asked != 2 {
		t.Errorf("error %v; %d requests, then %d", err, asked, len(way.sent))
	}
}

// If a price list continues on another host, that page is not read.
func TestPricesElsewhere(t *testing.T) {
	t.Parallel()
	client, way := reader(t, simulator.Options{Faults: []simulator.Fault{{Match: simulator.Match{Path: "/api/retail/prices"}, Status: 200,
		Body: map[string]any{"Items": []any{}, "NextPageLink": "https://prices.example.com/next"}}}})
	if _, err := client.Prices(context.Background(), "westeurope", "USD", []string{"Standard_D4s_v5"}); err == nil || !strings.Contains(err.Error(), "which is not the price list's host") || len(way.sent) != 1 {
		t.Errorf("error %v, %d requests", err, len(way.sent))
	}
}

func TestUsages(t *testing.T) {
	t.Parallel()
	client, _ := reader(t, simulator.Options{})
	got, err := client.Usages(context.Background(), subscription, "westeurope")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		family string
		spot   bool
		left   int64
		known  bool
	}{
		{"standardDDSv5Family", false, 988, true}, // three nodes of four vCPUs are running
		{"standardDDSv5Family", true, 1000, true},
		{"anything", true, 1000, true},
		{"noSuchFamily", false, 0, false},
	} {
		if left, known := got.Left(tt.family, tt.spot); left != tt.left || known != tt.known {
			t.Errorf("%s, spot %v: %d, %v", tt.family, tt.spot, left, known)
		}
	}
	scarce := lane.Quotas{"f": {Used: 10, Limit: 100}, "cores": {Used: 95, Limit: 100}}
	if left, _ := scarce.Left("F", false); left != 5 {
		t.Errorf("the location's quota is not looked at: %d", left)
	}
	over := lane.Quotas{"lowprioritycores": {Used: 10, Limit: 3}}
	if left, known := over.Left("f", true); left != 0 || !known {
		t.Errorf("more than the quota is used: %d, %v", left, known)
	}
}

// After a write, quotas and upgrades are read again.
func TestWritesDropWhatDependsOnThem(t *testing.T) {
	t.Parallel()
	client, way := reader(t, simulator.Options{})
	id := azure.ClusterID{Subscription: subscription, Group: "rg-lanes", Name: "aks-lanes"}
	ctx := context.Background()
	read := func() int {
		before := len(way.sent)
		_, err1 := client.Usages(ctx, subscription, "westeurope")
		_, err2 := client.Upgrades(ctx, id)
		if err1 != nil || err2 != nil {
			t.Fatal(err1, err2)
		}
		return len(way.sent) - before
	}
	first, second := read(), read()
	ref := azure.PoolRef{Cluster: id, Name: "nodepool1"}
	live, err := client.Pool(ctx, ref)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := client.UpdatePool(ctx, live, live.Set); err != nil {
		t.Fatal(err)
	}
	if third := read(); first != 4 || second != 0 || third != 4 {
		t.Errorf("%d, %d, %d requests", first, second, third)
	}
}

// The query of Resource Graph is not a write, and is not in the write log.
func TestQueriesAreNoWrites(t *testing.T) {
	t.Parallel()
	sim, err := simulator.New(simulator.Options{})
	if err != nil {
		t.Fatal(err)
	}
	log := &strings.Builder{}
	client, err := azure.New(azure.Options{Transport: sim.Transport(), Anonymous: true, WriteLog: log, Getenv: func(string) string { return "" }})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := client.FindClusters(context.Background(), azure.Scope{}); err != nil || log.Len() > 0 {
		t.Errorf("error %v, log %s", err, log)
	}
}

func TestMaintenance(t *testing.T) {
	t.Parallel()
	id := azure.ClusterID{Subscription: subscription, Group: "rg-lanes", Name: "aks-lanes"}
	var body any
	if err := json.Unmarshal([]byte(`{"value": [
		{"name": "default", "properties": {"timeInWeek": [{"day": "Sunday", "hourSlots": [1, 2]}], "notAllowedTime": [{"start": "2026-12-24T00:00:00Z", "end": "2026-12-27T00:00:00Z"}]}},
		{"name": "aksManagedAutoUpgradeSchedule", "properties": {"maintenanceWindow": {"schedule": {"daily": null, "relativeMonthly": {"intervalMonths": 3, "weekIndex": "First", "dayOfWeek": "Monday"}}, "durationHours": 8, "startTime": "00:00"}}}]}`), &body); err != nil {
		t.Fatal(err)
	}
	client, _ := reader(t, simulator.Options{Faults: []simulator.Fault{{Match: simulator.Match{Path: "*/maintenanceConfigurations"}, Status: 200, Body: body}}})
	got, err := client.Maintenance(context.Background(), id)
	want := []azure.Maintenance{
		{Name: "default", Slots: []azure.Slot{{Day: "Sunday", Hours: []int64{1, 2}}}, NotAllowed: []azure.Span{{Start: "2026-12-24T00:00:00Z", End: "2026-12-27T00:00:00Z"}}},
		{Name: "aksManagedAutoUpgradeSchedule", Kind: "relativeMonthly", Recurrence: azure.Recurrence{Months: 3, WeekIndex: "First", DayOfWeek: "Monday"}, Hours: 8, StartTime: "00:00"},
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("error %v (-want +got):\n%s", err, diff)
	}
}

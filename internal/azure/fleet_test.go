package azure_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// fleet is a world with the given numbers of subscriptions, of clusters in each
// subscription, and of pools in each cluster.
func fleet(subscriptions, clusters, pools int) *simulator.World {
	world := simulator.BuiltIn()
	world.Subscriptions = nil
	count, system, user := int32(1), "System", "User"
	for s := range subscriptions {
		sub := simulator.Subscription{ID: fmt.Sprintf("11111111-1111-1111-1111-%012d", s), Name: "fleet"}
		for c := range clusters {
			cl := simulator.Cluster{Name: fmt.Sprintf("aks-%03d", c), ResourceGroup: "rg-lanes", Location: "westeurope"}
			for p := range pools {
				mode := &user
				if p == 0 {
					mode = &system
				}
				cl.Pools = append(cl.Pools, simulator.Pool{Name: fmt.Sprintf("pool%03d", p), Properties: &simulator.AgentPoolProperties{Count: &count, Mode: mode}})
			}
			sub.Clusters = append(sub.Clusters, cl)
		}
		world.Subscriptions = append(world.Subscriptions, sub)
	}
	return world
}

// slowly is a transport whose requests take a second each. It counts the requests in
// progress.
type slowly struct {
	http.RoundTripper

	mu          sync.Mutex
	sent        map[string]int // by path
	under, most int
}

func (s *slowly) RoundTrip(r *http.Request) (*http.Response, error) {
	s.mu.Lock()
	s.sent[r.URL.Path]++
	s.under++
	s.most = max(s.most, s.under)
	s.mu.Unlock()
	time.Sleep(time.Second)
	s.mu.Lock()
	s.under--
	s.mu.Unlock()
	return s.RoundTripper.RoundTrip(r)
}

// TestAThousandLanesOfFiftyClusters: fifty requests, one per cluster, and eight of them
// at a time.
func TestAThousandLanesOfFiftyClusters(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		world := fleet(5, 10, 20)
		sim, err := simulator.New(simulator.Options{World: world})
		if err != nil {
			t.Fatal(err)
		}
		way := &slowly{RoundTripper: sim.Transport(), sent: map[string]int{}}
		client, err := azure.New(azure.Options{Transport: way, Anonymous: true, Getenv: func(string) string { return "" }})
		if err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		var lanes sync.WaitGroup
		for lane := range 1000 {
			sub := world.Subscriptions[lane%5]
			id := azure.ClusterID{Subscription: sub.ID, Group: "rg-lanes", Name: sub.Clusters[lane/5%10].Name}
			pool := fmt.Sprintf("pool%03d", lane/50)
			lanes.Go(func() {
				c, err := client.Cluster(t.Context(), id)
				if err != nil || c.Pool(pool) == nil {
					t.Errorf("%s %s: %v", id, pool, err)
				}
			})
		}
		lanes.Wait()
		for path, n := range way.sent {
			if n != 1 {
				t.Errorf("%s was asked %d times", path, n)
			}
		}
		if len(way.sent) != 50 || way.most != 8 || time.Since(began) != 7*time.Second {
			t.Errorf("%d clusters were read, %d at once, in %s", len(way.sent), way.most, time.Since(began))
		}
	})
}

// graph is a Resource Graph that answers with a limited number of clusters. Above the
// limit, it either refuses to answer or returns fewer clusters than requested.
type graph struct {
	rows   []json.RawMessage
	most   int
	refuse bool
	asked  int
}

func (g *graph) RoundTrip(r *http.Request) (*http.Response, error) {
	g.asked++
	var sent struct {
		Options struct {
			Top   int    `json:"$top"`
			Token string `json:"$skipToken"`
		} `json:"options"`
	}
	if err := json.NewDecoder(r.Body).Decode(&sent); err != nil {
		return nil, err
	}
	if sent.Options.Top > g.most && g.refuse {
		return g.answer(r, http.StatusBadRequest, map[string]any{"error": map[string]any{
			"code": "BadRequest", "message": "Please provide below info when asking for support.",
			"details": []any{map[string]any{"code": "ResponsePayloadTooLarge", "message": "Response payload size is 24813879, and has exceeded the limit of 16777216."}}}})
	}
	from, _ := strconv.Atoi(sent.Options.Token)
	to := min(from+min(sent.Options.Top, g.most), len(g.rows))
	page := map[string]any{"data": g.rows[from:to]}
	if to < len(g.rows) {
		page["$skipToken"] = strconv.Itoa(to)
	}
	return g.answer(r, http.StatusOK, page)
}

func (*graph) answer(r *http.Request, status int, body any) (*http.Response, error) {
	raw, err := json.Marshal(body)
	return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(bytes.NewReader(raw)), Request: r}, err
}

// TestAnInventoryOfTenThousandPools: 200 clusters take at most twelve requests, even if
// Resource Graph cannot fit 200 clusters into one answer.
func TestAnInventoryOfTenThousandPools(t *testing.T) {
	t.Parallel()
	sim, err := simulator.New(simulator.Options{World: fleet(5, 40, 50)})
	if err != nil {
		t.Fatal(err)
	}
	_, all, err := sim.Do(http.MethodPost, "/providers/Microsoft.ResourceGraph/resources", map[string]any{"query": "resources | where type =~ 'microsoft.containerservice/managedclusters'"})
	if err != nil {
		t.Fatal(err)
	}
	var rows []json.RawMessage
	for _, row := range all["data"].([]any) {
		raw, err := json.Marshal(row)
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, raw)
	}
	for name, tt := range map[string]struct {
		graph
		want int
	}{
		"in one answer":            {graph{most: 1000}, 1},
		"too large for one answer": {graph{most: 80, refuse: true}, 1 + 4},
		"in the service's pages":   {graph{most: 20}, 10},
	} {
		way := tt.graph
		way.rows = rows
		client, err := azure.New(azure.Options{Transport: &way, Anonymous: true, Getenv: func(string) string { return "" }})
		if err != nil {
			t.Fatal(err)
		}
		found, err := client.FindClusters(context.Background(), azure.Scope{})
		pools := 0
		for _, c := range found {
			pools += len(c.Pools)
		}
		if err != nil || len(found) != 200 || pools != 10_000 || way.asked != tt.want {
			t.Errorf("%s: error %v, %d clusters with %d pools by %d requests, want %d", name, err, len(found), pools, way.asked, tt.want)
		}
	}
}

// TestAClusterThatFitsNoAnswer: the result is an error, and the search ends.
func TestAClusterThatFitsNoAnswer(t *testing.T) {
	t.Parallel()
	way := &graph{refuse: true}
	client, err := azure.New(azure.Options{Transport: way, Anonymous: true, Getenv: func(string) string { return "" }})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := client.FindClusters(context.Background(), azure.Scope{}); err == nil || !strings.Contains(err.Error(), "exceeded the limit") || way.asked != 4 {
		t.Errorf("error %v after %d requests", err, way.asked)
	}
}

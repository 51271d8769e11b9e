package azure

import (
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// onCluster makes a fault apply to the GET of the cluster.
func onCluster(f simulator.Fault) simulator.Fault {
	f.Match.Method, f.Match.Path = http.MethodGet, "*/managedClusters/aks-lanes"
	return f
}

func TestOneRequestReadsAClusterWithItsPools(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.client(t)
	got, err := c.Cluster(t.Context(), cluster)
	if err != nil {
		t.Fatal(err)
	}
	if got.Location != "westeurope" || got.Version != "1.35.7" || got.State != "Succeeded" || got.Power != "Running" || len(got.Pools) != 1 {
		t.Errorf("read %+v", got)
	}
	pool := got.Pool("NodePool1")
	if pool == nil || pool.Ref != nodepool1 || pool.ETag == "" || pool.Status.Nodes != 3 || lane.Mode.Text(pool.Set) != "System" {
		t.Fatalf("the pool is %+v", pool)
	}
	if alone := read(t, c, nodepool1); !alone.Set.Equal(pool.Set) || !reflect.DeepEqual(alone.Status, pool.Status) || alone.ETag != pool.ETag {
		t.Errorf("the pool by itself is %s\nin the cluster %s", alone.Set, pool.Set)
	}
	if got.Pool("batch") != nil {
		t.Error("found a pool that there is not")
	}
}

// TestPoolsAreListedWhereTheClusterMayNotBeRead: some teams have access to node pools
// only.
func TestPoolsAreListedWhereTheClusterMayNotBeRead(t *testing.T) {
	t.Parallel()
	forbidden := simulator.Fault{Status: http.StatusForbidden, Gateway: true, Code: "AuthorizationFailed", Message: "does not have authorization"}
	w := newWorld(t, onCluster(forbidden))
	c := w.client(t)
	got, err := c.Cluster(t.Context(), cluster)
	if err != nil {
		t.Fatal(err)
	}
	if got.Location != "" || got.Version != "" || got.Pool("nodepool1") == nil {
		t.Errorf("read %+v", got)
	}
	if rest, err := c.AtRest(t.Context(), nodepool1); !rest || err != nil {
		t.Errorf("at rest: %v, %v", rest, err)
	}

	// If the list is forbidden too, the error is that of the cluster.
	forbidden.Match = simulator.Match{Path: "*/agentPools"}
	w = newWorld(t, onCluster(forbidden), forbidden)
	_, err = w.client(t).Cluster(t.Context(), cluster)
	if e := errorOf(t, err, Forbidden); e.Pool.Name != "" || e.Code != "AuthorizationFailed" {
		t.Errorf("the error is %+v", e)
	}
}

// TestTheNextPageOfPoolsStaysOnARMsHost, because the token is sent there too.
func TestTheNextPageOfPoolsStaysOnARMsHost(t *testing.T) {
	t.Parallel()
	page := map[string]any{"value": []any{}, "nextLink": "https://evil.example.com/agentPools"}
	w := newWorld(t, simulator.Fault{Match: simulator.Match{Path: "*/agentPools"}, Status: http.StatusOK, Body: page})
	_, err := w.client(t).listPools(t.Context(), cluster)
	failsWith(t, err, Refused)
}

func TestAMissingPoolIsNotAMissingCluster(t *testing.T) {
	t.Parallel()
	c := newWorld(t).client(t)
	_, err := c.Pool(t.Context(), batch)
	failsWith(t, err, NotFoundPool)
	nowhere := ClusterID{Subscription: subscription, Group: "rg-lanes", Name: "nowhere"}
	_, err = c.Pool(t.Context(), PoolRef{Cluster: nowhere, Name: "batch"})
	failsWith(t, err, NotFoundCluster)
	_, err = c.Cluster(t.Context(), nowhere)
	failsWith(t, err, NotFoundCluster)
	nowhere.Group = "rg-nowhere"
	_, err = c.Cluster(t.Context(), nowhere)
	failsWith(t, err, NotFoundCluster)
	nowhere.Subscription = "99999999-9999-9999-9999-999999999999"
	_, err = c.Cluster(t.Context(), nowhere)
	failsWith(t, err, NotSubscribed)
}

// TestAnAnswerOfANewerAPIIsRead: a property that does not fit the SDK's types must not
// prevent us from reading the dozen properties that we need.
func TestAnAnswerOfANewerAPIIsRead(t *testing.T) {
	t.Parallel()
	odd := map[string]any{
		"id": cluster.String(), "location": "West Europe", "sku": "a string now", "extra": []any{1},
		"properties": map[string]any{"kubernetesVersion": "1.35", "networkProfile": 5, "provisioningState": "Succeeded", "agentPoolProfiles": []any{
			map[string]any{"name": "batch", "count": 2, "vmSize": "Standard_D4ds_v5", "eTag": "e", "upgradeStrategy": "BlueGreen", "upgradeSettings": map[string]any{"maxSurge": 1}}}},
	}
	c := newWorld(t, onCluster(simulator.Fault{Status: http.StatusOK, Body: odd})).client(t)
	got, err := c.Cluster(t.Context(), cluster)
	if err != nil {
		t.Fatal(err)
	}
	pool := got.Pool("batch")
	if got.Location != "westeurope" || got.Version != "1.35" || pool == nil || pool.Status.Nodes != 2 || pool.ETag != "e" || pool.Set.Has(lane.Surge) {
		t.Errorf("read %+v with %+v", got, pool)
	}
}

func TestAnAnswerThatIsNoJSON(t *testing.T) {
	t.Parallel()
	c := newWorld(t, onCluster(simulator.Fault{Status: http.StatusOK, Body: "<html>a proxy\nspeaks</html>"})).client(t)
	_, err := c.Cluster(t.Context(), cluster)
	if e := errorOf(t, err, Down); !strings.Contains(e.Detail(), "the answer cannot be read") || e.CorrelationID == "" {
		t.Errorf("the error is %s", e.Detail())
	}
}

func TestAtRest(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.client(t)
	rest := func(ref PoolRef) bool {
		t.Helper()
		got, err := c.AtRest(t.Context(), ref)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	if !rest(nodepool1) || !rest(batch) {
		t.Error("a new world is not at rest")
	}
	w.edit(t, "nodepool1", func(p map[string]any) { p["provisioningState"] = "Scaling" })
	if rest(nodepool1) {
		t.Error("a pool that scales is at rest")
	}
	if !rest(batch) {
		t.Error("one pool waits for another")
	}
	if err := w.EditCluster(cluster.String(), func(c map[string]any) { c["properties"].(map[string]any)["provisioningState"] = "Updating" }); err != nil {
		t.Fatal(err)
	}
	if rest(batch) {
		t.Error("a cluster that updates is at rest")
	}
}

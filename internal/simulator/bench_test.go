package simulator_test

import (
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// fleet is a world with the given number of clusters, and of pools in each.
func fleet(clusters, pools int) *simulator.World {
	world := simulator.BuiltIn()
	subscription := &world.Subscriptions[0]
	subscription.Clusters = nil
	count, size, system, user := int32(3), "Standard_D4ds_v5", "System", "User"
	for c := range clusters {
		cluster := simulator.Cluster{Name: fmt.Sprintf("aks-%02d", c), ResourceGroup: "rg-lanes", Location: "westeurope", KubernetesVersion: "1.35"}
		for p := range pools {
			mode := &user
			if p == 0 {
				mode = &system
			}
			cluster.Pools = append(cluster.Pools, simulator.Pool{Name: fmt.Sprintf("pool%02d", p),
				Properties: &simulator.AgentPoolProperties{Count: &count, VMSize: &size, Mode: mode, NodeLabels: map[string]string{"team": "a"}}})
		}
		subscription.Clusters = append(subscription.Clusters, cluster)
	}
	world.Quotas = append(world.Quotas, simulator.Quota{Name: "cores", Limit: 1 << 30}, simulator.Quota{Name: "*", Limit: 1 << 30})
	return world
}

func fleetCluster(n int) string {
	return fmt.Sprintf("%s/resourceGroups/rg-lanes/providers/Microsoft.ContainerService/managedClusters/aks-%02d", subscription, n)
}

// measured is a simulator with a thousand pools. If file is set, its state is in a
// file.
func measured(b *testing.B, file bool) *simulator.Simulator {
	b.Helper()
	options := simulator.Options{World: fleet(20, 50)}
	if file {
		options.StateFile = filepath.Join(b.TempDir(), "state.json")
	}
	s, err := simulator.New(options)
	if err != nil {
		b.Fatal(err)
	}
	do(b, s, 201, "PUT", fleetCluster(0)+"/agentPools/first", pool(nil))
	return s
}

func do(b *testing.B, s *simulator.Simulator, want int, method, path string, body any) object {
	b.Helper()
	status, answer, err := s.Do(method, path, body)
	if err != nil || status != want {
		b.Fatalf("%s %s: got %d, %v: %v", method, path, status, err, answer)
	}
	return answer
}

// Loads a world with a thousand pools; the aim is well under a second.
func BenchmarkLoad(b *testing.B) {
	world := fleet(20, 50)
	for b.Loop() {
		if _, err := simulator.New(simulator.Options{World: world}); err != nil {
			b.Fatal(err)
		}
	}
}

// Lists all clusters with their pools; the aim is well under a second, also for the
// next two benchmarks.
func BenchmarkListClusters(b *testing.B) {
	s := measured(b, true)
	for b.Loop() {
		do(b, s, http.StatusOK, "GET", subscription+"/providers/Microsoft.ContainerService/managedClusters", nil)
	}
}

// Lists all pools of all clusters, ten per page: a hundred requests.
func BenchmarkPagePools(b *testing.B) {
	s, err := simulator.New(simulator.Options{World: fleet(20, 50), PageSize: 10})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		pools := 0
		for cluster := range 20 {
			for next := fleetCluster(cluster) + "/agentPools"; next != ""; {
				page := do(b, s, http.StatusOK, "GET", next, nil)
				pools += len(page["value"].([]any))
				link, _ := page["nextLink"].(string)
				next = strings.TrimPrefix(link, "https://management.azure.com")
			}
		}
		if pools != 1000 {
			b.Fatalf("got %d pools", pools)
		}
	}
}

// Lists the same pools through Resource Graph, page by page.
func BenchmarkGraph(b *testing.B) {
	s := measured(b, true)
	for b.Loop() {
		options := object{"$top": 5}
		for rows := 0; rows < 20; {
			page := do(b, s, http.StatusOK, "POST", graph, object{"query": "resources | where type =~ 'microsoft.containerservice/managedclusters'", "options": options})
			rows += int(page["count"].(float64))
			options["$skipToken"] = page["$skipToken"]
		}
	}
}

// Reads one pool among a thousand; the aim is under 5 ms.
func BenchmarkReadPool(b *testing.B) {
	s := measured(b, true)
	for b.Loop() {
		do(b, s, http.StatusOK, "GET", fleetCluster(7)+"/agentPools/pool07", nil)
	}
}

// Reads a cluster with its fifty pools; the aim is under 5 ms.
func BenchmarkReadCluster(b *testing.B) {
	s := measured(b, true)
	for b.Loop() {
		do(b, s, http.StatusOK, "GET", fleetCluster(7), nil)
	}
}

// Writes one pool among a thousand to the state file; the aim is under 25 ms.
func BenchmarkWritePool(b *testing.B) {
	s := measured(b, true)
	for n := 0; b.Loop(); n++ {
		do(b, s, http.StatusOK, "PUT", fleetCluster(7)+"/agentPools/pool07", object{"properties": object{"count": 3 + n%2}})
	}
}

// Another process has written, so the file with its thousand pools is read again.
func BenchmarkReadAfterAnothersWrite(b *testing.B) {
	options := simulator.Options{World: fleet(20, 50), StateFile: filepath.Join(b.TempDir(), "state.json")}
	writer, err := simulator.New(options)
	if err != nil {
		b.Fatal(err)
	}
	reader, err := simulator.New(options)
	if err != nil {
		b.Fatal(err)
	}
	for n := 0; b.Loop(); n++ {
		do(b, writer, http.StatusOK, "PUT", fleetCluster(7)+"/agentPools/pool07", object{"properties": object{"count": 3 + n%2}})
		do(b, reader, http.StatusOK, "GET", fleetCluster(7)+"/agentPools/pool07", nil)
	}
}

// Creates and deletes a cluster with ten pools next to a thousand others, with the
// state in memory; the aim is under 5 ms per request.
func BenchmarkCreateCluster(b *testing.B) {
	s := measured(b, false)
	body := newCluster(object{"agentPoolProfiles": profiles(10)})
	path := subscription + "/resourceGroups/rg-lanes/providers/Microsoft.ContainerService/managedClusters/aks-new"
	for b.Loop() {
		do(b, s, http.StatusCreated, "PUT", path, body)
		do(b, s, http.StatusOK, "GET", path, nil)
		do(b, s, http.StatusAccepted, "DELETE", path, nil)
	}
}

// The same with the state in a file, which every write rewrites.
func BenchmarkCreateClusterInAFile(b *testing.B) {
	s := measured(b, true)
	body := newCluster(object{"agentPoolProfiles": profiles(10)})
	path := subscription + "/resourceGroups/rg-lanes/providers/Microsoft.ContainerService/managedClusters/aks-new"
	for b.Loop() {
		do(b, s, http.StatusCreated, "PUT", path, body)
		do(b, s, http.StatusOK, "GET", path, nil)
		do(b, s, http.StatusAccepted, "DELETE", path, nil)
	}
}

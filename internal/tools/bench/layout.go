package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// layout is the number of subscriptions, of clusters in each subscription, and of node
// pools or lanes in each cluster.
type layout struct{ subscriptions, clusters, perCluster int }

// oneCluster puts the lanes into one cluster, but at most fifty into each: AKS allows a
// hundred node pools per cluster, and few clusters have as many.
func oneCluster(lanes int) layout {
	return layout{1, (lanes + 49) / 50, min(lanes, 50)}
}

func subscription(n int) string { return fmt.Sprintf("11111111-1111-1111-1111-%012d", n) }

// object is a JSON object.
type object = map[string]any

// world is the world file of a layout: the clusters with their system pools and the
// given number of additional node pools each.
func (l layout) world(pools int) object {
	var subscriptions []object
	for s := range l.subscriptions {
		var clusters []object
		for c := range l.clusters {
			list := []object{{"name": "nodepool1", "properties": object{"count": 3, "vmSize": "Standard_D4ds_v5", "mode": "System"}}}
			for p := range pools {
				list = append(list, object{"name": fmt.Sprintf("pool%d", p), "properties": object{"count": 1, "vmSize": "Standard_D4ds_v5", "mode": "User", "nodeLabels": object{"team": "a"}}})
			}
			clusters = append(clusters, object{"name": fmt.Sprintf("aks-%d", c), "resource_group": "rg-lanes", "location": "westeurope", "kubernetes_version": "1.35", "pools": list})
		}
		subscriptions = append(subscriptions, object{"id": subscription(s), "name": "bench", "clusters": clusters})
	}
	return object{"subscriptions": subscriptions, "quotas": []object{{"name": "cores", "limit": 1 << 30}, {"name": "*", "limit": 1 << 30}}}
}

// clusterID is the HCL expression for the cluster of the lane count.index.
func (l layout) clusterID() string {
	return fmt.Sprintf(`"/subscriptions/${format("11111111-1111-1111-1111-%%012d", floor(count.index / %d))}/resourceGroups/rg-lanes/providers/Microsoft.ContainerService/managedClusters/aks-${floor(count.index / %d) %% %d}"`,
		l.clusters*l.perCluster, l.perCluster, l.clusters)
}

// writeFiles writes files into a folder, which it creates. Strings are written
// unchanged, and everything else as JSON.
func writeFiles(dir string, files map[string]any) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for name, content := range files {
		text, ok := content.(string)
		if !ok {
			raw, err := json.Marshal(content)
			if err != nil {
				return err
			}
			text = string(raw)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			return err
		}
	}
	return nil
}

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// secondSubscription is where the other half of the inventory's clusters are.
const secondSubscription = "33333333-3333-3333-3333-333333333333"

// writeInventory makes a configuration that lists the node pools of 20 clusters
// in two subscriptions, and their world: 50 node pools each.
func writeInventory(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	pools := []string{`{"name":"nodepool1","properties":{"count":1,"vmSize":"Standard_D4ds_v5","mode":"System"}}`}
	for i := range 49 {
		pools = append(pools, fmt.Sprintf(`{"name":"pool%d","properties":{"count":1,"vmSize":"Standard_D4ds_v5","mode":"User"}}`, i))
	}
	var subscriptions []string
	for _, id := range []string{subscription, secondSubscription} {
		var clusters []string
		for i := range 10 {
			clusters = append(clusters, fmt.Sprintf(`{"name":"aks-%d","resource_group":"rg-lanes","location":"westeurope","kubernetes_version":"1.35","pools":[%s]}`, i, strings.Join(pools, ",")))
		}
		subscriptions = append(subscriptions, fmt.Sprintf(`{"id":%q,"name":"bench","clusters":[%s]}`, id, strings.Join(clusters, ",")))
	}
	files := map[string]string{
		"world.json": fmt.Sprintf(`{"subscriptions":[%s]}`, strings.Join(subscriptions, ",")),
		"main.tf": fmt.Sprintf(`terraform {
  required_providers {
    aks = { source = "workload-lanes/aks" }
  }
}

provider "aks" {
  simulator = { world = "world.json", state = "state.json", speed = 0 }
}

data "aks_node_pools" "all" {
  subscription_ids = [%q, %q]
}

output "pools" {
  value = length(data.aks_node_pools.all.pools)
}
`, subscription, secondSubscription),
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			return err
		}
	}
	return nil
}

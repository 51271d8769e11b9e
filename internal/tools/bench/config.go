package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

const (
	perCluster   = 50
	subscription = "11111111-1111-1111-1111-111111111111"
)

func clusters(lanes int) int { return (lanes + perCluster - 1) / perCluster }

// write makes a configuration with so many lanes, and a world with enough
// clusters for them.
func write(dir string, lanes int) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	var world []string
	for i := range clusters(lanes) {
		world = append(world, fmt.Sprintf(`{"name":"aks-%d","resource_group":"rg-lanes","location":"westeurope","kubernetes_version":"1.35","pools":[{"name":"nodepool1","properties":{"count":3,"vmSize":"Standard_D4ds_v5","mode":"System"}}]}`, i))
	}
	files := map[string]string{
		"world.json": fmt.Sprintf(`{"subscriptions":[{"id":%q,"name":"bench","clusters":[%s]}]}`, subscription, strings.Join(world, ",")),
		"main.tf": fmt.Sprintf(`terraform {
  required_providers {
    aks = { source = "workload-lanes/aks" }
  }
}

provider "aks" {
  simulator   = { world = "world.json", state = "state.json", speed = 0 }
  parallelism = 50
}

resource "aks_workload_lane" "lane" {
  count      = %d
  cluster_id = "/subscriptions/%s/resourceGroups/rg-lanes/providers/Microsoft.ContainerService/managedClusters/aks-${floor(count.index / %d)}"
  name       = "lane${count.index}"
  purpose    = "batch"
  vm_size    = "Standard_D2ds_v5"
  capacity   = { min = 0, max = 1 }
}
`, lanes, subscription, perCluster),
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			return err
		}
	}
	return nil
}

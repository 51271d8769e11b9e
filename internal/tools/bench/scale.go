package main

import "fmt"

// scale measures a plan of many clusters.
func (b bench) scale() error {
	l := layout{subscriptions: 5, clusters: 10, perCluster: 20}
	s, err := b.open("scale", known[0].configuration(l), l.world(0), "-speed", "0", "-throttle", "0")
	if err != nil {
		return err
	}
	defer s.stop()
	if _, err := s.run("apply", "-auto-approve", "-parallelism=50"); err != nil {
		return err
	}
	f := &planned{}
	for range 3 {
		if err := f.measureLong(s, emptyPlan...); err != nil {
			return err
		}
	}
	row := table("A plan without changes of 1,000 lanes in 50 clusters of 5 subscriptions", "wall, s", "ms a lane", "provider's peak memory, MB", "ARM requests")
	seconds := median(f.seconds)
	row(seconds, seconds, fmt.Sprintf("%.0f", median(f.megabytes)), f.requests)
	return nil
}

// inventory measures an inventory of the node pools of many clusters, and the cost per
// node pool. That cost is the difference from an inventory of one cluster.
func (b bench) inventory() error {
	row := table("An inventory by Resource Graph", "node pools", "clusters", "wall, s", "provider's peak memory, MB", "ARM requests", "ms a node pool", "kB a node pool")
	var pools, seconds, megabytes float64
	for _, l := range []layout{{1, 1, 50}, {5, 40, 50}} {
		f, err := b.inventoryOf(l)
		if err != nil {
			return err
		}
		count := l.subscriptions * l.clusters * l.perCluster
		wall, memory := median(f.seconds), median(f.megabytes)
		cells := []any{count, l.subscriptions * l.clusters, wall, fmt.Sprintf("%.0f", memory), f.requests, "", ""}
		if pools > 0 {
			more := float64(count) - pools
			cells[5], cells[6] = ratio((wall-seconds)*1000, more), ratio((memory-megabytes)*1000, more)
		}
		row(cells...)
		pools, seconds, megabytes = float64(count), wall, memory
	}
	return nil
}

func (b bench) inventoryOf(l layout) (*planned, error) {
	config := fmt.Sprintf(`terraform {
  required_providers {
    aks = { source = "workload-lanes/aks" }
  }
}

provider "aks" {}

data "aks_node_pools" "all" {
  subscription_ids = [for n in range(%d) : format("11111111-1111-1111-1111-%%012d", n)]
}

output "pools" {
  value = length(data.aks_node_pools.all.pools)
}
`, l.subscriptions)
	s, err := b.open(fmt.Sprintf("inventory-%d", l.clusters), object{"main.tf": config}, l.world(l.perCluster-1), "-speed", "0", "-throttle", "0")
	if err != nil {
		return nil, err
	}
	defer s.stop()
	f := &planned{}
	for range 3 {
		if err := f.measureLong(s, "plan"); err != nil { // a plan stores nothing, so all three runs read
			return nil, err
		}
	}
	return f, nil
}

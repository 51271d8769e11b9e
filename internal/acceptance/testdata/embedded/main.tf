terraform {
  required_providers {
    aks = { source = "workload-lanes/aks" }
  }
}

provider "aks" {
  simulator = {
    world  = "world.json"
    faults = "faults.json"
    state  = "lanes.sim.json"
    speed  = 0
  }
}

resource "aks_workload_lane" "jobs" {
  cluster_id = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-lanes/providers/Microsoft.ContainerService/managedClusters/aks-lanes"
  name       = "jobs"
  purpose    = "batch"
}

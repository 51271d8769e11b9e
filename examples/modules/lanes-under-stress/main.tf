terraform {
  required_version = ">= 1.6"
  required_providers {
    aks = { source = "workload-lanes/aks" }
  }
}

# A service on ordinary nodes, and a queue of jobs on Spot ones.
resource "aks_workload_lane" "web" {
  cluster_id = var.cluster_id
  name       = "web"
  purpose    = "general"
  vm_size    = var.vm_size
  capacity   = { nodes = 2 }
  labels     = var.labels
}

resource "aks_workload_lane" "jobs" {
  cluster_id = var.cluster_id
  name       = "jobs"
  purpose    = "spot"
  capacity   = { nodes = 3 }
}

# Warns if the cores quota is reduced, before an apply needs the machines.
data "aks_vm_sizes" "web" {
  location = var.location
  name     = var.vm_size
  prices   = false
}

check "room_to_grow" {
  assert {
    condition     = alltrue([for s in data.aks_vm_sizes.web.sizes : coalesce(s.quota_left, 0) >= 4 * s.vcpus])
    error_message = "The remaining cores are not enough for four more nodes of the lane web."
  }
}

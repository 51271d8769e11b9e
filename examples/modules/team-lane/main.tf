terraform {
  required_version = ">= 1.6"
  required_providers {
    aks = { source = "workload-lanes/aks" }
  }
}

# A team's own lane: the platform team decides what a team may choose.
resource "aks_workload_lane" "team" {
  cluster_id = var.cluster_id
  name       = var.team
  purpose    = var.purpose
  vm_size    = var.vm_size
  capacity   = var.capacity
  labels     = { team = var.team }
  disruption = { allow = "metadata" }
}

terraform {
  required_version = ">= 1.6"
  required_providers {
    aks = { source = "workload-lanes/aks" }
  }
}

# A lane for one team. The platform team decides what the team can choose.
resource "aks_workload_lane" "team" {
  cluster_id = var.cluster_id
  name       = var.team
  purpose    = var.purpose
  vm_size    = var.vm_size
  capacity   = var.capacity
  labels     = { team = var.team }
  disruption = { allow = "metadata" }
}

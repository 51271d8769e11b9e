terraform {
  required_providers {
    aks = { source = "workload-lanes/aks" }
  }
}

variable "cluster_id" {
  type = string
}

provider "aks" {
  simulator = {}
}

# Spot nodes first, ordinary nodes when Azure evicts them.
resource "aks_workload_lane" "steady" {
  cluster_id = var.cluster_id
  name       = "steady"
  group      = "ingest"
  purpose    = "batch"
}

resource "aks_workload_lane" "cheap" {
  cluster_id = var.cluster_id
  name       = "cheap"
  group      = "ingest"
  purpose    = "spot"
}

locals {
  contract = provider::aks::contract(aks_workload_lane.steady, aks_workload_lane.cheap)
}

output "pod_spec" {
  value = yamlencode({
    nodeSelector = local.contract.node_selector
    affinity     = local.contract.affinity
    tolerations  = local.contract.tolerations
  })
}

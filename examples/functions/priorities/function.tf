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
  group      = "api"
  purpose    = "general"
}

resource "aks_workload_lane" "cheap" {
  cluster_id = var.cluster_id
  name       = "cheap"
  group      = "api"
  purpose    = "spot"
}

# The data of the ConfigMap cluster-autoscaler-priority-expander in kube-system.
output "expander" {
  value = { priorities = provider::aks::priorities(aks_workload_lane.steady, aks_workload_lane.cheap) }
}

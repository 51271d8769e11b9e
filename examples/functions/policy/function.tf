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

resource "aks_workload_lane" "linux" {
  cluster_id = var.cluster_id
  name       = "linux"
  purpose    = "general"
}

resource "aks_workload_lane" "windows" {
  cluster_id = var.cluster_id
  name       = "win"
  purpose    = "windows"
}

# terraform output -raw policy | kubectl apply -f -
output "policy" {
  value = provider::aks::policy(aks_workload_lane.linux, aks_workload_lane.windows)
}

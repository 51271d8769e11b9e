terraform {
  required_providers {
    aks = { source = "workload-lanes/aks" }
  }
}

provider "aks" {}

variable "cluster_id" {
  type = string
}

resource "aks_workload_lane" "apis" {
  cluster_id = var.cluster_id
  name       = "apis"
  purpose    = "general"
}

resource "aks_workload_lane" "jobs" {
  cluster_id = var.cluster_id
  name       = "jobs"
  purpose    = "batch"
}

data "aks_cluster" "main" {
  cluster_id = var.cluster_id
}

data "aks_node_pool" "system" {
  cluster_id = var.cluster_id
  name       = "nodepool1"
}

data "aks_node_pools" "all" {
  cluster_ids = [var.cluster_id]
}

terraform {
  required_providers {
    aks = {
      source = "workload-lanes/aks"
    }
  }
}

provider "aks" {}

variable "cluster_id" {
  type = string
}

variable "name" {
  type = string
}

resource "aks_workload_lane" "pricing" {
  cluster_id = var.cluster_id
  name       = var.name
  purpose    = "batch"
}

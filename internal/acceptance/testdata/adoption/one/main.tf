terraform {
  required_providers {
    aks = {
      source = "workload-lanes/aks"
    }
  }
}

variable "cluster_id" {
  type = string
}

variable "name" {
  type = string
}

variable "purpose" {
  type = string
}

resource "aks_workload_lane" "this" {
  cluster_id = var.cluster_id
  name       = var.name
  purpose    = var.purpose
}

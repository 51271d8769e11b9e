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

variable "size" {
  type = string
}

variable "team" {
  type = string
}

resource "aks_workload_lane" "many" {
  count      = 20
  cluster_id = var.cluster_id
  name       = "lane${count.index}"
  purpose    = "batch"
  vm_size    = var.size
  capacity   = { min = 0, max = 2 }
  labels     = { team = var.team }
  disruption = { allow = "rotate" }
}

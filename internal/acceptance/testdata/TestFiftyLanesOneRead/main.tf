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

resource "aks_workload_lane" "many" {
  count      = 50
  cluster_id = var.cluster_id
  name       = "lane${count.index}"
  purpose    = "batch"
  vm_size    = "Standard_D2ds_v5"
  capacity   = { min = 0, max = 1 }
}

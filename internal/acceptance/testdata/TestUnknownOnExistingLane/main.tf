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

variable "computed" {
  type = bool
}

# Stands for a setting that another resource tells only after apply.
resource "terraform_data" "size" {
  count = var.computed ? 1 : 0
  input = "Standard_D8ds_v5"
}

resource "aks_workload_lane" "pricing" {
  cluster_id = var.cluster_id
  name       = "pricing"
  purpose    = "batch"
  vm_size    = var.computed ? terraform_data.size[0].output : null
}

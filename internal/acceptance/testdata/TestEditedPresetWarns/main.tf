terraform {
  required_providers {
    aks = { source = "workload-lanes/aks" }
  }
}

provider "aks" {
  simulator = {}
  checks    = { pool-attention = var.attention }

  presets = {
    ingestion = {
      extends  = "batch@1"
      vm_size  = var.size
      capacity = { max = var.max }
    }
  }
}

variable "size" {
  type    = string
  default = "Standard_E8ds_v5"
}

variable "attention" {
  type    = string
  default = "warn"
}

variable "max" {
  type    = number
  default = 12
}

resource "aks_workload_lane" "partners" {
  for_each = toset(["partners", "files"])

  cluster_id = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-lanes/providers/Microsoft.ContainerService/managedClusters/aks-lanes"
  name       = each.key
  purpose    = "ingestion"
}

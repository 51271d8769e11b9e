terraform {
  required_providers {
    aks = {
      source = "workload-lanes/aks"
    }
  }
}

provider "aks" {
  simulator = { speed = 0 }
}

variable "max" {
  type    = number
  default = 40
}

resource "aks_workload_lane" "pricing" {
  cluster_id = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-lanes/providers/Microsoft.ContainerService/managedClusters/aks-lanes"
  name       = "pricing"
  purpose    = "batch"
  capacity   = { max = var.max }
  on_destroy = { ignore_pdb = true }
}

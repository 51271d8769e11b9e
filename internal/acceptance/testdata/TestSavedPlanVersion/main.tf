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

variable "kubernetes_version" {
  type    = string
  default = "1.36"
}

resource "aks_workload_lane" "pricing" {
  cluster_id         = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-lanes/providers/Microsoft.ContainerService/managedClusters/aks-lanes"
  name               = "pricing"
  purpose            = "batch"
  kubernetes_version = var.kubernetes_version
  on_destroy         = { ignore_pdb = true }
}

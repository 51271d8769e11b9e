terraform {
  required_providers {
    aks = {
      source = "workload-lanes/aks"
    }
  }
}

provider "aks" {
  simulator   = { speed = 0 }
  parallelism = 25
}

resource "aks_workload_lane" "many" {
  count      = 50
  cluster_id = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-lanes/providers/Microsoft.ContainerService/managedClusters/aks-lanes"
  name       = "lane${count.index}"
  purpose    = "batch"
  vm_size    = "Standard_D2ds_v5"
  capacity   = { min = 0, max = 1 }
}

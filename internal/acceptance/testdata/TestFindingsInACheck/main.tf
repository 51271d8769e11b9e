terraform {
  required_providers {
    aks = { source = "workload-lanes/aks" }
  }
}

provider "aks" {
  simulator = {}
}

data "aks_cluster" "main" {
  cluster_id = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-lanes/providers/Microsoft.ContainerService/managedClusters/aks-lanes"
}

check "findings" {
  assert {
    condition     = length(data.aks_cluster.main.findings) == 0
    error_message = join("\n", data.aks_cluster.main.findings[*].message)
  }
}

terraform {
  required_providers {
    aks = { source = "workload-lanes/aks" }
  }
}

provider "aks" {
  simulator = {}
}

variable "cluster_id" {
  type = string
}

# Checks workloads against a node pool that is not a lane.
data "aks_node_pool" "shared" {
  cluster_id = var.cluster_id
  name       = "nodepool1"
}

output "pod_spec" {
  value = yamlencode({
    nodeSelector = data.aks_node_pool.shared.scheduling.node_selector
    tolerations  = data.aks_node_pool.shared.scheduling.tolerations
  })
}

terraform {
  required_providers {
    aks = { source = "workload-lanes/aks" }
  }
}

# Every node pool of the subscription that is not a lane yet, as a lane.
#
#   terraform apply
#   terraform output -raw lanes > lanes.tf
data "aks_node_pools" "unmanaged" {
  unmanaged_only = true
}

output "lanes" {
  value = provider::aks::adopt(data.aks_node_pools.unmanaged.pools, "as_found")
}

# The pools of one cluster, as presets and the settings that differ. For pools in
# azurerm's resources, a map gives the addresses: they are moved, not imported.
data "aks_cluster" "main" {
  cluster_id = var.cluster_id
}

locals {
  held = {} # { for k, p in azurerm_kubernetes_cluster_node_pool.all : p.id => "azurerm_kubernetes_cluster_node_pool.all[\"${k}\"]" }
}

output "main" {
  value = provider::aks::adopt(data.aks_cluster.main.pools, "preset", local.held)
}

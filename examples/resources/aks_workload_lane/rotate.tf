# Another size needs new nodes: a second node pool takes over, then the first one is
# drained and deleted. Without `disruption` the plan of a new size fails.
resource "aks_workload_lane" "orders" {
  cluster_id = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-lanes/providers/Microsoft.ContainerService/managedClusters/aks-lanes"
  name       = "orders"
  purpose    = "memory"
  vm_size    = "Standard_E16ds_v5"
  disruption = { allow = "rotate" }
  rotation   = { soak_minutes = 30, on_blocked = "pause" }
}

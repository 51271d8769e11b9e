resource "aks_workload_lane" "pricing" {
  cluster_id = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-lanes/providers/Microsoft.ContainerService/managedClusters/aks-lanes"
  name       = "pricing"
  purpose    = "batch"

  vm_size    = "Standard_D16ds_v5"
  capacity   = { min = 0, max = 40 }
  labels     = { team = "pricing" }
  taints     = ["team=pricing:NoSchedule"]
  omit       = { taints = ["workload"] }
  upgrade    = { max_surge = "33%", drain_timeout_minutes = 60 }
  disruption = { allow = "metadata" }
}

# What a pod needs to land on the lane, known at plan.
output "scheduling" {
  value = aks_workload_lane.pricing.scheduling
}

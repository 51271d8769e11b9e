variable "awake" {
  description = "Whether the lane runs. A scheduled job sets it."
  type        = bool
  default     = true
}

# A stopped lane costs only its disks, and keeps its range.
resource "aks_workload_lane" "tests" {
  cluster_id = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-lanes/providers/Microsoft.ContainerService/managedClusters/aks-lanes"
  name       = "tests"
  purpose    = "general"
  capacity   = { min = 2, max = 6 }
  power      = var.awake ? "Running" : "Stopped"
  disruption = { allow = "evict" }
}

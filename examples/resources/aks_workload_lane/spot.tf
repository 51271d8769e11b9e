# Two lanes of one group are interchangeable for pods: one label finds both.
resource "aks_workload_lane" "cheap" {
  cluster_id = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-lanes/providers/Microsoft.ContainerService/managedClusters/aks-lanes"
  name       = "cheap"
  group      = "ingest"
  purpose    = "spot"
}

resource "aks_workload_lane" "steady" {
  cluster_id = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-lanes/providers/Microsoft.ContainerService/managedClusters/aks-lanes"
  name       = "steady"
  group      = "ingest"
  purpose    = "batch"
}

# What a pod needs to land on either, spot nodes first.
output "ingest" {
  value = provider::aks::contract(aks_workload_lane.cheap, aks_workload_lane.steady)
}

# Adopts the node pool as it is: the plan of the import shows no changes.
import {
  to = aks_workload_lane.system
  id = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-lanes/providers/Microsoft.ContainerService/managedClusters/aks-lanes/agentPools/nodepool1"
}

resource "aks_workload_lane" "system" {
  cluster_id = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-lanes/providers/Microsoft.ContainerService/managedClusters/aks-lanes"
  name       = "nodepool1"
  purpose    = "system"

  # Later, to apply the settings of the preset, one revision at a time:
  # preset_revision = 1

  on_destroy = { action = "release" } # the cluster needs it
}

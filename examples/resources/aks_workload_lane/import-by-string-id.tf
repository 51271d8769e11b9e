import {
  to = aks_workload_lane.system
  id = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-lanes/providers/Microsoft.ContainerService/managedClusters/aks-lanes/agentPools/nodepool1"
}

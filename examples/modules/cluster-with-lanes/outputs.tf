output "cluster_id" {
  value       = azurerm_kubernetes_cluster.this.id
  description = "ARM ID of the cluster."
}

output "states" {
  value       = module.lanes.states
  description = "The state of each lane's node pool."
}

output "states" {
  value       = { for name, lane in aks_workload_lane.this : name => lane.status.provisioning_state }
  description = "The state of each lane's node pool."
}

output "tolerations" {
  value       = { for name, lane in aks_workload_lane.this : name => lane.scheduling.tolerations }
  description = "What the pods of each lane tolerate."
}

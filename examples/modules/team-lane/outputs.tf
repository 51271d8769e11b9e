output "node_selector" {
  value       = aks_workload_lane.team.scheduling.node_selector
  description = "What the team's pods select on."
}

output "tolerations" {
  value       = aks_workload_lane.team.scheduling.tolerations
  description = "What the team's pods tolerate."
}

output "impact" {
  value       = aks_workload_lane.team.impact.class
  description = "What the last change did to the nodes."
}

output "state" {
  value       = aks_workload_lane.team.status.provisioning_state
  description = "The state of the node pool behind the lane."
}

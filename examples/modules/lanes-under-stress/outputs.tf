output "web" {
  value       = { impact = aks_workload_lane.web.impact.class, state = aks_workload_lane.web.status.provisioning_state, labels = aks_workload_lane.web.pool.labels }
  description = "What the last change did to the nodes of the lane web, the state of its node pool, and its labels."
}

output "jobs" {
  value       = { impact = aks_workload_lane.jobs.impact.class, nodes = aks_workload_lane.jobs.status.nodes }
  description = "What the last change did to the nodes of the lane jobs, and their number."
}

output "lanes" {
  value       = local.lanes
  description = "The lanes, by name."
}

output "contract" {
  value       = provider::aks::contract(values(local.lanes)...)
  description = "What a pod needs to land on any lane of the group."
}

output "priorities" {
  value       = provider::aks::priorities(values(local.lanes)...)
  description = "The text for the autoscaler's priority expander. A cluster has only one: if it has several groups, call priorities with the lanes of all."
}

output "findings" {
  value       = [for f in data.aks_cluster.this.findings : f if f.pool == null || contains([for l in local.lanes : l.pool_name], coalesce(f.pool, "-"))]
  description = "Findings about these lanes and the cluster as a whole."
}

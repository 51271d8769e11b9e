# A platform team adopts the existing node pools of 12 clusters.
#
#   terraform apply                             lists the node pools, with findings
#   terraform output -raw inventory
#   terraform output -raw lanes > lanes.tf      writes the configuration
#   terraform apply                             adopts them; nothing is sent to AKS
#
# Later, each lane takes its preset when its team is ready.

data "aks_node_pools" "unmanaged" {
  unmanaged_only = true
}

output "inventory" {
  description = "The node pools that are not lanes, as a table."
  value       = provider::aks::markdown(data.aks_node_pools.unmanaged.pools)
}

output "findings" {
  description = "Findings of the audit, to read before you adopt the node pools."
  value       = [for f in data.aks_node_pools.unmanaged.findings : "${basename(f.cluster_id)} ${coalesce(f.pool, "-")}: ${f.message}"]
}

variable "addresses" {
  description = "Addresses of node pools in the current state, by ID. These are moved; all others are imported."
  type        = map(string)
  default     = {}
}

output "lanes" {
  description = "The configuration that adopts the node pools as they are."
  value       = provider::aks::adopt(data.aks_node_pools.unmanaged.pools, "as_found", var.addresses)
}

# The lanes of one cluster, written with their presets.
data "aks_cluster" "next" {
  cluster_id = var.cluster_id
}

output "converged" {
  description = "The configuration of one cluster, as presets and the settings that differ."
  value       = provider::aks::adopt(data.aks_cluster.next.pools, "preset")
}

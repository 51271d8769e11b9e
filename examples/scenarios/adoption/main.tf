# A platform team takes over the node pools of 12 clusters that somebody else made.
#
#   terraform apply                             what there is, with findings
#   terraform output -raw inventory
#   terraform output -raw lanes > lanes.tf      the configuration
#   terraform apply                             takes them over; nothing is sent to AKS
#
# Afterwards each lane takes its preset when its team is ready for it.

data "aks_node_pools" "unmanaged" {
  unmanaged_only = true
}

output "inventory" {
  description = "The node pools that nobody manages with this provider, as a table."
  value       = provider::aks::markdown(data.aks_node_pools.unmanaged.pools)
}

output "findings" {
  description = "What an operator would rather know before taking them over."
  value       = [for f in data.aks_node_pools.unmanaged.findings : "${basename(f.cluster_id)} ${coalesce(f.pool, "-")}: ${f.message}"]
}

variable "addresses" {
  description = "Addresses of node pools in the state that holds them, by ID: they are moved, all others are imported."
  type        = map(string)
  default     = {}
}

output "lanes" {
  description = "The configuration that takes the node pools over as they are."
  value       = provider::aks::adopt(data.aks_node_pools.unmanaged.pools, "as_found", var.addresses)
}

# How the lanes of one cluster would be written with their presets.
data "aks_cluster" "next" {
  cluster_id = var.cluster_id
}

output "converged" {
  description = "The configuration of one cluster as presets and what differs from them."
  value       = provider::aks::adopt(data.aks_cluster.next.pools, "preset")
}

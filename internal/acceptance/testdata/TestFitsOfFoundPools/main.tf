terraform {
  required_providers {
    aks = { source = "workload-lanes/aks" }
  }
}

provider "aks" {
  simulator = { speed = 0 }
}

variable "cluster_id" {
  type    = string
  default = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-lanes/providers/Microsoft.ContainerService/managedClusters/aks-lanes"
}

resource "aks_workload_lane" "lane" {
  for_each = {
    pricing = { purpose = "batch" } # 0 to 20 nodes, none so far
    web     = { purpose = "general" }
    spot    = { purpose = "spot" }
    gpu     = { purpose = "gpu" }
    mem     = { purpose = "memory" }
  }
  cluster_id = var.cluster_id
  name       = each.key
  purpose    = each.value.purpose
}

data "aks_node_pools" "all" {
  cluster_ids = [var.cluster_id]
  depends_on  = [aks_workload_lane.lane]
}

data "aks_node_pool" "each" {
  for_each   = aks_workload_lane.lane
  cluster_id = each.value.cluster_id
  name       = each.value.pool_name
}

locals {
  pods = {
    contract = {
      nodeSelector = aks_workload_lane.lane["pricing"].scheduling.node_selector
      tolerations  = aks_workload_lane.lane["pricing"].scheduling.tolerations
    }
    ordinary = {}
    zone     = { nodeSelector = { "topology.kubernetes.io/zone" = "4" }, tolerations = [{ operator = "Exists" }] }
    gpu      = { containers = [{ name = "c", image = "i", resources = { limits = { "nvidia.com/gpu" = 1 } } }] }
    large    = { tolerations = [{ operator = "Exists" }], containers = [{ name = "c", image = "i", resources = { requests = { cpu = 6, memory = "40Gi" } } }] }
    agent    = { tolerations = [{ operator = "Exists" }], nodeSelector = { "nvidia.com/gpu.present" = "true" } }
    spot     = { tolerations = [{ operator = "Exists" }], nodeSelector = { "kubernetes.azure.com/scalesetpriority" = "spot" } }
    windows  = { tolerations = [{ operator = "Exists" }], os = { name = "windows" } }
  }
  manifests = [for name, spec in local.pods : {
    apiVersion = "v1"
    kind       = "Pod"
    metadata   = { name = name }
    spec       = merge({ containers = [{ name = "c", image = "i" }] }, spec)
  }]
  names = keys(aks_workload_lane.lane)
  answers = {
    lanes  = provider::aks::fits(local.manifests, aks_workload_lane.lane)
    listed = provider::aks::fits(local.manifests, { for p in data.aks_node_pools.all.pools : p.name => p if contains(local.names, p.name) })
    single = provider::aks::fits(local.manifests, data.aks_node_pool.each)
  }
}

# What differs from the answers for the lanes themselves.
output "differ" {
  value = {
    for how in ["listed", "single"] : how => [
      for i, w in local.answers[how] : "${w.name}: ${w.summary}" if w.answer != local.answers.lanes[i].answer || w.lanes != local.answers.lanes[i].lanes
    ]
  }
}

output "pricing" {
  value = [for w in local.answers.listed : w.summary if w.name == "contract"][0]
}

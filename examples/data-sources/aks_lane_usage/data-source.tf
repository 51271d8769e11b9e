terraform {
  required_providers {
    aks = { source = "workload-lanes/aks" }
  }
}

provider "aks" {
  simulator = {}
  pricing   = {}
}

variable "cluster_id" {
  type    = string
  default = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-lanes/providers/Microsoft.ContainerService/managedClusters/aks-lanes"
}

# What the nodes of every pool used in four weeks.
data "aks_lane_usage" "month" {
  cluster_ids = [var.cluster_id]
  days        = 28
  thresholds  = { oversized = 25 } # advise a smaller size only below 25 %
}

output "advice" {
  value = flatten([for p in data.aks_lane_usage.month.pools : [for a in p.advice : "${p.name}: ${a.message} Write: ${a.write}"]])
}

output "saving" {
  description = "What the advice saves in a month at list prices."
  value       = data.aks_lane_usage.month.saving
}

# The plan warns about lanes that have too little memory.
check "memory" {
  assert {
    condition = alltrue([for p in data.aks_lane_usage.month.pools : try(p.memory.p95 <= 85, true)])
    error_message = join("\n", [
      for p in data.aks_lane_usage.month.pools : "${p.name}: the 95th percentile of memory is ${p.memory.p95} %" if try(p.memory.p95 > 85, false)
    ])
  }
}

# The plan warns if idle nodes cost too much in a month.
check "idle_cost" {
  assert {
    condition     = sum(concat([0], [for p in data.aks_lane_usage.month.pools : coalesce(p.idle_cost, 0)])) <= 5000
    error_message = "Idle nodes cost more than 5,000 ${coalesce(data.aks_lane_usage.month.currency, "USD")} a month."
  }
}

terraform {
  required_providers {
    aks = { source = "workload-lanes/aks" }
  }
}

# What a lane would be, without a cluster: for the tests of a module.
locals {
  pricing = provider::aks::expand("batch", {
    name     = "pricing"
    capacity = { max = 40 }
    taints   = ["team=pricing:NoSchedule"]
  })
}

output "taints" {
  value = local.pricing.pool.taints
}

output "node_selector" {
  value = local.pricing.scheduling.node_selector
}

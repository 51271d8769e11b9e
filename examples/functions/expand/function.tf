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

# Purposes of one's own, the same as `presets` of the provider block: a preset
# at a revision, or another one of the map, and what differs.
locals {
  presets = {
    nightly = { extends = "batch@1", description = "Reports.", vm_size = "Standard_D16ds_v5", tags = { cost-center = "batch" } }
    weekly  = { extends = "nightly", capacity = { max = 4 } }
  }
  reports = provider::aks::expand("weekly", { name = "reports" }, local.presets)
}

output "taints" {
  value = local.pricing.pool.taints
}

output "vm_size" {
  value = local.reports.pool.vm_size
}

output "node_selector" {
  value = local.pricing.scheduling.node_selector
}

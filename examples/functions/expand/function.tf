terraform {
  required_providers {
    aks = { source = "workload-lanes/aks" }
  }
}

# The settings of a lane, without a cluster: for module tests.
locals {
  pricing = provider::aks::expand("batch", {
    name     = "pricing"
    capacity = { max = 40 }
    taints   = ["team=pricing:NoSchedule"]
  })
}

# Your own purposes, as in `presets` of the provider block: a built-in preset with
# its revision, or another preset of the map, and the settings that differ.
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

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

# A purpose of one's own: a preset at a revision, and what differs.
locals {
  presets = {
    nightly = { extends = "batch@1", vm_size = "Standard_D16ds_v5", tags = { cost-center = "batch" } }
  }
  reports = provider::aks::expand("nightly", { name = "reports" }, local.presets)
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

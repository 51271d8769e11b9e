terraform {
  required_providers {
    aks = { source = "workload-lanes/aks" }
  }
}

provider "aks" {
  simulator = {}
}

data "aks_lane_presets" "all" {}

output "sizes" {
  value = { for p in data.aks_lane_presets.all.presets : "${p.purpose}@${p.revision}" => p.pool.vm_size }
}

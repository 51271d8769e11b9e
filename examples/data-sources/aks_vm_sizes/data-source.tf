terraform {
  required_providers {
    aks = { source = "workload-lanes/aks" }
  }
}

provider "aks" {
  simulator = {}
}

# The cheapest size with 8 vCPUs in three zones, with quota for 20 nodes.
data "aks_vm_sizes" "web" {
  location  = "westeurope"
  vcpus     = { min = 8, max = 8 }
  memory_gb = { min = 32 }
  zones     = ["1", "2", "3"]
  ephemeral = true
}

output "cheapest" {
  value = [for s in data.aks_vm_sizes.web.sizes : s.name if coalesce(s.quota_left, 0) >= 20 * s.vcpus][0]
}

terraform {
  required_providers {
    aks = { source = "workload-lanes/aks" }
  }
}

provider "aks" {
  simulator = {}
}

variable "cluster_id" {
  type = string
}

data "aks_cluster" "main" {
  cluster_id = var.cluster_id
}

output "diagram" {
  value = provider::aks::mermaid(data.aks_cluster.main.pools)
}

output "node_os_window" {
  value = try(data.aks_cluster.main.maintenance_windows["aksManagedNodeOSUpgradeSchedule"], null)
}

# Warns about one code only, whatever else the audit finds.
check "images" {
  assert {
    condition     = !contains(data.aks_cluster.main.findings[*].code, "image-old")
    error_message = "Node images of ${data.aks_cluster.main.name} are older than a month."
  }
}

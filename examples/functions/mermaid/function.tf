terraform {
  required_providers {
    aks = { source = "workload-lanes/aks" }
  }
}

locals {
  lanes = {
    web     = provider::aks::expand("general", { name = "web" })
    pricing = provider::aks::expand("batch", { name = "pricing" })
  }
}

output "diagram" {
  value = provider::aks::mermaid(local.lanes)
}

terraform {
  required_version = ">= 1.8"

  required_providers {
    aks = {
      source = "workload-lanes/aks"
    }
  }
}

# Without `-var azure=true` everything runs in the embedded simulator.
provider "aks" {
  simulator = var.azure ? null : {}

  presets = local.presets

  # Guardrails: they fail the plan, with the team's own message.
  guardrails = {
    required_labels    = ["team"]
    required_tags      = ["cost-center"]
    allowed_vm_sizes   = ["Standard_D*ds_v5", "Standard_E*ds_v5"]
    max_nodes_per_lane = 20
    min_zones          = { pci = 3, "*" = 1 }
    max_hourly_cost    = 10
    message            = "The rules are in the platform handbook; ask #platform before you work around them."
  }

  # Written by: terraform-provider-aks prices -location westeurope -sizes 'Standard_*ds_v5' -out prices.json
  pricing = { file = "${path.module}/prices.json" }

  defaults = {
    tags = { cost-center = "platform" }
  }
}

variable "azure" {
  description = "Use Azure instead of the embedded simulator."
  type        = bool
  default     = false
}

variable "cluster_id" {
  description = "ARM resource ID of the AKS cluster. Default: a cluster of the simulator."
  type        = string
  default     = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-lanes/providers/Microsoft.ContainerService/managedClusters/aks-lanes"
}

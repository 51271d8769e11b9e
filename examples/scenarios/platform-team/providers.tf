terraform {
  required_version = ">= 1.6"

  required_providers {
    aks = {
      source = "workload-lanes/aks"
    }
  }
}

# Without `-var azure=true` everything runs in the embedded simulator.
provider "aks" {
  simulator = var.azure ? null : {}

  # The platform team's own purposes. Other teams use them like built-in ones. An
  # edit here is planned for every lane of the purpose.
  presets = {
    ingestion = {
      extends     = "batch@1"
      description = "Imports the partners' files every night."
      vm_size     = "Standard_E8ds_v5"
      capacity    = { max = 6 }
      labels      = { team = "data" }
    }
    pci = {
      extends     = "general@1"
      description = "Card data: encrypted at the host, no other pods."
      taints      = ["pci=true:NoSchedule"]
      labels      = { team = "payments" }
      security    = { host_encryption = true }
    }
    pci-batch = {
      extends     = "pci"
      description = "Nightly settlement with card data."
      vm_size     = "Standard_D4ds_v5"
      capacity    = { min = 0, max = 4 }
    }
  }

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

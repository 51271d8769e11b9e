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
  simulator = var.azure ? null : { world = "${path.module}/world.json" }
}

variable "azure" {
  description = "Use Azure instead of the embedded simulator."
  type        = bool
  default     = false
}

variable "cluster_id" {
  description = "ARM resource ID of the cluster whose lanes take their presets next."
  type        = string
  default     = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-data/providers/Microsoft.ContainerService/managedClusters/aks-data"
}

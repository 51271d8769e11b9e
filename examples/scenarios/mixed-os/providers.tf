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

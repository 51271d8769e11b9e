terraform {
  required_version = ">= 1.14"

  required_providers {
    aks = {
      source = "workload-lanes/aks"
    }
  }
}

# Without `-var azure=true` everything runs in the embedded simulator, whose node
# pools run old images.
provider "aks" {
  simulator = var.azure ? null : { world = "${path.module}/world.json" }
}

variable "azure" {
  description = "Use Azure instead of the embedded simulator."
  type        = bool
  default     = false
}

variable "cluster_id" {
  description = "ARM resource ID of the AKS cluster. Default: the cluster of the simulator."
  type        = string
  default     = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-shop/providers/Microsoft.ContainerService/managedClusters/aks-shop"
}

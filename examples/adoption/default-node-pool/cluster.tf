# azurerm still manages the cluster, with the block of the default node pool. With
# `ignore_changes` it does not change the pool; apply that first.

terraform {
  required_providers {
    azurerm = { source = "hashicorp/azurerm" }
  }
}

provider "azurerm" {
  features {}
}

resource "azurerm_kubernetes_cluster" "main" {
  name                = "aks-main"
  location            = "westeurope"
  resource_group_name = "rg-main"
  dns_prefix          = "aks-main"

  default_node_pool {
    name       = "nodepool1"
    vm_size    = "Standard_D4ds_v5"
    node_count = 3
  }

  identity {
    type = "SystemAssigned"
  }

  lifecycle {
    ignore_changes = [default_node_pool]
  }
}

locals {
  cluster_id = azurerm_kubernetes_cluster.main.id
}

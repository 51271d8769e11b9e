terraform {
  required_version = ">= 1.6"
  required_providers {
    aks     = { source = "workload-lanes/aks" }
    azurerm = { source = "hashicorp/azurerm" }
  }
}

resource "azurerm_resource_group" "this" {
  name     = "rg-${var.name}"
  location = var.location
}

resource "azurerm_virtual_network" "this" {
  name                = "vnet-${var.name}"
  resource_group_name = azurerm_resource_group.this.name
  location            = azurerm_resource_group.this.location
  address_space       = ["10.240.0.0/16"]
}

resource "azurerm_subnet" "nodes" {
  name                 = "nodes"
  resource_group_name  = azurerm_resource_group.this.name
  virtual_network_name = azurerm_virtual_network.this.name
  address_prefixes     = ["10.240.0.0/20"]
}

resource "azurerm_user_assigned_identity" "this" {
  name                = "id-${var.name}"
  resource_group_name = azurerm_resource_group.this.name
  location            = azurerm_resource_group.this.location
}

resource "azurerm_role_assignment" "network" {
  scope                = azurerm_virtual_network.this.id
  role_definition_name = "Network Contributor"
  principal_id         = azurerm_user_assigned_identity.this.principal_id
}

# The cluster has one pool for its own pods. All other pools are lanes.
resource "azurerm_kubernetes_cluster" "this" {
  name                = "aks-${var.name}"
  resource_group_name = azurerm_resource_group.this.name
  location            = azurerm_resource_group.this.location
  dns_prefix          = var.name
  kubernetes_version  = var.kubernetes_version
  sku_tier            = "Standard"
  oidc_issuer_enabled = true

  default_node_pool {
    name                        = "system"
    vm_size                     = "Standard_D4ds_v5"
    node_count                  = 3
    vnet_subnet_id              = azurerm_subnet.nodes.id
    temporary_name_for_rotation = "systemtmp"

    upgrade_settings {
      max_surge = "33%"
    }
  }

  identity {
    type         = "UserAssigned"
    identity_ids = [azurerm_user_assigned_identity.this.id]
  }

  network_profile {
    network_plugin      = "azure"
    network_plugin_mode = "overlay"
    pod_cidr            = "10.64.0.0/11"
  }

  # Required since azurerm 5. Manual: all other node pools are lanes, and AKS creates none.
  node_provisioning_profile {
    mode = "Manual"
  }

  depends_on = [azurerm_role_assignment.network]
}

module "lanes" {
  source = "./lanes"

  cluster_id = azurerm_kubernetes_cluster.this.id
  subnet_id  = azurerm_subnet.nodes.id
  lanes      = var.lanes
}

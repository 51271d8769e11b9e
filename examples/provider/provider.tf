terraform {
  required_providers {
    aks = {
      source = "workload-lanes/aks"
    }
  }
}

# The embedded simulator needs no Azure account. Without `simulator` the provider
# reads the same ARM_* variables as azurerm, or uses Azure's default credentials.
provider "aks" {
  simulator = {}

  defaults = {
    tags = { cost-center = "platform" }
  }
}

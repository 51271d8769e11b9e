terraform {
  required_providers {
    aks = {
      source = "workload-lanes/aks"
    }
  }
}

# The embedded Azure Resource Manager: no Azure account is needed. Without
# `simulator` the provider uses the ARM_* variables that azurerm users have set
# already, else Azure's default credentials.
provider "aks" {
  simulator = {}

  defaults = {
    tags = { cost-center = "platform" }
  }
}

terraform {
  required_providers {
    aks = {
      source = "workload-lanes/aks"
    }
  }
}

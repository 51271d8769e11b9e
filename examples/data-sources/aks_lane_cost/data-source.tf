terraform {
  required_providers {
    aks = { source = "workload-lanes/aks" }
  }
}

provider "aks" {
  simulator = {}
}

# What ten Spot nodes cost now, compared with ten on-demand nodes.
data "aks_lane_cost" "spot" {
  size     = "Standard_D8ds_v5"
  location = "westeurope"
  priority = "Spot"
  nodes    = 10
}

data "aks_lane_cost" "on_demand" {
  size     = "Standard_D8ds_v5"
  location = "westeurope"
  nodes    = 10
}

output "month" {
  value = {
    spot      = data.aks_lane_cost.spot.monthly
    on_demand = data.aks_lane_cost.on_demand.monthly
    saving    = data.aks_lane_cost.spot.spot_saving
  }
}

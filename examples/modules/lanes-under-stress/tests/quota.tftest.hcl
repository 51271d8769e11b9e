# The subscription's cores quota is reduced; the module's check reports it.

provider "aks" {
  simulator = {
    state = ".terraform/quota.sim.json"
    speed = 0
  }
}

provider "aks" {
  alias = "cut"
  simulator = {
    state  = ".terraform/quota.sim.json"
    speed  = 0
    events = [{ id = "cut", quotas = [{ name = "cores", location = "westeurope", limit = 40 }] }]
  }
}

variables {
  cluster_id = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-lanes/providers/Microsoft.ContainerService/managedClusters/aks-lanes"
}

run "there_is_room_to_grow" {}

run "the_cut_is_noticed" {
  providers = { aks = aks.cut }

  expect_failures = [check.room_to_grow]
}

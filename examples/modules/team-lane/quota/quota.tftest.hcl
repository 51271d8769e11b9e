# The same module in a subscription with too few cores. This test fails with
# Azure's error, as the apply would in Azure:
#
#   terraform test -test-directory=quota

provider "aks" {
  simulator = {
    world = "quota/world.json"
    state = ".terraform/quota.sim.json"
    speed = 0
  }
}

variables {
  cluster_id = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-lanes/providers/Microsoft.ContainerService/managedClusters/aks-lanes"
  team       = "pricing"
}

run "two_machines_of_eight_cores" {
  assert {
    condition     = output.state == "Succeeded"
    error_message = "The node pool does not exist."
  }
}

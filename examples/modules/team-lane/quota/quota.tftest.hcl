# The same module in a subscription whose cores do not suffice. This test fails,
# as the apply would in Azure, and says so in Azure's words:
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
    error_message = "The node pool is not there."
  }
}

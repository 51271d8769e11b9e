# The lanes alone, on the provider's embedded simulator: no azurerm, no account, no
# network.
#
#   terraform init
#   terraform test

provider "aks" {
  simulator = {
    state = ".terraform/lanes.sim.json"
    speed = 0
  }
}

variables {
  cluster_id = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-lanes/providers/Microsoft.ContainerService/managedClusters/aks-lanes"
  lanes      = { web = { purpose = "general", max = 4 }, batch = { purpose = "batch" } }
}

run "the_lanes_are_planned" {
  command = plan

  assert {
    condition     = length(output.tolerations["batch"]) == 1
    error_message = "Pods of a batch lane must have a taint to tolerate."
  }
}

run "the_lanes_are_made" {
  assert {
    condition     = alltrue([for state in values(output.states) : state == "Succeeded"])
    error_message = "A lane's node pool does not exist."
  }
}

run "a_lane_goes" {
  variables {
    lanes = { web = { purpose = "general", max = 4 } }
  }

  assert {
    condition     = keys(output.states) == ["web"]
    error_message = "The batch lane still exists."
  }
}

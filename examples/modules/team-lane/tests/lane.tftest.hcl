# Runs against the provider's own simulator: no account, no network.
#
#   terraform init
#   terraform test

provider "aks" {
  simulator = {
    state = ".terraform/lane.sim.json"
    speed = 0 # operations are over at once
  }
}

variables {
  # A cluster of the simulator's built-in world.
  cluster_id = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-lanes/providers/Microsoft.ContainerService/managedClusters/aks-lanes"
  team       = "pricing"
}

# The contract with the team is known before anything is made.
run "the_contract_is_known_at_plan" {
  command = plan

  assert {
    condition     = output.node_selector["workload-lane/name"] == "pricing"
    error_message = "The team's pods select on the lane's name."
  }
  assert {
    condition     = length(output.tolerations) == 0
    error_message = "A general lane has no taint to tolerate."
  }
}

run "the_lane_is_made" {
  assert {
    condition     = output.state == "Succeeded"
    error_message = "The node pool is not there."
  }
}

run "more_capacity_disturbs_nobody" {
  variables {
    capacity = { min = 2, max = 9 }
  }

  assert {
    condition     = output.impact == "none"
    error_message = "The autoscaler's range moves without touching a node."
  }
}

run "purposes_of_the_platform_team_are_refused" {
  command = plan

  variables {
    purpose = "gpu"
  }

  expect_failures = [var.purpose]
}

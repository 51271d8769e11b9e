# Runs against the provider's own simulator: no account, no network.
#
#   terraform init
#   terraform test

provider "aks" {
  simulator = {
    state = ".terraform/lane.sim.json"
    speed = 0 # operations finish immediately
  }
}

variables {
  # A cluster of the simulator's built-in world.
  cluster_id = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-lanes/providers/Microsoft.ContainerService/managedClusters/aks-lanes"
  team       = "pricing"
}

# What the team's pods need is known at plan.
run "the_contract_is_known_at_plan" {
  command = plan

  assert {
    condition     = output.node_selector["workload-lane/name"] == "pricing"
    error_message = "The team's pods must select on the lane's name."
  }
  assert {
    condition     = length(output.tolerations) == 0
    error_message = "A general lane must have no taint to tolerate."
  }
}

run "the_lane_is_created" {
  assert {
    condition     = output.state == "Succeeded"
    error_message = "The node pool does not exist."
  }
}

run "more_capacity_has_no_impact" {
  variables {
    capacity = { min = 2, max = 9 }
  }

  assert {
    condition     = output.impact == "none"
    error_message = "A change of the autoscaler's range must not affect nodes."
  }
}

run "purposes_of_the_platform_team_are_refused" {
  command = plan

  variables {
    purpose = "gpu"
  }

  expect_failures = [var.purpose]
}

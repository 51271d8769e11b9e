# OpenTofu 1.12: tofu test -test-directory=mocks/opentofu
#
# The provider is simulated and one lane is overridden. OpenTofu does not support
# override_during, and an overridden object must be complete.

provider "aks" {
  simulator = {
    state = ".terraform/mocks.sim.json"
    speed = 0
  }
}

override_resource {
  target = aks_workload_lane.team
  values = {
    impact = { class = "rolling", summary = "Overridden.", reasons = [], nodes = 3, extra_vcpus = 0, worst_case_minutes = 0 }
  }
}

variables {
  cluster_id = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-lanes/providers/Microsoft.ContainerService/managedClusters/aks-lanes"
  team       = "pricing"
}

run "the_outputs_are_the_lanes" {
  assert {
    condition     = output.impact == "rolling"
    error_message = "The outputs differ from the lane's values."
  }
}

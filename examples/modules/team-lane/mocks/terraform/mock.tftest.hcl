# Terraform 1.11: terraform test -test-directory=mocks/terraform
#
# A mocked lane has these values, whatever the configuration sets. The test checks
# what the module does with them. Parts of an object are enough.

mock_provider "aks" {
  override_during = plan

  mock_resource "aks_workload_lane" {
    defaults = {
      scheduling = { node_selector = { "workload-lane/name" = "mocked" } }
      impact     = { class = "none" }
      status     = { provisioning_state = "Succeeded" }
    }
  }
}

variables {
  cluster_id = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-lanes/providers/Microsoft.ContainerService/managedClusters/aks-lanes"
  team       = "pricing"
}

run "the_outputs_are_the_lanes" {
  command = plan

  assert {
    condition     = output.node_selector["workload-lane/name"] == "mocked" && output.impact == "none"
    error_message = "The outputs differ from the lane's values."
  }
}

# The whole module, azurerm and this provider side by side, against the served
# simulator: no account, no network.
#
#   terraform init
#   eval "$(terraform-provider-aks simulate -listen 127.0.0.1:0 -speed 600 &)"
#   terraform test
#   kill "$AKS_SIMULATOR_PID"
#
# Both providers find the simulator by the variables that it prints.

provider "azurerm" {
  features {}
  resource_provider_registrations = "none"
}

provider "aks" {}

variables {
  name = "shop"
}

run "the_cluster_and_its_lanes_are_made" {
  assert {
    condition     = join(",", values(output.states)) == "Succeeded,Succeeded"
    error_message = "A lane's node pool is not there."
  }
}

run "nothing_is_left_to_do" {
  command = plan

  assert {
    condition     = output.cluster_id == run.the_cluster_and_its_lanes_are_made.cluster_id
    error_message = "The cluster is planned anew."
  }
}

run "the_control_plane_goes_up_and_the_lanes_stay" {
  variables {
    kubernetes_version = "1.36"
  }

  assert {
    condition     = join(",", values(output.states)) == "Succeeded,Succeeded"
    error_message = "A lane did not stay."
  }
}

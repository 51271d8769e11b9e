# The whole module, with azurerm and this provider, against the served simulator:
# no account, no network.
#
#   terraform init
#   eval "$(terraform-provider-aks simulate -listen 127.0.0.1:0 -speed 600 &)"
#   terraform test
#   kill "$AKS_SIMULATOR_PID"
#
# Both providers read the address of the simulator from the variables that it prints.

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
    error_message = "A lane's node pool does not exist."
  }
}

run "nothing_is_left_to_do" {
  command = plan

  assert {
    condition     = output.cluster_id == run.the_cluster_and_its_lanes_are_made.cluster_id
    error_message = "The cluster must not be replaced."
  }
}

run "the_control_plane_goes_up_and_the_lanes_stay" {
  variables {
    kubernetes_version = "1.36"
  }

  assert {
    condition     = join(",", values(output.states)) == "Succeeded,Succeeded"
    error_message = "A lane was deleted."
  }
}

# Runs against the provider's own simulator: no account, no network.
#
#   terraform init
#   terraform test

provider "aks" {
  simulator = {
    state = ".terraform/group.sim.json"
    speed = 0 # operations finish immediately
  }
}

variables {
  # A cluster of the simulator's built-in world.
  cluster_id = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-lanes/providers/Microsoft.ContainerService/managedClusters/aks-lanes"
  name       = "api"
  zones      = ["1", "2", "3"]
  capacity   = { min = 1, max = 2 }
  spot       = { sizes = ["Standard_D8ads_v5", "Standard_D4ds_v5"], max = 3 }
}

# Everything that workloads and the autoscaler need is known at plan.
run "the_group_is_known_at_plan" {
  command = plan

  assert {
    condition     = toset(keys(output.lanes)) == toset(["api1", "api2", "api3", "apis1", "apis2"])
    error_message = "The group must have one lane per zone and one per Spot size."
  }
  assert {
    condition     = output.contract.node_selector["workload-lane/name"] == "api"
    error_message = "Pods must select on the group."
  }
  assert {
    condition     = [for t in output.contract.tolerations : t.key] == ["kubernetes.azure.com/scalesetpriority"]
    error_message = "Pods must tolerate Spot nodes."
  }
  assert {
    condition     = length(output.contract.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution) == 1
    error_message = "Pods must prefer Spot nodes."
  }
  assert {
    condition     = output.priorities == <<-EOT
      50:
        - ^aks-apis1r?-
        - ^aks-apis2r?-
      10:
        - ^aks-api1r?-
        - ^aks-api2r?-
        - ^aks-api3r?-
      1:
        - .*
    EOT
    error_message = "Spot lanes must grow first, and every other node pool must be listed."
  }
}

run "the_lanes_are_created" {
  assert {
    condition     = alltrue([for l in output.lanes : l.status.provisioning_state == "Succeeded"])
    error_message = "A node pool does not exist."
  }
  assert {
    condition     = alltrue([for f in output.findings : f.code != "spot-alone"])
    error_message = "The Spot lanes must have an on-demand lane in their group."
  }
}

run "a_group_without_zones_is_one_lane" {
  command = plan

  variables {
    name  = "web"
    zones = null
    spot  = null
  }

  assert {
    condition     = keys(output.lanes) == ["web"]
    error_message = "The group must have one lane with the group's name."
  }
}

run "long_names_are_refused" {
  command = plan

  variables {
    name = "interactive"
  }

  expect_failures = [var.name]
}

# Somebody edits a node pool by hand; the next apply puts it right.

provider "aks" {
  simulator = {
    state = ".terraform/drift.sim.json"
    speed = 0 # operations are over at once
  }
}

# The same world after the edit. An event happens once by its id, when the first
# run with this provider begins.
provider "aks" {
  alias = "edited"
  simulator = {
    state = ".terraform/drift.sim.json"
    speed = 0
    events = [{
      id      = "edited by hand"
      cluster = "aks-lanes"
      pool    = "web"
      set     = { nodeLabels = { team = "somebody" } }
    }]
  }
}

variables {
  cluster_id = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-lanes/providers/Microsoft.ContainerService/managedClusters/aks-lanes"
}

run "the_lanes_are_made" {}

run "the_edit_is_seen" {
  command   = plan
  providers = { aks = aks.edited }

  assert {
    condition     = output.web.impact == "metadata"
    error_message = "The plan puts the label back."
  }
}

run "the_edit_is_put_right" {
  providers = { aks = aks.edited }

  assert {
    condition     = output.web.labels["team"] == "web"
    error_message = "The label is the module's again."
  }
}

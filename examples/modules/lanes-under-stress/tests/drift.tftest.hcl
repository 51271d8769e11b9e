# Somebody edits a node pool by hand; the next apply corrects it.

provider "aks" {
  simulator = {
    state = ".terraform/drift.sim.json"
    speed = 0 # operations finish immediately
  }
}

# The same world after the edit. The event happens once, when the first run with
# this provider starts.
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
    error_message = "The plan must restore the label."
  }
}

run "the_edit_is_put_right" {
  providers = { aks = aks.edited }

  assert {
    condition     = output.web.labels["team"] == "web"
    error_message = "The label must have the module's value again."
  }
}

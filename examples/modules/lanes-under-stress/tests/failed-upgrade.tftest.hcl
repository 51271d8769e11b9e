# AKS upgrades the node images automatically, and fails halfway.

provider "aks" {
  simulator = {
    state = ".terraform/failed-upgrade.sim.json"
    speed = 0
  }
}

provider "aks" {
  alias = "failed"
  simulator = {
    state = ".terraform/failed-upgrade.sim.json"
    speed = 0
    events = [
      { id = "channel", cluster = "aks-lanes", set = { autoUpgradeProfile = { nodeOSUpgradeChannel = "NodeImage" } } },
      { id = "release", node_images = { linux = "202612.01.0" } },
      { id = "failure", cluster = "aks-lanes", pool = "web", fail = { code = "NodesNotReady", message = "Not all nodes reached Ready state. Expected: 2, Actual: 1" } },
      { id = "upgrade", cluster = "aks-lanes", auto_upgrade = true },
    ]
  }
}

variables {
  cluster_id = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-lanes/providers/Microsoft.ContainerService/managedClusters/aks-lanes"
}

run "the_lanes_are_made" {}

run "the_failure_is_seen" {
  command   = plan
  providers = { aks = aks.failed }

  assert {
    condition     = output.web.state == "Failed"
    error_message = "The node pool must report that its upgrade failed."
  }
}

# After any write, AKS continues with the remaining nodes.
run "the_next_change_goes_on_with_it" {
  providers = { aks = aks.failed }

  variables {
    labels = { team = "web", attempt = "second" }
  }

  assert {
    condition     = output.web.state == "Succeeded" && output.web.impact == "rolling"
    error_message = "The write must finish the upgrade, and its impact must show it."
  }
}

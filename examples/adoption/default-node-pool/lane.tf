# The lane takes the pool over in place, and goes on with it: another vm_size
# rotates it to a pool named nodepool1r, which azurerm follows without a plan.

import {
  to = aks_workload_lane.system
  id = "${local.cluster_id}/agentPools/nodepool1"
}

resource "aks_workload_lane" "system" {
  cluster_id = local.cluster_id
  name       = "nodepool1"
  purpose    = "system"
  vm_size    = var.vm_size

  disruption = { allow = "rotate" }
  on_destroy = { action = "release" } # the pool goes with the cluster
}

variable "vm_size" {
  type    = string
  default = null # as found
}

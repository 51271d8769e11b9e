# The lane adopts the pool in place and manages it from then on. Another vm_size
# rotates it to a pool named nodepool1r; azurerm then still plans no changes.

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
  on_destroy = { action = "release" } # the pool is deleted with the cluster
}

variable "vm_size" {
  type    = string
  default = null # as found
}

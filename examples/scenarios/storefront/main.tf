# A web shop: the cluster's own system pool, a lane for the shop's APIs, and a lane
# for the nightly price calculation that scales to zero.

# nodepool1 was created with the cluster and is deleted with it. The lane adopts it
# and raises it to revision 1 of the system preset, which taints it in place so that
# no shop pod lands there. A destroy only releases it.
import {
  to = aks_workload_lane.system
  id = "${var.cluster_id}/agentPools/nodepool1"
}

resource "aks_workload_lane" "system" {
  cluster_id      = var.cluster_id
  name            = "nodepool1"
  purpose         = "system"
  preset_revision = 1
  on_destroy      = { action = "release" }
}

resource "aks_workload_lane" "apis" {
  cluster_id = var.cluster_id
  name       = var.apis_name
  purpose    = "general"
  vm_size    = var.apis_vm_size
  capacity   = { max = var.apis_max }
  labels     = var.apis_labels
}

resource "aks_workload_lane" "pricing" {
  cluster_id = var.cluster_id
  name       = "pricing"
  purpose    = "batch"
  capacity   = { max = 40 }
  labels     = { team = "pricing" }
  upgrade    = { drain_timeout_minutes = 120 }
}

locals {
  lanes = {
    nodepool1 = aks_workload_lane.system
    apis      = aks_workload_lane.apis
    pricing   = aks_workload_lane.pricing
  }
}

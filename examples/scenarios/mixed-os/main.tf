# Linux services and legacy Windows services in one cluster.

resource "aks_workload_lane" "system" {
  cluster_id = var.cluster_id
  name       = "sys"
  purpose    = "system"
}

resource "aks_workload_lane" "apis" {
  cluster_id = var.cluster_id
  name       = "apis"
  purpose    = "general"
  capacity   = { min = 2, max = 6 }
}

# The name of a Windows lane has at most 6 characters.
resource "aks_workload_lane" "legacy" {
  cluster_id = var.cluster_id
  name       = "legacy"
  purpose    = "windows"
  capacity   = { nodes = 2 }
  upgrade    = { max_surge = "1" }
}

locals {
  lanes = {
    sys    = aks_workload_lane.system
    apis   = aks_workload_lane.apis
    legacy = aks_workload_lane.legacy
  }
}

# Stream processing. Ingestion uses zonal disks, so it has one lane per zone in one
# group. Pods select the group, and the autoscaler balances the zones.

resource "aks_workload_lane" "ingest" {
  for_each = toset(["1", "2", "3"])

  cluster_id = var.cluster_id
  name       = "ingest${each.key}"
  group      = "ingest"
  purpose    = "memory"
  vm_size    = "Standard_E4ds_v5"
  zones      = [each.key]
  capacity   = { min = 1, max = 4 }
}

resource "aks_workload_lane" "process" {
  cluster_id = var.cluster_id
  name       = "process"
  purpose    = "general"
  vm_size    = "Standard_F8s_v2"
  capacity   = { min = 2, max = 20 }
  os_disk    = { type = "Managed", size_gb = 128 }
}

locals {
  lanes = merge(
    { for zone, lane in aks_workload_lane.ingest : lane.name => lane },
    { process = aks_workload_lane.process },
  )
}

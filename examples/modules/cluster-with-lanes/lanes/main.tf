terraform {
  required_version = ">= 1.6"
  required_providers {
    aks = { source = "workload-lanes/aks" }
  }
}

resource "aks_workload_lane" "this" {
  for_each = var.lanes

  cluster_id = var.cluster_id
  name       = each.key
  purpose    = each.value.purpose
  capacity   = each.value.max == null ? null : { max = each.value.max }
  network    = var.subnet_id == null ? null : { subnet_id = var.subnet_id }
}

terraform {
  required_version = ">= 1.8"
  required_providers {
    aks = { source = "workload-lanes/aks" }
  }
}

locals {
  # One lane a zone, so that each zone grows on its own and zonal disks find nodes.
  # Without zones one lane, in those that its purpose has.
  ordinary = var.zones == null ? { (var.name) = null } : { for zone in var.zones : "${var.name}${zone}" => [zone] }

  # Spot nodes stand in front: one lane a size, since Azure takes them back by size.
  spot = var.spot == null ? {} : { for i, size in var.spot.sizes : "${var.name}s${i + 1}" => size }
}

# Lanes of one group are one place for pods: they select on the group, and land on
# whichever lane has room.
resource "aks_workload_lane" "ordinary" {
  for_each = local.ordinary

  cluster_id         = var.cluster_id
  name               = each.key
  group              = var.name
  purpose            = var.purpose
  zones              = each.value
  vm_size            = var.vm_size
  capacity           = var.capacity
  labels             = var.overrides.labels
  taints             = var.overrides.taints
  tags               = var.overrides.tags
  os_sku             = var.overrides.os_sku
  kubernetes_version = var.overrides.kubernetes_version
  max_pods           = var.overrides.max_pods
  upgrade            = var.overrides.upgrade
  disruption         = var.overrides.disruption
}

resource "aks_workload_lane" "spot" {
  for_each = local.spot

  cluster_id         = var.cluster_id
  name               = each.key
  group              = var.name
  purpose            = "spot"
  vm_size            = each.value
  capacity           = { min = 0, max = var.spot.max }
  labels             = var.overrides.labels
  taints             = var.overrides.taints
  tags               = var.overrides.tags
  os_sku             = var.overrides.os_sku
  kubernetes_version = var.overrides.kubernetes_version
  max_pods           = var.overrides.max_pods
  disruption         = var.overrides.disruption
}

locals {
  lanes = merge(aks_workload_lane.ordinary, aks_workload_lane.spot)
}

# What an audit of the cluster has to say about these lanes.
data "aks_cluster" "this" {
  cluster_id = var.cluster_id
  depends_on = [aks_workload_lane.ordinary, aks_workload_lane.spot]
}

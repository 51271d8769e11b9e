terraform {
  required_version = ">= 1.8"
  required_providers {
    aks = { source = "workload-lanes/aks" }
  }
}

locals {
  # One lane per zone: each zone grows separately, and zonal disks find nodes.
  # Without var.zones: one lane, in the zones of its purpose.
  ordinary = var.zones == null ? { (var.name) = null } : { for zone in var.zones : "${var.name}${zone}" => [zone] }

  # Spot lanes are tried first: one lane per size, because Azure evicts by size.
  spot = var.spot == null ? {} : { for i, size in var.spot.sizes : "${var.name}s${i + 1}" => size }
}

# Lanes of one group are interchangeable for pods: pods select on the group, and
# land on any lane that has room.
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

# The findings of an audit of the cluster.
data "aks_cluster" "this" {
  cluster_id = var.cluster_id
  depends_on = [aks_workload_lane.ordinary, aks_workload_lane.spot]
}

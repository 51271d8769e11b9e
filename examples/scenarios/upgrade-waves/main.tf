# An upgrade in waves: the control plane first (by the owner of the cluster), then
# the system lane, then the others. The lanes depend on each other, so Terraform
# finishes a wave before it starts the next.

variable "kubernetes_version" {
  description = "Version of the node pools; never newer than the control plane's."
  type        = string
  default     = "1.34"
}

variable "target_version" {
  description = "Target version of the whole cluster, for the table of waves."
  type        = string
  default     = "1.36"
}

# What AKS offers, skew-checked, with the vCPUs that each wave's surge needs.
data "aks_node_pool_upgrades" "main" {
  cluster_id     = var.cluster_id
  target_version = var.target_version

  # Read after the lanes have been applied.
  depends_on = [aks_workload_lane.system, aks_workload_lane.apis, aks_workload_lane.jobs]
}

resource "aks_workload_lane" "system" {
  cluster_id         = var.cluster_id
  name               = "sys"
  purpose            = "system"
  kubernetes_version = var.kubernetes_version
}

resource "aks_workload_lane" "apis" {
  cluster_id         = var.cluster_id
  name               = "apis"
  purpose            = "general"
  kubernetes_version = var.kubernetes_version
  depends_on         = [aks_workload_lane.system]
}

resource "aks_workload_lane" "jobs" {
  cluster_id         = var.cluster_id
  name               = "jobs"
  purpose            = "batch"
  kubernetes_version = var.kubernetes_version
  depends_on         = [aks_workload_lane.system]
}

output "waves" {
  value = [for w in data.aks_node_pool_upgrades.main.waves : {
    kind  = w.kind
    moves = [for m in w.moves : "${coalesce(m.pool, "control plane")} ${m.from} → ${m.to}"]
    vcpus = w.surge_vcpus
  }]
}

locals {
  lanes = {
    sys  = aks_workload_lane.system
    apis = aks_workload_lane.apis
    jobs = aks_workload_lane.jobs
  }
}

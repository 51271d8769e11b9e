terraform {
  required_providers {
    aks = { source = "workload-lanes/aks" }
  }
}

provider "aks" {}

variable "cluster_id" {
  type = string
}

resource "aks_workload_lane" "system" {
  cluster_id = var.cluster_id
  name       = "sys"
  purpose    = "system"
}

resource "aks_workload_lane" "general" {
  cluster_id = var.cluster_id
  name       = "web"
  purpose    = "general"
}

resource "aks_workload_lane" "batch" {
  cluster_id = var.cluster_id
  name       = "jobs"
  purpose    = "batch"
}

resource "aks_workload_lane" "spot" {
  cluster_id = var.cluster_id
  name       = "cheap"
  purpose    = "spot"
}

resource "aks_workload_lane" "gpu" {
  cluster_id = var.cluster_id
  name       = "gpu"
  purpose    = "gpu"
}

resource "aks_workload_lane" "windows" {
  cluster_id = var.cluster_id
  name       = "win"
  purpose    = "windows"
}

resource "aks_workload_lane" "memory" {
  cluster_id = var.cluster_id
  name       = "db"
  purpose    = "memory"
}

resource "aks_workload_lane" "confidential" {
  cluster_id = var.cluster_id
  name       = "secret"
  purpose    = "confidential"
}

data "aks_cluster" "main" {
  cluster_id = var.cluster_id

  depends_on = [
    aks_workload_lane.system, aks_workload_lane.general, aks_workload_lane.batch, aks_workload_lane.spot,
    aks_workload_lane.gpu, aks_workload_lane.windows, aks_workload_lane.memory, aks_workload_lane.confidential,
  ]
}

# nodepool1 is the cluster's own, and nobody's lane.
output "findings" {
  value = [for f in data.aks_cluster.main.findings : "${f.pool} ${f.code}" if f.pool != "nodepool1" && f.pool != null]
}

output "purposes" {
  value = { for name, p in data.aks_cluster.main.pools : name => "${p.purpose} by ${p.purpose_source}" }
}

output "contracts" {
  value = [for name, lane in {
    sys = aks_workload_lane.system, web = aks_workload_lane.general, jobs = aks_workload_lane.batch, cheap = aks_workload_lane.spot,
    gpu = aks_workload_lane.gpu, win = aks_workload_lane.windows, db = aks_workload_lane.memory, secret = aks_workload_lane.confidential,
  } : name if jsonencode(lane.scheduling) != jsonencode(data.aks_cluster.main.pools[name].scheduling)]
}

terraform {
  required_providers {
    aks = { source = "workload-lanes/aks" }
  }
}

provider "aks" {}

variable "cluster_id" {
  type = string
}

variable "purposes" {
  type = list(string)
}

resource "aks_workload_lane" "all" {
  count = length(var.purposes)

  cluster_id = var.cluster_id
  name       = "lane${count.index}"
  purpose    = var.purposes[count.index]
}

data "aks_cluster" "main" {
  cluster_id = var.cluster_id

  depends_on = [aks_workload_lane.all]
}

locals {
  purposes = { for l in aks_workload_lane.all : l.name => l.purpose }
}

# nodepool1 is the cluster's own, and nobody's lane.
output "findings" {
  value = [for f in data.aks_cluster.main.findings : "${local.purposes[f.pool]} ${f.code}" if f.pool != "nodepool1" && f.pool != null]
}

output "purposes" {
  value = { for name, p in data.aks_cluster.main.pools : name => "${p.purpose} by ${p.purpose_source}" }
}

output "contracts" {
  value = [for l in aks_workload_lane.all : l.name if jsonencode(l.scheduling) != jsonencode(data.aks_cluster.main.pools[l.name].scheduling)]
}

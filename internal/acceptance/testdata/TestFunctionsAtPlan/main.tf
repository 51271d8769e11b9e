terraform {
  required_providers {
    aks = { source = "workload-lanes/aks" }
  }
}

provider "aks" {}

variable "cluster_id" {
  type = string
}

# Known only after apply.
resource "terraform_data" "team" {
  input = "checkout"
}

resource "aks_workload_lane" "lane" {
  cluster_id = var.cluster_id
  name       = "apis"
  purpose    = "general"
  labels     = { team = terraform_data.team.output }
}

locals {
  lanes = { apis = aks_workload_lane.lane }
  pod = {
    apiVersion = "v1"
    kind       = "Pod"
    metadata   = { name = "p", labels = { team = terraform_data.team.output } }
    spec = {
      nodeSelector = aks_workload_lane.lane.scheduling.node_selector
      tolerations  = aks_workload_lane.lane.scheduling.tolerations
      containers   = [{ name = "c", image = terraform_data.team.output }]
    }
  }
  by_team = merge(local.pod, { spec = merge(local.pod.spec, { nodeSelector = { team = terraform_data.team.output } }) })
}

output "lanes" {
  value = provider::aks::fits(local.pod, local.lanes)[0].lanes
}

output "by_team" {
  value = provider::aks::fits(local.by_team, local.lanes)
}

output "contract" {
  value = provider::aks::contract(aks_workload_lane.lane)
}

output "table" {
  value = provider::aks::markdown({ for name, lane in local.lanes : name => lane.pool })
}

output "status_table" {
  value = provider::aks::markdown(local.lanes)
}

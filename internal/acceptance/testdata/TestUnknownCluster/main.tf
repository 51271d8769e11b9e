terraform {
  required_providers {
    aks = {
      source = "workload-lanes/aks"
    }
  }
}

provider "aks" {}

variable "cluster_id" {
  type = string
}

# Stands for the cluster's own resource: its id is known after apply.
resource "terraform_data" "cluster" {
  input = var.cluster_id
}

resource "aks_workload_lane" "pricing" {
  cluster_id = terraform_data.cluster.output
  name       = "pricing"
  purpose    = "batch"
  labels     = { cluster = substr(sha1(terraform_data.cluster.output), 0, 8), team = "pricing" }
}

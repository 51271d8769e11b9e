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

variable "revision" {
  type = number
}

import {
  to = aks_workload_lane.pricing
  id = "${var.cluster_id}/agentPools/pricing"
}

resource "aks_workload_lane" "pricing" {
  cluster_id      = var.cluster_id
  name            = "pricing"
  purpose         = "general"
  preset_revision = var.revision
}

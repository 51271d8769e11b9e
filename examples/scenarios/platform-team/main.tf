# A platform team's own purposes, its limits, and what the lanes cost. The teams
# below write two lines per lane and stay within the limits.

resource "aks_workload_lane" "partners" {
  cluster_id = var.cluster_id
  name       = "partners"
  purpose    = "ingestion"
}

resource "aks_workload_lane" "cards" {
  cluster_id = var.cluster_id
  name       = "cards"
  purpose    = "pci"
  capacity   = { max = 6 }
}

resource "aks_workload_lane" "settle" {
  cluster_id = var.cluster_id
  name       = "settle"
  purpose    = "pci-batch"
  spot       = {}
}

locals {
  lanes = {
    partners = aks_workload_lane.partners
    cards    = aks_workload_lane.cards
    settle   = aks_workload_lane.settle
  }
}

# terraform apply -invoke=action.aks_delete_machines.not_ready
action "aks_delete_machines" "not_ready" {
  config {
    cluster_id = var.cluster_id
    name       = "apis"
    not_ready  = true
    allow      = "evict"
  }
}

# terraform apply -invoke=action.aks_delete_machines.outdated
action "aks_delete_machines" "outdated" {
  config {
    cluster_id       = var.cluster_id
    name             = "apis"
    image_older_than = "202608.01.0"
  }
}

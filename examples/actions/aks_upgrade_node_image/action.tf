# terraform apply -invoke=action.aks_upgrade_node_image.apis
action "aks_upgrade_node_image" "apis" {
  config {
    cluster_id = var.cluster_id
    name       = "apis" # of the lane
    timeout    = "4h"
  }
}

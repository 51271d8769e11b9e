# terraform apply -invoke=action.aks_roll_back_node_pool.apis
action "aks_roll_back_node_pool" "apis" {
  config {
    cluster_id = var.cluster_id
    name       = "apis"
  }
}

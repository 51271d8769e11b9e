# terraform apply -invoke=action.aks_abort_operation.apis
action "aks_abort_operation" "apis" {
  config {
    pool_id = "${var.cluster_id}/agentPools/apis"
  }
}

terraform {
  required_providers {
    aks = { source = "workload-lanes/aks" }
  }
}

# Tolerations for a node pool that Terraform does not manage.
locals {
  tolerations = provider::aks::tolerations(["workload=batch:NoSchedule", "dedicated:NoExecute"])
}

output "pod_spec" {
  value = yamlencode({ tolerations = local.tolerations })
}

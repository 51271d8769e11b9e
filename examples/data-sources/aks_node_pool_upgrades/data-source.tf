terraform {
  required_providers {
    aks = { source = "workload-lanes/aks" }
  }
}

provider "aks" {
  simulator = {}
}

variable "cluster_id" {
  type = string
}

data "aks_node_pool_upgrades" "main" {
  cluster_id     = var.cluster_id
  target_version = "1.36"
}

output "waves" {
  value = [for w in data.aks_node_pool_upgrades.main.waves : {
    kind  = w.kind
    moves = [for m in w.moves : "${coalesce(m.pool, "control plane")} ${m.from} → ${m.to}"]
    vcpus = w.surge_vcpus
  }]
}

terraform {
  required_providers {
    aks = { source = "workload-lanes/aks" }
  }
}

provider "aks" {
  simulator = {}
}

# Every node pool of the subscription that no configuration manages.
data "aks_node_pools" "unmanaged" {
  unmanaged_only = true
  managed_by     = ["iac"]
}

output "table" {
  value = provider::aks::markdown(data.aks_node_pools.unmanaged.pools)
}

# The plan warns about findings.
check "node_pools" {
  assert {
    condition = alltrue([for f in data.aks_node_pools.unmanaged.findings : f.severity != "error"])
    error_message = join("\n", [
      for f in data.aks_node_pools.unmanaged.findings : "${coalesce(f.pool, "cluster")}: ${f.message} ${f.remedy}" if f.severity == "error"
    ])
  }
}

# What the nodes used in two weeks, and what the shop could save. In the simulator
# world.json sets the usage.
data "aks_lane_usage" "lanes" {
  pool_ids = [for lane in local.lanes : "${lane.cluster_id}/agentPools/${lane.pool_name}"]

  # The names are known before the node pools exist.
  depends_on = [aks_workload_lane.system, aks_workload_lane.apis, aks_workload_lane.pricing]
}

output "usage" {
  description = "What each lane used, with advice."
  value = join("\n", concat(
    [format("%-10s %8s %8s %8s %10s  %s", "LANE", "NODES", "CPU", "MEMORY", "SAVING", "ADVICE")],
    [for p in data.aks_lane_usage.lanes.pools : format("%-10s %8s %8s %8s %10s  %s",
      p.name,
      try(format("%.1f", p.nodes.average), "-"),
      try("${p.cpu.p95} %", "-"),
      try("${p.memory.p95} %", "-"),
      try(format("%.2f", p.saving), "-"),
      join("; ", [for a in p.advice : "${a.code}: ${a.write}"]),
    )],
  ))
}

output "saving" {
  description = "What the advice saves in a month at list prices, and its share of the cost."
  value = {
    cost     = data.aks_lane_usage.lanes.cost
    saving   = data.aks_lane_usage.lanes.saving
    percent  = data.aks_lane_usage.lanes.saving_percent
    currency = data.aks_lane_usage.lanes.currency
  }
}

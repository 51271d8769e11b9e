locals {
  row = "%-10s %-8s %-20s %-9s %-12s %s"
}

output "lanes" {
  description = "The lanes as a table."
  value = join("\n", concat(
    [format(local.row, "LANE", "PURPOSE", "SIZE", "NODES", "ZONES", "TAINTS")],
    [for name in sort(keys(local.lanes)) : format(local.row,
      name,
      local.lanes[name].purpose,
      local.lanes[name].pool.vm_size,
      local.lanes[name].pool.capacity.nodes != null ? tostring(local.lanes[name].pool.capacity.nodes) : "${local.lanes[name].pool.capacity.min}-${local.lanes[name].pool.capacity.max}",
      length(coalesce(local.lanes[name].pool.zones, [])) > 0 ? join(",", sort(local.lanes[name].pool.zones)) : "regional",
      length(local.lanes[name].pool.taints) > 0 ? join(" ", sort(local.lanes[name].pool.taints)) : "-",
    )],
  ))
}

output "scheduling" {
  description = "What a pod needs to land on each lane."
  value       = { for name, lane in local.lanes : name => lane.scheduling }
}

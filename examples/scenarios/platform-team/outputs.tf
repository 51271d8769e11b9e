locals {
  row = "%-10s %-10s %-18s %-6s %10s %10s %s"
}

output "lanes" {
  description = "The lanes as a table, with their monthly cost."
  value = join("\n", concat(
    [format(local.row, "LANE", "PURPOSE", "SIZE", "NODES", "FROM", "TO", "CURRENCY")],
    [for name in sort(keys(local.lanes)) : format(local.row,
      name,
      local.lanes[name].purpose,
      local.lanes[name].pool.vm_size,
      "${local.lanes[name].pool.capacity.min}-${local.lanes[name].pool.capacity.max}",
      format("%.2f", local.lanes[name].cost.monthly_min),
      format("%.2f", local.lanes[name].cost.monthly_max),
      local.lanes[name].cost.currency,
    )],
  ))
}

output "most_a_month" {
  description = "Monthly cost of all lanes at their maximum number of nodes."
  value       = sum([for lane in local.lanes : lane.cost.monthly_max])
}

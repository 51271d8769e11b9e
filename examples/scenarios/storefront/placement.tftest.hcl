# terraform test only plans the lanes, in the simulator.
run "workloads_land_on_their_lanes" {
  command = plan

  assert {
    condition = jsonencode(output.placements) == jsonencode({
      "CronJob nightly-prices" = ["pricing"]
      "DaemonSet log-shipper"  = ["apis", "nodepool1", "pricing"]
      "Deployment checkout"    = ["apis"]
      "Deployment search"      = ["apis"]
    })
    error_message = "The workloads do not land where they should: ${jsonencode(output.placements)}"
  }

  assert {
    condition     = length(output.misplaced) == 0
    error_message = join("\n", values(output.misplaced))
  }
}

run "a_wrong_manifest_is_caught" {
  command = plan

  variables {
    workloads = "wrong.yaml"
  }

  assert {
    condition     = strcontains(lookup(output.misplaced, "CronJob nightly-prices", ""), "pricing: no toleration for taint workload=batch:NoSchedule")
    error_message = "The reason is missing: ${jsonencode(output.misplaced)}"
  }
}

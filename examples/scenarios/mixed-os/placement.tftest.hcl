# terraform test only plans the lanes, in the simulator.
run "workloads_land_on_their_lanes" {
  command = plan

  assert {
    condition = jsonencode(output.placements) == jsonencode({
      "DaemonSet node-exporter" = ["apis", "sys"]
      "Deployment billing"      = ["legacy"]
      "Deployment orders"       = ["apis"]
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
    condition     = strcontains(lookup(output.misplaced, "Deployment billing", ""), "apis: os.name is windows; the nodes run Linux")
    error_message = "The reason is missing: ${jsonencode(output.misplaced)}"
  }
}

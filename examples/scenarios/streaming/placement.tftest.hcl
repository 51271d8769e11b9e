# terraform test only plans the lanes, in the simulator.
run "workloads_land_on_their_lanes" {
  command = plan

  assert {
    condition = jsonencode(output.placements) == jsonencode({
      "Deployment enrich"  = ["process"]
      "StatefulSet broker" = ["ingest1", "ingest2", "ingest3"]
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
    condition     = strcontains(lookup(output.misplaced, "StatefulSet broker", ""), "ingest1: a pod requests 6 vCPUs; a node of Standard_E4ds_v5 has 4")
    error_message = "The reason is missing: ${jsonencode(output.misplaced)}"
  }
}

# terraform test only plans the lanes, in the simulator.
run "presets_have_no_misspelt_name" {
  command = plan

  assert {
    condition     = output.presets_are_known
    error_message = "A preset has a name that is not a setting. To see which, run in terraform console: provider::aks::expand(\"pci\", {}, local.presets)."
  }
}

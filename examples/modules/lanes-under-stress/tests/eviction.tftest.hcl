# Azure evicts Spot machines; the next apply requests new ones.

provider "aks" {
  simulator = {
    state = ".terraform/eviction.sim.json"
    speed = 0
  }
}

provider "aks" {
  alias = "evicted"
  simulator = {
    state  = ".terraform/eviction.sim.json"
    speed  = 0
    events = [{ id = "machines are taken back", cluster = "aks-lanes", pool = "jobs", evict = 2 }]
  }
}

variables {
  cluster_id = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-lanes/providers/Microsoft.ContainerService/managedClusters/aks-lanes"
}

run "three_machines_run_jobs" {
  assert {
    condition     = output.jobs.nodes == 3
    error_message = "The lane must start with three nodes."
  }
}

run "two_are_taken_back" {
  command   = plan
  providers = { aks = aks.evicted }
  plan_options { mode = refresh-only }

  assert {
    condition     = output.jobs.nodes == 1
    error_message = "One machine must be left."
  }
}

run "they_are_made_again" {
  providers = { aks = aks.evicted }

  assert {
    condition     = output.jobs.nodes == 3
    error_message = "The apply must create the machines again."
  }
}

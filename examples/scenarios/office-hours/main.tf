# A test environment that is stopped at night. A scheduled job sets the variable:
# terraform apply -var awake=false in the evening.

variable "awake" {
  description = "Whether the test lane runs."
  type        = bool
  default     = true
}

resource "aks_workload_lane" "tests" {
  cluster_id = var.cluster_id
  name       = "tests"
  purpose    = "general"
  vm_size    = "Standard_D4ds_v5"
  capacity   = { min = 2, max = 6 } # kept while the lane is stopped
  power      = var.awake ? "Running" : "Stopped"

  # A stop evicts every pod, and a start upgrades to the newest node image.
  disruption = { allow = "rolling" }
  upgrade    = { image = "latest" }
}

locals {
  lanes = { tests = aks_workload_lane.tests }
}

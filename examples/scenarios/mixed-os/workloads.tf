# Where the workloads would land on the lanes, known at plan.
variable "workloads" {
  description = "File with the manifests of the workloads."
  type        = string
  default     = "workloads.yaml"
}

locals {
  placements = provider::aks::fits(file("${path.module}/${var.workloads}"), local.lanes)
}

output "placements" {
  description = "For each workload, the lanes that it is meant for and can land on."
  value       = { for w in local.placements : "${w.kind} ${w.name}" => w.lanes }
}

output "misplaced" {
  description = "For each workload that cannot land anywhere, the reasons."
  value       = { for w in local.placements : "${w.kind} ${w.name}" => w.summary if w.answer == "no" }
}

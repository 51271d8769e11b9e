variable "cluster_id" {
  type        = string
  description = "ARM ID of the cluster."
}

variable "team" {
  type        = string
  description = "The team: the name of its lane and its label."
}

variable "purpose" {
  type        = string
  default     = "general"
  description = "What the team's machines are for."

  validation {
    condition     = contains(["general", "batch", "memory"], var.purpose)
    error_message = "A team's lane is general, batch or memory; others are the platform team's."
  }
}

variable "vm_size" {
  type        = string
  default     = null
  description = "VM size; the purpose's where it is left out."
}

variable "capacity" {
  type        = object({ min = number, max = number })
  default     = { min = 2, max = 6 }
  description = "The range of the autoscaler."
}

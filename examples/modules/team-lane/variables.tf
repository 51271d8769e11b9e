variable "cluster_id" {
  type        = string
  description = "ARM ID of the cluster."
}

variable "team" {
  type        = string
  description = "Name of the team, used as the name of its lane and as its label."
}

variable "purpose" {
  type        = string
  default     = "general"
  description = "Purpose of the team's lane."

  validation {
    condition     = contains(["general", "batch", "memory"], var.purpose)
    error_message = "The purpose must be general, batch or memory. Ask the platform team for another one."
  }
}

variable "vm_size" {
  type        = string
  default     = null
  description = "VM size. Default: the size of the purpose."
}

variable "capacity" {
  type        = object({ min = number, max = number })
  default     = { min = 2, max = 6 }
  description = "Autoscaler range."
}

variable "name" {
  type        = string
  description = "The name that all names here have in them."
}

variable "location" {
  type        = string
  default     = "westeurope"
  description = "Azure region."
}

variable "kubernetes_version" {
  type        = string
  default     = "1.35"
  description = "Minor version of the control plane."
}

variable "lanes" {
  type        = map(object({ purpose = string, max = optional(number) }))
  default     = { web = { purpose = "general" }, batch = { purpose = "batch" } }
  description = "Lanes by their names: what their machines are for, and the most of them."
}

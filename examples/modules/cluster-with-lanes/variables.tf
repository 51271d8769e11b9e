variable "name" {
  type        = string
  description = "Name that is part of the names of all resources."
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
  description = "Lanes by name: their purpose and maximum number of nodes."
}

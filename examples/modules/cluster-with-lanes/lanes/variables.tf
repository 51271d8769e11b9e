variable "cluster_id" {
  type        = string
  description = "ARM ID of the cluster."
}

variable "subnet_id" {
  type        = string
  default     = null
  description = "ARM ID of the subnet of the nodes; AKS's own where it is left out."
}

variable "lanes" {
  type        = map(object({ purpose = string, max = optional(number) }))
  description = "Lanes by their names: what their machines are for, and the most of them."
}

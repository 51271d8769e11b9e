variable "cluster_id" {
  type        = string
  description = "ARM ID of the cluster."
}

variable "subnet_id" {
  type        = string
  default     = null
  description = "ARM ID of the subnet of the nodes. Default: the subnet that AKS manages."
}

variable "lanes" {
  type        = map(object({ purpose = string, max = optional(number) }))
  description = "Lanes by name: their purpose and maximum number of nodes."
}

variable "apis_name" {
  description = "Name of the APIs' lane and of its node pool."
  type        = string
  default     = "apis"
}

variable "apis_max" {
  description = "Maximum number of nodes of the APIs' lane."
  type        = number
  default     = 10
}

variable "apis_labels" {
  description = "Labels of the APIs' lane."
  type        = map(string)
  default     = {}
}

variable "apis_vm_size" {
  description = "VM size of the APIs' lane. Null: the size of the preset."
  type        = string
  default     = null
}

variable "apis_name" {
  description = "Name of the APIs' lane and of its node pool."
  type        = string
  default     = "apis"
}

variable "apis_max" {
  description = "Most nodes of the APIs' lane."
  type        = number
  default     = 10
}

variable "apis_labels" {
  description = "Labels of the APIs' lane."
  type        = map(string)
  default     = {}
}

variable "apis_vm_size" {
  description = "VM size of the APIs' lane; null is the preset's."
  type        = string
  default     = null
}

variable "cluster_id" {
  type        = string
  description = "ARM ID of the cluster."
}

variable "location" {
  type        = string
  default     = "westeurope"
  description = "Region of the cluster."
}

variable "vm_size" {
  type        = string
  default     = "Standard_D8ds_v5"
  description = "VM size of the lane web."
}

variable "labels" {
  type        = map(string)
  default     = { team = "web" }
  description = "Labels of the lane web."
}

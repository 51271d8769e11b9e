variable "cluster_id" {
  type        = string
  description = "ARM ID of the cluster."
}

variable "name" {
  type        = string
  description = "Name of the group: pods select on it, and the names of its lanes start with it."

  validation {
    condition     = can(regex("^[a-z][a-z0-9]{0,8}$", var.name))
    error_message = "The name must have 1 to 9 lower-case letters and digits; the lanes append a zone, or s and a number."
  }
}

variable "purpose" {
  type        = string
  default     = "general"
  description = "Purpose of the ordinary lanes. For Windows the group's name has at most 4 characters."

  validation {
    condition     = !contains(["spot", "system"], var.purpose)
    error_message = "The purpose cannot be spot or system. For Spot lanes write spot = { sizes = […] }."
  }
}

variable "zones" {
  type        = set(string)
  default     = null
  description = "One lane for each of these zones. Null: one lane, in the zones of its purpose."
}

variable "spot" {
  type        = object({ sizes = list(string), max = number })
  default     = null
  description = "Spot lanes, tried before the ordinary ones: VM sizes in order of preference, and the maximum number of nodes of each. Null: no Spot lanes. Add a new size at the end, because the lanes are numbered."
}

variable "vm_size" {
  type        = string
  default     = null
  description = "VM size of all ordinary lanes, because the autoscaler balances only lanes of one size. Default: the size of the purpose."
}

variable "capacity" {
  type        = object({ min = optional(number), max = optional(number) })
  default     = {}
  description = "Autoscaler range of each ordinary lane, so of each zone."
}

variable "overrides" {
  type = object({
    labels             = optional(map(string))
    taints             = optional(set(string))
    tags               = optional(map(string))
    os_sku             = optional(string)
    kubernetes_version = optional(string)
    max_pods           = optional(number)
    upgrade            = optional(object({ max_surge = optional(string), drain_timeout_minutes = optional(number), soak_minutes = optional(number) }))
    disruption         = optional(object({ allow = string }))
  })
  default     = {}
  description = "Settings of all lanes of the group that differ from their presets. upgrade applies to the ordinary lanes only."
}

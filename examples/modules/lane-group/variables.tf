variable "cluster_id" {
  type        = string
  description = "ARM ID of the cluster."
}

variable "name" {
  type        = string
  description = "The group: what pods select on, and what the names of its lanes begin with."

  validation {
    condition     = can(regex("^[a-z][a-z0-9]{0,8}$", var.name))
    error_message = "The name has 1 to 9 lower-case letters and digits: a zone, or s and a number, follow."
  }
}

variable "purpose" {
  type        = string
  default     = "general"
  description = "What the machines are for. The lanes of Windows have names of 4 characters at most."

  validation {
    condition     = !contains(["spot", "system"], var.purpose)
    error_message = "Spot lanes come from spot = { sizes = […] }, and a system lane is not one of several."
  }
}

variable "zones" {
  type        = set(string)
  default     = null
  description = "One lane for each of these zones; null is one lane, in the zones of its purpose."
}

variable "spot" {
  type        = object({ sizes = list(string), max = number })
  default     = null
  description = "VM sizes of Spot lanes that are tried first, the most wanted first, and the most nodes of each; null is none. A new size goes to the end: the lanes are numbered."
}

variable "vm_size" {
  type        = string
  default     = null
  description = "VM size of the ordinary lanes; the purpose's where it is left out. One for all of them: the autoscaler balances lanes of one size only."
}

variable "capacity" {
  type        = object({ min = optional(number), max = optional(number) })
  default     = {}
  description = "The range of the autoscaler of each ordinary lane, so of each zone."
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
  description = "What all lanes of the group have otherwise than their presets; upgrade is of the ordinary ones."
}

# The platform team's own purposes. Other teams use them like built-in ones. An edit
# here is planned for every lane of the purpose.
locals {
  presets = {
    ingestion = {
      extends     = "batch@1"
      description = "Imports the partners' files every night."
      vm_size     = "Standard_E8ds_v5"
      capacity    = { max = 6 }
      labels      = { team = "data" }
    }
    pci = {
      extends     = "general@1"
      description = "Card data: encrypted at the host, no other pods."
      taints      = ["pci=true:NoSchedule"]
      labels      = { team = "payments" }
      security    = { host_encryption = true }
    }
    pci-batch = {
      extends     = "pci"
      description = "Nightly settlement with card data."
      vm_size     = "Standard_D4ds_v5"
      capacity    = { min = 0, max = 4 }
    }
  }
}

output "presets_are_known" {
  description = "Whether every name in the presets is a setting: Terraform silently drops other names of nested objects."
  value       = alltrue([for purpose, preset in local.presets : can(provider::aks::expand(purpose, {}, local.presets))])
}

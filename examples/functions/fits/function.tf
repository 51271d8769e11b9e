terraform {
  required_providers {
    aks = { source = "workload-lanes/aks" }
  }
}

locals {
  lanes = {
    web     = provider::aks::expand("general", { name = "web" })
    pricing = provider::aks::expand("batch", { name = "pricing" })
  }

  # Usually file("${path.module}/workloads.yaml").
  workloads = <<-YAML
    apiVersion: batch/v1
    kind: Job
    metadata: { name: reprice }
    spec:
      template:
        spec:
          restartPolicy: Never
          nodeSelector: { workload-lane/name: pricing }
          tolerations: [{ key: workload, operator: Equal, value: batch, effect: NoSchedule }]
          containers: [{ name: main, image: pricing }]
  YAML

  placements = provider::aks::fits(local.workloads, local.lanes)
}

output "placements" {
  value = { for w in local.placements : "${w.kind} ${w.name}" => w.lanes }

  precondition {
    condition     = alltrue([for w in local.placements : w.answer != "no"]) # use == "yes" to refuse perhaps too
    error_message = join("\n", [for w in local.placements : w.summary])
  }
}

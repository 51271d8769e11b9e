# Weekly node images, wave by wave: the system lane first, then the others.
#
#   terraform apply -var week=2026-W40
#
# The actions of a wave run one after another, and the second wave waits for the
# first. They run before the week is recorded. If one fails, the week is not in the
# state, and the next apply runs them again. It sends no request for lanes that
# already have the newest image.

variable "week" {
  description = "The week whose node images are rolled out."
  type        = string
  default     = "2026-W39"
}

resource "terraform_data" "first_wave" {
  input = var.week

  lifecycle {
    action_trigger {
      events  = [before_create, before_update]
      actions = [action.aks_upgrade_node_image.lane["system"]]
    }
  }
}

resource "terraform_data" "second_wave" {
  input = var.week

  lifecycle {
    action_trigger {
      events  = [before_create, before_update]
      actions = [action.aks_upgrade_node_image.lane["apis"], action.aks_upgrade_node_image.lane["jobs"]]
    }
  }

  depends_on = [terraform_data.first_wave]
}

action "aks_upgrade_node_image" "lane" {
  for_each = toset(["system", "apis", "jobs"])

  config {
    cluster_id = var.cluster_id
    name       = each.key
    timeout    = "6h"
  }
}

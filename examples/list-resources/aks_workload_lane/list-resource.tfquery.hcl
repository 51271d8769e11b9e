# terraform query
# terraform query -generate-config-out=lanes.tf
list "aks_workload_lane" "unmanaged" {
  provider         = aks
  include_resource = true # a generated configuration needs it
  limit            = 1000 # of Terraform, 100 without it

  config {
    unmanaged_only = true
  }
}

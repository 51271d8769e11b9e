# terraform query
# terraform query -generate-config-out=lanes.tf
list "aks_workload_lane" "unmanaged" {
  provider         = aks
  include_resource = true # required to generate configuration
  limit            = 1000 # Terraform's default is 100

  config {
    unmanaged_only = true
  }
}

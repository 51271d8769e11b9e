// Package provider is the Terraform surface: schemas, the bridge between
// Terraform values and lane.Settings, and what Terraform asks of a resource.
// It sees no type of the Azure SDK; decisions about lanes are made in package
// lane and carried out by package rollout.
package provider

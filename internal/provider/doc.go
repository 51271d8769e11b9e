// Package provider is the Terraform surface: the schemas, the bridge between
// Terraform values and lane.Settings, and the methods that Terraform calls on a
// resource. It does not use types of the Azure SDK. Package lane makes the
// decisions about lanes, and package rollout carries them out.
package provider

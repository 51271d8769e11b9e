// Package shape holds what Terraform and the core say to each other. The schema
// of a lane's settings, their Terraform types and their values are walks over the
// field table of package lane; what the provider computes is described by
// Objects; what a function is handed comes in through the Argument functions. It
// knows nothing of ARM and of plans.
package shape

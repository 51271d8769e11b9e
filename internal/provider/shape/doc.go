// Package shape holds what Terraform and the core say to each other: the schema
// of a lane's settings, their Terraform types and their values, as walks over the
// field table of package lane. It knows nothing of ARM and of plans.
package shape

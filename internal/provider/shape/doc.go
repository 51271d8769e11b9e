// Package shape converts between Terraform's values and those of the core. The
// schema of a lane's settings, their Terraform types and their values are derived
// from the field table of package lane. Objects describe what the provider
// computes. The Argument functions read the arguments of functions. The package
// knows nothing about ARM or plans.
package shape

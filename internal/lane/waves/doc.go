// Package waves plans the upgrade of a cluster to another Kubernetes version in the
// order that AKS requires: the control plane, then the system pools, then the others.
// It goes one minor version at a time, and no pool is ever further behind the control
// plane than AKS allows.
//
// The package is pure: the caller passes in the offered versions, and nothing is
// carried out.
package waves

// Package waves plans the upgrade of a cluster to another Kubernetes version in
// the order in which AKS takes it: the control plane, then the system pools,
// then the others; one minor version at a time, and no pool ever further behind
// the control plane than AKS allows.
//
// It is pure: what is offered is handed in, and nothing is carried out.
package waves

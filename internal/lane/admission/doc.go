// Package admission writes a ValidatingAdmissionPolicy for the lanes of a cluster: pods
// that name a lane, Windows or a GPU must have the selector and the tolerations to
// reach it. It imports no package of this repository except lane.
//
// The expressions use only the standard library of CEL and its string extension, so
// that every Kubernetes with these policies, from 1.30 on, accepts them. Sources: the
// Kubernetes documentation, Validating Admission Policy, and k8s.io/component-helpers
// for what a toleration tolerates.
package admission

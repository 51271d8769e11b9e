// Package admission writes a ValidatingAdmissionPolicy for the lanes of a cluster:
// what names a lane, Windows or a GPU has to come with the selector and the
// tolerations that lead there. It imports lane and nothing else of ours.
//
// The expressions use the standard library of CEL and its strings alone, so that every Kubernetes
// with the policies, from 1.30 on, takes them. Sources: the Kubernetes documentation,
// Validating Admission Policy, and k8s.io/component-helpers for what a toleration
// tolerates.
package admission

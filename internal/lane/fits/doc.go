// Package fits answers on which lanes a workload may land, and where it may
// not, why: for manifests and pools alone, without a cluster.
//
// Node selectors, node affinity and tolerations are judged by the scheduler's
// own code. What depends on other pods (affinity between pods, spreading,
// what is running already) is not looked at, nor are volumes. A fact that
// nobody told, such as the region, never keeps a workload from a lane; a value
// that Terraform does not know yet makes the answer unknown, but only where it
// could change it.
package fits

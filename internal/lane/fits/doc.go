// Package fits answers on which lanes a workload may land, and where it may
// not, why: for manifests and pools alone, without a cluster.
//
// There are three answers. A lane takes a workload, does not, or perhaps does:
// where something outside of manifest and pool decides, such as an agent that
// writes labels, a device plugin, or a fact that was not given. A value that
// Terraform does not know yet makes the answer unknown, but only where it could
// change it.
//
// Node selectors, node affinity and tolerations are judged by the scheduler's own
// code. Of other pods only those of the same workload count, where they stay
// apart or spread; what is running already, priorities and volumes do not.
package fits

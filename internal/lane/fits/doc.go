// Package fits determines on which lanes a workload may land, and why it may not
// land on the others. It uses only manifests and pools, without a cluster.
//
// There are three answers: a lane takes a workload, does not take it, or perhaps
// takes it. The answer is "perhaps" if something outside the manifest and the pool
// decides, such as an agent that writes labels, a device plugin, or a fact that was
// not given. A value that Terraform does not know yet makes the answer unknown, but
// only if the value could change the answer.
//
// The scheduler's own code judges node selectors, node affinity and tolerations.
// Among other pods, only those of the same workload count, if they stay apart or
// spread. Running pods, priorities and volumes do not count.
package fits

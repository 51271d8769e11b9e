// Package preflight holds a planned lane against what the cloud says of it:
// sizes, zones, quota, versions, disks, networks; and against the cluster that
// it would weaken. One table of checks, each with the AKS error that it
// replaces.
//
// It is pure: facts are handed in, and a fact that is not known makes no
// finding. A check may miss; it never accuses wrongly. A lane in which a plan
// changes nothing of what a check judges is not asked.
package preflight

// Package check holds every check there is in one table: what AKS refuses of a
// lane, what a lane had better not do, what a planned change lacks in the cloud or
// takes from its cluster, and the limits of a team. Each row has a name by which
// the provider block sets its level.
//
// It is pure: facts are handed in, and a fact that is not known makes no finding. A
// check may miss; it never accuses wrongly. A lane in which a plan changes nothing
// of what a check judges is not asked.
package check

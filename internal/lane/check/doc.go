// Package check holds every check in one table. The checks cover lanes that AKS
// refuses, settings that a lane should avoid, planned changes that lack something in
// the cloud or weaken their cluster, and the limits of a team. Each row has a name,
// and the provider block sets the level of a check by that name.
//
// The package is pure: the caller passes in the facts, and an unknown fact produces
// no finding. A check may miss a problem, but it never reports a false one. If a
// plan changes nothing that a check judges, the check does not run for that lane.
package check

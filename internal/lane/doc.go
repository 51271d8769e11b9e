// Package lane knows what a lane is: purposes and their presets, how an intent
// expands to a node pool, what a change of that pool does to its nodes, and
// what a pod needs to be scheduled there.
//
// It is pure: no Terraform, no Azure SDK, no I/O and no clock. Kubernetes' own
// packages are used for the syntax of labels and taints. Everything else in
// this repository may import it; it imports nothing of ours. What is built on it
// alone stands in the directories below: fits, audit, inventory.
package lane

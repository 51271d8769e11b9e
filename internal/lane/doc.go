// Package lane defines what a lane is: purposes and their presets, how an intent
// expands to a node pool, what a change of that pool does to its nodes, and what a pod
// needs to be scheduled there.
//
// The package is pure: no Terraform, no Azure SDK, no I/O and no clock. It uses
// Kubernetes' own packages for the syntax of labels and taints. Everything else in this
// repository may import it; it imports no other package of this repository. Packages
// that are built only on it are in the directories below: fits, audit, inventory.
package lane

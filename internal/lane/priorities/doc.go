// Package priorities writes what the priority expander of the cluster autoscaler
// reads: which node group grows first. It imports lane and nothing else of ours.
//
// The expander parses the text as map[int][]string by yaml.v2, which takes no quoted
// key, and matches its regular expressions anywhere in the name of a node group. A
// group that none matches does not grow while others can. Source: the cluster
// autoscaler, expander/priority.
package priorities

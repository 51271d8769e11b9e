// Package priorities writes the configuration of the cluster autoscaler's priority
// expander: which node group grows first. It imports no package of this repository
// except lane.
//
// The expander parses the text as map[int][]string with yaml.v2, which does not accept
// quoted keys, and matches its regular expressions anywhere in the name of a node
// group. A group that no expression matches does not grow while others can. Source: the
// cluster autoscaler, expander/priority.
package priorities

package preflight

import "slices"

// Guards lists the checks that keep a plan from weakening the cluster, in the
// order of the documentation.
func Guards() []Check { return slices.Clone(guards) }

var guards = []Check{}

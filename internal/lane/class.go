package lane

import (
	"fmt"
	"strings"
)

// Class is what a change does to the nodes of a pool, from harmless to disruptive.
type Class int

// The classes, in rising order.
const (
	None     Class = iota // no effect on nodes or pods
	Metadata              // labels, taints or tags change; pods are not affected
	Evict                 // nodes or pods are removed: fewer nodes, stop, a NoExecute taint
	Rolling               // every node is reimaged or replaced, with surge
	Rotate                // a new pool is created, the old one is drained and deleted
	Replace               // the pool is deleted, then another is created: another name or cluster
)

// ClassNames are the HCL spellings in rising order.
var ClassNames = []string{"none", "metadata", "evict", "rolling", "rotate", "replace"}

// String returns the HCL spelling.
func (c Class) String() string { return ClassNames[c] }

// ParseClass reads the HCL spelling.
func ParseClass(s string) (Class, error) {
	for i, n := range ClassNames {
		if n == s {
			return Class(i), nil
		}
	}
	return None, fmt.Errorf("%q is not one of %s", s, strings.Join(ClassNames, ", "))
}

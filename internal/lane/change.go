package lane

import (
	"fmt"
	"slices"
	"strings"
)

// Change is one field that moves from one value to another.
type Change struct {
	Field    *Field
	From, To Value
	// LiveNodes is the live node count before the change; 0 where unknown.
	LiveNodes int64
}

// ImpactReason is one changed field with what it does to nodes.
type ImpactReason struct {
	Change

	Class Class
	Why   string
}

// judges refine a field's class by the values of the change.
var judges = map[*Field]func(Change) (Class, string){
	Nodes: func(c Change) (Class, string) {
		to, known := c.To.v.(int64)
		from, had := c.From.v.(int64)
		if !had {
			from = c.LiveNodes
		}
		if known && to < from {
			return Evict, fmt.Sprintf("%d of %d nodes are drained and deleted", from-to, from)
		}
		return None, c.Field.Why
	},
	Max: func(c Change) (Class, string) {
		if to, ok := c.To.v.(int64); ok && c.LiveNodes > to {
			return Evict, fmt.Sprintf("%d nodes are live, %d more than the new maximum", c.LiveNodes, c.LiveNodes-to)
		}
		return None, c.Field.Why
	},
	VirtualMachines: func(c Change) (Class, string) {
		if gone, of := goneMachines(c.From, c.To); gone > 0 {
			return Evict, fmt.Sprintf("%d of %d nodes are drained and deleted", gone, of)
		}
		return None, c.Field.Why
	},
	Taints: func(c Change) (Class, string) {
		for _, t := range c.To.Set() {
			if strings.HasSuffix(t, ":NoExecute") && !slices.Contains(c.From.Set(), t) {
				return Evict, "pods that do not tolerate " + t + " are evicted"
			}
		}
		return Metadata, c.Field.Why
	},
	Mode: func(c Change) (Class, string) {
		if c.From.Text() == "Gateway" || c.To.Text() == "Gateway" {
			return Rotate, whyFixed
		}
		return None, c.Field.Why
	},
	OSSKU: func(c Change) (Class, string) {
		if linuxSKU(c.From.Text()) && linuxSKU(c.To.Text()) {
			return Rolling, whyReimage
		}
		return Rotate, whyFixed
	},
	Power: func(c Change) (Class, string) {
		if c.To.Text() == "Running" {
			return None, "nodes are started"
		}
		return Evict, c.Field.Why
	},
}

func linuxSKU(s string) bool {
	return strings.HasPrefix(s, "Ubuntu") || strings.HasPrefix(s, "AzureLinux") || s == "CBLMariner"
}

// machines are the nodes of a VirtualMachines pool by size in lower case; not ok
// where a size or a count is not known.
func machines(v Value) (bySize map[string]int64, known bool) {
	if bySize, known = countMachines(v); !known {
		return nil, false
	}
	return bySize, true
}

// inAnyOrder makes the sizes of a VirtualMachines pool comparable: AKS keeps one
// entry a size. Those that are not wholly known stay as they are.
func inAnyOrder(v Value) Value {
	if bySize, ok := machines(v); ok {
		return Value{v: bySize}
	}
	return v
}

// goneMachines counts the nodes that go: moving nodes from one size to another
// takes as many away as it adds. What is not known takes none away.
func goneMachines(from, to Value) (gone, of int64) {
	had, ok1 := machines(from)
	has, ok2 := machines(to)
	if !ok1 || !ok2 {
		return 0, 0
	}
	for size, n := range had {
		gone += max(0, n-has[size])
		of += n
	}
	return gone, of
}

// machineVCPUs are the vCPUs that more nodes of a size need; -1 where a size
// does not tell its vCPUs.
func machineVCPUs(from, to Value) int64 {
	had, _ := machines(from)
	has, _ := machines(to)
	var out int64
	for size, n := range has {
		more := max(0, n-had[size])
		v, ok := VCPUs(size)
		if more > 0 && !ok {
			return -1
		}
		out += more * v
	}
	return out
}

// ClassOf is the class of one change, without the status of the pool.
func ClassOf(c Change) Class {
	class, _ := classify(c)
	return class
}

func classify(c Change) (Class, string) {
	if judge, ok := judges[c.Field]; ok && !c.To.IsUnknown() {
		return judge(c)
	}
	return c.Field.Class, c.Field.Why
}

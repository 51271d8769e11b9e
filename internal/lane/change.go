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

// Reason is one changed field with what it does to nodes.
type Reason struct {
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
		if machines(c.To) < machines(c.From) {
			return Evict, fmt.Sprintf("%d of %d nodes are drained and deleted", machines(c.From)-machines(c.To), machines(c.From))
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

func machines(v Value) int64 {
	var n int64
	list, _ := v.v.([]Settings)
	for _, m := range list {
		c, _ := MachineNodes.Int(m)
		n += c
	}
	return n
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

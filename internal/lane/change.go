package lane

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Change is one field that changes from one value to another.
type Change struct {
	Field    *Field
	From, To Value
	// LiveNodes is the live node count before the change; 0 if unknown.
	LiveNodes int64
	// LiveBySize are the live nodes of a VirtualMachines pool by size in lower case;
	// nil if unknown.
	LiveBySize map[string]int64
}

// Differing returns the values before and after. For labels, tags and taints they
// contain only the differences, so that a reader does not have to compare two long
// lists.
func (c Change) Differing() (from, to Value) {
	switch {
	case c.Field == Taints && c.To.IsWhollyKnown():
		return without(c.From, c.To), without(c.To, c.From)
	case c.Field.Kind == StringMap && !c.To.IsUnknown():
		return except(c.From, c.To), except(c.To, c.From)
	}
	return c.From, c.To
}

// without is a set minus the elements of another one; null if nothing remains.
func without(set, other Value) Value {
	var out []string
	for _, e := range set.Set() {
		if !slices.Contains(other.Set(), e) {
			out = append(out, e)
		}
	}
	if out == nil {
		return Value{}
	}
	return Known(out)
}

// except is a map minus the entries that another one has with the same key and value;
// null if nothing remains.
func except(m, other Value) Value {
	out := maps.Clone(m.Map())
	maps.DeleteFunc(out, func(key string, v Value) bool {
		now, ok := other.Map()[key]
		return ok && now.Equal(v)
	})
	if len(out) == 0 {
		return Value{}
	}
	return Known(out)
}

// ImpactReason is one changed field and what the change does to nodes.
type ImpactReason struct {
	Change
	Effect
}

// Effect is what a change does to nodes, and why.
type Effect struct {
	Class Class
	Why   string
	// Assumed means that AKS does not document the effect, and that the plan says so.
	Assumed bool
}

// Reason is Why, with a note if AKS does not document the effect.
func (e Effect) Reason() string {
	if e.Assumed {
		return e.Why + " (assumed: AKS does not document it)"
	}
	return e.Why
}

// judges refine a field's effect by the values of the change.
var judges = map[*Field]func(Change) Effect{
	Nodes:           judgeNodes,
	Max:             judgeMax,
	VirtualMachines: judgeMachines,
	Taints:          judgeTaints,
	Zones:           judgeZones,
	Mode: func(c Change) Effect {
		if c.From.Text() == "Gateway" || c.To.Text() == "Gateway" {
			return Effect{Class: Rotate, Why: whyFixed}
		}
		return Effect{Class: None, Why: c.Field.Why}
	},
	OSSKU: func(c Change) Effect {
		if linuxSKU(c.From.Text()) && linuxSKU(c.To.Text()) {
			return Effect{Class: Rolling, Why: whyReimage}
		}
		return Effect{Class: Rotate, Why: whyFixed}
	},
	Power: func(c Change) Effect {
		if c.To.Text() == "Running" {
			return Effect{Class: None, Why: "nodes are started"}
		}
		return Effect{Class: Evict, Why: c.Field.Why}
	},
}

func judgeNodes(c Change) Effect {
	to, known := c.To.v.(int64)
	from, had := c.From.v.(int64)
	if !had {
		from = c.LiveNodes
	}
	if known && to < from {
		return Effect{Class: Evict, Why: fmt.Sprintf("%d of %d nodes are drained and deleted", from-to, from)}
	}
	return Effect{Class: None, Why: c.Field.Why}
}

func judgeMax(c Change) Effect {
	if to, ok := c.To.v.(int64); ok && c.LiveNodes > to {
		return Effect{Class: Evict, Why: fmt.Sprintf("%d nodes are live, %d more than the new maximum", c.LiveNodes, c.LiveNodes-to)}
	}
	return Effect{Class: None, Why: c.Field.Why}
}

func judgeMachines(c Change) Effect {
	if gone, of := goneMachines(c.From, c.To, c.LiveBySize); gone > 0 {
		return Effect{Class: Evict, Why: fmt.Sprintf("%d of %d nodes are drained and deleted", gone, of)}
	}
	return Effect{Class: None, Why: c.Field.Why}
}

func judgeTaints(c Change) Effect {
	for _, t := range c.To.Set() {
		if strings.HasSuffix(t, ":NoExecute") && !slices.Contains(c.From.Set(), t) {
			return Effect{Class: Evict, Why: "pods that do not tolerate " + t + " are evicted"}
		}
	}
	return Effect{Class: Metadata, Why: c.Field.Why}
}

// judgeZones: a pool with explicit zones can change to zones chosen by AKS in place.
// Source: the AKS documentation, availability zones, August 2026. It does not cover the
// opposite change or a regional pool.
func judgeZones(c Change) Effect {
	from, to := ZonesByAKS(c.From), ZonesByAKS(c.To)
	switch {
	case to && len(c.From.Set()) > 0:
		return Effect{Class: None, Why: "AKS chooses the zones of new nodes; running nodes stay where they are"}
	case to:
		return Effect{Class: Rotate, Why: "changing a regional pool to zones chosen by AKS needs a new node pool", Assumed: true}
	case from:
		return Effect{Class: Rotate, Why: "changing back from zones chosen by AKS needs a new node pool", Assumed: true}
	}
	return Effect{Class: Rotate, Why: whyFixed}
}

// AutoZone as the only zone leaves the zones of a pool to AKS.
const AutoZone = "auto"

// ZonesByAKS reports whether AKS chooses the zones.
func ZonesByAKS(zones Value) bool {
	set := zones.Set()
	return len(set) == 1 && set[0] == AutoZone
}

func linuxSKU(s string) bool {
	return strings.HasPrefix(s, "Ubuntu") || strings.HasPrefix(s, "AzureLinux") || s == ContainerLinux || s == "CBLMariner"
}

// ContainerLinux is the os_sku of Azure Container Linux. Its nodes always boot as
// trusted launch machines. Source: the AKS documentation, upgrade-os-version.
const ContainerLinux = "AzureContainerLinux"

// ClassOf is the class of one change, without the status of the pool.
func ClassOf(c Change) Class { return effectOf(c).Class }

func effectOf(c Change) Effect {
	if judge, ok := judges[c.Field]; ok && !c.To.IsUnknown() {
		return judge(c)
	}
	return Effect{Class: c.Field.Class, Why: c.Field.Why, Assumed: c.Field.Assumed}
}

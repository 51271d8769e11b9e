package fits

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// Place is a lane, or any node pool, that workloads may land on.
type Place struct {
	// Pool are the settings, decided or live. A null setting is not given and keeps
	// no workload away. Only labels and taints are taken as complete: without them,
	// nodes have only those that AKS sets.
	Pool lane.Settings
	// Name of the node pool; Unknown if Terraform learns it during apply, null if it
	// is not given.
	Name lane.Value
	// Region is the cluster's location, for example "westeurope"; "" if it is not
	// given.
	Region string
	// Sizes are facts about VM sizes by name, compared without regard to case. A
	// missing size is judged by what its name shows.
	Sizes map[string]Size
	// Partial means that only the settings that lists of node pools show were given.
	// For the other settings, a null does not mean that AKS uses its default.
	Partial bool
}

// Size is what one node of a VM size has; 0 means not given. MemoryGB is as Azure
// counts it, in units of 2^30 bytes. GPUs are NVIDIA's, whole or in part.
type Size struct {
	VCPUs    int64
	MemoryGB float64
	GPUs     int64
}

// node is one shape that the nodes of a place have: a VM size in a zone.
type node struct {
	place  Place
	size   lane.Value
	zone   string // "1"; "" for a regional pool
	zoned  lane.Value
	labels map[string]label
	open   bool // the pool's own labels are not known yet
}

// nodes returns all shapes of a place; at least one.
func (p Place) nodes() []node {
	sizes, machines := []lane.Value{p.Pool.Get(lane.VMSize)}, p.Pool.Get(lane.VirtualMachines)
	if machines.IsUnknown() {
		sizes = []lane.Value{lane.Unknown}
	}
	if list, ok := machines.Any().([]lane.Settings); ok && len(list) > 0 {
		sizes = nil
		for _, m := range list {
			sizes = append(sizes, m.Get(lane.MachineSize))
		}
	}
	zones := p.Pool.Get(lane.Zones)
	names := zones.Set()
	if len(names) == 0 {
		names = []string{""}
	}
	var out []node
	for _, size := range sizes {
		for _, zone := range names {
			n := node{place: p, size: size, zone: zone, zoned: zones}
			n.read()
			out = append(out, n)
		}
	}
	return out
}

// facts returns the facts about the size of the node: those that were given, else
// those that its name shows.
func (n node) facts() Size {
	name := n.size.Text()
	var s Size
	for k, v := range n.place.Sizes {
		if strings.EqualFold(k, name) {
			s = v
		}
	}
	if s.VCPUs == 0 {
		s.VCPUs, _ = lane.VCPUs(name)
	}
	if s.MemoryGB == 0 {
		s.MemoryGB, _ = lane.MemoryGB(name)
	}
	if s.GPUs == 0 {
		s.GPUs, _ = lane.GPUs(name)
	}
	return s
}

// os returns "Linux" or "Windows"; "" if it is not given.
func (n node) os() lane.Value {
	pool := n.place.Pool
	if v := pool.Get(lane.OSType); !v.IsNull() {
		return v
	}
	switch sku := pool.Get(lane.OSSKU); {
	case sku.IsUnknown():
		return lane.Unknown
	case strings.HasPrefix(sku.Text(), "Windows"):
		return lane.Known("Windows")
	case !sku.IsNull():
		return lane.Known("Linux")
	}
	return lane.Value{}
}

// The names that AKS gives nodes: aks-<pool>-<number>-vmss00000a in a scale set,
// aks-<pool>-<number>-vm0 in a VirtualMachines pool, and aks<pool>00000a on Windows,
// where a computer name has at most 15 characters.
var (
	linuxNode   = regexp.MustCompile(`^aks-([a-z][a-z0-9]*)-[0-9]+-vm(ss)?[0-9a-z]+$`)
	windowsNode = regexp.MustCompile(`^aks([a-z][a-z0-9]{0,5})[0-9a-z]{6}$`)
)

// named reports whether a node of the place may have the name: perhaps, since
// nodes come and go.
func (p Place) named(nodeName string) truth {
	if p.Name.IsUnknown() {
		return unknown
	}
	pool := p.Name.Text()
	for _, form := range []*regexp.Regexp{linuxNode, windowsNode} {
		if m := form.FindStringSubmatch(nodeName); m != nil && (pool == "" || m[1] == pool) {
			return perhaps
		}
	}
	return no // no node that AKS creates has such a name
}

// reasonOf returns the reason for the answer of named; other is the reason for a no.
func (p Place) reasonOf(nodeName, other string) Reason {
	switch p.named(nodeName) {
	case unknown:
		return Reason{Later, "the pod names node " + nodeName + ", and the name of the pool is not known yet"}
	case perhaps:
		return Reason{Outside, "the pod names node " + nodeName + ", which the node pool may or may not have"}
	case no, yes:
	}
	return Reason{NodeName, other}
}

// empty returns why the pool has no nodes and gets none; "" if it may have some.
func (p Place) empty() string {
	if lane.Power.Text(p.Pool) == "Stopped" {
		return "the node pool is stopped"
	}
	c := lane.CapacityOf(p.Pool)
	if n, ok := c.Most(); ok && n == 0 && !c.PerSize() {
		return fmt.Sprintf("the node pool has no nodes and adds none: %s is 0", c.MostField().Path)
	}
	return ""
}

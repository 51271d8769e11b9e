package fits

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// domains are the known values of a label on the nodes of some places.
type domains struct {
	key    string
	values map[string]bool // in words
	nodes  int64           // maximum number of nodes of all places
	// open: there may be any number of values; boundless: any number of nodes.
	open, boundless bool
	// free: some nodes lack the label, and are in no domain.
	free bool
	// later: how many nodes there may be is not known yet.
	later bool
}

// domainsOf returns the domains of the nodes that count.
func domainsOf(key string, all map[string]placed, counts func(placed, node) bool) domains {
	d := domains{key: key, values: map[string]bool{}}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		p := all[name]
		nodes := slices.DeleteFunc(p.on.place.nodes(), func(n node) bool { return !counts(p, n) })
		if len(nodes) == 0 {
			continue
		}
		c := lane.CapacityOf(p.on.place.Pool)
		most, known := c.Most()
		d.nodes += most
		if !known && p.on.place.laterCapacity() {
			d.later = true
		} else if !known {
			d.boundless = true
		}
		d.add(name, nodes)
	}
	return d
}

// add adds the values of a place. Each host is a value, so for hosts the place
// represents its nodes.
func (d *domains) add(name string, nodes []node) {
	if d.key == corev1.LabelHostname {
		d.values[name], d.open = true, true
		return
	}
	for _, n := range nodes {
		switch l := n.label(d.key); {
		case l.absent:
			d.free = true
		case l.known:
			d.values[l.value] = true
		case l.about != "" && n.zone != "" && n.zone != lane.AutoZone:
			d.values[l.about] = true
		default:
			d.open = true
		}
	}
}

// laterCapacity reports whether Terraform learns only during apply how many nodes a
// place may have.
func (p Place) laterCapacity() bool {
	return slices.ContainsFunc([]*lane.Field{lane.Nodes, lane.Max, lane.VirtualMachines}, func(f *lane.Field) bool { return !p.Pool.Get(f).IsWhollyKnown() })
}

// most returns how many domains there may be; sure is true if that is bounded.
func (d domains) most() (n int64, sure bool) {
	values := int64(len(d.values))
	switch {
	case d.free, d.open && (d.boundless || d.later):
		return 0, false
	case d.open:
		return d.nodes, true
	case d.boundless, d.later:
		return values, true
	}
	return min(values, d.nodes), true
}

// beside returns the values that others do not have, in words.
func (d domains) beside(others domains) string {
	var out []string
	for v := range d.values {
		if !others.values[v] {
			out = append(out, v)
		}
	}
	slices.Sort(out)
	return strings.Join(out, ", ")
}

// String describes the domains, for messages.
func (d domains) String() string {
	n, _ := d.most()
	switch {
	case d.key == corev1.LabelHostname || n == d.nodes && !d.boundless:
		return fmt.Sprintf("the lanes that take them have at most %s", plural(d.nodes, "node"))
	case len(d.values) == 0:
		return "the lanes have no such label"
	}
	return fmt.Sprintf("the lanes have %s: %s", plural(n, "value"), strings.Join(slices.Sorted(maps.Keys(d.values)), ", "))
}

func plural(n int64, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

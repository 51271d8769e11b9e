package simulator

import (
	"fmt"
	"strconv"
	"strings"
)

// nodes lists the pool's machines by their instance numbers, in the order of their
// creation: 0 to n-1, unless machines were deleted by name.
func (p *pool) nodes() []int {
	if p.Properties.virtualMachines() {
		list, _ := p.sizedMachines()
		return list
	}
	count := int(p.Properties.nodes())
	list := make([]int, 0, count)
	next := 0
	for _, instance := range p.Instances {
		if len(list) == count {
			return list
		}
		list = append(list, instance)
		next = instance + 1
	}
	for len(list) < count {
		list = append(list, next)
		next++
	}
	return list
}

// down reports whether a cluster is stopped, or is being stopped or started. Its nodes
// then carry no pods, and its autoscaler does not run.
func (st *state) down(cl *cluster) bool {
	op := st.operations[cl.Operation]
	return cl.stopped() || op != nil && op.Status == "" && op.Kind == stopping
}

func (cl *cluster) stopped() bool {
	return strings.EqualFold(cl.text("properties", "powerState", "code"), "Stopped")
}

// ready lists the machines that can carry pods now. A machine that an operation is
// still creating is not ready, and one that it removes gets no new pods.
func (st *state) ready(cl *cluster, p *pool) []int {
	list := p.standing(p.nodes())
	if st.down(cl) || p.Properties.stopped() || !p.DeletionStarted.IsZero() {
		return nil
	}
	op := st.operations[p.Operation]
	if op == nil || op.Status != "" {
		return list
	}
	switch op.Kind {
	case creating, starting, stopping:
		return nil
	case scaling:
		return list[:max(0, min(op.From, len(list)))]
	default:
		return list
	}
}

// scaleSet is the name of the pool's scale set, as AKS builds it. The number in it is
// the same for all pools of a cluster.
func (cl *cluster) scaleSet(p *pool) string {
	digits := derivedGUID("scale set", cl.key)[:7]
	number, _ := strconv.ParseInt(digits, 16, 64)
	if p.Properties.windows() {
		return "aks" + p.Name
	}
	kind := "vmss"
	if p.Properties.virtualMachines() {
		kind = "vms"
	}
	return fmt.Sprintf("aks-%s-%08d-%s", p.Name, number%100000000, kind)
}

// nodeName is a machine's name: that of the scale set, then the machine's number in
// base 36 with six digits. A pool of type VirtualMachines uses decimal numbers.
func (cl *cluster) nodeName(p *pool, instance int) string {
	if p.Properties.virtualMachines() {
		return cl.scaleSet(p) + strconv.Itoa(instance+1)
	}
	digits := strconv.FormatInt(int64(instance), 36)
	return cl.scaleSet(p) + strings.Repeat("0", max(0, 6-len(digits))) + digits
}

// zoneOf is the zone of a machine; machines are spread over the pool's zones in turn. A
// machine that existed before AKS chose the zones keeps its zone.
func (p *pool) zoneOf(instance int) string {
	zones := p.Properties.AvailabilityZones
	if p.Properties.autoZones() {
		zones = p.Zones
		if kept, old := p.ZoneOf[instance]; old {
			return kept
		}
	}
	if len(zones) == 0 || instance < 0 {
		return ""
	}
	return zones[instance%len(zones)]
}

// mostAutoZones is how many zones AKS chooses for a pool (source: AKS's
// documentation of automatic zone placement).
const mostAutoZones = 3

// chooseZones chooses the zones of a pool that is about to have the zones auto: the
// first ones that have its size. Existing machines keep their zones; a new pool has no
// machines yet.
func (c *catalog) chooseZones(cl *cluster, p *pool, wants *AgentPoolProperties, isNew bool) {
	if !wants.autoZones() || p.Zones != nil {
		return
	}
	if !isNew {
		p.ZoneOf = map[int]string{}
		for _, node := range p.nodes() {
			p.ZoneOf[node] = p.zoneOf(node)
		}
	}
	p.Zones = []string{}
	for _, name := range wants.sizes() {
		if _, offer, ok := c.offered(name, cl.location()); ok {
			zones := offer.usableZones()
			p.Zones = zones[:min(len(zones), mostAutoZones)]
			return
		}
	}
}

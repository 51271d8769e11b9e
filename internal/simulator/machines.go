package simulator

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/netip"
	"slices"
	"strconv"
	"strings"
)

type machineBody struct {
	ID         string            `json:"id"`
	Name       string            `json:"name"`
	Type       string            `json:"type"`
	Zones      []string          `json:"zones,omitempty"`
	Properties machineProperties `json:"properties"`
}

type machineProperties struct {
	Network    machineNetwork `json:"network"`
	ResourceID string         `json:"resourceId"`
}

type machineNetwork struct {
	IPAddresses []machineAddress `json:"ipAddresses"`
}

type machineAddress struct {
	Family string `json:"family"`
	IP     string `json:"ip"`
}

func (cl *cluster) machineBody(p *pool, instance int, address string) machineBody {
	name, set := cl.nodeName(p, instance), cl.scaleSet(p)
	group := "/subscriptions/" + cl.Subscription + "/resourceGroups/" + cl.text("properties", "nodeResourceGroup")
	resource := group + "/providers/Microsoft.Compute/virtualMachineScaleSets/" + set + "/virtualMachines/" + strconv.Itoa(instance)
	if p.Properties.virtualMachines() {
		resource = group + "/providers/Microsoft.Compute/virtualMachines/" + name
	}
	body := machineBody{
		ID:   cl.id() + "/agentPools/" + p.Name + "/machines/" + name,
		Name: name,
		Type: "Microsoft.ContainerService/managedClusters/agentPools/machines",
		Properties: machineProperties{
			Network:    machineNetwork{IPAddresses: []machineAddress{{Family: "IPv4", IP: address}}},
			ResourceID: resource,
		},
	}
	if zone := p.zoneOf(instance); zone != "" {
		body.Zones = []string{zone}
	}
	return body
}

// firstAddress is the first address that a pool's machines use, in the pool's subnet or
// the one that AKS creates. Azure reserves the first four addresses of a subnet. Pools
// that share a subnet follow one another.
func (c *catalog) firstAddress(cl *cluster, p *pool) netip.Addr {
	cidr := "10.224.0.0/16"
	if subnet := c.subnet(value(p.Properties.VnetSubnetID)); subnet != nil {
		cidr = subnet.CIDR
	}
	address := netip.MustParseAddr("10.224.0.0")
	if prefix, err := netip.ParsePrefix(cidr); err == nil {
		address = prefix.Masked().Addr()
	}
	skip := 4
	for _, other := range cl.pools {
		if other == p {
			break
		}
		if strings.EqualFold(value(other.Properties.VnetSubnetID), value(p.Properties.VnetSubnetID)) {
			skip += len(other.nodes())
		}
	}
	return plus(address, skip)
}

func plus(address netip.Addr, n int) netip.Addr {
	if !address.Is4() {
		return address
	}
	b := address.As4()
	sum := (uint32(b[0])<<24 | uint32(b[1])<<16 | uint32(b[2])<<8 | uint32(b[3])) + uint32(n)
	return netip.AddrFrom4([4]byte{byte(sum >> 24), byte(sum >> 16), byte(sum >> 8), byte(sum)})
}

// machines are the pool's machines that exist by now. Those that an operation is still
// creating appear one after the other, as its status counts them.
func (m *moment) machines(cl *cluster, p *pool) []machineBody {
	nodes := p.nodes()
	if op := m.state.operations[p.Operation]; op != nil && op.Status == "" && (op.Kind == creating || op.Kind == scaling) {
		// An operation counts all nodes of the pool; apply its completed share to the
		// new ones.
		from := min(op.From, len(nodes))
		if coming := len(nodes) - from; coming > 0 {
			nodes = nodes[:from+coming*op.done(m.now)/max(1, op.Nodes)]
		}
	}
	first := m.catalog.firstAddress(cl, p)
	list := make([]machineBody, 0, len(nodes))
	for i, instance := range nodes {
		list = append(list, cl.machineBody(p, instance, plus(first, i).String()))
	}
	return list
}

func listMachines(c *call) answer {
	cl, p, missing := c.pool("List")
	if missing != nil {
		return missing.answer()
	}
	return listed(c, c.machines(cl, p), func(machine machineBody) machineBody { return machine })
}

func getMachine(c *call) answer {
	cl, p, missing := c.pool("Get")
	if missing != nil {
		return missing.answer()
	}
	for _, machine := range c.machines(cl, p) {
		if strings.EqualFold(machine.Name, c.path["machine"]) {
			return ok(machine)
		}
	}
	return c.noMachine(c.path["machine"]).answer()
}

func (c *call) noMachine(name string) *rejection {
	return providerError(http.StatusNotFound, "NotFound",
		fmt.Sprintf("Could not find the machine: %s in subscription: %s, resourceGroup: %s, resourceName: %s, agentPool: %s.",
			name, c.path["subscription"], c.path["group"], c.path["cluster"], c.path["pool"]))
}

// deleteMachines removes machines from a pool by name, without cordon or drain.
func deleteMachines(c *call) answer {
	cl, p, missing := c.pool("DeleteMachines")
	if missing != nil {
		return missing.answer()
	}
	var sent struct {
		MachineNames []string `json:"machineNames"`
	}
	if err := json.Unmarshal(c.body, &sent); err != nil {
		return unreadable(err).answer()
	}
	if refused := c.busy(cl, p, deleting); refused != nil {
		return refused.answer()
	}
	if refused := p.managed(); refused != nil {
		return refused.answer()
	}
	left := p.nodes()
	for _, name := range sent.MachineNames {
		i := slices.IndexFunc(left, func(instance int) bool { return strings.EqualFold(cl.nodeName(p, instance), name) })
		if i < 0 {
			return c.noMachine(name).answer()
		}
		left = slices.Delete(left, i, i+1)
	}
	switch {
	case len(sent.MachineNames) == 0:
		return rule{id: "machines-missing", code: "InvalidParameter", target: "machineNames", text: invalidParameter}.
			reject("machineNames has to name at least one machine").answer()
	case p.Properties.virtualMachines():
		return providerError(http.StatusBadRequest, "OperationNotAllowed",
			"Machines of an agent pool of type VirtualMachines are removed by its scale profile.").answer()
	case p.Properties.system() && len(left) == 0:
		return rule{id: "machines-system", code: "InvalidParameter", target: "machineNames", text: invalidParameter}.
			reject("a System agent pool has to keep at least one machine").answer()
	}
	p.Instances = left
	c.state.setPool(p, func(properties *AgentPoolProperties) { properties.Count = ref(int32(len(left))) })
	op := c.newOperation(scaling, p.Properties, len(sent.MachineNames), 0, c.outcome)
	op.From = len(left)
	c.begin(cl, p, op)
	a := answer{status: http.StatusAccepted, headers: http.Header{}}
	c.announce(a.headers, op, true)
	return a
}

// upgradeNodeImage upgrades a pool to the newest image of its version. If the pool
// already has that image, the operation ends immediately and replaces nothing.
func upgradeNodeImage(c *call) answer {
	cl, p, missing := c.pool("UpgradeNodeImageVersion")
	if missing != nil {
		return missing.answer()
	}
	if refused := c.busy(cl, p, upgradingImage); refused != nil {
		return refused.answer()
	}
	if refused := p.managed(); refused != nil {
		return refused.answer()
	}
	plan := c.proposeImage(c.version, cl, p)
	plan.outcome = c.outcome
	if refused := plan.judge(c.simulator.rules); refused != nil {
		return refused.answer()
	}
	op := c.beginImageUpgrade(plan, p)
	a := answer{status: http.StatusAccepted, body: c.poolBody(cl, p), headers: http.Header{}}
	c.announce(a.headers, op, true)
	return a
}

// newestImage is the image that a pool would be upgraded to.
func (c *catalog) newestImage(p *pool) string {
	return c.nodeImage(p.Properties, value(p.Properties.CurrentOrchestratorVersion))
}

// proposeImage proposes to bring a pool to the newest image.
func (m *moment) proposeImage(version apiVersion, cl *cluster, p *pool) *proposal {
	plan := m.propose(version, cl, p, &AgentPoolProperties{})
	plan.sent.NodeImageVersion = ref(m.catalog.newestImage(p))
	return plan
}

// beginImageUpgrade carries out such a proposal. If it resumes a failed upgrade, no
// node is emptied.
func (m *moment) beginImageUpgrade(plan *proposal, p *pool) *operation {
	op := m.newOperation(upgradingImage, p.Properties, 0, 0, plan.outcome)
	if m.catalog.newestImage(p) != value(p.Properties.NodeImageVersion) {
		op = plan.operation()
	}
	if op.Kind == upgradingImage {
		m.drains(plan.cluster, p, op, p.nodes(), false)
	}
	m.begin(plan.cluster, p, op)
	return op
}

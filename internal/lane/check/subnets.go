package check

import (
	"net/netip"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

var subnetChecks = []Check{
	{
		ID: "subnet", Level: Warn, Code: "SubnetNotFound",
		Title:  "Subnet does not exist",
		Text:   "The subnet must exist.",
		Remedy: "Check the ID. If the same apply creates the subnet, reference that resource's id, so that the subnet is created first.",
		Needs:  OfCluster | OfSubnets, On: made, Find: subnetMissing,
	},
	{
		ID: "subnet-delegated", Level: Warn, Code: "SubnetIsDelegated",
		Title:  "Subnet is delegated",
		Text:   "Nodes cannot use a subnet that is delegated to a service.",
		Remedy: "Use another subnet, or remove the delegation before this lane is created.",
		Needs:  OfCluster | OfSubnets, On: made, Find: subnetDelegated,
	},
	{
		ID: "subnet-size", Level: Error, Code: "InsufficientSubnetSize",
		Title:  "Subnet is too small",
		Text:   "AKS counts every node pool in a subnet at its maximum size with surge: one address per node and, without an overlay, one per pod.",
		Remedy: "Use a larger subnet, a lower maximum of nodes, or a smaller max_pods.",
		Needs:  OfCluster | OfSubnets | OfPlan, On: moved(reaches...), Find: subnetRoom,
	},
	{
		ID: "virtual-network", Level: Error, Code: "InvalidParameter",
		Title:  "Subnet is in another virtual network",
		Text:   "All node pools of a cluster must be in one virtual network.",
		Remedy: "Use a subnet of the network that the cluster's other node pools are in.",
		Needs:  OfPools | OfPlan, On: madeWith(func(s Subject) bool { return s.known(lane.Subnet) }), Find: otherNetwork,
	},
	{
		ID: "pod-subnet-size", Level: Warn, Code: Accepted, Source: docs("concepts-network-azure-cni-pod-subnet"),
		Title:  "Subnet for pods may run out of addresses",
		Text:   "A node reserves addresses for its pods in blocks of 16; with StaticBlock it reserves all that max_pods and the node itself need. Pods without an address do not start.",
		Remedy: "Use a larger subnet for pods, a lower maximum of nodes, or a smaller max_pods.",
		Needs:  OfCluster | OfSubnets | OfPlan, On: moved(reaches...), Find: podSubnetRoom,
	},
	{
		ID: "pod-range", Level: Error, Code: "InsufficientSubnetSize",
		Title:  "Pod range is too small",
		Text:   "In an overlay every node uses a /24 of the cluster's pod range, and AKS counts every node pool at its maximum size with surge.",
		Remedy: "Lower the maximum of nodes in this lane or another; the range is fixed when the cluster is created.",
		Needs:  OfCluster | OfPlan, On: moved(reaches...), Find: podRange,
	},
	{
		ID: "max-pods", Level: Warn, Code: Accepted,
		Title:  "Few pods per node",
		Text:   "Azure CNI without an overlay allows 30 pods per node, and max_pods is fixed when the pool is created.",
		Remedy: "Write max_pods.",
		Needs:  OfCluster, On: made, Find: maxPods,
	},
}

// reserved is how many addresses in a subnet's range Azure keeps for itself.
const reserved = 5

// perNode is the number of pod addresses that a node of an overlay takes: a /24.
const perNode = 256

func (f Facts) subnet(id string) (lane.SubnetFacts, bool) {
	s, ok := f.Subnets[strings.ToLower(id)]
	return s, ok && id != ""
}

func subnetMissing(f Facts, s Subject) []Finding {
	var out []Finding
	for _, field := range []*lane.Field{lane.Subnet, lane.PodSubnet} {
		if sub, ok := f.subnet(field.Text(s.Pool)); ok && sub.Missing {
			out = append(out, at(true, field, "The virtual network has no subnet %s.", last(field.Text(s.Pool)))...)
		}
	}
	return out
}

// subnetDelegated is about subnets for nodes only: AKS itself delegates a subnet for
// pods.
func subnetDelegated(f Facts, s Subject) []Finding {
	sub, _ := f.subnet(lane.Subnet.Text(s.Pool))
	return at(sub.Delegation != "", lane.Subnet, "Subnet %s is delegated to %s.", last(sub.ID), sub.Delegation)
}

func last(id string) string { return id[strings.LastIndex(id, "/")+1:] }

// most returns how many nodes a pool may grow to: the autoscaler's maximum, or the
// count, plus the surge.
func most(pool lane.Settings, nodes int64) int64 {
	c := lane.CapacityOf(pool)
	n := c.UpTo(nodes)
	if c.PerSize() {
		return n
	}
	return n + lane.SurgeNodes(pool, n)
}

// grows reports whether the change makes the pool need more addresses. Only such a
// change is judged by the present state of the network.
func (f Facts) grows(s Subject) bool {
	own := f.own(s)
	return s.makes() || most(own.After, total(own.after())) > most(own.Before, own.Nodes)
}

// atMost adds up what every pool of the cluster takes at its maximum: the lanes
// planned so far as planned, the others as they are. open is what is taken in
// addition by pools that may be lanes not planned yet.
func (f Facts) atMost(s Subject, of func(pool lane.Settings, nodes int64) int64) (need, open int64) {
	own := f.own(s)
	need = of(own.After, most(own.After, total(own.after())))
	for _, l := range f.of(f.Cluster.ID) {
		if l.After != nil && !strings.EqualFold(l.Name, s.Name) {
			need += of(l.After, most(l.After, total(l.after())))
		}
	}
	for _, p := range f.Cluster.Pools {
		switch {
		case f.planned(p.Name) || strings.EqualFold(p.Name, s.Live) || lane.OfAKS(p.Set): // counted already, or not the subscription's machines
		case f.perhapsLane(p):
			open += of(p.Set, most(p.Set, p.Status.Nodes))
		default:
			need += of(p.Set, most(p.Set, p.Status.Nodes))
		}
	}
	return need, open
}

// over returns a finding if all pools together take more than there is. The finding
// is open if it depends on pools that may be lanes not planned yet.
func over(need, open, have int64, cause string, field *lane.Field, what string, args ...any) []Finding {
	found := at(need+open > have, field, what, args...)
	for i := range found {
		found[i].Open, found[i].Cause = need <= have, cause
	}
	return found
}

// addressesIn returns the size of an IPv4 range; 0 if the text is not one.
func addressesIn(cidr string) int64 {
	p, err := netip.ParsePrefix(cidr)
	if err != nil || !p.Addr().Is4() {
		return 0
	}
	return 1 << (32 - p.Bits())
}

func podRange(f Facts, s Subject) []Finding {
	have := addressesIn(f.Cluster.Network.PodCIDR)
	if have == 0 || !f.grows(s) {
		return nil
	}
	need, open := f.atMost(s, func(_ lane.Settings, nodes int64) int64 { return nodes * perNode })
	return over(need, open, have, "pods of "+f.Cluster.ID, s.mostField(), "At maximum size, with surge, the cluster's node pools would have %d nodes, but its pod range %s is enough for only %d.%s",
		need/perNode, f.Cluster.Network.PodCIDR, have/perNode, fewer(f, s, (need-have+perNode-1)/perNode))
}

// fewer returns how many nodes would fit if that many are too many.
func fewer(f Facts, s Subject, over int64) string {
	own := f.own(s)
	hi, ok := lane.Max.Int(s.Pool)
	if !ok {
		hi = total(own.after())
	}
	for n := hi - 1; n > 0; n-- {
		if hi+lane.SurgeNodes(s.Pool, hi)-n-lane.SurgeNodes(s.Pool, n) >= over {
			return " " + nodes(n) + " would fit."
		}
	}
	return ""
}

func subnetRoom(f Facts, s Subject) []Finding {
	id := lane.Subnet.Text(s.Pool)
	have := f.room(id)
	if have <= 0 || !f.grows(s) {
		return nil
	}
	each := func(pool lane.Settings) int64 { return 1 + f.podsInSubnet(pool) }
	need, open := f.atMost(s, inSubnet(lane.Subnet, id, each))
	return over(need, open, have, "subnet "+strings.ToLower(id), s.mostField(), "At maximum size, with surge, the node pools in subnet %s would need %d addresses, %d per node of this lane. It has %d.%s",
		last(id), need, each(s.Pool), have, fewer(f, s, (need-have+each(s.Pool)-1)/each(s.Pool)))
}

// room returns how many addresses a subnet has for nodes and pods; 0 if that is not
// known.
func (f Facts) room(id string) int64 {
	sub, ok := f.subnet(id)
	if !ok || sub.Missing {
		return 0
	}
	var have int64
	for _, prefix := range sub.Prefixes {
		have += addressesIn(prefix) - reserved
	}
	return max(0, have)
}

// inSubnet returns what pools take from a subnet: each per node, and nothing if the
// field names another subnet.
func inSubnet(field *lane.Field, id string, each func(lane.Settings) int64) func(lane.Settings, int64) int64 {
	return func(pool lane.Settings, nodes int64) int64 {
		if !strings.EqualFold(field.Text(pool), id) {
			return 0
		}
		return nodes * each(pool)
	}
}

// podsInSubnet returns how many addresses the pods of a node take from the node's
// own subnet: none in an overlay, with a subnet for pods, or without Azure CNI.
func (f Facts) podsInSubnet(pool lane.Settings) int64 {
	if !f.nodeSubnet(pool) {
		return 0
	}
	if n, ok := lane.MaxPods.Int(pool); ok {
		return n
	}
	return fewPods
}

// fewPods is AKS's default for max_pods if pods use the nodes' subnet.
const fewPods = 30

func (f Facts) nodeSubnet(pool lane.Settings) bool {
	return strings.EqualFold(f.Cluster.Network.Plugin, "azure") && f.Cluster.Network.PluginMode == "" && f.Cluster.Network.PodCIDR == "" && !pool.Has(lane.PodSubnet)
}

func maxPods(f Facts, s Subject) []Finding {
	return at(f.nodeSubnet(s.Pool) && !s.Pool.Has(lane.MaxPods), lane.MaxPods,
		"max_pods is not set; AKS allows %d pods per node if pods use the nodes' subnet.", fewPods)
}

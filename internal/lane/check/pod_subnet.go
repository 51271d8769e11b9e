package check

import (
	"fmt"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// podBlock is how many addresses a node takes from a subnet for pods at a time.
const podBlock = 16

// podsOfSubnet is AKS's default for max_pods if pods have their own subnet.
const podsOfSubnet = 110

// podAddresses returns how many addresses a node with max_pods pods takes from the
// subnet for pods. A static block gives up one of the addresses that it reserves, so
// a max_pods of 16n - 1 wastes nothing.
func podAddresses(pool lane.Settings) int64 {
	pods, ok := lane.MaxPods.Int(pool)
	if !ok {
		pods = podsOfSubnet
	}
	if lane.PodIPMode.Text(pool) == staticBlock {
		pods++
	}
	return (pods + podBlock - 1) / podBlock * podBlock
}

const staticBlock = "StaticBlock"

// podSubnetRoom finds nothing if max_pods is not known yet.
func podSubnetRoom(f Facts, s Subject) []Finding {
	id := lane.PodSubnet.Text(s.Pool)
	have := f.room(id)
	if have <= 0 || !f.grows(s) || s.unknown(lane.MaxPods) || s.unknown(lane.PodIPMode) {
		return nil
	}
	need, open := f.atMost(s, inSubnet(lane.PodSubnet, id, podAddresses))
	each := podAddresses(s.Pool)
	found := over(need, open, have, "pods in "+strings.ToLower(id), s.mostField(), "At maximum size, with surge, the node pools with pods in subnet %s would need %d addresses, %d per node of this lane. It has %d.%s",
		last(id), need, each, have, fewer(f, s, (need-have+each-1)/each))
	for i := range found {
		found[i].Others = []*lane.Field{lane.PodSubnet, lane.MaxPods}
	}
	return found
}

// networkOf returns the virtual network of a subnet's ID; "" if there is none.
func networkOf(subnet string) string {
	network, _, ok := strings.Cut(strings.ToLower(subnet), "/subnets/")
	if !ok {
		return ""
	}
	return network
}

// otherNetwork compares the lane with the lanes of the plan as planned, and with the
// other node pools as they are. A node pool that may be a lane not planned yet may
// still leave its network.
func otherNetwork(f Facts, s Subject) []Finding {
	mine := networkOf(lane.Subnet.Text(s.Pool))
	says := func(name, theirs string) []Finding {
		return at(true, lane.Subnet, "the subnet is in virtual network %s, and node pool %s is in %s", last(mine), name, whereIs(mine, theirs))
	}
	var open []Finding
	for _, l := range f.of(f.Cluster.ID) {
		if theirs := networkOf(lane.Subnet.Text(l.After)); differs(mine, theirs) && !strings.EqualFold(l.Name, s.Name) {
			return says(l.Name, theirs)
		}
	}
	for _, p := range f.Cluster.Pools {
		theirs := networkOf(lane.Subnet.Text(p.Set))
		switch {
		case !differs(mine, theirs) || f.planned(p.Name) || strings.EqualFold(p.Name, s.Live):
		case f.perhapsLane(p):
			open = says(p.Name, theirs)
			open[0].Open = true
		default:
			return says(p.Name, theirs)
		}
	}
	return open
}

func differs(mine, theirs string) bool { return mine != "" && theirs != "" && mine != theirs }

// whereIs names the other network. If both networks have the same name, it gives the
// full ID, which shows the resource group.
func whereIs(mine, theirs string) string {
	if last(mine) != last(theirs) {
		return last(theirs)
	}
	return fmt.Sprintf("one of the same name, %s", theirs)
}

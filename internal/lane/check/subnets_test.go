package check

import (
	"strings"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

func network(name string) string { return armRG + "Microsoft.Network/virtualNetworks/" + name }

func subnetOf(name string) lane.Settings {
	return lane.Of(lane.Subnet.Is(network(name) + "/subnets/nodes"))
}

// D6: all node pools of a cluster are in one virtual network.
func TestD6AnotherVirtualNetwork(t *testing.T) {
	t.Parallel()
	cluster := func(pools ...lane.LivePool) *Cluster { return &Cluster{ID: "c", Pools: pools} }
	foreign := func(set lane.Settings) lane.LivePool { return lane.LivePool{Name: "sys", Set: set} }
	perhaps := foreign(subnetOf("other").Put(lane.Tags, lane.Texts(map[string]string{"workload-lane": "sys"})))
	elsewhere := strings.Replace(network("vnet"), "/rg/", "/rg2/", 1) + "/subnets/nodes"
	for name, tc := range map[string]struct {
		facts Facts
		says  string
		open  bool
	}{
		"the same":               {Facts{Cluster: cluster(foreign(subnetOf("vnet")))}, "", false},
		"the same, cased":        {Facts{Cluster: cluster(foreign(lane.Of(lane.Subnet.Is(strings.ToUpper(network("vnet")) + "/subnets/pods"))))}, "", false},
		"AKS's own":              {Facts{Cluster: cluster(foreign(lane.Of()))}, "", false},
		"another":                {Facts{Cluster: cluster(foreign(subnetOf("other")))}, "the subnet is in virtual network vnet, and node pool sys is in other", false},
		"another group's":        {Facts{Cluster: cluster(foreign(lane.Of(lane.Subnet.Is(elsewhere))))}, "the subnet is in virtual network vnet, and node pool sys is in one of the same name, " + strings.TrimSuffix(strings.ToLower(elsewhere), "/subnets/nodes"), false},
		"of a lane not planned":  {Facts{Cluster: cluster(perhaps)}, "the subnet is in virtual network vnet, and node pool sys is in other", true},
		"of a lane that leaves":  {Facts{Cluster: cluster(perhaps), Lanes: []Lane{{Cluster: "c", Name: "sys", Pool: "sys", After: subnetOf("vnet")}}}, "", false},
		"of a lane that comes":   {Facts{Cluster: cluster(), Lanes: []Lane{{Cluster: "c", Name: "web", After: subnetOf("other")}}}, "the subnet is in virtual network vnet, and node pool web is in other", false},
		"of another cluster":     {Facts{Cluster: cluster(), Lanes: []Lane{{Cluster: "d", Name: "web", After: subnetOf("other")}}}, "", false},
		"of the lane's own pool": {Facts{Cluster: cluster(), Lanes: []Lane{{Cluster: "c", Name: "lane", After: subnetOf("other")}}}, "", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			found := check(t, "virtual-network").Ask(tc.facts, Subject{Name: "lane", Pool: subnetOf("vnet")})
			if said := texts(found); said != tc.says || len(found) == 1 && found[0].Open != tc.open {
				t.Errorf("found %+v, want %q", found, tc.says)
			}
		})
	}
}

// D7: a subnet for pods is counted as well: every node takes its pods' addresses in
// blocks of 16.
func TestD7PodSubnets(t *testing.T) {
	t.Parallel()
	const pods = subnetID + "-pods"
	pool := func(most, perNode int, more ...lane.Setting) lane.Settings {
		return lane.Of(append(more, lane.PodSubnet.Is(pods), lane.MaxPods.Is(perNode), lane.Min.Is(0), lane.Max.Is(most), lane.Surge.Is("1"))...)
	}
	static := lane.PodIPMode.Is("StaticBlock")
	for name, tc := range map[string]struct {
		prefix string
		pool   lane.Settings
		lanes  []Lane
		says   string
	}{
		"the input of D7":            {"10.1.0.0/22", pool(12, 110), nil, "would need 1456 addresses, 112 per node of this lane. It has 1019. 8 nodes would fit."},
		"as many as fit":             {"10.1.0.0/22", pool(8, 110), nil, ""},
		"one more":                   {"10.1.0.0/22", pool(9, 110), nil, "would need 1120 addresses"},
		"in whole blocks":            {"10.1.0.0/26", pool(2, 17), nil, "would need 96 addresses, 32 per node"},
		"a static block of 110":      {"10.1.0.0/22", pool(8, 110, static), nil, ""},
		"a static block of 112":      {"10.1.0.0/22", pool(8, 112, static), nil, "would need 1152 addresses, 128 per node"},
		"beside another lane":        {"10.1.0.0/22", pool(5, 110), []Lane{{Cluster: "c", Name: "web", After: pool(4, 110)}}, "would need 1232 addresses"},
		"beside one of no subnet":    {"10.1.0.0/22", pool(8, 110), []Lane{{Cluster: "c", Name: "web", After: lane.Of(lane.Nodes.Is(9))}}, ""},
		"max_pods that is AKS's":     {"10.1.0.0/22", pool(9, 110).Without(lane.MaxPods), nil, "112 per node of this lane"},
		"max_pods not known yet":     {"10.1.0.0/22", pool(90, 110).Put(lane.MaxPods, lane.Unknown), nil, ""},
		"a subnet that was not read": {"", pool(90, 110), nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			facts := Facts{Cluster: &Cluster{ID: "c"}, Lanes: tc.lanes, Subnets: map[string]lane.SubnetFacts{}}
			if tc.prefix != "" {
				facts.Subnets[strings.ToLower(pods)] = lane.SubnetFacts{ID: pods, Prefixes: []string{tc.prefix}}
			}
			said := texts(check(t, "pod-subnet-size").Ask(facts, Subject{Name: "lane", Pool: tc.pool}))
			if tc.says == "" && said != "" || !strings.Contains(said, tc.says) {
				t.Errorf("the check says %q, want %q", said, tc.says)
			}
		})
	}
}

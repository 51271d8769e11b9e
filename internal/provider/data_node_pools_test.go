package provider

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

func TestNodePoolsFilters(t *testing.T) {
	t.Parallel()
	sim := worldOf(t, simulator.Options{})
	put(t, sim, "jobs", object{"mode": "User", "vmSize": "Standard_D8ds_v5", "count": 1, "nodeTaints": []any{"workload=batch:NoSchedule"}, "tags": object{"workload-lane": "jobs", "workload-lane-purpose": "batch"}})
	put(t, sim, "winweb", object{"mode": "User", "osType": "Windows", "vmSize": "Standard_D8ds_v5", "count": 1, "tags": object{"iac": "bicep"}})
	s := serverOn(t, sim)
	for name, tt := range map[string]struct {
		wrote object
		want  string
	}{
		"all":                  {object{}, "jobs nodepool1 winweb nodepool1"},
		"by cluster":           {object{"cluster_ids": list{cluster}}, "jobs nodepool1 winweb"},
		"by group":             {object{"resource_group": "RG-LANES"}, "jobs nodepool1 winweb nodepool1"},
		"of no group":          {object{"resource_group": "other"}, ""},
		"of no tag":            {object{"tags": object{"env": "prod's"}}, ""},
		"purpose":              {object{"purpose": "batch"}, "jobs"},
		"mode":                 {object{"mode": "System"}, "nodepool1 nodepool1"},
		"os_type":              {object{"os_type": "Windows"}, "winweb"},
		"name":                 {object{"name": "*o*s"}, "jobs"},
		"unmanaged":            {object{"unmanaged_only": true}, "nodepool1 winweb nodepool1"},
		"unmanaged by anybody": {object{"unmanaged_only": true, "managed_by": list{"IaC"}}, "nodepool1 nodepool1"},
		"no such subscription": {object{"subscription_ids": list{"33333333-3333-3333-3333-333333333333"}}, ""},
	} {
		out := s.tells("node_pools", tt.wrote)
		var names []string
		for _, p := range part(out, "pools").(list) {
			names = append(names, part(p, "name").(string))
		}
		if got := strings.Join(names, " "); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
	s.saysNo("node_pools", object{"cluster_ids": list{cluster}, "resource_group": "x"}, "cluster_ids")
	s.saysNo("node_pools", object{"cluster_ids": list{"x"}}, "is not the ID of an AKS cluster")
	s.saysNo("node_pools", object{"mode": "system"}, `Did you mean "System"?`)
}

// bigWorld has 20 clusters of 50 pools in 2 subscriptions.
func bigWorld() *simulator.World {
	world := simulator.BuiltIn()
	ids := []string{world.Subscriptions[0].ID, "33333333-3333-3333-3333-333333333333"}
	world.Subscriptions = nil
	count, system, user := int32(1), "System", "User"
	for _, id := range ids {
		sub := simulator.Subscription{ID: id, Name: id}
		for c := range 10 {
			cl := simulator.Cluster{Name: fmt.Sprintf("aks-%02d", c), ResourceGroup: "rg-lanes", Location: "westeurope"}
			for p := range 50 {
				mode := &user
				if p == 0 {
					mode = &system
				}
				cl.Pools = append(cl.Pools, simulator.Pool{Name: fmt.Sprintf("pool%02d", p), Properties: &simulator.AgentPoolProperties{Count: &count, Mode: mode}})
			}
			sub.Clusters = append(sub.Clusters, cl)
		}
		world.Subscriptions = append(world.Subscriptions, sub)
	}
	return world
}

// The inventory of 1,000 pools is one query.
func TestInventoryOfAThousandPools(t *testing.T) {
	t.Parallel()
	world := bigWorld()
	sim := worldOf(t, simulator.Options{World: world})
	s := serverOn(t, sim)
	out := s.tells("node_pools", object{"subscription_ids": list{world.Subscriptions[0].ID, world.Subscriptions[1].ID}})
	if n := len(part(out, "pools").(list)); n != 1000 {
		t.Errorf("%d pools", n)
	}
	if diff := cmp.Diff([]string{"POST resources"}, asked(sim)); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

package provider

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// reads reads a data source with what an author wrote, and returns what it
// tells and its diagnostics.
func (s *server) reads(name string, wrote object) (any, []string) {
	s.t.Helper()
	ctx := context.Background()
	var source *dataSource
	p, _ := New("test")().(*aksProvider)
	for _, made := range p.DataSources(ctx) {
		if d, ok := made().(*dataSource); ok && d.name == name {
			source = d
		}
	}
	t := typeOf(source.attrs())
	obj, err := conformer{ctx: ctx, strict: true}.object(hcl(wrote), t, "")
	if err != nil {
		s.t.Fatal(err)
	}
	v, err := obj.ToTerraformValue(ctx)
	if err != nil {
		s.t.Fatal(err)
	}
	config, err := tfprotov6.NewDynamicValue(t.TerraformType(ctx), v)
	if err != nil {
		s.t.Fatal(err)
	}
	valid, err := s.ValidateDataResourceConfig(ctx, &tfprotov6.ValidateDataResourceConfigRequest{TypeName: "aks_" + name, Config: &config})
	if err != nil || len(valid.Diagnostics) > 0 {
		return nil, append(texts(valid.Diagnostics), fmt.Sprint(err))
	}
	resp, err := s.ReadDataSource(ctx, &tfprotov6.ReadDataSourceRequest{TypeName: "aks_" + name, Config: &config})
	if err != nil {
		s.t.Fatal(err)
	}
	state, err := resp.State.Unmarshal(t.TerraformType(ctx))
	if err != nil {
		s.t.Fatal(err)
	}
	return back(state), texts(resp.Diagnostics)
}

// tells is a reading without any diagnostic.
func (s *server) tells(name string, wrote object) any {
	s.t.Helper()
	out, diags := s.reads(name, wrote)
	if len(diags) > 0 {
		s.t.Fatal(name, ": ", diags)
	}
	return out
}

// saysNo checks a reading that fails.
func (s *server) saysNo(name string, wrote object, says ...string) {
	s.t.Helper()
	_, diags := s.reads(name, wrote)
	for _, part := range says {
		if !strings.Contains(strings.Join(diags, "\n"), part) {
			s.t.Errorf("%s does not say %q: %v", name, part, diags)
		}
	}
}

// put makes a node pool as somebody else would.
func put(t testing.TB, sim *simulator.Simulator, name string, properties object) {
	t.Helper()
	status, answer, err := sim.Do(http.MethodPut, cluster+"/agentPools/"+name, object{"properties": properties})
	if err != nil || status >= 300 {
		t.Fatalf("PUT %s: %d %v %v", name, status, answer, err)
	}
}

// asked spells the requests so far as "GET aks-lanes", without the world's
// beginning.
func asked(sim *simulator.Simulator) []string {
	var out []string
	for _, r := range sim.Requests() {
		out = append(out, r.Method+" "+r.Path[strings.LastIndex(r.Path, "/")+1:])
	}
	return out
}

func codes(findings any) []string {
	var out []string
	l, _ := findings.(list)
	for _, f := range l {
		code, _ := part(f, "code").(string)
		out = append(out, code)
	}
	return out
}

func TestNodePool(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	out := s.tells("node_pool", object{"cluster_id": cluster, "name": "nodepool1"})
	for _, tt := range []struct {
		path list
		want any
	}{
		{list{"id"}, cluster + "/agentPools/nodepool1"},
		{list{"location"}, "westeurope"},
		{list{"purpose"}, "system"},
		{list{"purpose_source"}, "classified"},
		{list{"vcpus"}, 4},
		{list{"memory_gb"}, 16},
		{list{"pool", "vm_size"}, "Standard_D4ds_v5"},
		{list{"pool", "mode"}, "System"},
		{list{"status", "nodes"}, 3},
		{list{"status", "kubernetes_version"}, "1.35.7"},
		{list{"node_image_age_days"}, 17},
		{list{"scheduling", "node_selector"}, object{"kubernetes.azure.com/agentpool": "nodepool1"}},
	} {
		if diff := cmp.Diff(tt.want, part(out, tt.path...)); diff != "" {
			t.Errorf("%v (-want +got):\n%s", tt.path, diff)
		}
	}
}

func TestNodePoolThatIsNot(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.saysNo("node_pool", object{"cluster_id": cluster, "name": "nodepool2"}, `no node pool called "nodepool2"; it has nodepool1`)
	s.saysNo("node_pool", object{"cluster_id": cluster + "x", "name": "nodepool1"}, "Unable to read the cluster", "does not exist")
	s.saysNo("node_pool", object{"cluster_id": "aks-lanes", "name": "nodepool1"}, "is not the ID of an AKS cluster")
}

// All that is read of one cluster is one request, whoever asks.
func TestOneSnapshotForAll(t *testing.T) {
	t.Parallel()
	sim := worldOf(t, simulator.Options{})
	s := serverOn(t, sim)
	s.tells("node_pool", object{"cluster_id": cluster, "name": "nodepool1"})
	s.tells("node_pools", object{"cluster_ids": list{cluster, strings.ToLower(cluster)}})
	s.tells("cluster", object{"cluster_id": cluster})
	if _, errs := s.plan(s.config(nil)); len(errs) > 0 {
		t.Fatal(errs)
	}
	if diff := cmp.Diff([]string{"GET aks-lanes", "GET skus", "GET usages", "GET maintenanceConfigurations"}, asked(sim)); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

func TestCluster(t *testing.T) {
	t.Parallel()
	sim := worldOf(t, simulator.Options{})
	status, answer, err := sim.Do(http.MethodPut, cluster+"/maintenanceConfigurations/aksManagedNodeOSUpgradeSchedule", object{"properties": object{"maintenanceWindow": object{
		"schedule": object{"weekly": object{"intervalWeeks": 1, "dayOfWeek": "Saturday"}}, "durationHours": 4, "startTime": "02:00", "utcOffset": "+02:00",
		"notAllowedDates": []any{object{"start": "2026-12-24", "end": "2027-01-02"}}}}})
	if err != nil || status != http.StatusCreated {
		t.Fatal(status, answer, err)
	}
	s := serverOn(t, sim)
	out := s.tells("cluster", object{"cluster_id": cluster})
	for _, tt := range []struct {
		path list
		want any
	}{
		{list{"name"}, "aks-lanes"}, {list{"resource_group"}, "rg-lanes"}, {list{"kubernetes_version"}, "1.35.7"},
		{list{"network_profile", "plugin"}, "azure"}, {list{"network_profile", "plugin_mode"}, "overlay"}, {list{"network_profile", "load_balancer_sku"}, "standard"},
		{list{"pools", "nodepool1", "pool", "mode"}, "System"},
		{list{"maintenance_windows", "aksManagedNodeOSUpgradeSchedule"}, object{
			"kind": "weekly", "interval": 1, "day_of_week": "Saturday", "day_of_month": nil, "week_index": nil, "duration_hours": 4,
			"start_date": nil, "start_time": "02:00", "utc_offset": "+02:00", "not_allowed": list{object{"start": "2026-12-24", "end": "2027-01-02"}}, "slots": list{}}},
	} {
		if diff := cmp.Diff(tt.want, part(out, tt.path...)); diff != "" {
			t.Errorf("%v (-want +got):\n%s", tt.path, diff)
		}
	}
	if part(out, "windows_profile") == nil {
		t.Error("the cluster has no Windows profile")
	}
}

// A cluster of lanes of every preset, and its own pool made one, has the one
// finding that a spot lane alone brings.
func TestLanesHaveNoFindings(t *testing.T) {
	t.Parallel()
	sim := worldOf(t, simulator.Options{})
	for _, purpose := range []string{"general", "batch", "spot", "gpu", "memory"} {
		pool, _ := part(expanded(t, purpose, object{"name": purpose}), "pool").(object)
		properties := object{"mode": "User", "vmSize": pool["vm_size"], "nodeLabels": pool["labels"], "nodeTaints": pool["taints"], "tags": pool["tags"],
			"enableAutoScaling": true, "minCount": part(pool, "capacity", "min"), "maxCount": part(pool, "capacity", "max"), "count": max(1, part(pool, "capacity", "min").(int))}
		if purpose != "gpu" {
			properties["availabilityZones"] = []any{"1", "2", "3"}
		}
		if purpose == "spot" {
			properties["scaleSetPriority"] = "Spot"
		}
		put(t, sim, purpose, properties)
	}
	s := serverOn(t, sim)
	got := strings.Join(codes(part(s.tells("cluster", object{"cluster_id": cluster}), "findings")), " ")
	// The cluster's own pool was made by nobody's lane.
	if want := "spot-alone"; !strings.Contains(got, want) || strings.Contains(got, "surge") || strings.Contains(got, "special") || strings.Contains(got, "no-ceiling") {
		t.Errorf("findings: %s", got)
	}
	pool := s.tells("node_pool", object{"cluster_id": cluster, "name": "general"})
	if got := codes(part(pool, "findings")); len(got) > 0 {
		t.Errorf("findings of a general lane: %v", got)
	}
}

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
	s.saysNo("node_pools", object{"mode": "system"}, `value must be one of`)
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

// What may not be read is left out, and said.
func TestFactsThatMayNotBeRead(t *testing.T) {
	t.Parallel()
	sim := worldOf(t, simulator.Options{Faults: []simulator.Fault{
		{Match: simulator.Match{Path: "*/skus"}, Status: 403, Code: "AuthorizationFailed", Gateway: true, Message: "no"},
		{Match: simulator.Match{Path: "*/usages"}, Status: 403, Code: "AuthorizationFailed", Gateway: true, Message: "no"},
		{Match: simulator.Match{Path: "*/maintenanceConfigurations"}, Status: 403, Code: "AuthorizationFailed", Gateway: true, Message: "no"},
	}})
	s := serverOn(t, sim)
	out, diags := s.reads("cluster", object{"cluster_id": cluster})
	if len(diags) != 3 || part(out, "maintenance_windows") != nil || part(out, "pools", "nodepool1", "memory_gb") != nil || part(out, "pools", "nodepool1", "vcpus") != 4 {
		t.Errorf("diagnostics %v of %v", diags, out)
	}
	if _, diags := s.reads("node_pool", object{"cluster_id": cluster, "name": "nodepool1", "sizes": false}); len(diags) > 0 {
		t.Errorf("without sizes: %v", diags)
	}
}

func TestVMSizes(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	names := func(wrote object) string {
		wrote["location"] = "West Europe"
		var out []string
		for _, size := range part(s.tells("vm_sizes", wrote), "sizes").(list) {
			out = append(out, part(size, "name").(string))
		}
		return strings.Join(out, " ")
	}
	for name, tt := range map[string]struct {
		wrote object
		want  string
	}{
		"by name, cheapest first": {object{"name": "standard_d*ds_v5", "family": "standardDDSv5Family", "vcpus": object{"max": 8}}, "Standard_D2ds_v5 Standard_D4ds_v5 Standard_D8ds_v5"},
		"with GPUs":               {object{"gpus": object{"min": 1}, "vcpus": object{"max": 4}}, "Standard_NC4as_T4_v3"},
		"confidential":            {object{"confidential": true, "vcpus": object{"min": 4, "max": 4}, "family": "*DCAS*v5*"}, "Standard_DC4as_v5"},
	} {
		if got := names(tt.wrote); got != tt.want {
			t.Errorf("%s: %s, want %s", name, got, tt.want)
		}
	}
	if arm := names(object{"architecture": "Arm64"}); !strings.Contains(arm, "Standard_D4p") || strings.Contains(arm, "Standard_D4ds_v5") {
		t.Errorf("Arm: %s", arm)
	}
	out := s.tells("vm_sizes", object{"location": "westeurope", "name": "Standard_D4ds_v5"})
	size := part(out, "sizes", 0)
	if part(size, "vcpus") != 4 || part(size, "memory_gb") != 16 || part(size, "quota_left") != 988 || part(size, "price") == nil || part(size, "price_spot") == nil {
		t.Errorf("a size: %v", size)
	}
}

// Without a price list the sizes are still of use.
func TestVMSizesWithoutPrices(t *testing.T) {
	t.Parallel()
	sim := worldOf(t, simulator.Options{Faults: []simulator.Fault{{Match: simulator.Match{Path: "/api/retail/prices"}, Status: 404, Code: "NotFound", Message: "gone"}}})
	s := serverOn(t, sim)
	wrote := object{"location": "westeurope", "name": "Standard_D4ds_v5"}
	out, diags := s.reads("vm_sizes", wrote)
	if len(diags) != 1 || part(out, "sizes", 0, "price") != nil {
		t.Errorf("diagnostics %v of %v", diags, out)
	}
	wrote["prices"] = false
	s.tells("vm_sizes", wrote)
}

func TestNodePoolUpgrades(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	out := s.tells("node_pool_upgrades", object{"cluster_id": cluster})
	want := list{
		object{"kind": "control-plane", "surge_vcpus": 0, "moves": list{object{"pool": nil, "from": "1.35.7", "to": "1.36.3", "surge_nodes": 0, "surge_vcpus": 0}}},
		object{"kind": "system", "surge_vcpus": 4, "moves": list{object{"pool": "nodepool1", "from": "1.35.7", "to": "1.36.3", "surge_nodes": 1, "surge_vcpus": 4}}},
	}
	if diff := cmp.Diff(want, part(out, "waves")); diff != "" || part(out, "target_version") != "1.36.3" {
		t.Errorf("to %v (-want +got):\n%s", part(out, "target_version"), diff)
	}
	if part(out, "offered", 0, "version") != "1.36.1" || part(out, "pools", "nodepool1", "image_outdated") != false {
		t.Errorf("offered %v, pools %v", part(out, "offered"), part(out, "pools"))
	}
	if out := s.tells("node_pool_upgrades", object{"cluster_id": cluster, "target_version": "1.35"}); len(part(out, "waves").(list)) != 0 {
		t.Errorf("waves to what runs: %v", out)
	}
	s.saysNo("node_pool_upgrades", object{"cluster_id": cluster, "target_version": "1.34"}, "target_version", "does not go back")
}

func TestLanePresets(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	out := s.tells("lane_presets", object{"purpose": "windows"})
	preset := part(out, "presets", 0)
	if part(preset, "pool", "os_sku") != "Windows2022" || part(preset, "newer_os", "pool", "os_sku") != "Windows2025" || part(preset, "newer_os", "from_kubernetes_version") != "1.37" || part(preset, "newest") != true {
		t.Errorf("preset: %v", preset)
	}
	if all := part(s.tells("lane_presets", object{}), "presets").(list); len(all) != 8 {
		t.Errorf("%d presets", len(all))
	}
	s.saysNo("lane_presets", object{"purpose": "bacth"}, `No purpose is named "bacth"`)
}

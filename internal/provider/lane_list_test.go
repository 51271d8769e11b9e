package provider

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// lists runs a list block. Attributes that are not written are null.
func (s *server) lists(wrote object, limit int64, include bool) (results []tfprotov6.ListResourceResult, problems []string) {
	s.t.Helper()
	ctx := context.Background()
	server := s.ProviderServer.(*Server)
	schema, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		s.t.Fatal(err)
	}
	typ := schema.ListResourceSchemas[laneType].ValueType().(tftypes.Object)
	attrs := nullsOf(typ)
	for name, v := range wrote {
		attrs[name] = as(v, typ.AttributeTypes[name])
	}
	config, err := tfprotov6.NewDynamicValue(typ, tftypes.NewValue(typ, attrs))
	if err != nil {
		s.t.Fatal(err)
	}
	valid, err := server.ValidateListResourceConfig(ctx, &tfprotov6.ValidateListResourceConfigRequest{TypeName: laneType, Config: &config})
	if err != nil || len(valid.Diagnostics) > 0 {
		return nil, texts(valid.Diagnostics)
	}
	stream, err := server.ListResource(ctx, &tfprotov6.ListResourceRequest{TypeName: laneType, Config: &config, Limit: limit, IncludeResource: include})
	if err != nil {
		s.t.Fatal(err)
	}
	for r := range stream.Results {
		results, problems = append(results, r), append(problems, texts(r.Diagnostics)...)
	}
	return results, problems
}

// as converts what an author wrote to the type in the schema.
func as(v any, typ tftypes.Type) tftypes.Value {
	switch v := v.(type) {
	case list:
		var parts []tftypes.Value
		for _, e := range v {
			parts = append(parts, hcl(e))
		}
		return tftypes.NewValue(typ, parts)
	case object:
		parts := map[string]tftypes.Value{}
		for key, e := range v {
			parts[key] = hcl(e)
		}
		return tftypes.NewValue(typ, parts)
	}
	return hcl(v)
}

// identity is the cluster and the name of a listed lane.
func (s *server) identity(r tfprotov6.ListResourceResult) map[string]string {
	s.t.Helper()
	typ := tftypes.Object{AttributeTypes: map[string]tftypes.Type{"cluster_id": tftypes.String, "name": tftypes.String}}
	v, err := r.Identity.IdentityData.Unmarshal(typ)
	if err != nil {
		s.t.Fatal(err)
	}
	out, _ := back(v).(object)
	return map[string]string{"cluster_id": out["cluster_id"].(string), "name": out["name"].(string)}
}

// A list block finds the same as the data source, in the same order, for every
// filter.
func TestListIsTheDataSource(t *testing.T) {
	t.Parallel()
	sim := worldOf(t, simulator.Options{})
	put(t, sim, "jobs", object{"mode": "User", "vmSize": "Standard_D8ds_v5", "count": 1, "nodeTaints": []any{"workload=batch:NoSchedule"}, "tags": object{"workload-lane": "jobs", "workload-lane-purpose": "batch"}})
	put(t, sim, "winweb", object{"mode": "User", "osType": "Windows", "vmSize": "Standard_D8ds_v5", "count": 1, "tags": object{"iac": "bicep"}})
	s := serverOn(t, sim)
	for name, wrote := range map[string]object{
		"all": {}, "by cluster": {"cluster_ids": list{cluster}}, "by group": {"resource_group": "RG-LANES"}, "of no group": {"resource_group": "other"},
		"of no tag": {"tags": object{"env": "prod's"}}, "purpose": {"purpose": "batch"}, "mode": {"mode": "System"}, "os_type": {"os_type": "Windows"}, "name": {"name": "*o*s"},
		"unmanaged": {"unmanaged_only": true}, "unmanaged by anybody": {"unmanaged_only": true, "managed_by": list{"IaC"}},
		"no such subscription": {"subscription_ids": list{"33333333-3333-3333-3333-333333333333"}},
	} {
		var want, got []string
		for _, p := range part(s.tells("node_pools", wrote), "pools").(list) {
			want = append(want, part(p, "cluster_id").(string)+"/"+part(p, "name").(string))
		}
		found, problems := s.lists(wrote, 0, false)
		for _, r := range found {
			id := s.identity(r)
			got = append(got, id["cluster_id"]+"/"+id["name"])
			if r.Resource != nil {
				if v, err := r.Resource.Unmarshal(s.lane.ValueType()); err != nil || !v.IsNull() {
					t.Errorf("%s: a resource that nobody asked for: %v", name, err)
				}
			}
		}
		if !slices.Equal(got, want) || len(problems) > 0 {
			t.Errorf("%s: listed %v %v, the data source has %v", name, got, problems, want)
		}
	}
	if once, problems := s.lists(object{"cluster_ids": list{cluster, cluster}}, 0, false); len(once) != 3 || len(problems) > 0 {
		t.Errorf("of a cluster that is named twice came %d lanes, %v", len(once), problems)
	}
	for wrong, wrote := range map[string]object{"cluster_ids": {"cluster_ids": list{cluster}, "resource_group": "x"}, "is not the ID of an AKS cluster": {"cluster_ids": list{"x"}}, `Did you mean "System"?`: {"mode": "system"}} {
		if _, problems := s.lists(wrote, 0, false); len(problems) == 0 || !strings.Contains(strings.Join(problems, "\n"), wrong) {
			t.Errorf("%v: %v does not say %q", wrote, problems, wrong)
		}
	}
}

// All clusters take one query, and the limit is respected. The resource equals what
// an import of the node pool finds, and its configuration has only the attributes
// that must be written.
func TestListedLane(t *testing.T) {
	t.Parallel()
	sim := worldOf(t, simulator.Options{})
	put(t, sim, "jobs", object{"mode": "User", "vmSize": "Standard_D8ds_v5", "count": 1, "nodeTaints": []any{"workload=batch:NoSchedule"}})
	s := serverOn(t, sim)
	sim.ResetRequests()
	found, problems := s.lists(object{"unmanaged_only": true}, 0, true)
	if asked := sim.Requests(); len(asked) != 1 || asked[0].Method != "POST" || len(found) != 3 || len(problems) > 0 {
		t.Fatalf("%d lanes, %v, asked %v", len(found), problems, asked)
	}
	if some, _ := s.lists(object{"unmanaged_only": true}, 2, true); len(some) != 2 {
		t.Errorf("of a limit of 2 came %d", len(some))
	}
	jobs := found[slices.IndexFunc(found, func(r tfprotov6.ListResourceResult) bool { return s.identity(r)["name"] == "jobs" })]
	if jobs.DisplayName != "aks-lanes/jobs (batch)" {
		t.Errorf("it is shown as %s", jobs.DisplayName)
	}
	ctx := context.Background()
	imported, err := s.ImportResourceState(ctx, &tfprotov6.ImportResourceStateRequest{TypeName: laneType, ID: cluster + "/agentPools/jobs"})
	if err != nil || len(imported.Diagnostics) > 0 {
		t.Fatal(err, texts(imported.Diagnostics))
	}
	one := imported.ImportedResources[0]
	read, err := s.ReadResource(ctx, &tfprotov6.ReadResourceRequest{TypeName: laneType, CurrentState: one.State, Private: one.Private, CurrentIdentity: one.Identity})
	if err != nil || !s.same(read.NewState, jobs.Resource) {
		t.Errorf("%v: the resource is not what an import finds", err)
	}
	made, err := s.GenerateResourceConfig(ctx, &tfprotov6.GenerateResourceConfigRequest{TypeName: laneType, State: jobs.Resource})
	if err != nil || len(made.Diagnostics) > 0 {
		t.Fatal(err, texts(made.Diagnostics))
	}
	config, err := made.Config.Unmarshal(s.lane.ValueType())
	if want := s.config(map[string]any{"name": "jobs", "purpose": "batch"}); err != nil || !config.Equal(want) {
		t.Errorf("the configuration is %s %v", config, err)
	}
}

// The provider announces that it writes configurations, so Terraform does not
// guess.
func TestGeneratedConfigurationIsAnnounced(t *testing.T) {
	t.Parallel()
	schema, err := newServer(t).GetProviderSchema(context.Background(), &tfprotov6.GetProviderSchemaRequest{})
	if c := schema.ServerCapabilities; err != nil || !c.GenerateResourceConfig || !c.MoveResourceState || !c.PlanDestroy {
		t.Errorf("%v: announced is %+v", err, schema.ServerCapabilities)
	}
}

// A managed system pool is in the inventory with the purpose system. It does not
// count as unmanaged, and cannot be adopted.
func TestAManagedSystemPoolIsNotOffered(t *testing.T) {
	t.Parallel()
	world := simulator.BuiltIn()
	first := &world.Subscriptions[0].Clusters[0]
	first.Pools = append(first.Pools, simulator.Pool{Name: "hosted", Properties: &simulator.AgentPoolProperties{
		Mode: new("ManagedSystem"), Count: new(int32(3)), VMSize: new("Standard_D4ds_v5")}})
	s := serverOn(t, worldOf(t, simulator.Options{World: world}))
	found, problems := s.lists(object{}, 0, false)
	for _, r := range found {
		if s.identity(r)["name"] == "hosted" {
			t.Error("the list offers it")
		}
	}
	if len(found) == 0 || len(problems) > 0 {
		t.Errorf("%d lanes, %v", len(found), problems)
	}
	purposes := func(wrote object) string {
		for _, p := range part(s.tells("node_pools", wrote), "pools").(list) {
			if part(p, "name") == "hosted" {
				return part(p, "purpose").(string)
			}
		}
		return ""
	}
	if all, unmanaged := purposes(object{}), purposes(object{"unmanaged_only": true}); all != "system" || unmanaged != "" {
		t.Errorf("the data source has it as %q, among the unmanaged ones as %q", all, unmanaged)
	}
}

package provider

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// movedFrom asks the provider to take over an object of another provider.
func (s *server) movedFrom(resourceType string, version int64, attributes string) (*tfprotov6.MoveResourceStateResponse, []string) {
	s.t.Helper()
	resp, err := s.MoveResourceState(context.Background(), &tfprotov6.MoveResourceStateRequest{
		// Terraform names the wrong provider for the second move out of one resource.
		SourceProviderAddress: "registry.terraform.io/workload-lanes/aks", SourceTypeName: resourceType, SourceSchemaVersion: version,
		SourceState:    &tfprotov6.RawState{JSON: []byte(attributes)},
		SourcePrivate:  []byte(`{"schema_version":"1","e2bfb730-ecaa-11e6-8f88-34363bc7c4c0":{"create":3600000000000}}`),
		TargetTypeName: laneType})
	if err != nil {
		s.t.Fatal(err)
	}
	return resp, texts(resp.Diagnostics)
}

// attribute is a text of a lane.
func (s *server) attribute(state *tfprotov6.DynamicValue, name string) string {
	s.t.Helper()
	v, err := state.Unmarshal(s.lane.ValueType())
	if err != nil {
		s.t.Fatal(err)
	}
	var attrs map[string]tftypes.Value
	var text string
	if err := v.As(&attrs); err != nil || attrs[name].IsNull() {
		return ""
	}
	if err := attrs[name].As(&text); err != nil {
		s.t.Fatal(err)
	}
	return text
}

// An object of every version of every supported provider is taken over by its ID.
func TestMoveState(t *testing.T) {
	t.Parallel()
	lowered := "/subscriptions/11111111-1111-1111-1111-111111111111/resourcegroups/rg-lanes/providers/microsoft.containerservice/managedclusters/aks-lanes"
	for name, tc := range map[string]struct {
		resourceType string
		version      int64
		attributes   string
	}{
		"azurerm 5":          {"azurerm_kubernetes_cluster_node_pool", 1, `{"id":"` + cluster + `/agentPools/jobs","name":"jobs","auto_scaling_enabled":true,"min_count":0,"node_taints":[],"timeouts":null}`},
		"azurerm 3":          {"azurerm_kubernetes_cluster_node_pool", 1, `{"id":"` + cluster + `/agentPools/jobs","name":"jobs","enable_auto_scaling":true,"enable_node_public_ip":false}`},
		"azurerm 2, lowered": {"azurerm_kubernetes_cluster_node_pool", 0, `{"id":"` + lowered + `/agentpools/jobs","name":"jobs"}`},
		"azapi":              {"azapi_resource", 2, `{"id":"` + cluster + `/agentPools/jobs","type":"Microsoft.ContainerService/managedClusters/agentPools@2025-10-01","body":{"type":["object",{}],"value":{}}}`},
		"azapi update":       {"azapi_update_resource", 2, `{"id":"` + cluster + `/agentPools/jobs","resource_id":"` + cluster + `/agentPools/jobs","type":"Microsoft.ContainerService/managedClusters/agentPools@2025-10-01"}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newServer(t)
			resp, errs := s.movedFrom(tc.resourceType, tc.version, tc.attributes)
			if len(errs) > 0 {
				t.Fatal(errs)
			}
			if got := s.attribute(resp.TargetState, "cluster_id"); got != cluster {
				t.Errorf("cluster_id is %s", got)
			}
			if lane, pool := s.attribute(resp.TargetState, "name"), s.attribute(resp.TargetState, "pool_name"); lane != "jobs" || pool != "jobs" {
				t.Errorf("the lane is %q on %q", lane, pool)
			}
			if s.attribute(resp.TargetState, "purpose") != "" {
				t.Error("a purpose was made up; Read is to find it")
			}
			if resp.TargetIdentity == nil || strings.Contains(string(resp.TargetPrivate), "schema_version") {
				t.Errorf("identity %v, private %s", resp.TargetIdentity, resp.TargetPrivate)
			}
		})
	}
}

// An object that is not a node pool is refused, and the error describes what it is.
func TestMoveStateOfSomethingElse(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ resourceType, attributes, says string }{
		"a cluster":          {"azapi_resource", `{"id":"` + cluster + `","type":"Microsoft.ContainerService/managedClusters@2025-10-01"}`, "the azapi_resource that the moved block names is a Microsoft.ContainerService/managedClusters."},
		"a machine":          {"azapi_resource", `{"id":"` + cluster + `/agentPools/jobs/machines/m","type":"Microsoft.ContainerService/managedClusters/agentPools/machines@2025-10-01"}`, "is a Microsoft.ContainerService/managedClusters/agentPools/machines"},
		"nothing yet":        {"azurerm_kubernetes_cluster_node_pool", `{"id":null}`, "has no ID"},
		"an odd ID":          {"azurerm_kubernetes_cluster_node_pool", `{"id":"nodes"}`, "has the ID nodes"},
		"another attribute":  {"azurerm_kubernetes_cluster_node_pool", `{"id":7}`, "Unable to move the resource"},
		"another resource":   {"azurerm_kubernetes_cluster", `{"id":"` + cluster + `"}`, "Unable to Move Resource State"},
		"a lookalike by end": {"my_azapi_resource", `{"id":"` + cluster + `/agentPools/jobs"}`, "Unable to Move Resource State"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, errs := newServer(t).movedFrom(tc.resourceType, 1, tc.attributes)
			if len(errs) != 1 || !strings.Contains(errs[0], tc.says) {
				t.Errorf("got %q, want %q", errs, tc.says)
			}
		})
	}
}

// adopted is a moved lane as a plan receives it: taken over, and refreshed if read
// is set.
func (s *server) adopted(read bool) (*tfprotov6.DynamicValue, []byte) {
	s.t.Helper()
	moved, errs := s.movedFrom("azurerm_kubernetes_cluster_node_pool", 1, `{"id":"`+cluster+`/agentPools/nodepool1"}`)
	if len(errs) > 0 {
		s.t.Fatal(errs)
	}
	if !read {
		return moved.TargetState, moved.TargetPrivate
	}
	resp, err := s.ReadResource(context.Background(), &tfprotov6.ReadResourceRequest{
		TypeName: laneType, CurrentState: moved.TargetState, Private: moved.TargetPrivate, CurrentIdentity: moved.TargetIdentity})
	if err != nil || len(resp.Diagnostics) > 0 {
		s.t.Fatal(err, texts(resp.Diagnostics))
	}
	return resp.NewState, resp.Private
}

// change plans a change of a lane in the state. The proposal keeps the computed
// attributes.
func (s *server) change(prior *tfprotov6.DynamicValue, private []byte, set map[string]any) (*tfprotov6.PlanResourceChangeResponse, []string) {
	s.t.Helper()
	was, err := prior.Unmarshal(s.lane.ValueType())
	if err != nil {
		s.t.Fatal(err)
	}
	var before, written map[string]tftypes.Value
	config := s.config(set)
	if was.As(&before) != nil || config.As(&written) != nil {
		s.t.Fatal("not a lane")
	}
	for _, a := range s.lane.Block.Attributes {
		if a.Computed && written[a.Name].IsNull() {
			written[a.Name] = before[a.Name]
		}
	}
	resp, err := s.PlanResourceChange(context.Background(), &tfprotov6.PlanResourceChangeRequest{TypeName: laneType, PriorState: prior, PriorPrivate: private,
		Config: s.dynamic(config), ProposedNewState: s.dynamic(tftypes.NewValue(s.lane.ValueType(), written))})
	if err != nil {
		s.t.Fatal(err)
	}
	return resp, texts(resp.Diagnostics)
}

// A configuration of cluster, name and purpose plans nothing. Another name or
// cluster is refused until the lane has been changed once. A lane that was not read
// is refused, whatever its configuration.
func TestPlanOfAMovedLane(t *testing.T) {
	t.Parallel()
	const elsewhere = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-lanes/providers/Microsoft.ContainerService/managedClusters/other"
	for name, tc := range map[string]struct {
		unread bool
		set    map[string]any
		says   string
	}{
		"as it is":              {set: map[string]any{}},
		"lowered cluster":       {set: map[string]any{"cluster_id": strings.ToLower(cluster)}},
		"another name":          {set: map[string]any{"name": "pricing"}, says: `AttributeName("name"): Name differs from that of the adopted node pool`},
		"another cluster":       {set: map[string]any{"cluster_id": elsewhere}, says: `AttributeName("cluster_id"): Cluster differs from that of the adopted node pool`},
		"unread":                {unread: true, set: map[string]any{}, says: "Plan without -refresh=false."},
		"unread, another name":  {unread: true, set: map[string]any{"name": "pricing"}, says: "Plan without -refresh=false."},
		"unread, other cluster": {unread: true, set: map[string]any{"cluster_id": elsewhere}, says: "Plan without -refresh=false."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newServer(t)
			state, private := s.adopted(!tc.unread)
			set := map[string]any{"name": "nodepool1", "purpose": "system"}
			for k, v := range tc.set {
				set[k] = v
			}
			plan, errs := s.change(state, private, set)
			if tc.says == "" {
				if len(errs) > 0 || len(plan.RequiresReplace) > 0 || !s.same(plan.PlannedState, state) {
					t.Errorf("the plan is not empty: %v %v", errs, plan.RequiresReplace)
				}
				return
			}
			if len(errs) != 1 || !strings.Contains(errs[0], tc.says) {
				t.Errorf("got %q, want %q", errs, tc.says)
			}
		})
	}
}

// After the first change the lane is like any other: another name is a replacement,
// which disruption.allow permits or forbids.
func TestAChangedLaneIsNoLongerAdopted(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	state, private := s.adopted(true)
	set := map[string]any{"name": "nodepool1", "purpose": "general"}
	plan, errs := s.change(state, private, set)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	done, err := s.ApplyResourceChange(context.Background(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: laneType, Config: s.dynamic(s.config(set)), PriorState: state, PlannedState: plan.PlannedState, PlannedPrivate: plan.PlannedPrivate})
	if err != nil || len(done.Diagnostics) > 0 {
		t.Fatal(err, texts(done.Diagnostics))
	}
	set["name"] = "pricing"
	_, errs = s.change(done.NewState, done.Private, set)
	if slices.ContainsFunc(errs, func(e string) bool { return strings.Contains(e, "adopted node pool") }) || len(errs) == 0 {
		t.Errorf("got %q", errs)
	}
}

// same reports whether two lanes are the same, except for the casing of the
// cluster.
func (s *server) same(a, b *tfprotov6.DynamicValue) bool {
	s.t.Helper()
	x, err1 := a.Unmarshal(s.lane.ValueType())
	y, err2 := b.Unmarshal(s.lane.ValueType())
	if err1 != nil || err2 != nil {
		s.t.Fatal(err1, err2)
	}
	return x.Equal(y)
}

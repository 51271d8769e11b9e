package provider

import (
	"context"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane/check"
	"github.com/workload-lanes/terraform-provider-aks/internal/rollout"
	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// actions is the provider's part of the protocol that is about actions, in a world
// whose node pool nodepool1 has an old image.
type actions struct {
	*server

	sim  *simulator.Simulator
	kind string
}

const oldImage = "AKSUbuntu-2404gen2containerd-202606.03.1"

func newActions(t *testing.T, kind string) *actions {
	t.Helper()
	sim := worldOf(t, simulator.Options{})
	if err := sim.EditPool(cluster, "nodepool1", func(p map[string]any) { p["nodeImageVersion"] = oldImage }); err != nil {
		t.Fatal(err)
	}
	return &actions{server: serverOn(t, sim), sim: sim, kind: "aks_" + kind}
}

// configured is the configuration of an action. A part of wrote may be unknown.
func (a *actions) configured(wrote object) *tfprotov6.DynamicValue {
	a.t.Helper()
	schema, err := a.GetProviderSchema(context.Background(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		a.t.Fatal(err)
	}
	typ := schema.ActionSchemas[a.kind].Schema.ValueType().(tftypes.Object)
	attrs := nullsOf(typ)
	for name, v := range wrote {
		if v == any(tftypes.UnknownValue) {
			attrs[name] = tftypes.NewValue(typ.AttributeTypes[name], v)
		} else {
			attrs[name] = as(v, typ.AttributeTypes[name])
		}
	}
	config, err := tfprotov6.NewDynamicValue(typ, tftypes.NewValue(typ, attrs))
	if err != nil {
		a.t.Fatal(err)
	}
	return &config
}

func (a *actions) server6() tfprotov6.ActionServer { return a.ProviderServer.(*Server) }

// checked are the diagnostics of the validation.
func (a *actions) checked(wrote object) []string {
	a.t.Helper()
	resp, err := a.server6().ValidateActionConfig(context.Background(), &tfprotov6.ValidateActionConfigRequest{ActionType: a.kind, Config: a.configured(wrote)})
	if err != nil {
		a.t.Fatal(err)
	}
	return leveled(resp.Diagnostics)
}

// planned are the diagnostics of the plan: "warning: title: detail".
func (a *actions) planned(wrote object) string {
	a.t.Helper()
	resp, err := a.server6().PlanAction(context.Background(), &tfprotov6.PlanActionRequest{ActionType: a.kind, Config: a.configured(wrote)})
	if err != nil {
		a.t.Fatal(err)
	}
	return strings.Join(leveled(resp.Diagnostics), "\n---\n")
}

func leveled(diags []*tfprotov6.Diagnostic) []string {
	var out []string
	for _, d := range diags {
		out = append(out, strings.ToLower(d.Severity.String())+": "+d.Summary+": "+d.Detail)
	}
	return out
}

// invoked returns the progress of an action and its final diagnostics.
func (a *actions) invoked(wrote object) (progress, ending string) {
	a.t.Helper()
	resp, err := a.server6().InvokeAction(context.Background(), &tfprotov6.InvokeActionRequest{ActionType: a.kind, Config: a.configured(wrote)})
	if err != nil {
		a.t.Fatal(err)
	}
	var lines []string
	for e := range resp.Events {
		switch e := e.Type.(type) {
		case tfprotov6.ProgressInvokeActionEventType:
			lines = append(lines, e.Message)
		case tfprotov6.CompletedInvokeActionEventType:
			ending = strings.Join(leveled(e.Diagnostics), "\n---\n")
		}
	}
	return strings.Join(lines, "\n"), ending
}

func contains(t *testing.T, text string, want ...string) {
	t.Helper()
	for _, part := range want {
		if !strings.Contains(text, part) {
			t.Errorf("it lacks %q:\n%s", part, text)
		}
	}
}

const nodepool1 = cluster + "/agentPools/nodepool1"

func TestAnActionWarnsAndThenActs(t *testing.T) {
	t.Parallel()
	a := newActions(t, "upgrade_node_image")
	wrote := object{"pool_id": nodepool1}
	if got := a.checked(wrote); len(got) > 0 {
		t.Errorf("validation: %v", got)
	}
	contains(t, a.planned(wrote), "warning: aks_upgrade_node_image disturbs 3 nodes of nodepool1: ", "Node image: "+oldImage+" -> AKSUbuntu-2404gen2containerd-202609.03.1", "Extra vCPUs: ", "Worst case: ")
	progress, ending := a.invoked(wrote)
	contains(t, progress, "nodepool1: "+oldImage+" -> AKSUbuntu-2404gen2containerd-202609.03.1, 3 nodes\nnodepool1: Succeeded after ")
	if ending != "" {
		t.Errorf("it ended with %s", ending)
	}
	if got := a.planned(wrote); got != "" {
		t.Errorf("where there is nothing to do: %s", got)
	}
	progress, _ = a.invoked(wrote)
	contains(t, progress, "The nodes already run the newest node image")
}

func TestTheGateOfAnAction(t *testing.T) {
	t.Parallel()
	a := newActions(t, "upgrade_node_image")
	contains(t, a.planned(object{"pool_id": nodepool1, "allow": "evict"}), "error: Action disturbs more than allowed: ", "Impact: rolling, allowed: evict")
	attrs := nullsOf(a.block)
	attrs["defaults"] = providerDefaults(a.block, "metadata")
	a.configureBlock(attrs)
	contains(t, a.planned(object{"pool_id": nodepool1}), "error: Action disturbs more than allowed: ", "allowed: metadata")
	contains(t, a.planned(object{"pool_id": nodepool1, "allow": "rolling"}), "warning: aks_upgrade_node_image disturbs")
}

// providerDefaults is `defaults` of the provider block with a gate.
func providerDefaults(block tftypes.Type, allow string) tftypes.Value {
	typ := block.(tftypes.Object).AttributeTypes["defaults"].(tftypes.Object)
	attrs := nullsOf(typ)
	gate := typ.AttributeTypes["disruption"].(tftypes.Object)
	attrs["disruption"] = tftypes.NewValue(gate, map[string]tftypes.Value{"allow": tftypes.NewValue(tftypes.String, allow)})
	return tftypes.NewValue(typ, attrs)
}

func TestAnActionThatFailedSaysHowToRunItAgain(t *testing.T) {
	t.Parallel()
	a := newActions(t, "upgrade_node_image")
	a.sim.AddFault(simulator.Fault{Match: simulator.Match{Method: "POST"}, Status: 400, Code: "OperationNotAllowed", Message: "Not today."})
	_, ending := a.invoked(object{"pool_id": nodepool1})
	contains(t, ending, "error: Unable to upgrade the node image: ", "Not today.", "terraform apply -invoke=action.aks_upgrade_node_image.NAME\nterraform-provider-aks do upgrade-image -pool-id "+nodepool1)
}

func TestActionsThatAreRefusedAtPlan(t *testing.T) {
	t.Parallel()
	contains(t, newActions(t, "roll_back_node_pool").planned(object{"cluster_id": cluster, "name": "nodepool1"}), "error: Nothing to roll back to: ")
	contains(t, newActions(t, "delete_machines").planned(object{"pool_id": nodepool1, "machines": list{"nope"}}), "error: Node pool has no such machine: ")
	if got := newActions(t, "abort_operation").planned(object{"pool_id": nodepool1}); got != "" {
		t.Errorf("an abort where nothing is under way: %s", got)
	}
	if got := newActions(t, "upgrade_node_image").planned(object{"cluster_id": cluster, "name": "comes"}); got != "" {
		t.Errorf("of a node pool that the plan may create: %s", got)
	}
}

// If the plan changes the lane first, a refusal may no longer apply, so it is only
// a warning.
func TestARefusalOfALaneThatThePlanChanges(t *testing.T) {
	t.Parallel()
	a := newActions(t, "roll_back_node_pool")
	s := a.ProviderServer.(*Server).provider.services.Load()
	s.lanes.Put(check.Lane{Cluster: strings.ToLower(cluster), Name: "nodepool1", Pool: "nodepool1", After: lane.Of(lane.Version.Is("1.35"))}, &check.Claim{Lane: "nodepool1", Pool: "nodepool1", Changes: true})
	contains(t, a.planned(object{"pool_id": nodepool1}), "warning: Nothing to roll back to: ", "The plan changes the lane of this node pool before the action runs")
}

// The warning of a rollback describes what the lane in the plan decides.
func TestARollbackWarnsOfItsLane(t *testing.T) {
	t.Parallel()
	a := newActions(t, "roll_back_node_pool")
	for _, version := range []string{"1.34.9", "1.35.7"} {
		if status, body, err := a.sim.Do("PUT", cluster+"/agentPools/pricing", map[string]any{"properties": map[string]any{"mode": "User", "vmSize": "Standard_D4ds_v5", "count": 1, "orchestratorVersion": version}}); status > 201 || err != nil {
			t.Fatalf("%d %v %v", status, body, err)
		}
	}
	s := a.ProviderServer.(*Server).provider.services.Load()
	s.lanes.Put(check.Lane{Cluster: strings.ToLower(cluster), Name: "pricing", Pool: "pricing", After: lane.Of(lane.Version.Is("1.35"))}, nil)
	wrote := object{"cluster_id": cluster, "name": "pricing"}
	const warns = `warning: The lane plans the upgrade again: The lane of this node pool has kubernetes_version = "1.35"`
	contains(t, a.planned(wrote), "warning: aks_roll_back_node_pool disturbs 1 node of pricing: ", "Kubernetes version: 1.35.7 -> 1.34.9", warns)
	_, ending := a.invoked(wrote)
	contains(t, ending, warns)
}

func TestWhatAnAuthorMayNotWriteOfAnAction(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		kind  string
		wrote object
		says  string
	}{
		"no node pool":     {"abort_operation", object{}, "No node pool is named"},
		"two ways":         {"abort_operation", object{"pool_id": nodepool1, "name": "x"}, "either pool_id, or cluster_id and name"},
		"no pool's id":     {"abort_operation", object{"pool_id": cluster}, "is not the ID of an AKS node pool"},
		"no class":         {"abort_operation", object{"pool_id": nodepool1, "allow": "much"}, "allow"},
		"no time":          {"abort_operation", object{"pool_id": nodepool1, "timeout": "soon"}, "Invalid timeout"},
		"no machines":      {"delete_machines", object{"pool_id": nodepool1}, "Write exactly one of machines, not_ready and image_older_than"},
		"fine":             {"delete_machines", object{"pool_id": nodepool1, "not_ready": true, "timeout": "90m"}, ""},
		"not known yet":    {"delete_machines", object{"pool_id": tftypes.UnknownValue}, ""},
		"fine, by a lane":  {"roll_back_node_pool", object{"cluster_id": cluster, "name": "x"}, ""},
		"an unknown again": {"roll_back_node_pool", object{"cluster_id": tftypes.UnknownValue, "name": "x"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newActions(t, tt.kind)
			got := strings.Join(a.checked(tt.wrote), "\n")
			if contains(t, got, tt.says); (got == "") != (tt.says == "") {
				t.Errorf("it says %s", got)
			}
			if tt.says == "" && strings.Contains(name, "unknown") {
				if got := a.planned(tt.wrote); got != "" {
					t.Errorf("the plan says %s", got)
				}
			}
		})
	}
}

// Every row of the table is an action, with all its options as attributes.
func TestEveryDay2OperationIsAnAction(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	schema, err := s.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil || len(schema.ActionSchemas) != len(rollout.Actions()) {
		t.Fatalf("%d actions, %v", len(schema.ActionSchemas), err)
	}
	for _, row := range rollout.Actions() {
		found := schema.ActionSchemas["aks_"+row.Name]
		if found == nil || len(found.Schema.Block.Attributes) != len(row.AllOptions()) || found.Schema.Block.Description == "" {
			t.Errorf("%s: %+v", row.Name, found)
		}
	}
}

package acceptance

import (
	"bytes"
	"context"
	"math"
	"os"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"pgregory.net/rapid"

	"github.com/workload-lanes/terraform-provider-aks/internal/provider"
	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// The provider's answers ahead of the framework equal the framework's. The test
// plays random lives of several lanes that are edited, renamed, replaced, imported,
// tainted, changed by hand, and planned long before they are applied.
func TestPropertyBothWays(t *testing.T) {
	t.Parallel()
	// CI plays some of the lives, AKS_CHAOS=full plays all that were requested.
	played, most := 0, 8
	early, late := map[string]int{}, map[string]int{}
	if os.Getenv("AKS_CHAOS") == "full" {
		most = math.MaxInt
	}
	rapid.Check(t, func(rt *rapid.T) {
		if played++; played > most && !t.Failed() {
			return
		}
		w := randomWorld(t, rt, false)
		w.Both = true
		live(rt, w)
		for call := range w.Early {
			early[call] += w.Early[call]
		}
		for call := range w.Late {
			late[call] += w.Late[call]
		}
	})
	// All plans are answered ahead of the framework; so are the refreshes that find
	// nothing new.
	if early["read"] < 4 || early["plan"] < 8 || late["plan"] > 0 {
		t.Errorf("given before the framework: %v; by the framework: %v", early, late)
	}
}

// unmoved is a lane with no changes, as Terraform passes it to a provider that has
// just started.
type unmoved struct {
	tfprotov6.ProviderServer
	world    *World
	engine   *Engine
	validate *tfprotov6.ValidateResourceConfigRequest
	upgrade  *tfprotov6.UpgradeResourceStateRequest
	read     *tfprotov6.ReadResourceRequest
	plan     *tfprotov6.PlanResourceChangeRequest
	change   *tfprotov6.PlanResourceChangeRequest // of a label
}

func unmovedLane(t testing.TB) *unmoved {
	t.Helper()
	set := map[string]any{"cluster_id": ClusterID, "name": "jobs", "purpose": "batch", "labels": map[string]any{"team": "pricing"}}
	w := NewWorld(t)
	e, err := NewEngine(w)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second run refreshes
		if _, err := e.Run(set, Disturbance{}); err != nil {
			t.Fatal(err)
		}
	}
	raw, err := stateFile(e.state)
	if err != nil {
		t.Fatal(err)
	}
	config, err := e.Config(set)
	if err != nil {
		t.Fatal(err)
	}
	cfg, err := e.dynamic(config)
	if err != nil {
		t.Fatal(err)
	}
	state, err := e.dynamic(e.state)
	if err != nil {
		t.Fatal(err)
	}
	set["labels"] = map[string]any{"team": "billing"}
	changed, err := e.Config(set)
	if err != nil {
		t.Fatal(err)
	}
	change, err := e.planRequest(changed)
	if err != nil {
		t.Fatal(err)
	}
	s, err := e.server(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &unmoved{change: change, ProviderServer: s, world: w, engine: e,
		validate: &tfprotov6.ValidateResourceConfigRequest{TypeName: laneType, Config: cfg},
		upgrade:  &tfprotov6.UpgradeResourceStateRequest{TypeName: laneType, RawState: &tfprotov6.RawState{JSON: raw}},
		read:     &tfprotov6.ReadResourceRequest{TypeName: laneType, CurrentState: state, Private: e.private, CurrentIdentity: e.ident},
		plan:     &tfprotov6.PlanResourceChangeRequest{TypeName: laneType, Config: cfg, PriorState: state, ProposedNewState: state, PriorPrivate: e.private, PriorIdentity: e.ident},
	}
}

func (u *unmoved) calls(ctx context.Context) map[string]func() error {
	return map[string]func() error{
		"validate": func() error { _, err := u.ValidateResourceConfig(ctx, u.validate); return err },
		"upgrade":  func() error { _, err := u.UpgradeResourceState(ctx, u.upgrade); return err },
		"read":     func() error { _, err := u.ReadResource(ctx, u.read); return err },
		"plan":     func() error { _, err := u.PlanResourceChange(ctx, u.plan); return err },
		"change":   func() error { _, err := u.PlanResourceChange(ctx, u.change); return err },
	}
}

// Terraform before 1.12 does not support identities. The provider still answers it
// ahead of the framework, with the framework's answer.
func TestUnmovedLaneWithoutIdentity(t *testing.T) {
	t.Parallel()
	u := unmovedLane(t)
	u.read.CurrentIdentity, u.plan.PriorIdentity = nil, nil
	u.world.Both = true
	b, err := u.engine.server(nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.ReadResource(t.Context(), u.read); err != nil {
		t.Fatal(err)
	}
	if got, err := b.PlanResourceChange(t.Context(), u.plan); err != nil || len(got.Diagnostics) > 0 {
		t.Fatal(err, got)
	}
	if u.world.Early["read"] != 1 || u.world.Early["plan"] != 1 {
		t.Errorf("given before the framework: %v of 2", u.world.Early)
	}
}

// A state written by an earlier build has attributes that no longer exist. Both
// ways leave them out, and nothing else changes.
func TestStateWithAttributesThatAreGone(t *testing.T) {
	t.Parallel()
	u := unmovedLane(t)
	u.world.Both = true
	b, err := u.engine.server(nil)
	if err != nil {
		t.Fatal(err)
	}
	was := u.upgrade.RawState.JSON
	older := bytes.Replace(was, []byte(`"scheduling":{`), []byte(`"scheduling":{"namespace_annotations":{"a":"b"},`), 1)
	if bytes.Equal(older, was) {
		t.Fatalf("the state has no scheduling: %s", was)
	}
	got, err := b.UpgradeResourceState(t.Context(), &tfprotov6.UpgradeResourceStateRequest{TypeName: laneType, RawState: &tfprotov6.RawState{JSON: older}})
	if err != nil || len(got.Diagnostics) > 0 {
		t.Fatal(err, got)
	}
	now, err := b.UpgradeResourceState(t.Context(), u.upgrade)
	if err != nil || !bytes.Equal(got.UpgradedState.MsgPack, now.UpgradedState.MsgPack) {
		t.Errorf("the state of an earlier build is read as another one (%v)", err)
	}
}

// A lane that cannot be read is requested only once, so the user does not wait for
// the same error twice.
func TestUnmovedLaneUnreadable(t *testing.T) {
	t.Parallel()
	u := unmovedLane(t)
	u.world.Sim.AddFault(simulator.Fault{Name: "closed", Status: 403, Code: "AuthorizationFailed", Match: simulator.Match{Method: "GET"}})
	ask := func(s tfprotov6.ProviderServer) (*tfprotov6.ReadResourceResponse, int) {
		before := len(u.world.Sim.Requests())
		resp, err := s.ReadResource(t.Context(), u.read)
		if err != nil {
			t.Fatal(err)
		}
		return resp, len(u.world.Sim.Requests()) - before
	}
	server, ok := u.ProviderServer.(*provider.Server)
	if !ok {
		t.Fatal("no such server")
	}
	got, requests := ask(server)
	want, once := ask(server.Framework())
	if failure(got.Diagnostics) == nil || failure(want.Diagnostics) == nil || got.Diagnostics[0].Summary != want.Diagnostics[0].Summary {
		t.Errorf("the answer is %v, the framework's %v", got.Diagnostics, want.Diagnostics)
	}
	if requests != once || string(got.Private) != string(want.Private) {
		t.Errorf("%d requests, the framework needs %d", requests, once)
	}
}

// A lane costs few allocations, including the plan that changes it; the framework
// alone needs thirty times as many. The test counts allocations because counts are
// exact and times are not.
func TestUnmovedLaneAllocations(t *testing.T) {
	u := unmovedLane(t)
	most := map[string]float64{"validate": 450, "upgrade": 350, "read": 1400, "plan": 1600, "change": 3500}
	for name, call := range u.calls(t.Context()) {
		var failed error
		allocations := testing.AllocsPerRun(5, func() {
			if err := call(); err != nil {
				failed = err
			}
		})
		if failed != nil || allocations > most[name] {
			t.Errorf("%s: %.0f allocations, at most %.0f (%v)", name, allocations, most[name], failed)
		}
	}
}

// The cost of one more unchanged lane for the provider, call by call.
func BenchmarkUnmovedLane(b *testing.B) {
	u := unmovedLane(b)
	for name, call := range u.calls(b.Context()) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := call(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// The cost of creating and destroying a lane for the provider, with all the calls
// that Terraform needs.
func BenchmarkLife(b *testing.B) {
	set := map[string]any{"cluster_id": ClusterID, "name": "jobs", "purpose": "batch"}
	e, err := NewEngine(NewWorld(b))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		for _, config := range []map[string]any{set, nil} {
			if _, err := e.Run(config, Disturbance{}); err != nil {
				b.Fatal(err)
			}
		}
	}
}

package provider

import (
	"bytes"
	"context"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/provider/shape"
)

// A lane in which nothing moves is answered here, before the framework unfolds it:
// the same code decides, over values that were read without the framework. It
// costs a fiftieth. Whatever moves, and whatever is not plain, goes to the
// framework as it came.

const laneTypeName = "aks_workload_lane"

// wireOfLane reads lanes off the wire.
var wireOfLane = sync.OnceValue(func() *laneWire {
	ctx := context.Background()
	s := laneSchema(ctx)
	wire, err := shape.NewWire(ctx, s.Type())
	if err != nil {
		return nil // the framework answers everything
	}
	t, _ := s.Type().(types.ObjectType)
	return &laneWire{Wire: wire, types: t.AttrTypes, version: s.Version, rules: shape.RulesOf(s.Attributes)}
})

type laneWire struct {
	*shape.Wire

	types   laneTypes
	version int64
	rules   shape.Rules
}

// lane reads a lane; nil where it is null or cannot be read here. known is false
// where any part of it is unknown.
func (w *laneWire) lane(ctx context.Context, v *tfprotov6.DynamicValue) (m *laneModel, known bool) {
	if w == nil || v == nil {
		return nil, false
	}
	read, known, err := w.Read(ctx, v.MsgPack)
	obj, ok := read.(types.Object)
	if err != nil || !ok || obj.IsNull() || obj.IsUnknown() {
		return nil, false
	}
	return laneModelOf(obj.Attributes(), w.types), known
}

// configured is the resource as it was configured; nil before that.
func (s *Server) configured() *laneResource {
	if services := s.provider.services.Load(); services != nil {
		return &laneResource{services: services}
	}
	return nil
}

// ValidateResourceConfig answers for a lane that nothing can be said against.
func (s *Server) ValidateResourceConfig(ctx context.Context, req *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	if req.TypeName == laneTypeName && s.faultless(ctx, req) {
		return &tfprotov6.ValidateResourceConfigResponse{}, nil
	}
	return s.protocol.ValidateResourceConfig(ctx, req)
}

func (s *Server) faultless(ctx context.Context, req *tfprotov6.ValidateResourceConfigRequest) bool {
	w := wireOfLane()
	m, _ := w.lane(ctx, req.Config)
	if m == nil || !w.rules.Passes(ctx, m.attrs) {
		return false
	}
	r := s.configured()
	if r == nil {
		r = s.provider.unconfiguredLane()
	}
	var diags diag.Diagnostics
	r.validate(m, &diags)
	return len(diags) == 0
}

// UpgradeResourceState answers for a state of the version that is written today.
func (s *Server) UpgradeResourceState(ctx context.Context, req *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	if w := wireOfLane(); w != nil && req.TypeName == laneTypeName && req.Version == w.version && req.RawState != nil && len(req.RawState.JSON) > 0 {
		if raw, err := w.FromStateFile(req.RawState.JSON); err == nil {
			return &tfprotov6.UpgradeResourceStateResponse{UpgradedState: &tfprotov6.DynamicValue{MsgPack: raw}}, nil
		}
	}
	return s.protocol.UpgradeResourceState(ctx, req)
}

// ReadResource answers for a node pool that is what the state was made of, and for
// one that cannot be read: nobody waits for the same error twice.
func (s *Server) ReadResource(ctx context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	if req.TypeName == laneTypeName {
		if resp := s.asInState(ctx, req); resp != nil {
			return resp, nil
		}
	}
	return s.protocol.ReadResource(ctx, req)
}

// asInState is the answer for a lane that is as the state holds it, or stays so
// because it cannot be read; nil where anything of it is not.
func (s *Server) asInState(ctx context.Context, req *tfprotov6.ReadResourceRequest) *tfprotov6.ReadResourceResponse {
	r := s.configured()
	m, known := wireOfLane().lane(ctx, req.CurrentState)
	if r == nil || m == nil || !known || m.pool() == nil || r.asksPrice(m) {
		return nil
	}
	priv, ok := privateOf(req.Private)
	if !ok || priv.has(keyOperation) || priv.has(keyOld) {
		return nil
	}
	var diags diag.Diagnostics
	w, named := r.refresh(ctx, m, priv, &diags)
	resp := &tfprotov6.ReadResourceResponse{NewState: req.CurrentState, Private: req.Private, NewIdentity: identified(req.CurrentIdentity, named), Diagnostics: protocolDiagnostics(diags)}
	if resp.NewIdentity == nil || !bytes.Equal(priv.bytes(), req.Private) {
		return nil
	}
	if !diags.HasError() && (w == nil || len(diags) > 0 || !w.same()) {
		return nil
	}
	return resp
}

// PlanResourceChange answers for a lane in which nothing moves.
func (s *Server) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	if req.TypeName == laneTypeName {
		if diags, still := s.unmoved(ctx, req); still {
			identity := req.PriorIdentity
			if identity == nil { // before Terraform 1.12
				identity = noIdentity()
			}
			return &tfprotov6.PlanResourceChangeResponse{PlannedState: req.PriorState, PlannedPrivate: req.PriorPrivate,
				PlannedIdentity: identity, Diagnostics: protocolDiagnostics(diags)}, nil
		}
	}
	return s.protocol.PlanResourceChange(ctx, req)
}

// unmoved reports whether the plan changes nothing. What the plan says
// nevertheless is returned too.
func (s *Server) unmoved(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (diag.Diagnostics, bool) {
	r := s.configured()
	if r == nil || req.PriorState == nil || req.ProposedNewState == nil || !bytes.Equal(req.PriorState.MsgPack, req.ProposedNewState.MsgPack) {
		return nil, false
	}
	state, known := wireOfLane().lane(ctx, req.PriorState)
	cfg, whole := wireOfLane().lane(ctx, req.Config)
	priv, ok := privateOf(req.PriorPrivate)
	if state == nil || !known || cfg == nil || !ok {
		return nil, false
	}
	var diags diag.Diagnostics
	p := &planning{laneResource: r, diags: &diags, cfg: cfg, state: state, plan: state.clone()}
	if !p.settle(ctx, whole, priv) {
		return nil, false
	}
	out := p.decided(ctx)
	if !out.Nothing || out.Way != 0 || len(out.Replace) > 0 || len(diags) > 0 {
		return nil, false
	}
	p.judge(ctx, out)
	return diags, true
}

// identified is the identity of a lane: what Terraform has, where that names the
// lane, and a new one where it has none, as before version 1.12; else nil.
func identified(have *tfprotov6.ResourceIdentityData, want azure.PoolRef) *tfprotov6.ResourceIdentityData {
	if have == nil {
		return newIdentity(want)
	}
	if cluster, name, ok := identityOf(have); !ok || cluster != want.Cluster.String() || name != want.Name {
		return nil
	}
	return have
}

package provider

import (
	"bytes"
	"context"
	"errors"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/provider/shape"
)

// Calls about a lane are answered here, before the framework decodes the lane. The
// same code makes the decisions, on values that were read without the framework.
// This costs a tenth to a fiftieth. Everything that is not plain is passed to the
// framework unchanged.

const laneTypeName = "aks_workload_lane"

// wireOfLane reads lanes in the encoding of the protocol.
var wireOfLane = sync.OnceValue(func() *laneWire {
	ctx := context.Background()
	s := laneSchema(ctx)
	wire, err := shape.NewWire(ctx, s.Type())
	if err != nil {
		return nil // the framework answers everything
	}
	t, _ := s.Type().(types.ObjectType)
	computed, flat := shape.ComputedOf(s.Attributes)
	if !flat {
		return nil
	}
	return &laneWire{Wire: wire, types: t.AttrTypes, version: s.Version, rules: shape.RulesOf(s.Attributes), computed: computed}
})

type laneWire struct {
	*shape.Wire

	types   laneTypes
	version int64
	rules   shape.Rules

	computed map[string]attr.Value // the unknown value of each computed attribute
}

// lane reads a lane; nil if it is null or cannot be read here. known is false if
// any part of it is unknown.
func (w *laneWire) lane(ctx context.Context, v *tfprotov6.DynamicValue) (m *laneModel, known bool) {
	attrs, known, err := w.attributes(ctx, v)
	if err != nil || attrs == nil {
		return nil, false
	}
	return laneModelOf(attrs, w.types), known
}

// attributes reads the attributes of a lane; nil if it is null.
func (w *laneWire) attributes(ctx context.Context, v *tfprotov6.DynamicValue) (attrs map[string]attr.Value, known bool, err error) {
	if w == nil || v == nil {
		return nil, false, errors.New("nothing can be read")
	}
	read, known, err := w.Read(ctx, v.MsgPack)
	if err != nil {
		return nil, false, err
	}
	obj, ok := read.(types.Object)
	if !ok || obj.IsUnknown() {
		return nil, false, errors.New("the lane is unknown as a whole")
	}
	if obj.IsNull() {
		return nil, true, nil
	}
	return obj.Attributes(), known, nil
}

// configured is the configured resource; nil before the provider is configured.
func (s *Server) configured() *laneResource {
	if services := s.provider.services.Load(); services != nil {
		return &laneResource{services: services}
	}
	return nil
}

// ValidateResourceConfig answers if there is nothing to report about the lane.
func (s *Server) ValidateResourceConfig(ctx context.Context, req *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	if req.TypeName == laneTypeName && s.faultless(ctx, req) {
		return &tfprotov6.ValidateResourceConfigResponse{}, nil
	}
	return s.handTo(ctx, "ValidateResourceConfig").ValidateResourceConfig(ctx, req)
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

// UpgradeResourceState answers if the state has the current version.
func (s *Server) UpgradeResourceState(ctx context.Context, req *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	if w := wireOfLane(); w != nil && req.TypeName == laneTypeName && req.Version == w.version && req.RawState != nil && len(req.RawState.JSON) > 0 {
		if raw, err := w.FromStateFile(req.RawState.JSON); err == nil {
			return &tfprotov6.UpgradeResourceStateResponse{UpgradedState: &tfprotov6.DynamicValue{MsgPack: raw}}, nil
		}
	}
	return s.handTo(ctx, "UpgradeResourceState").UpgradeResourceState(ctx, req)
}

// ReadResource answers if the node pool matches the state, or if it cannot be read:
// the framework would wait for the same error again.
func (s *Server) ReadResource(ctx context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	if req.TypeName == laneTypeName {
		stoppable, done := s.stoppable(ctx)
		defer done()
		if resp := s.asInState(stoppable, req); resp != nil {
			return resp, nil
		}
	}
	return s.handTo(ctx, "ReadResource").ReadResource(ctx, req)
}

// asInState is the answer for a lane that matches the state, or is left unchanged
// because it cannot be read; nil if any part differs.
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

// identified is the identity of a lane: the one that Terraform has, if it names the
// lane, or a new one if Terraform has none, as before version 1.12. Otherwise it is
// nil.
func identified(have *tfprotov6.ResourceIdentityData, want azure.PoolRef) *tfprotov6.ResourceIdentityData {
	if have == nil {
		return newIdentity(want)
	}
	if cluster, name, ok := identityOf(have); !ok || cluster != want.Cluster.String() || name != want.Name {
		return nil
	}
	return have
}

package provider

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/workload-lanes/terraform-provider-aks/internal/provider/shape"
)

// ApplyResourceChange applies a lane without the framework.
func (s *Server) ApplyResourceChange(ctx context.Context, req *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	if req.TypeName == laneTypeName {
		if a := s.askedApply(ctx, req); a != nil {
			ctx, done := s.stoppable(ctx)
			defer done()
			return a.answer(ctx)
		}
	}
	return s.handTo(ctx, "ApplyResourceChange").ApplyResourceChange(ctx, req)
}

// askedApply is a requested apply of a lane.
type askedApply struct {
	*laneResource
	wire *laneWire
	req  *tfprotov6.ApplyResourceChangeRequest

	prior, planned map[string]attr.Value // nil = null
	private        privateBytes          // planned
}

// askedApply reads what is to be applied; nil if the framework must do it.
func (s *Server) askedApply(ctx context.Context, req *tfprotov6.ApplyResourceChangeRequest) *askedApply {
	a := &askedApply{laneResource: s.configured(), wire: wireOfLane(), req: req}
	private, plain := privateOf(req.PlannedPrivate)
	var err1, err2 error
	a.private = private
	a.prior, _, err1 = a.wire.attributes(ctx, req.PriorState)
	a.planned, _, err2 = a.wire.attributes(ctx, req.PlannedState)
	if a.laneResource == nil || !plain || errors.Join(err1, err2) != nil || a.prior == nil && a.planned == nil {
		return nil
	}
	return a
}

// answer applies, as Create, Update and Delete do when the framework calls them.
func (a *askedApply) answer(ctx context.Context) (*tfprotov6.ApplyResourceChangeResponse, error) {
	var diags diag.Diagnostics
	state, identity := &wireState{attrs: a.prior}, &wireIdentity{data: a.req.PlannedIdentity}
	if identity.data == nil { // before Terraform 1.12
		identity.data = noIdentity()
	}
	to := result{state: state, identity: identity, private: a.private, diags: &diags}
	switch {
	case a.prior == nil: // a new object has no private state, whatever its plan had
		a.private = privateBytes{}
		to.private = a.private
		a.create(ctx, laneModelOf(a.planned, a.wire.types), to)
	case a.planned == nil:
		if a.remove(ctx, laneModelOf(a.prior, a.wire.types), to); !diags.HasError() {
			state.attrs, identity.data, a.private = nil, noIdentity(), nil
		}
	default:
		a.update(ctx, laneModelOf(a.prior, a.wire.types), laneModelOf(a.planned, a.wire.types), to)
	}
	if a.planned != nil && state.attrs == nil && !diags.HasError() {
		return nil, errors.New("the lane was applied and has no state")
	}
	written, err := a.written(ctx, state)
	return &tfprotov6.ApplyResourceChangeResponse{NewState: written, NewIdentity: identity.data,
		Private: a.private.bytes(), Diagnostics: protocolDiagnostics(diags)}, err
}

func (a *askedApply) written(ctx context.Context, state *wireState) (*tfprotov6.DynamicValue, error) {
	switch {
	case state.attrs == nil:
		return &tfprotov6.DynamicValue{MsgPack: shape.NullOnWire()}, nil
	case !state.set:
		return a.req.PriorState, nil
	}
	raw, err := a.wire.Write(ctx, state.attrs)
	return &tfprotov6.DynamicValue{MsgPack: raw}, err
}

// wireState is the state that an apply returns.
type wireState struct {
	attrs map[string]attr.Value // nil = null
	set   bool
}

func (s *wireState) Set(_ context.Context, val any) diag.Diagnostics {
	obj, ok := val.(types.Object)
	if !ok {
		return diag.Diagnostics{diag.NewErrorDiagnostic("Unable to write the state", fmt.Sprintf("A lane cannot be a %T.", val))}
	}
	s.attrs, s.set = obj.Attributes(), true
	return nil
}

// wireIdentity is the identity that an apply returns.
type wireIdentity struct {
	data *tfprotov6.ResourceIdentityData
}

func (i *wireIdentity) Set(_ context.Context, val any) diag.Diagnostics {
	id, ok := val.(laneIdentity)
	if !ok {
		return diag.Diagnostics{diag.NewErrorDiagnostic("Unable to write the identity", fmt.Sprintf("A lane's identity cannot be a %T.", val))}
	}
	i.data = identityOfTexts(id.ClusterID.ValueString(), id.Name.ValueString())
	return nil
}

package provider

import (
	"bytes"
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// PlanResourceChange plans a lane without the framework.
func (s *Server) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	if req.TypeName == laneTypeName {
		if a := s.askedPlan(ctx, req); a != nil {
			ctx, done := s.stoppable(ctx)
			defer done()
			return a.answer(ctx)
		}
	}
	return s.handTo(ctx, "PlanResourceChange").PlanResourceChange(ctx, req)
}

// askedPlan is a requested plan of a lane.
type askedPlan struct {
	*laneResource
	wire *laneWire
	req  *tfprotov6.PlanResourceChangeRequest

	config, prior, proposed map[string]attr.Value // nil = null
	known                   bool                  // the whole configuration
	private                 privateBytes
}

// askedPlan reads what a plan is based on; nil if the framework must plan.
func (s *Server) askedPlan(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) *askedPlan {
	a := &askedPlan{laneResource: s.configured(), wire: wireOfLane(), req: req}
	private, plain := privateOf(req.PriorPrivate)
	if a.laneResource == nil || !plain {
		return nil
	}
	a.private = private
	var err1, err2, err3 error
	a.config, a.known, err1 = a.wire.attributes(ctx, req.Config)
	a.prior, _, err2 = a.wire.attributes(ctx, req.PriorState)
	switch { // what is unchanged need not be read again
	case sameBytes(req.ProposedNewState, req.PriorState):
		a.proposed = maps.Clone(a.prior)
	case sameBytes(req.ProposedNewState, req.Config):
		a.proposed = maps.Clone(a.config)
	default:
		a.proposed, _, err3 = a.wire.attributes(ctx, req.ProposedNewState)
	}
	if errors.Join(err1, err2, err3) != nil || a.proposed != nil && (a.config == nil || !a.wire.leavesComputed(a.config)) {
		return nil
	}
	return a
}

func sameBytes(x, y *tfprotov6.DynamicValue) bool {
	return x != nil && y != nil && bytes.Equal(x.MsgPack, y.MsgPack)
}

// answer plans, as ModifyPlan does when the framework calls it.
func (a *askedPlan) answer(ctx context.Context) (*tfprotov6.PlanResourceChangeResponse, error) {
	var diags diag.Diagnostics
	resp := &tfprotov6.PlanResourceChangeResponse{PlannedState: a.req.ProposedNewState, PlannedIdentity: a.req.PriorIdentity}
	if resp.PlannedIdentity == nil { // before Terraform 1.12, and of a new lane
		resp.PlannedIdentity = noIdentity()
	}
	switch {
	case a.proposed != nil:
		w, replace := a.change(ctx, &diags)
		if a.prior != nil && w.is(a.prior) {
			resp.PlannedState = a.req.PriorState
		} else {
			raw, err := a.wire.Write(ctx, w.attrs)
			if err != nil {
				return nil, err
			}
			resp.PlannedState = &tfprotov6.DynamicValue{MsgPack: raw}
		}
		resp.RequiresReplace = attributePaths(replace)
	case a.prior != nil:
		a.planDestroy(ctx, laneModelOf(a.prior, a.wire.types), a.private, &diags)
	}
	resp.PlannedPrivate, resp.Diagnostics = a.private.bytes(), protocolDiagnostics(diags)
	return resp, nil
}

// change plans a lane that is not destroyed.
func (a *askedPlan) change(ctx context.Context, diags *diag.Diagnostics) (w *draft, replace path.Paths) {
	if a.moves() {
		a.wire.markUnknown(a.proposed, a.config)
	}
	p := &planning{laneResource: a.laneResource, diags: diags, cfg: laneModelOf(a.config, a.wire.types), plan: laneModelOf(a.proposed, a.wire.types)}
	if a.prior != nil {
		p.state = laneModelOf(a.prior, a.wire.types)
	}
	w = p.plan.draft()
	if p.settle(ctx, a.known, a.private) {
		w, replace = p.change(ctx, a.private)
	}
	return w, replace
}

// moves reports whether Terraform proposes a lane that differs from the current
// one.
func (a *askedPlan) moves() bool {
	return a.prior == nil || !sameBytes(a.req.PriorState, a.req.ProposedNewState) && !sameAttributes(a.prior, a.proposed)
}

func sameAttributes(a, b map[string]attr.Value) bool {
	return maps.EqualFunc(a, b, func(x, y attr.Value) bool { return x.Equal(y) })
}

// leavesComputed reports whether the configuration sets none of the read-only
// attributes. Terraform refuses a configuration that does, and the framework
// handles that case.
func (w *laneWire) leavesComputed(config map[string]attr.Value) bool {
	for name := range w.computed {
		if w.rules.ReadOnly(name) && !config[name].IsNull() {
			return false
		}
	}
	return true
}

// markUnknown marks attributes unknown that are computed and not configured, as the
// framework does with every lane that changes.
func (w *laneWire) markUnknown(proposed, config map[string]attr.Value) {
	for name, unknown := range w.computed {
		if config[name].IsNull() {
			proposed[name] = unknown
		}
	}
}

// attributePaths are paths in the form of the protocol, in the framework's order.
func attributePaths(paths path.Paths) []*tftypes.AttributePath {
	slices.SortFunc(paths, func(a, b path.Path) int { return strings.Compare(a.String(), b.String()) })
	var out []*tftypes.AttributePath
	for _, at := range slices.CompactFunc(paths, path.Path.Equal) {
		out = append(out, attributePath(at))
	}
	return out
}

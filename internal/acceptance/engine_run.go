package acceptance

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Disturbance is what happens to the provider of one run.
type Disturbance struct {
	Wrap   func(http.RoundTripper) http.RoundTripper
	Killed <-chan struct{} // closed when the provider dies
	Stop   <-chan struct{} // closed when Ctrl-C is pressed
}

// Run is `terraform apply`: refresh, plan, apply. It reports whether the plan had
// anything to do, and why the run failed.
func (e *Engine) Run(set map[string]any, d Disturbance) (changed bool, err error) {
	s, err := e.server(d.Wrap)
	if err != nil {
		return false, err
	}
	type result struct {
		changed bool
		err     error
	}
	// A killed provider never answers. Its run continues on a copy that nobody
	// reads.
	run := *e
	done := make(chan result, 1)
	go func() {
		changed, err := run.apply(s, set)
		done <- result{changed, err}
	}()
	stop := d.Stop
	for {
		select {
		case <-d.Killed:
			e.state, e.private, e.ident = run.safe()
			return true, errKilled
		case <-stop:
			stop = nil
			if _, err := s.StopProvider(context.Background(), &tfprotov6.StopProviderRequest{}); err != nil {
				return true, err
			}
		case r := <-done:
			*e = run
			return r.changed, r.err
		}
	}
}

// safe is what Terraform has stored when a provider dies: what it knew before the
// request that was never answered. Every request that ends replaces state and
// private state together, so both are complete at any time.
func (e *Engine) safe() (tftypes.Value, []byte, *tfprotov6.ResourceIdentityData) {
	return e.state, e.private, e.ident
}

func (e *Engine) apply(s tfprotov6.ProviderServer, set map[string]any) (bool, error) {
	config, err := e.Config(set)
	if err != nil {
		return false, err
	}
	if err := e.refresh(s); err != nil {
		return true, err
	}
	if e.Tainted && !e.state.IsNull() {
		if err := e.change(s, tftypes.NewValue(e.typ, nil)); err != nil {
			return true, err
		}
	}
	return e.planAndChange(s, config)
}

func (e *Engine) refresh(s tfprotov6.ProviderServer) error {
	if e.state.IsNull() {
		return nil
	}
	state, err := e.dynamic(e.state)
	if err != nil {
		return err
	}
	resp, err := s.ReadResource(context.Background(), &tfprotov6.ReadResourceRequest{TypeName: laneType, CurrentState: state, Private: e.private, CurrentIdentity: e.ident})
	if err != nil {
		return err
	}
	if err := failure(resp.Diagnostics); err != nil {
		return err
	}
	return e.keep(resp.NewState, resp.Private, resp.NewIdentity)
}

func (e *Engine) keep(state *tfprotov6.DynamicValue, private []byte, ident *tfprotov6.ResourceIdentityData) error {
	v, err := state.Unmarshal(e.typ)
	if err != nil {
		return err
	}
	e.state, e.private, e.ident = v, private, ident
	if v.IsNull() {
		e.private, e.ident, e.Tainted = nil, nil, false
	}
	return nil
}

// proposed merges as Terraform's core does: the configuration, plus the computed
// attributes of the prior state.
func (e *Engine) proposed(config tftypes.Value) (tftypes.Value, error) {
	if config.IsNull() || e.state.IsNull() {
		return config, nil
	}
	var written, prior map[string]tftypes.Value
	if err := errors.Join(config.As(&written), e.state.As(&prior)); err != nil {
		return config, err
	}
	written = maps.Clone(written) // As returns the value's own map
	for _, a := range e.attrs {
		if a.Computed && written[a.Name].IsNull() {
			written[a.Name] = prior[a.Name]
		}
	}
	return tftypes.NewValue(e.typ, written), nil
}

func (e *Engine) planAndChange(s tfprotov6.ProviderServer, config tftypes.Value) (bool, error) {
	if config.IsNull() {
		if e.state.IsNull() {
			return false, nil
		}
		return true, e.change(s, config)
	}
	plan, err := e.plan(s, config)
	if err != nil {
		return true, err
	}
	planned, err := plan.PlannedState.Unmarshal(e.typ)
	if err != nil {
		return true, err
	}
	if planned.Equal(e.state) {
		return false, nil
	}
	if len(plan.RequiresReplace) > 0 {
		return true, fmt.Errorf("the lane would be replaced: %v", plan.RequiresReplace)
	}
	return true, e.commit(s, config, planned, plan)
}

func (e *Engine) plan(s tfprotov6.ProviderServer, config tftypes.Value) (*tfprotov6.PlanResourceChangeResponse, error) {
	req, err := e.planRequest(config)
	if err != nil {
		return nil, err
	}
	plan, err := s.PlanResourceChange(context.Background(), req)
	if err != nil {
		return nil, err
	}
	return plan, failure(plan.Diagnostics)
}

func (e *Engine) planRequest(config tftypes.Value) (*tfprotov6.PlanResourceChangeRequest, error) {
	proposed, err := e.proposed(config)
	if err != nil {
		return nil, err
	}
	c, err1 := e.dynamic(config)
	p, err2 := e.dynamic(proposed)
	prior, err3 := e.dynamic(e.state)
	return &tfprotov6.PlanResourceChangeRequest{TypeName: laneType, Config: c, ProposedNewState: p, PriorState: prior,
		PriorPrivate: e.private, PriorIdentity: e.ident}, errors.Join(err1, err2, err3)
}

// change destroys the lane.
func (e *Engine) change(s tfprotov6.ProviderServer, null tftypes.Value) error {
	plan, err := e.planDelete(s)
	if err != nil {
		return err
	}
	return e.commit(s, null, null, plan)
}

// commit applies a plan, and checks that the provider keeps to it: every value that
// was known at plan time is still the same.
func (e *Engine) commit(s tfprotov6.ProviderServer, config, planned tftypes.Value, plan *tfprotov6.PlanResourceChangeResponse) error {
	c, err1 := e.dynamic(config)
	prior, err2 := e.dynamic(e.state)
	p, err3 := e.dynamic(planned)
	if err := errors.Join(err1, err2, err3); err != nil {
		return err
	}
	creates := e.state.IsNull()
	resp, err := s.ApplyResourceChange(context.Background(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: laneType, Config: c, PriorState: prior, PlannedState: p, PlannedPrivate: plan.PlannedPrivate, PlannedIdentity: plan.PlannedIdentity})
	if err != nil {
		return err
	}
	if err := e.keep(resp.NewState, resp.Private, resp.NewIdentity); err != nil {
		return err
	}
	failed := failure(resp.Diagnostics)
	if creates {
		e.Tainted = failed != nil && !e.state.IsNull()
	}
	if failed != nil {
		return failed
	}
	return e.asPlanned(planned)
}

// asPlanned compares the result of the apply with the plan.
func (e *Engine) asPlanned(planned tftypes.Value) error {
	if planned.IsNull() || e.state.IsNull() {
		return nil
	}
	differences, err := planned.Diff(e.state)
	if err != nil {
		return err
	}
	for _, d := range differences {
		if d.Value1 != nil && d.Value1.IsKnown() && d.Value1.IsFullyKnown() {
			return fmt.Errorf("the provider produced an inconsistent result after apply: %s was planned as %s and is %s", d.Path, d.Value1, d.Value2)
		}
	}
	return nil
}

// Import is `terraform import` by ARM ID.
func (e *Engine) Import(id string, d Disturbance) error {
	s, err := e.server(d.Wrap)
	if err != nil {
		return err
	}
	before := *e
	if err := e.importOnly(s, id); err != nil {
		return err
	}
	if err := e.refresh(s); err != nil {
		*e = before
		return err
	}
	return nil
}

// importOnly imports without the read that usually follows.
func (e *Engine) importOnly(s tfprotov6.ProviderServer, id string) error {
	resp, err := s.ImportResourceState(context.Background(), &tfprotov6.ImportResourceStateRequest{TypeName: laneType, ID: id})
	if err != nil {
		return err
	}
	if err := failure(resp.Diagnostics); err != nil {
		return err
	}
	one := resp.ImportedResources[0]
	return e.keep(one.State, one.Private, one.Identity)
}

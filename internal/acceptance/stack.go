package acceptance

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Blocks is a configuration: lanes keyed by the addresses of their blocks.
type Blocks map[string]map[string]any

// Stack is a state with several lanes, where Engine has only one. It plans and
// applies as Terraform does, in two processes, with replacements, deposed objects,
// saved plans, and blocks that are moved without a moved block.
type Stack struct {
	world   *World
	objects map[string]*Engine // by address
	deposed []*Engine          // replaced by create_before_destroy but not deleted yet
	// CreateFirst holds the addresses that have create_before_destroy.
	CreateFirst map[string]bool
	// Late deletes removed objects after everything else, as Terraform does if
	// other resources depend on them. Otherwise they are deleted first.
	Late bool
	// Unguarded switches off the guards and the check of names.
	Unguarded bool
}

// NewStack creates a state without objects.
func NewStack(w *World) *Stack {
	return &Stack{world: w, objects: map[string]*Engine{}, CreateFirst: map[string]bool{}}
}

// step is what a plan does to one object.
type step struct {
	address  string
	before   *Engine       // nil for a create
	config   tftypes.Value // null for a delete
	planned  tftypes.Value
	resp     *tfprotov6.PlanResourceChangeResponse
	replaces bool
	deposed  bool
}

// Saved is a saved plan.
type Saved struct {
	steps []step
	// Pools are the node pools that the plan's lanes have once it is applied.
	Pools []string
}

// Empty reports whether the plan does nothing.
func (p *Saved) Empty() bool { return len(p.steps) == 0 }

// engine creates an empty slot for an object.
func (s *Stack) engine() (*Engine, error) {
	e, err := NewEngine(s.world)
	if err != nil || !s.Unguarded {
		return e, err
	}
	e.config, err = unguarded()
	return e, err
}

// unguarded is a provider block that switches off the guards and the check of
// names.
func unguarded() (*tfprotov6.DynamicValue, error) {
	sf, err := surfaceOf()
	if err != nil {
		return nil, err
	}
	values := map[string]tftypes.Value{}
	obj, _ := sf.block.(tftypes.Object)
	off := func(names ...string) map[string]any {
		out := map[string]any{}
		for _, n := range names {
			out[n] = "off"
		}
		return out
	}
	given := map[string]any{"checks": off("moved-block", "name-taken")}
	for name, t := range obj.AttributeTypes {
		v, err := valueFor(t, given[name])
		if err != nil {
			return nil, err
		}
		values[name] = v
	}
	config, err := tfprotov6.NewDynamicValue(sf.block, tftypes.NewValue(sf.block, values))
	return &config, err
}

// server starts a provider process.
func (s *Stack) server(wrap func(http.RoundTripper) http.RoundTripper) (tfprotov6.ProviderServer, error) {
	e, err := s.engine()
	if err != nil {
		return nil, err
	}
	return e.server(wrap)
}

// Import imports a node pool into the state under an address. The provider may be
// killed during the import.
func (s *Stack) Import(address, pool string, d Disturbance) error {
	e, err := s.engine()
	if err != nil {
		return err
	}
	done := make(chan error, 1)
	go func() { done <- e.Import(ClusterID+"/agentPools/"+pool, d) }()
	select {
	case <-d.Killed:
		return errKilled
	case err := <-done:
		if err == nil {
			s.objects[address] = e
		}
		return err
	}
}

// Forget is a removed block with destroy = false.
func (s *Stack) Forget(address string) { delete(s.objects, address) }

// Taint marks an object for replacement.
func (s *Stack) Taint(address string) { s.objects[address].Tainted = true }

// Plan refreshes and plans. An error in any block is an error of the plan.
func (s *Stack) Plan(blocks Blocks, replace ...string) (*Saved, error) {
	return s.plan(nil, blocks, replace)
}

func (s *Stack) plan(wrap func(http.RoundTripper) http.RoundTripper, blocks Blocks, replace []string) (*Saved, error) {
	srv, err := s.server(wrap)
	if err != nil {
		return nil, err
	}
	if err := s.refresh(srv); err != nil {
		return nil, err
	}
	out := &Saved{}
	var failures []error
	for _, e := range s.deposed {
		resp, err := e.planDelete(srv)
		failures = append(failures, err)
		out.steps = append(out.steps, step{before: e, config: e.null(), planned: e.null(), resp: resp, deposed: true})
	}
	for _, address := range slices.Sorted(maps.Keys(s.objects)) {
		if _, stays := blocks[address]; stays {
			continue
		}
		e := s.objects[address]
		resp, err := e.planDelete(srv)
		failures = append(failures, err)
		out.steps = append(out.steps, step{address: address, before: e, config: e.null(), planned: e.null(), resp: resp})
	}
	for _, address := range slices.Sorted(maps.Keys(blocks)) {
		st, err := s.planBlock(srv, address, blocks[address], slices.Contains(replace, address))
		failures = append(failures, err)
		if err != nil {
			continue
		}
		if name := textIn(st.planned, "pool_name"); name != "" {
			out.Pools = append(out.Pools, name)
		}
		if st.before == nil || st.replaces || !st.planned.Equal(st.before.state) {
			out.steps = append(out.steps, *st)
		}
	}
	return out, errors.Join(failures...)
}

// refresh reads every object, and removes from the state those that no longer
// exist.
func (s *Stack) refresh(srv tfprotov6.ProviderServer) error {
	for _, address := range slices.Sorted(maps.Keys(s.objects)) {
		e := s.objects[address]
		if err := e.refresh(srv); err != nil {
			return err
		}
		if e.state.IsNull() {
			delete(s.objects, address)
		}
	}
	for _, e := range s.deposed {
		if err := e.refresh(srv); err != nil {
			return err
		}
	}
	s.deposed = slices.DeleteFunc(s.deposed, func(e *Engine) bool { return e.state.IsNull() })
	return nil
}

// planBlock plans one block, or plans it twice if its object is replaced.
func (s *Stack) planBlock(srv tfprotov6.ProviderServer, address string, set map[string]any, asked bool) (*step, error) {
	fresh, err := s.engine()
	if err != nil {
		return nil, err
	}
	config, err := fresh.Config(set)
	if err != nil {
		return nil, err
	}
	st := &step{address: address, config: config, before: s.objects[address]}
	switch {
	case st.before == nil:
		st.resp, err = fresh.plan(srv, config)
	case st.before.Tainted: // planned as if there were no object
		st.replaces = true
		st.resp, err = fresh.plan(srv, config)
	default:
		if st.resp, err = st.before.plan(srv, config); err == nil && (asked || len(st.resp.RequiresReplace) > 0) {
			st.replaces = true
			fresh.private = st.resp.PlannedPrivate
			st.resp, err = fresh.plan(srv, config)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", address, err)
	}
	st.planned, err = st.resp.PlannedState.Unmarshal(fresh.typ)
	return st, err
}

func (e *Engine) null() tftypes.Value { return tftypes.NewValue(e.typ, nil) }

// planDelete plans the deletion of the object.
func (e *Engine) planDelete(s tfprotov6.ProviderServer) (*tfprotov6.PlanResourceChangeResponse, error) {
	c, err1 := e.dynamic(e.null())
	prior, err2 := e.dynamic(e.state)
	if err := errors.Join(err1, err2); err != nil {
		return nil, err
	}
	plan, err := s.PlanResourceChange(context.Background(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: laneType, Config: c, ProposedNewState: c, PriorState: prior, PriorPrivate: e.private, PriorIdentity: e.ident})
	if err != nil {
		return nil, err
	}
	return plan, failure(plan.Diagnostics)
}

// textIn reads a string attribute of an object. It returns "" if the object has
// none.
func textIn(v tftypes.Value, name string) string {
	var parts map[string]tftypes.Value
	if v.IsNull() || !v.IsKnown() || v.As(&parts) != nil || !parts[name].IsKnown() {
		return ""
	}
	var s string
	_ = parts[name].As(&s)
	return s
}

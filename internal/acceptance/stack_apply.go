package acceptance

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// Apply is `terraform apply`: it plans and immediately applies the plan. The
// returned plan is nil if planning failed.
func (s *Stack) Apply(blocks Blocks, d Disturbance, replace ...string) (*Saved, error) {
	var plan *Saved
	err := s.disturbed(d, func(run *Stack) (err error) {
		plan, err = run.plan(d.Wrap, blocks, replace)
		if err != nil {
			plan = nil
			return err
		}
		return run.carry(plan, d)
	})
	return plan, err
}

// ApplySaved applies a plan that was created earlier.
func (s *Stack) ApplySaved(plan *Saved, d Disturbance) error {
	return s.disturbed(d, func(run *Stack) error { return run.carry(plan, d) })
}

// disturbed runs a function that may be killed. What the run knew when it was
// killed is what was stored.
func (s *Stack) disturbed(d Disturbance, run func(*Stack) error) error {
	going := *s
	going.objects, going.deposed = maps.Clone(s.objects), slices.Clone(s.deposed)
	done := make(chan error, 1)
	go func() { done <- run(&going) }()
	select {
	case <-d.Killed:
		s.objects, s.deposed = going.objects, going.deposed
		return errKilled
	case err := <-done:
		s.objects, s.deposed = going.objects, going.deposed
		return err
	}
}

// carry applies a plan in a process of its own. An error in one object does not
// prevent the others from being applied.
func (s *Stack) carry(plan *Saved, d Disturbance) error {
	srv, err := s.server(d.Wrap)
	if err != nil {
		return err
	}
	if d.Stop != nil {
		stopped := make(chan struct{})
		defer close(stopped)
		go func() {
			select {
			case <-d.Stop:
				_, _ = srv.StopProvider(context.Background(), &tfprotov6.StopProviderRequest{})
			case <-stopped:
			}
		}()
	}
	steps := slices.Clone(plan.steps)
	slices.SortStableFunc(steps, func(a, b step) int { return s.turn(a) - s.turn(b) })
	var failures []error
	for _, st := range steps {
		if err := s.carryOne(srv, st); err != nil {
			failures = append(failures, fmt.Errorf("%s: %w", st.address, err))
		}
	}
	return errors.Join(failures...)
}

// turn sorts deletions first, or last if Late is set.
func (s *Stack) turn(st step) int {
	if st.config.IsNull() == s.Late {
		return 1
	}
	return 0
}

func (s *Stack) carryOne(srv tfprotov6.ProviderServer, st step) error {
	switch {
	case st.config.IsNull():
		return s.goes(srv, st)
	case st.replaces && s.CreateFirst[st.address]:
		return s.createFirst(srv, st)
	case st.replaces:
		if err := s.goes(srv, st); err != nil {
			return err
		}
		return s.comes(srv, st)
	case st.before == nil:
		return s.comes(srv, st)
	}
	// An update is planned once more, from the same state.
	again, err := st.before.plan(srv, st.config)
	if err != nil {
		return err
	}
	if err := consistent(st, again, st.before); err != nil {
		return err
	}
	planned, err := again.PlannedState.Unmarshal(st.before.typ)
	if err != nil {
		return err
	}
	return st.before.commit(srv, st.config, planned, again)
}

// goes deletes an object as planned.
func (s *Stack) goes(srv tfprotov6.ProviderServer, st step) error {
	err := st.before.commit(srv, st.before.null(), st.before.null(), st.resp)
	if st.before.state.IsNull() {
		s.drop(st.before)
	}
	return err
}

func (s *Stack) drop(e *Engine) {
	maps.DeleteFunc(s.objects, func(_ string, other *Engine) bool { return other == e })
	s.deposed = slices.DeleteFunc(s.deposed, func(other *Engine) bool { return other == e })
}

// comes creates an object. It plans once more, without anything that the first plan
// knew.
func (s *Stack) comes(srv tfprotov6.ProviderServer, st step) error {
	e, err := s.engine()
	if err != nil {
		return err
	}
	again, err := e.plan(srv, st.config)
	if err != nil {
		return err
	}
	if err := consistent(st, again, e); err != nil {
		return err
	}
	planned, err := again.PlannedState.Unmarshal(e.typ)
	if err != nil {
		return err
	}
	err = e.commit(srv, st.config, planned, again)
	if !e.state.IsNull() {
		s.objects[st.address] = e
	}
	return err
}

// createFirst creates the new object and then deletes the old one, which is deposed
// in the meantime. If the create produced nothing, the old object stays in place.
func (s *Stack) createFirst(srv tfprotov6.ProviderServer, st step) error {
	err := s.comes(srv, st)
	if s.objects[st.address] == st.before {
		return err
	}
	s.deposed = append(s.deposed, st.before)
	if err != nil {
		return err
	}
	st.before.Tainted = false
	resp, err := st.before.planDelete(srv)
	if err != nil {
		return err
	}
	st.resp = resp
	return s.goes(srv, st)
}

// consistent checks the second plan against the first: values that were known must
// not change.
func consistent(st step, again *tfprotov6.PlanResourceChangeResponse, e *Engine) error {
	planned, err := again.PlannedState.Unmarshal(e.typ)
	if err != nil {
		return err
	}
	differences, err := st.planned.Diff(planned)
	if err != nil {
		return err
	}
	for _, d := range differences {
		if d.Value1 != nil && d.Value1.IsFullyKnown() {
			return fmt.Errorf("the provider produced an inconsistent final plan: %s was planned as %s and is %s", d.Path, d.Value1, d.Value2)
		}
	}
	return nil
}

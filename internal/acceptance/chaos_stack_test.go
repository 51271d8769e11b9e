package acceptance

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"
)

// scene is the setting for a row with several lanes: two states on one cluster.
type scene struct {
	w     *World
	a, b  *Stack
	saved *Saved
}

// stackCase is a row of the crash matrix in which lanes are replaced, renamed or
// held by two states, or in which a saved plan is out of date.
type stackCase struct {
	name  string
	stage func(s *scene) error
	run   func(s *scene, d Disturbance) error // disturbed
	// refused means that the run ends with an error even if nothing disturbs it.
	refused bool
	// imports is the address of an import block, which stays in the configuration.
	imports string
	then    Blocks   // the first state's configuration from then on
	other   Blocks   // and the second's
	ends    []string // the lanes' pools at the end
}

// fixedLane is the lane pricing with nodes that others may depend on.
func fixedLane(more map[string]any) map[string]any {
	out := chaosLane(map[string]any{"capacity": map[string]any{"nodes": 2}})
	maps.Copy(out, more)
	return out
}

func stackCases() []stackCase {
	one := Blocks{"a": fixedLane(nil)}
	made := func(s *scene) error {
		_, err := s.a.Apply(one, Disturbance{})
		return err
	}
	replaces := func(s *scene, d Disturbance) error {
		_, err := s.a.Apply(one, d, "a")
		return err
	}
	with := func(first func(s *scene) error, more func(s *scene) error) func(s *scene) error {
		return func(s *scene) error {
			if err := first(s); err != nil {
				return err
			}
			return more(s)
		}
	}
	first := func(s *scene) error { s.a.CreateFirst["a"] = true; return nil }
	unguarded := func(late bool) func(s *scene) error {
		return func(s *scene) error { s.a.Unguarded, s.a.Late = true, late; return nil }
	}
	renames := func(s *scene, d Disturbance) error {
		_, err := s.a.Apply(Blocks{"b": fixedLane(nil)}, d)
		return err
	}
	// saved plans a change of tags; then another client changes the pool.
	saved := func(set map[string]any, edit func(p map[string]any)) func(s *scene) error {
		return func(s *scene) (err error) {
			if _, err = s.a.Apply(Blocks{"a": fixedLane(set)}, Disturbance{}); err != nil {
				return err
			}
			s.saved, err = s.a.Plan(tagged(set))
			s.w.Edit("pricing", edit)
			return err
		}
	}
	applies := func(s *scene, d Disturbance) error { return s.a.ApplySaved(s.saved, d) }
	running := map[string]any{"power": "Running"}
	return []stackCase{
		{name: "replaced", stage: made, run: replaces, then: one, ends: []string{"pricing"}},
		{name: "replaced, created first", stage: with(made, first), run: replaces, then: one, ends: []string{"pricing"}},
		{name: "tainted", stage: with(made, func(s *scene) error { s.a.Taint("a"); return nil }), run: plain(one), then: one, ends: []string{"pricing"}},
		{name: "tainted, created first", stage: with(made, func(s *scene) error { s.a.Taint("a"); return first(s) }), run: plain(one), then: one, ends: []string{"pricing"}},
		{name: "another name", stage: made, run: plain(Blocks{"a": renamed()}), then: Blocks{"a": renamed()}, ends: []string{"shop"}},
		{name: "renamed block", stage: made, run: renames, refused: true, then: one, ends: []string{"pricing"}},
		{name: "renamed block, unguarded", stage: with(made, unguarded(false)), run: renames, then: Blocks{"b": fixedLane(nil)}, ends: []string{"pricing"}},
		{name: "renamed block, unguarded, created first", stage: with(made, unguarded(true)), run: renames, then: Blocks{"b": fixedLane(nil)}, ends: []string{"pricing"}},
		{name: "removed and imported", stage: made, run: func(s *scene, d Disturbance) error {
			s.a.Forget("a")
			if err := s.a.Import("b", "pricing", d); err != nil {
				return err
			}
			_, err := s.a.Apply(Blocks{"b": fixedLane(map[string]any{"labels": map[string]any{"team": "x"}})}, d)
			return err
		}, imports: "b", then: Blocks{"b": fixedLane(map[string]any{"labels": map[string]any{"team": "x"}})}, ends: []string{"pricing"}},
		{name: "saved, then scaled by hand", refused: true, stage: saved(nil, func(p map[string]any) { p["count"] = 8 }), run: applies, then: tagged(nil), ends: []string{"pricing"}},
		{name: "saved, then labelled by hand", stage: saved(nil, func(p map[string]any) { p["nodeLabels"].(map[string]any)["by"] = "hand" }), run: applies, then: tagged(nil), ends: []string{"pricing"}},
		{name: "saved, then stopped by hand", refused: true, stage: saved(running, func(p map[string]any) { p["powerState"] = map[string]any{"code": "Stopped"} }), run: applies, then: tagged(running), ends: []string{"pricing"}},
		{name: "saved, then upgraded by hand", stage: saved(map[string]any{"kubernetes_version": "1.34"}, func(p map[string]any) {
			p["orchestratorVersion"], p["currentOrchestratorVersion"] = "1.35", "1.35.7"
		}), run: applies, then: tagged(map[string]any{"kubernetes_version": "1.34"}), ends: []string{"pricing"}},
		{name: "two states, one taken over", stage: with(made, func(s *scene) error {
			_, err := s.b.Apply(one, Disturbance{})
			return err
		}), run: plain(nil), other: one, ends: []string{"pricing"}},
		{name: "destroyed beside a create", stage: with(made, func(s *scene) error {
			_, _, err := s.w.Sim.Do("DELETE", ClusterID+"/agentPools/pricing", nil)
			s.a.Forget("a")
			return err
		}), run: plain(one), then: one, ends: []string{"pricing"}},
	}
}

func renamed() map[string]any {
	return fixedLane(map[string]any{"name": "shop", "disruption": map[string]any{"allow": "replace"}})
}

func plain(blocks Blocks) func(s *scene, d Disturbance) error {
	return func(s *scene, d Disturbance) error {
		_, err := s.a.Apply(blocks, d)
		return err
	}
}

func tagged(set map[string]any) Blocks {
	out := fixedLane(set)
	out["tags"] = map[string]any{"a": "2"}
	return Blocks{"a": out}
}

// cell disturbs one request of the row's run; the next runs finish the work.
func (c stackCase) cell(t testing.TB, trouble Trouble, at int) (sent int, writes []bool, total int, err error) {
	s := &scene{w: NewWorld(t)}
	s.a, s.b = NewStack(s.w), NewStack(s.w)
	if err := c.stage(s); err != nil {
		return 0, nil, 0, fmt.Errorf("the stage: %w", err)
	}
	s.w.Forget()
	saboteur, d := sabotage(s.w, trouble, at)
	first := c.run(s, d)
	sent, writes = saboteur.requests()
	ending := "success"
	if first != nil {
		ending = first.Error()
	}
	if at == 0 && (first != nil) != c.refused {
		return sent, writes, 0, fmt.Errorf("the run ended with %s", ending)
	}
	if err := c.converge(s); err != nil {
		return sent, writes, 0, fmt.Errorf("%w (the disturbed run ended with: %s)", err, ending)
	}
	return sent, writes, len(s.w.Sim.Requests()), nil
}

// converge runs up to two times until the plans have nothing to do, and checks the
// result.
func (c stackCase) converge(s *scene) error {
	for i, stack := range []*Stack{s.a, s.b} {
		blocks := []Blocks{c.then, c.other}[i]
		var last error
		for range 2 {
			if stack == s.a && c.imports != "" && s.a.objects[c.imports] == nil {
				if err := s.a.Import(c.imports, "pricing", Disturbance{}); err != nil {
					return err
				}
			}
			_, last = stack.Apply(blocks, Disturbance{})
		}
		if last != nil {
			return fmt.Errorf("the second run after it fails: %w", last)
		}
		plan, err := stack.Plan(blocks)
		if err != nil || !plan.Empty() {
			return fmt.Errorf("the plan after two runs is not empty: %w %+v", err, plan)
		}
		if len(stack.objects) != len(blocks) || len(stack.deposed) > 0 {
			return fmt.Errorf("the state holds %d lanes and %d deposed ones, want %d", len(stack.objects), len(stack.deposed), len(blocks))
		}
	}
	pools, err := s.w.lanePools()
	if err != nil || !slices.Equal(pools, c.ends) {
		return fmt.Errorf("the lanes' pools are %v, want %v %w", pools, c.ends, err)
	}
	return nil
}

// lanePools returns the names of all pools except the one that the cluster was
// created with. All of them must be Succeeded.
func (w *World) lanePools() ([]string, error) {
	_, answer, err := w.Sim.Do("GET", ClusterID+"/agentPools", nil)
	if err != nil {
		return nil, err
	}
	var pools []string
	list, _ := answer["value"].([]any)
	var failures []error
	for _, p := range list {
		pool, _ := p.(map[string]any)
		name, _ := pool["name"].(string)
		if name != "nodepool1" {
			pools = append(pools, name)
		}
		props, _ := pool["properties"].(map[string]any)
		if props["provisioningState"] != "Succeeded" {
			failures = append(failures, fmt.Errorf("pool %s is %v", name, props["provisioningState"]))
		}
	}
	return pools, errors.Join(failures...)
}

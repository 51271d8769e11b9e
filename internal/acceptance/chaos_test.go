package acceptance

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
)

// chaosCase is a row of the crash matrix: an operation that is disturbed.
type chaosCase struct {
	name   string
	before map[string]any // nil: no lane yet
	after  map[string]any // nil: the lane is destroyed
	pauses map[string]any // a rotation that a budget blocks before the disturbed run
	then   map[string]any // the author's next configuration; nil: the same one
	stage  func(w *World) // what exists besides the lane
	adopt  bool           // the disturbed run is an import
	ends   []string       // the lane's pools at the end
}

// chaosLane is the configuration of a lane called pricing.
func chaosLane(more map[string]any) map[string]any {
	out := map[string]any{"cluster_id": ClusterID, "name": "pricing", "purpose": "batch"}
	for k, v := range more {
		out[k] = v
	}
	return out
}

func chaosCases() []chaosCase {
	rotate := map[string]any{"allow": "rotate"}
	return []chaosCase{
		{name: "create", after: chaosLane(nil), ends: []string{"pricing"}},
		{name: "update", before: chaosLane(nil), after: chaosLane(map[string]any{"capacity": map[string]any{"max": 30}, "labels": map[string]any{"team": "x"}}), ends: []string{"pricing"}},
		{name: "rotation", before: chaosLane(map[string]any{"disruption": rotate}),
			after: chaosLane(map[string]any{"disruption": rotate, "vm_size": "Standard_D16ds_v5"}), ends: []string{"pricingr"}},
		{name: "rotation resumed", before: rotating(nil), pauses: large(nil), after: large(map[string]any{"labels": map[string]any{"team": "x"}}), ends: []string{"pricingr"}},
		{name: "rotation paused, taken back", before: rotating(nil), pauses: large(nil), after: rotating(nil), ends: []string{"pricing"}},
		{name: "rotation paused, destroyed", before: rotating(nil), pauses: large(nil), ends: nil},
		{name: "rotation, edited after", before: rotating(nil), after: large(nil), then: large(map[string]any{"labels": map[string]any{"team": "x"}}), ends: []string{"pricingr"}},
		{name: "rotation, taken back after", before: sized("Standard_D8ds_v5"), after: sized("Standard_D16ds_v5"), then: sized("Standard_D8ds_v5"), ends: []string{"pricing"}},
		{name: "upgrade", before: chaosLane(map[string]any{"kubernetes_version": "1.34"}), after: chaosLane(map[string]any{"kubernetes_version": "1.35"}), ends: []string{"pricing"}},
		{name: "stop", before: chaosLane(nil), after: chaosLane(map[string]any{"power": "Stopped"}), ends: []string{"pricing"}},
		{name: "delete", before: chaosLane(nil), ends: nil},
		{name: "import", after: chaosLane(map[string]any{"labels": map[string]any{"team": "x"}}), adopt: true, ends: []string{"pricing"}, stage: func(w *World) {
			w.Put("pricing", map[string]any{"mode": "User", "vmSize": "Standard_D8ds_v5", "enableAutoScaling": true, "minCount": 0, "maxCount": 9, "count": 1, "osType": "Linux"})
		}},
	}
}

// cell disturbs one request of one operation; the next runs finish the work. at = 0
// disturbs nothing. It returns how many requests the disturbed run sent, which of
// them were writes, and how many requests all runs sent together.
func (c chaosCase) cell(t testing.TB, trouble Trouble, at int) (sent int, writes []bool, total int, err error) {
	w := NewWorld(t)
	if c.stage != nil {
		c.stage(w)
	}
	e, err := NewEngine(w)
	if err != nil {
		return 0, nil, 0, err
	}
	if c.before != nil {
		if _, err := e.Run(c.before, Disturbance{}); err != nil {
			return 0, nil, 0, fmt.Errorf("the stage: %w", err)
		}
	}
	if c.pauses != nil {
		w.budgetKeeps("pricing", 1)
		if _, err := e.Run(c.pauses, Disturbance{}); err != nil {
			return 0, nil, 0, fmt.Errorf("the pause: %w", err)
		}
	}
	w.Forget()
	s, d := sabotage(w, trouble, at)
	var first error
	if c.adopt {
		first = e.adopt(c.after, d)
	} else {
		_, first = e.Run(c.after, d)
	}
	sent, writes = s.requests()
	if first != nil && at == 0 {
		return sent, writes, 0, first
	}
	finalFailure := trouble.Name == "operation Failed" || trouble.Name == "operation Canceled"
	ending := "success"
	if first != nil {
		ending = first.Error()
	}
	if e.Tainted && (!finalFailure || c.name != "create") {
		return sent, writes, 0, fmt.Errorf("the lane is tainted after %s", ending)
	}
	if c.then != nil {
		c.after = c.then
	}
	err = c.converge(w, e)
	if n := w.forced(); err == nil && c.pauses != nil && n > 0 {
		err = fmt.Errorf("%d deletions of pools in service disregarded budgets", n)
	}
	if err != nil {
		err = fmt.Errorf("%w (the disturbed run ended with: %s)", err, ending)
	}
	return sent, writes, len(w.Sim.Requests()), err
}

// converge runs up to two times until a plan has nothing to do, and checks the
// result.
func (c chaosCase) converge(w *World, e *Engine) error {
	var last error
	for range 2 {
		if c.adopt && e.state.IsNull() {
			last = e.adopt(c.after, Disturbance{})
		} else {
			_, last = e.Run(c.after, Disturbance{})
		}
	}
	if last != nil {
		return fmt.Errorf("the second run after it fails: %w", last)
	}
	changed, err := e.Run(c.after, Disturbance{})
	if err != nil || changed {
		return fmt.Errorf("the plan after two runs is not empty: %v %w", changed, err)
	}
	if e.state.IsNull() != (c.after == nil) {
		return errors.New("the state holds no lane, or one that should be gone")
	}
	pools, err := w.lanePools()
	if err != nil {
		return err
	}
	if !slices.Equal(pools, c.ends) {
		return fmt.Errorf("the lane's pools are %v, want %v", pools, c.ends)
	}
	return nil
}

// adopt applies with an import block: first the import, then the run.
func (e *Engine) adopt(set map[string]any, d Disturbance) error {
	if err := e.imported(d); err != nil {
		return err
	}
	_, err := e.Run(set, d)
	return err
}

// imported imports in a provider that may be killed.
func (e *Engine) imported(d Disturbance) error {
	run, done := *e, make(chan error, 1)
	go func() { done <- run.Import(ClusterID+"/agentPools/pricing", d) }()
	select {
	case <-d.Killed:
		return errKilled
	case err := <-done:
		if err == nil {
			*e = run
		}
		return err
	}
}

// row is one row of the crash matrix, and which cells its short form leaves out.
type row struct {
	name  string
	cell  func(t testing.TB, trouble Trouble, at int) (sent int, writes []bool, total int, err error)
	every int  // the short form takes every third or every twelfth request
	brief bool // the short form takes no additional writes
}

func rows() []row {
	var out []row
	for _, c := range chaosCases() {
		out = append(out, row{c.name, c.cell, 3, c.pauses != nil || c.then != nil})
	}
	for _, c := range actionCases() {
		out = append(out, row{c.name, c.cell, 3, false})
	}
	for _, c := range stackCases() {
		out = append(out, row{c.name, c.cell, 12, true})
	}
	return out
}

// TestChaos is the crash matrix. Its short form, for CI, takes every third or twelfth
// request of each trouble and, of the simple rows, every write; AKS_CHAOS=full
// takes every one and prints the table.
func TestChaos(t *testing.T) {
	t.Parallel()
	full := os.Getenv("AKS_CHAOS") == "full"
	for _, c := range rows() {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			n, writes, _, err := c.cell(t, Trouble{}, 0)
			if err != nil {
				t.Fatalf("undisturbed: %v", err)
			}
			for i, trouble := range Troubles() {
				var tried, converged, requests int
				var mu sync.Mutex
				var failures []string
				var wait sync.WaitGroup
				for k := 1; k <= n; k++ {
					if trouble.Writes && !writes[k-1] || !full && (k+i)%c.every != 0 && (!writes[k-1] || c.brief) {
						continue
					}
					tried++
					wait.Go(func() {
						_, _, total, err := c.cell(t, trouble, k)
						mu.Lock()
						defer mu.Unlock()
						requests += total
						if err != nil {
							failures = append(failures, fmt.Sprintf("request %d: %v", k, err))
							return
						}
						converged++
					})
				}
				wait.Wait()
				t.Logf("%-10s %-22s %3d cells, %3d converged, %4d requests", c.name, trouble.Name, tried, converged, requests)
				if len(failures) > 0 {
					t.Errorf("%s, %s:\n%s", c.name, trouble.Name, strings.Join(failures, "\n"))
				}
			}
		})
	}
}

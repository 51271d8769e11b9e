package acceptance

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/workload-lanes/terraform-provider-aks/internal/provider"
	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// actionCase is a row of the crash matrix for an action: it is disturbed, and then
// run again by hand, as its error advises.
type actionCase struct {
	name   string // of the action
	world  func(t testing.TB) *World
	stage  func(w *World) (wrote map[string]any)
	finish func(pool map[string]any) error // what is wrong with the pool at the end
}

const (
	summerImage = "AKSUbuntu-2404gen2containerd-202606.03.1"
	autumnImage = "AKSUbuntu-2404gen2containerd-202609.03.1"
)

func actionCases() []actionCase {
	quick := func(t testing.TB) *World { return NewWorld(t) }
	onPricing := map[string]any{"pool_id": ClusterID + "/agentPools/pricing"}
	properties := func(more map[string]any) map[string]any {
		out := map[string]any{"mode": "User", "vmSize": "Standard_D8ds_v5", "count": 3, "osType": "Linux"}
		for k, v := range more {
			out[k] = v
		}
		return out
	}
	return []actionCase{
		{name: "upgrade_node_image", world: quick, stage: func(w *World) map[string]any {
			w.Put("pricing", properties(nil))
			w.Edit("pricing", func(p map[string]any) { p["nodeImageVersion"] = summerImage })
			return onPricing
		}, finish: is(map[string]any{"nodeImageVersion": autumnImage, "provisioningState": "Succeeded"})},
		{name: "roll_back_node_pool", world: quick, stage: func(w *World) map[string]any {
			w.Put("pricing", properties(map[string]any{"orchestratorVersion": "1.34.9"}))
			w.Put("pricing", properties(map[string]any{"orchestratorVersion": "1.35.7"}))
			return onPricing
		}, finish: is(map[string]any{"currentOrchestratorVersion": "1.34.9", "orchestratorVersion": "1.34.9", "provisioningState": "Succeeded"})},
		{name: "abort_operation", world: slowWorld, stage: func(w *World) map[string]any {
			if status, body, err := w.Sim.Do("PUT", ClusterID+"/agentPools/pricing", map[string]any{"properties": properties(nil)}); status != 201 || err != nil {
				w.t.Fatalf("%d %v %v", status, body, err)
			}
			return onPricing
		}, finish: is(map[string]any{"provisioningState": "Canceled"})},
		{name: "delete_machines", world: quick, stage: func(w *World) map[string]any {
			w.Put("pricing", properties(nil))
			if err := w.Sim.EditMachines(ClusterID, "pricing", func([]simulator.Machine) []simulator.Machine {
				return []simulator.Machine{{Instance: 1, NotReady: true}}
			}); err != nil {
				w.t.Fatal(err)
			}
			return map[string]any{"pool_id": onPricing["pool_id"], "not_ready": true}
		}, finish: is(map[string]any{"count": 2.0})},
	}
}

// is compares some properties of a pool.
func is(want map[string]any) func(map[string]any) error {
	return func(pool map[string]any) error {
		for name, v := range want {
			if pool[name] != v {
				return fmt.Errorf("%s is %v, want %v", name, pool[name], v)
			}
		}
		return nil
	}
}

// slowWorld is a world in which an operation ends only if it is being aborted.
func slowWorld(t testing.TB) *World {
	began, passed := time.Now(), atomic.Int64{}
	sim, err := simulator.New(simulator.Options{Speed: 1, Clock: func() time.Time { return began.Add(time.Duration(passed.Load()) * time.Hour) }})
	if err != nil {
		t.Fatal(err)
	}
	w := &World{t: t, Sim: sim}
	w.Waits = func() {
		if state, _ := w.Pool("pricing")["provisioningState"].(string); state == "Canceling" {
			passed.Add(1)
		}
	}
	return w
}

var actionSchemas = sync.OnceValues(func() (map[string]*tfprotov6.ActionSchema, error) {
	schema, err := provider.NewServer("test").GetProviderSchema(context.Background(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		return nil, err
	}
	return schema.ActionSchemas, nil
})

// invoke runs an action in a provider of its own. That provider may be killed.
func invoke(w *World, name string, wrote map[string]any, d Disturbance) error {
	e, err := NewEngine(w)
	if err != nil {
		return err
	}
	schemas, err := actionSchemas()
	if err != nil {
		return err
	}
	typ := schemas["aks_"+name].Schema.ValueType()
	value, err := valueFor(typ, wrote)
	if err != nil {
		return err
	}
	config, err := tfprotov6.NewDynamicValue(typ, value)
	if err != nil {
		return err
	}
	s, err := e.server(d.Wrap)
	if err != nil {
		return err
	}
	actions, ok := s.(tfprotov6.ActionServer)
	if !ok {
		return errors.New("the provider serves no actions")
	}
	done := make(chan error, 1)
	go func() { done <- invoked(actions, "aks_"+name, &config) }()
	for stop := d.Stop; ; {
		select {
		case <-d.Killed:
			return errKilled
		case <-stop:
			stop = nil
			if _, err := s.StopProvider(context.Background(), &tfprotov6.StopProviderRequest{}); err != nil {
				return err
			}
		case err := <-done:
			return err
		}
	}
}

func invoked(s tfprotov6.ActionServer, kind string, config *tfprotov6.DynamicValue) (err error) {
	resp, err := s.InvokeAction(context.Background(), &tfprotov6.InvokeActionRequest{ActionType: kind, Config: config})
	if err != nil {
		return err
	}
	for event := range resp.Events {
		if end, ok := event.Type.(tfprotov6.CompletedInvokeActionEventType); ok {
			err = failure(end.Diagnostics)
		}
	}
	return err
}

// cell disturbs one request of the action, then runs the action up to two more
// times.
func (c actionCase) cell(t testing.TB, trouble Trouble, at int) (sent int, writes []bool, total int, err error) {
	w := c.world(t)
	wrote := c.stage(w)
	w.Forget()
	s, d := sabotage(w, trouble, at)
	first := invoke(w, c.name, wrote, d)
	sent, writes = s.requests()
	if first != nil && at == 0 {
		return sent, writes, 0, first
	}
	ending := "success"
	if first != nil {
		ending = first.Error()
	}
	wrong := c.finish(w.Pool("pricing"))
	if first == nil && wrong != nil {
		return sent, writes, 0, fmt.Errorf("it succeeded, and %w", wrong)
	}
	var again error
	for range 2 {
		if wrong != nil {
			again = invoke(w, c.name, wrote, Disturbance{})
			wrong = c.finish(w.Pool("pricing"))
		}
	}
	if wrong != nil {
		return sent, writes, 0, fmt.Errorf("after two more runs %w; the last ended with %w (the disturbed run ended with: %s)", wrong, again, ending)
	}
	return sent, writes, len(w.Sim.Requests()), nil
}

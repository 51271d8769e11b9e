package provider

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// stateful is a server with a state that contains lanes.
type stateful struct {
	*server
	lanes map[string]tftypes.Value
	priv  map[string][]byte
	turns turns
}

// statefulIn is a stateful server in a world that the function prepares.
func statefulIn(t testing.TB, world func(*simulator.World)) *stateful {
	t.Helper()
	w := simulator.BuiltIn()
	world(w)
	sim, err := simulator.New(simulator.Options{World: w})
	if err != nil {
		t.Fatal(err)
	}
	s := &stateful{lanes: map[string]tftypes.Value{}, priv: map[string][]byte{}}
	s.turns.alone()
	s.server = serverWith(t, Seams{Simulator: sim, Deadline: s.turns.wait, Poll: azure.Schedule{First: time.Millisecond, Max: time.Millisecond}})
	return s
}

// create plans and applies a lane.
func (s *stateful) create(name string, set map[string]any) {
	s.t.Helper()
	cfg := s.named(name, set)
	null := s.dynamic(tftypes.NewValue(s.lane.ValueType(), nil))
	plan, err := s.PlanResourceChange(context.Background(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: laneType, Config: s.dynamic(cfg), ProposedNewState: s.dynamic(cfg), PriorState: null})
	if err != nil || len(errorsIn(plan.Diagnostics)) > 0 {
		s.t.Fatal(name, err, texts(plan.Diagnostics))
	}
	done, err := s.ApplyResourceChange(context.Background(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: laneType, Config: s.dynamic(cfg), PlannedState: plan.PlannedState, PriorState: null, PlannedPrivate: plan.PlannedPrivate})
	if err != nil || len(errorsIn(done.Diagnostics)) > 0 {
		s.t.Fatal(name, err, texts(done.Diagnostics))
	}
	state, err := done.NewState.Unmarshal(s.lane.ValueType())
	if err != nil {
		s.t.Fatal(err)
	}
	s.lanes[name], s.priv[name] = state, done.Private
}

func (s *stateful) named(name string, set map[string]any) tftypes.Value {
	all := map[string]any{"name": name}
	for k, v := range set {
		all[k] = v
	}
	return s.config(all)
}

// change is a change of one lane in a plan. A nil set deletes the lane.
type change struct {
	name string
	set  map[string]any
}

// planned plans the lanes of one run, each as far as it gets before the next one
// begins. It then ends the wait for others, and returns the errors by lane.
func (s *stateful) planned(changes ...change) map[string][]string {
	s.t.Helper()
	waits := s.turns.together()
	out, done := make([][]string, len(changes)), make([]chan struct{}, len(changes))
	for i, c := range changes {
		done[i] = make(chan struct{})
		go func() {
			defer close(done[i])
			out[i] = s.planOne(c)
		}()
		select {
		case <-waits:
		case <-done[i]:
		}
	}
	s.turns.alone()
	refused := map[string][]string{}
	for i, c := range changes {
		<-done[i]
		if len(out[i]) > 0 {
			refused[c.name] = out[i]
		}
	}
	return refused
}

// inEveryOrder plans lanes once for each order in which they can begin. The tests
// of package planned cover the orders in which their steps can interleave.
func (s *stateful) inEveryOrder(changes []change, judge func(refused map[string][]string)) {
	s.t.Helper()
	if len(changes) > 3 {
		s.t.Fatal("too many orders")
	}
	for _, order := range [][]int{{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}} {
		if slices.Index(order, 2) < 2 && len(changes) == 2 {
			continue // repeats the same two orders
		}
		var ordered []change
		for _, i := range order[:len(changes)] {
			ordered = append(ordered, changes[i])
		}
		s.configure(nil)
		judge(s.planned(ordered...))
	}
}

// planOne plans one lane as Terraform does: computed attributes that are not
// written keep their value from the state.
func (s *stateful) planOne(c change) []string {
	typ := s.lane.ValueType()
	req := &tfprotov6.PlanResourceChangeRequest{TypeName: laneType, PriorState: s.dynamic(tftypes.NewValue(typ, nil)),
		Config: s.dynamic(tftypes.NewValue(typ, nil)), ProposedNewState: s.dynamic(tftypes.NewValue(typ, nil))}
	state, exists := s.lanes[c.name]
	if exists {
		req.PriorState, req.PriorPrivate = s.dynamic(state), s.priv[c.name]
	}
	if c.set != nil {
		cfg := s.named(c.name, c.set)
		req.Config, req.ProposedNewState = s.dynamic(cfg), s.dynamic(cfg)
		if exists {
			req.ProposedNewState = s.dynamic(s.proposed(cfg, state))
		}
	}
	resp, err := s.PlanResourceChange(context.Background(), req)
	if err != nil {
		return []string{err.Error()}
	}
	return errorsIn(resp.Diagnostics)
}

func (s *stateful) proposed(cfg, state tftypes.Value) tftypes.Value {
	var now, was map[string]tftypes.Value
	if cfg.As(&now) != nil || state.As(&was) != nil {
		return cfg
	}
	for _, name := range computedNames {
		if now[name].IsNull() {
			now[name] = was[name]
		}
	}
	return tftypes.NewValue(s.lane.ValueType(), now)
}

func errorsIn(diags []*tfprotov6.Diagnostic) []string {
	var out []string
	for _, d := range diags {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			out = append(out, texts([]*tfprotov6.Diagnostic{d})...)
		}
	}
	return out
}

// object is a nested attribute with some parts set.
func (s *server) object(attribute string, parts map[string]any) tftypes.Value {
	typ := s.lane.ValueType().(tftypes.Object).AttributeTypes[attribute]
	all := nullsOf(typ)
	for name, v := range parts {
		all[name] = tftypes.NewValue(typ.(tftypes.Object).AttributeTypes[name], v)
	}
	return tftypes.NewValue(typ, all)
}

// nodes is a lane with n nodes of 8 vCPUs each.
func (s *stateful) nodes(n int) map[string]any {
	return map[string]any{"capacity": s.object("capacity", map[string]any{"nodes": n})}
}

// enough is a world with a quota of this many vCPUs for the lanes' VM family.
func enough(cores int64) func(*simulator.World) {
	return func(w *simulator.World) {
		w.Quotas = append(w.Quotas, simulator.Quota{Name: "standardDDSv5Family", Limit: cores})
	}
}

// turns replaces the clock that ends a lane's wait for others.
type turns struct {
	mu    sync.Mutex
	over  chan time.Time
	waits chan struct{} // one for each wait that begins
}

// alone ends every wait, also those that begin later.
func (x *turns) alone() {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.over == nil {
		x.over, x.waits = make(chan time.Time), make(chan struct{}, 1)
	}
	close(x.over)
}

// together makes lanes wait until alone is called, and returns the waits that
// begin.
func (x *turns) together() <-chan struct{} {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.over, x.waits = make(chan time.Time), make(chan struct{}, 16)
	return x.waits
}

func (x *turns) wait() <-chan time.Time {
	x.mu.Lock()
	defer x.mu.Unlock()
	select {
	case x.waits <- struct{}{}:
	default: // no test plans several lanes now
	}
	return x.over
}

// serverWith is a configured provider with the given seams.
func serverWith(t testing.TB, seams Seams) *server {
	t.Helper()
	seams.Now = func() time.Time { return autumn }
	s := &server{t: t, ProviderServer: NewServerWith("test", seams), seams: seams}
	schema, err := s.GetProviderSchema(context.Background(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil || len(schema.Diagnostics) > 0 {
		t.Fatal("the schema has faults: ", err, texts(schema.Diagnostics))
	}
	s.lane, s.block = schema.ResourceSchemas[laneType], schema.Provider.ValueType()
	s.configure(nil)
	return s
}

// configure starts another run of the provider, with levels of checks.
func (s *server) configure(checks map[string]string) {
	s.t.Helper()
	attrs := nullsOf(s.block)
	if checks != nil {
		levels := map[string]tftypes.Value{}
		for name, level := range checks {
			levels[name] = tftypes.NewValue(tftypes.String, level)
		}
		attrs["checks"] = tftypes.NewValue(tftypes.Map{ElementType: tftypes.String}, levels)
	}
	s.configureBlock(attrs)
}

// configureBlock starts a run with a whole provider block.
func (s *server) configureBlock(attrs map[string]tftypes.Value) {
	s.t.Helper()
	value, err := tfprotov6.NewDynamicValue(s.block, tftypes.NewValue(s.block, attrs))
	if err != nil {
		s.t.Fatal(err)
	}
	done, err := s.ConfigureProvider(context.Background(), &tfprotov6.ConfigureProviderRequest{Config: &value})
	if err != nil || len(done.Diagnostics) > 0 {
		s.t.Fatal("configure: ", err, texts(done.Diagnostics))
	}
}

// delete deletes a pool behind Terraform's back.
func (s *stateful) delete(pool string) {
	s.t.Helper()
	for range 20 {
		status, _, err := s.seams.Simulator.Do("DELETE", cluster+"/agentPools/"+pool, nil)
		if err != nil || status >= 300 {
			s.t.Fatal(status, err)
		}
		if status, _, _ := s.seams.Simulator.Do("GET", cluster+"/agentPools/"+pool, nil); status == 404 {
			return
		}
	}
	s.t.Fatal("the pool ", pool, " does not go")
}

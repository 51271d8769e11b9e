package provider

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// stateful is a server with a state: lanes that exist.
type stateful struct {
	*server
	lanes map[string]tftypes.Value
	priv  map[string][]byte
	turns turns
}

// statefulIn makes a world.
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

// change is one lane of a plan: nil deletes it.
type change struct {
	name string
	set  map[string]any
}

// planned plans lanes of one run, each as far as it gets before the next one comes,
// then ends the wait for others, and returns the errors by lane.
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

// inEveryOrder plans lanes once for each order in which they can come; package
// planned has those in which their steps can meet.
func (s *stateful) inEveryOrder(changes []change, judge func(refused map[string][]string)) {
	s.t.Helper()
	if len(changes) > 3 {
		s.t.Fatal("too many orders")
	}
	for _, order := range [][]int{{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}} {
		if slices.Index(order, 2) < 2 && len(changes) == 2 {
			continue // the same two orders again
		}
		var ordered []change
		for _, i := range order[:len(changes)] {
			ordered = append(ordered, changes[i])
		}
		s.configure(nil)
		judge(s.planned(ordered...))
	}
}

// planOne plans one lane as Terraform does: what is computed and not written is
// taken from the state.
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
	for name := range computedNames {
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

// nodes is a lane of so many nodes of 8 vCPUs.
func (s *stateful) nodes(n int) map[string]any {
	return map[string]any{"capacity": s.object("capacity", map[string]any{"nodes": n})}
}

// enough is a world with room for so many vCPUs of the lanes' family.
func enough(cores int64) func(*simulator.World) {
	return func(w *simulator.World) {
		w.Quotas = append(w.Quotas, simulator.Quota{Name: "standardDDSv5Family", Limit: cores})
	}
}

// turns stands in place of the clock that ends a lane's wait for others.
type turns struct {
	mu    sync.Mutex
	over  chan time.Time
	waits chan struct{} // one for each wait that begins
}

// alone ends every wait, and lets none begin.
func (x *turns) alone() {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.over == nil {
		x.over, x.waits = make(chan time.Time), make(chan struct{}, 1)
	}
	close(x.over)
}

// together lets lanes wait until alone, and returns the waits that begin.
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
	default: // nobody plans several lanes
	}
	return x.over
}

// Two lanes swap their sizes in a quota that is used up but for what they free.
func TestSwapOfQuotas(t *testing.T) {
	t.Parallel()
	s := statefulIn(t, enough(12+12*8)) // nodepool1 has 12
	s.create("one", s.nodes(8))
	s.create("two", s.nodes(2))
	s.inEveryOrder([]change{{"one", s.nodes(2)}, {"two", s.nodes(8)}}, func(refused map[string][]string) {
		if len(refused) > 0 {
			t.Error("a swap that fits is refused: ", refused)
		}
	})
	s.inEveryOrder([]change{{"one", s.nodes(4)}, {"two", s.nodes(9)}}, func(refused map[string][]string) {
		if len(refused) != 1 || refused["two"] == nil {
			t.Error("thirteen nodes where there is room for twelve: ", refused)
		}
	})
}

// What the lanes of a plan need together, reported by the last that is planned.
func TestQuotaOfAllLanes(t *testing.T) {
	t.Parallel()
	s := statefulIn(t, enough(12+40))
	small := s.nodes(2)
	small["upgrade"] = s.object("upgrade", map[string]any{"max_unavailable": "1"})
	s.inEveryOrder([]change{{"one", small}, {"two", small}}, func(refused map[string][]string) {
		if len(refused) > 0 {
			t.Error("two lanes that fit are refused: ", refused)
		}
	})
	s.inEveryOrder([]change{{"one", small}, {"two", small}, {"three", small}}, func(refused map[string][]string) {
		said := fmt.Sprint(refused)
		if len(refused) == 0 || !strings.Contains(said, "one 16, three 16, two 16") || !strings.Contains(said, "need 48 vCPUs more than they have, and quota standardDDSv5Family in westeurope has 40 left of 52") {
			t.Error("three lanes that do not fit: ", said)
		}
	})
}

// A lane that fits only if another one gives way, which the plan has not come to:
// it may be late, so that this is no error.
func TestQuotaBesideALaneThatIsLate(t *testing.T) {
	t.Parallel()
	s := statefulIn(t, enough(12+12*8))
	s.create("one", s.nodes(8))
	s.configure(nil)
	found := s.diagnosed(s.named("two", s.nodes(9)))
	if len(found) != 1 || found[0].Severity != tfprotov6.DiagnosticSeverityWarning || !strings.Contains(found[0].Detail, "were not planned in time; they may make room.") {
		t.Fatal("a lane may still make room: ", texts(found))
	}
	s.configure(nil)
	if found := errorsIn(s.diagnosed(s.named("two", s.nodes(13)))); len(found) != 1 {
		t.Fatal("no lane can make so much room: ", found)
	}
}

// One system lane goes and another one comes.
func TestSwapOfSystemLanes(t *testing.T) {
	t.Parallel()
	s := statefulIn(t, ordinaryCluster)
	system := map[string]any{"purpose": "system"}
	s.create("old", system)
	s.delete("nodepool1")
	s.inEveryOrder([]change{{"old", nil}, {"new", system}}, func(refused map[string][]string) {
		if len(refused) > 0 {
			t.Error("a swap of system lanes is refused: ", refused)
		}
	})
}

// The last system lane goes, alone or with its like: whoever is planned last
// is refused.
func TestLastSystemLane(t *testing.T) {
	t.Parallel()
	s := statefulIn(t, ordinaryCluster)
	system := map[string]any{"purpose": "system"}
	s.create("one", system)
	s.create("two", system)
	s.delete("nodepool1")
	s.inEveryOrder([]change{{"one", nil}, {"two", nil}}, func(refused map[string][]string) {
		if len(refused) == 0 || !strings.Contains(fmt.Sprint(refused), "is the cluster's last system pool, and this plan deletes it.") {
			t.Error("both system lanes go: ", refused)
		}
	})
	user := map[string]any{"purpose": "system", "mode": "User"}
	s.inEveryOrder([]change{{"one", user}, {"two", nil}}, func(refused map[string][]string) {
		if len(refused) == 0 {
			t.Error("one goes and one becomes a user pool: ", refused)
		}
	})
	s.inEveryOrder([]change{{"one", system}, {"two", nil}}, func(refused map[string][]string) {
		if len(refused) > 0 {
			t.Error("one stays: ", refused)
		}
	})
}

// ordinaryCluster has a pool for everything, so that only the guard at hand has
// anything to say.
func ordinaryCluster(w *simulator.World) {
	count, size, mode := int32(1), "Standard_D4ds_v5", "User"
	c := &w.Subscriptions[0].Clusters[0]
	c.Pools = append(c.Pools, simulator.Pool{Name: "open", Properties: &simulator.AgentPoolProperties{Count: &count, VMSize: &size, Mode: &mode}})
}

// Another name for the last system lane, and a replacement that is asked for:
// its pool goes first, and the new one is no help.
func TestReplaceLastSystemLane(t *testing.T) {
	t.Parallel()
	s := statefulIn(t, ordinaryCluster)
	system := map[string]any{"purpose": "system"}
	s.create("old", system)
	s.delete("nodepool1")
	s.configure(nil)
	renamed := map[string]any{"purpose": "system", "name": "new", "disruption": s.object("disruption", map[string]any{"allow": "replace"})}
	if found := s.planned(change{"old", renamed}); len(found) != 1 {
		t.Error("the only system lane gets another name: ", found)
	}
	s.configure(nil)
	if found := s.planned(change{"old", system}); len(found) > 0 {
		t.Error("nothing changes: ", found)
	}
	state := s.lanes["old"]
	delete(s.lanes, "old") // how Terraform plans the second half
	if found := s.planned(change{"old", system}); len(found) != 1 {
		t.Error("the only system lane is replaced: ", found)
	}
	s.lanes["old"] = state
	s.create("two", system)
	s.configure(nil)
	if found := s.planned(change{"old", renamed}, change{"two", system}); len(found) > 0 {
		t.Error("another system lane stays: ", found)
	}
}

// Two lanes claim one node pool.
func TestSamePool(t *testing.T) {
	t.Parallel()
	s := statefulIn(t, func(*simulator.World) {})
	found := s.planned(change{"one", s.nodes(1)}, change{"one", s.nodes(1)})
	if len(found) == 0 || !strings.Contains(fmt.Sprint(found), "2 blocks of this plan are lane one of this cluster.") {
		t.Error("two creates of one pool: ", found)
	}
	s.configure(nil)
	s.create("one", s.nodes(1))
	s.configure(nil)
	if found := s.planned(change{"one", s.nodes(1)}); len(found) > 0 {
		t.Error("a second plan in another run: ", found)
	}
}

// A switched guard.
func TestGuardOff(t *testing.T) {
	t.Parallel()
	s := statefulIn(t, ordinaryCluster)
	s.create("old", map[string]any{"purpose": "system"})
	s.delete("nodepool1")
	for level, refused := range map[string]int{"error": 1, "warn": 0, "off": 0} {
		s.configure(map[string]string{"last-system-pool": level})
		if found := s.planned(change{"old", nil}); len(found) != refused {
			t.Errorf("%s: %v", level, found)
		}
	}
}

// serverWith is a configured provider on seams.
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

// configure begins another run of the provider, with levels of checks.
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

// configureBlock is a run with a whole provider block.
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

package lane

import (
	"slices"
	"strings"
	"testing"
)

const planCluster = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerService/managedClusters/c"

// planned returns the plan of a lane of purpose general.
func planned(edit ...func(in *Input)) Output {
	in := Input{
		Intent:  Intent{Name: "web", Purpose: General, Set: Settings{}},
		Cluster: Known(planCluster), Name: Known("web"), SameCluster: true, Allow: Rolling, UpdateMinutes: 360,
		Facts: Facts{Zones: FixedZones(threeZones), Minor: FixedMinor(35)},
	}
	for _, e := range edit {
		e(&in)
	}
	return Plan(in)
}

// existing is the lane as created by a first plan, with three nodes.
func existing(edit ...func(o *Object)) func(in *Input) {
	return func(in *Input) {
		pool := planned().Pool
		in.Prior = &Object{Cluster: planCluster, Name: "web", Purpose: General, Revision: 1, Pool: pool, PoolName: "web",
			Live: pool.Put(Nodes, Known(3)), Status: Status{State: "Succeeded", Power: "Running", Nodes: 3, Version: "1.35.7", Target: "1.35"}}
		for _, e := range edit {
			e(in.Prior)
		}
	}
}

func writes(s ...Setting) func(in *Input) {
	return func(in *Input) {
		for _, one := range s {
			in.Intent.Set = in.Intent.Set.Put(one.Field, one.Value)
		}
	}
}

func allows(c Class) func(in *Input) { return func(in *Input) { in.Allow = c } }

// titles lists the titles of a plan's notices, with refusals marked.
func titles(out Output) string {
	var all []string
	for _, n := range out.Problems {
		text := n.Title
		if n.Refuses {
			text = "! " + text
		}
		all = append(all, text)
	}
	return strings.Join(all, "; ")
}

// The decisions for an existing lane: changed in place, blocked by the gate, rotated,
// replaced, or unchanged.
func TestPlan(t *testing.T) {
	t.Parallel()
	same := func(in *Input) { in.SameWords = true }
	named := func(name string) func(in *Input) {
		return func(in *Input) { in.Name, in.Intent.Name = Known(name), name }
	}
	for name, tt := range map[string]struct {
		edit  []func(in *Input)
		says  string
		class Class
		pool  string // pool_name
		check func(out Output) bool
	}{
		"a creation":                         {class: None, pool: "web", check: func(o Output) bool { return o.Writes && o.Revision == 1 && !o.ImpactUnknown }},
		"nothing":                            {edit: []func(*Input){existing(), same}, class: None, pool: "web", check: func(o Output) bool { return o.Nothing }},
		"only a word":                        {edit: []func(*Input){existing()}, class: None, pool: "web", check: func(o Output) bool { return !o.Nothing && !o.Writes }},
		"a label":                            {edit: []func(*Input){existing(), writes(Labels.Is(Texts(map[string]string{"a": "b"})))}, class: Metadata, pool: "web"},
		"fewer nodes":                        {edit: []func(*Input){existing(), writes(Nodes.Is(1))}, says: "Change evicts pods", class: Evict, pool: "web"},
		"beyond the gate":                    {edit: []func(*Input){existing(), writes(Nodes.Is(1)), allows(Metadata)}, says: "! Change disturbs more than the lane allows", class: Evict, pool: "web"},
		"fixed at creation":                  {edit: []func(*Input){existing(), writes(MaxPods.Is(60))}, says: "! Lane would be rotated", class: Rotate, pool: "web"},
		"a rotation":                         {edit: []func(*Input){existing(), writes(VMSize.Is("Standard_D16ds_v5")), allows(Rotate)}, says: "Lane is rotated", class: Rotate, pool: "webr", check: func(o Output) bool { return o.Rotates }},
		"a rotation, allowed to be replaced": {edit: []func(*Input){existing(), writes(VMSize.Is("Standard_D16ds_v5")), allows(Replace)}, says: "Lane is rotated", class: Rotate, pool: "webr"},
		"another name": {edit: []func(*Input){existing(), named("shop")}, says: "! Lane would be replaced", pool: "shop", check: func(o Output) bool {
			return o.Way == Renamed && slices.Equal(o.Replace, []*Field{Name}) && o.ImpactUnknown
		}},
		"another name, allowed":     {edit: []func(*Input){existing(), named("shop"), allows(Replace)}, says: "Lane is replaced", pool: "shop"},
		"another name, no nodes":    {edit: []func(*Input){existing(func(o *Object) { o.Status.Nodes = 0 }), named("shop")}, pool: "shop"},
		"another cluster":           {edit: []func(*Input){existing(), func(in *Input) { in.SameCluster = false }, named("web")}, says: "! Lane would be replaced", pool: "web", check: func(o Output) bool { return slices.Equal(o.Replace, []*Field{Cluster}) }},
		"it refuses to go":          {edit: []func(*Input){existing(func(o *Object) { o.Refuses = true }), named("shop"), allows(Replace)}, says: "! Lane refuses to be deleted", pool: "shop"},
		"replaced as asked":         {edit: []func(*Input){former(Replacing)}, pool: "web", check: func(o Output) bool { return o.ImpactUnknown }},
		"replaced, at apply":        {edit: []func(*Input){former(Replaced)}, class: Replace, pool: "web", check: func(o Output) bool { return o.Impact.Nodes == 3 && !o.ImpactUnknown }},
		"never read":                {edit: []func(*Input){existing(func(o *Object) { o.Pool = nil })}, says: "! Lane has not been read", pool: "web"},
		"as found, never found":     {edit: []func(*Input){func(in *Input) { in.Revision = Known(int64(0)) }}, says: "! Lane has no revision 0", pool: "web"},
		"no such purpose":           {edit: []func(*Input){func(in *Input) { in.Intent.Purpose = "storage" }}, says: "! Unable to expand the lane", pool: "web"},
		"a purpose not known yet":   {edit: []func(*Input){func(in *Input) { in.Intent.Purpose, in.Undecided = "", "purpose" }}, pool: "web", check: func(o Output) bool { return o.Undecided }},
		"and of a lane that exists": {edit: []func(*Input){existing(), func(in *Input) { in.Intent.Purpose, in.Undecided = "", "purpose" }}, says: "! Setting must be known to change an existing lane", pool: "web"},
		"a size not known yet":      {edit: []func(*Input){existing(), writes(Setting{VMSize, Unknown}), func(in *Input) { in.PartlyUnknown = true }}, says: "! Setting must be known to change an existing lane", class: Rotate, pool: "web"},
		"a name not known yet":      {edit: []func(*Input){func(in *Input) { in.Name, in.Intent.Name = Unknown, "" }}, pool: "(known after apply)"},
		"an operation that runs":    {edit: []func(*Input){existing(func(o *Object) { o.Pending = &PendingOperation{} }), same}, pool: "web", check: func(o Output) bool { return !o.Nothing && o.Writes }},
		"a rotation owes a pool":    {edit: []func(*Input){existing(func(o *Object) { o.Pending = &PendingOperation{Old: "webr"} }), same}, says: "Change evicts pods", class: Evict, pool: "web"},
		"and another is asked for": {edit: []func(*Input){existing(func(o *Object) { o.Pending = &PendingOperation{Old: "webr"} }), writes(VMSize.Is("Standard_D16ds_v5")), allows(Rotate)},
			says: "! An earlier rotation is not finished", pool: "web"},
		"longer than it waits": {edit: []func(*Input){existing(), writes(OSSKU.Is("AzureLinux")), func(in *Input) { in.UpdateMinutes = 30 }}, says: "Change replaces every node; Change may outlast its timeout", class: Rolling, pool: "web"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out := planned(tt.edit...)
			if got := titles(out); got != tt.says {
				t.Errorf("it says %q, want %q", got, tt.says)
			}
			if !out.Failed() && out.Impact.Class != tt.class {
				t.Errorf("class %s, want %s", out.Impact.Class, tt.class)
			}
			if got := out.PoolName.String(); got != tt.pool {
				t.Errorf("pool_name %s, want %s", got, tt.pool)
			}
			if tt.check != nil && !tt.check(out) {
				t.Errorf("the plan is %+v", out)
			}
		})
	}
}

// former makes the plan create the lane in place of itself.
func former(way Way) func(in *Input) {
	return func(in *Input) {
		existing()(in)
		in.Former, in.Prior, in.Way = in.Prior, nil, way
	}
}

// D19: one notice for everything that the gate blocks, with one way to proceed.
func TestOneNoticeOfTheGate(t *testing.T) {
	t.Parallel()
	out := planned(existing(), allows(None), writes(Labels.Is(Texts(map[string]string{"a": "b"})), Nodes.Is(1), OSSKU.Is("AzureLinux")))
	if len(out.Problems) != 1 || out.Problems[0].Field != OSSKU {
		t.Fatalf("got %+v", out.Problems)
	}
	text := out.Problems[0].Detail
	for _, want := range []string{"labels changes", "capacity.nodes changes", "os_sku changes", `write disruption = { allow = "rolling" }`} {
		if !strings.Contains(text, want) {
			t.Errorf("it does not say %q:\n%s", want, text)
		}
	}
	if strings.Count(text, "disruption = ") != 1 {
		t.Errorf("more than one way out:\n%s", text)
	}
}

// The same input gives the same plan, whatever was planned before it.
func TestPlanIsPure(t *testing.T) {
	t.Parallel()
	edit := []func(*Input){existing(), writes(VMSize.Is("Standard_D16ds_v5")), allows(Rotate)}
	a, b := planned(edit...), planned(edit...)
	if !a.Pool.Equal(b.Pool) || titles(a) != titles(b) || a.Impact.Summary != b.Impact.Summary {
		t.Errorf("two plans differ:\n%+v\n%+v", a, b)
	}
}

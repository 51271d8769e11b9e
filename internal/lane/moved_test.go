package lane

import "testing"

func TestMoves(t *testing.T) {
	t.Parallel()
	healthy, failed := Status{State: "Succeeded", Nodes: 5}, Status{State: "Failed", Nodes: 5}
	change := func(class Class, f *Field, to any) Impact {
		return Impact{Class: class, Reasons: []ImpactReason{{Change: Change{Field: f, To: Known(to)}}}}
	}
	for name, tt := range map[string]struct {
		was    Status
		impact Impact
		want   Moved
	}{
		"labels":                    {healthy, change(Metadata, Labels, nil), Moved{}},
		"labels of a failed pool":   {failed, change(Metadata, Labels, nil), Moved{Provisioning: true}},
		"a pool with an error":      {Status{State: "Succeeded", ErrorCode: "x"}, change(Metadata, Labels, nil), Moved{Provisioning: true}},
		"a range around the nodes":  {healthy, change(None, Max, 5), Moved{}},
		"a range below them":        {healthy, change(Evict, Max, 4), Moved{Nodes: true}},
		"a range above them":        {healthy, change(None, Min, 6), Moved{Nodes: true}},
		"an unknown range":          {healthy, Impact{Reasons: []ImpactReason{{Change: Change{Field: Max, To: Unknown}}}}, Moved{Nodes: true}},
		"a fixed number":            {healthy, change(None, Nodes, 6), Moved{Nodes: true}},
		"as many as there are":      {healthy, change(None, Nodes, 5), Moved{}},
		"machines by size":          {healthy, change(Evict, VirtualMachines, []Settings{}), Moved{Nodes: true}},
		"power":                     {healthy, change(Evict, Power, "Stopped"), Moved{Nodes: true, Power: true}},
		"every node anew":           {healthy, change(Rolling, Version, "1.37"), Moved{Version: true, Image: true}},
		"what a failed pool brings": {failed, Impact{Class: Rolling, Reasons: []ImpactReason{{}}}, Moved{Provisioning: true, Version: true, Image: true}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := tt.impact.Moves(tt.was); got != tt.want {
				t.Errorf("%+v, want %+v", got, tt.want)
			}
		})
	}
}

// A reader does not have to compare two long lists: a reason contains only the
// differences.
func TestDiffering(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		change   Change
		from, to string
	}{
		"another value":  {Change{Field: Labels, From: Texts(map[string]string{"team": "a", "tier": "web"}), To: Texts(map[string]string{"team": "b", "tier": "web"})}, "team=a", "team=b"},
		"a key more":     {Change{Field: Tags, From: Texts(map[string]string{"a": "1"}), To: Texts(map[string]string{"a": "1", "b": "2"})}, "null", "b=2"},
		"a key less":     {Change{Field: Labels, From: Texts(map[string]string{"a": "1", "b": "2"}), To: Texts(map[string]string{"a": "1"})}, "b=2", "null"},
		"the first keys": {Change{Field: Labels, To: Texts(map[string]string{"a": "1"})}, "null", "a=1"},
		"an unknown one": {Change{Field: Labels, From: Texts(map[string]string{"a": "1"}), To: Known(map[string]Value{"a": Unknown})}, "a=1", "a=(known after apply)"},
		"unknown":        {Change{Field: Labels, From: Texts(map[string]string{"a": "1"}), To: Unknown}, "a=1", "(known after apply)"},
		"a taint":        {Change{Field: Taints, From: Known([]string{"a=1:NoSchedule", "b=1:NoSchedule"}), To: Known([]string{"b=1:NoSchedule"})}, "a=1:NoSchedule", "null"},
		"zones, whole":   {Change{Field: Zones, From: Known([]string{"1", "2"}), To: Known([]string{"1"})}, "1, 2", "1"},
		"another size":   {Change{Field: VMSize, From: Known("x"), To: Known("y")}, "x", "y"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if from, to := tt.change.Differing(); from.String() != tt.from || to.String() != tt.to {
				t.Errorf("%s -> %s, want %s -> %s", from, to, tt.from, tt.to)
			}
		})
	}
}

func TestImpactKnown(t *testing.T) {
	t.Parallel()
	known, later := ImpactReason{Change: Change{Field: Max, To: Known(3)}}, ImpactReason{Change: Change{Field: Zones, To: Unknown}}
	if im := (Impact{Reasons: []ImpactReason{known}}); !im.Known() {
		t.Error("a known value is not known")
	}
	if im := (Impact{Reasons: []ImpactReason{known, later}}); im.Known() {
		t.Error("an impact with an unknown value is known")
	}
}

package lane

import "testing"

func TestMoves(t *testing.T) {
	t.Parallel()
	change := func(class Class, fields ...*Field) Impact {
		im := Impact{Class: class}
		for _, f := range fields {
			im.Reasons = append(im.Reasons, ImpactReason{Change: Change{Field: f}})
		}
		return im
	}
	for name, tt := range map[string]struct {
		impact Impact
		want   Moved
	}{
		"labels":            {change(Metadata, Labels), Moved{Provisioning: true}},
		"a range":           {change(None, Max), Moved{Provisioning: true, Nodes: true}},
		"machines by size":  {change(Evict, VirtualMachines), Moved{Provisioning: true, Nodes: true}},
		"power":             {change(Evict, Power), Moved{Provisioning: true, Nodes: true, Power: true}},
		"all nodes anew":    {change(Rolling, Version), Moved{Provisioning: true, Version: true, Image: true}},
		"a failed pool too": {Impact{Class: Rolling, Reasons: []ImpactReason{{}}}, Moved{Provisioning: true, Version: true, Image: true}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := tt.impact.Moves(); got != tt.want {
				t.Errorf("%+v, want %+v", got, tt.want)
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

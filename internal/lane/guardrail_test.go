package lane

import (
	"strings"
	"testing"
)

// house is a team with a limit of each kind.
var house = Guardrails{
	Labels: []string{"team"}, Tags: []string{"CostCenter"}, Sizes: []string{"Standard_D*ds_v5", "standard_e8*"},
	Nodes: 20, Zones: map[string]int64{General: 3, AnyPurpose: 1}, Hourly: 10, Message: "Ask #platform.",
}

// tidy is a lane within every limit.
func tidy(change ...Setting) Guarded {
	pool := Of(Labels.Is(map[string]Value{"team": Known("data")}), Tags.Is(map[string]Value{"costcenter": Known("42")}),
		VMSize.Is("Standard_D8ds_v5"), Min.Is(1), Max.Is(20), Zones.Is([]string{"1", "2", "3"}))
	set := Of(change...)
	if set.Has(Nodes) { // as an expansion does
		pool = pool.Without(Min, Max)
	}
	return Guarded{Purpose: General, Pool: set.Over(pool), Hourly: 10, Currency: "USD"}
}

func TestGuardrails(t *testing.T) {
	dear := tidy()
	dear.Hourly = 10.5
	batch := tidy(Zones.Is([]string{"2"}))
	batch.Purpose = Batch
	for name, tt := range map[string]struct {
		lane  Guarded
		field *Field
		says  string // "" = within every limit
	}{
		"tidy":                      {tidy(), nil, ""},
		"no label":                  {tidy(Labels.Is(map[string]Value{})), Labels, "label team"},
		"a label not known yet":     {tidy(Labels.Is(map[string]Value{"team": Unknown})), nil, ""},
		"labels not known yet":      {tidy(Labels.Is(Unknown)), nil, ""},
		"no tag":                    {tidy(Tags.Is(map[string]Value{"team": Known("x")})), Tags, "tag costcenter"},
		"a size in another casing":  {tidy(VMSize.Is("standard_E8ds_v5")), nil, ""},
		"another size":              {tidy(VMSize.Is("Standard_F8s_v2")), VMSize, "Standard_F8s_v2 is none of the allowed VM sizes: Standard_D*ds_v5"},
		"a size not known yet":      {tidy(VMSize.Is(Unknown)), nil, ""},
		"too many nodes":            {tidy(Max.Is(21)), Max, "21 nodes; at most 20"},
		"too many fixed nodes":      {tidy(Nodes.Is(30)), Nodes, "30 nodes"},
		"too many machines":         {tidy(VirtualMachines.Is([]Settings{Of(MachineSize.Is("Standard_D8ds_v5"), MachineNodes.Is(15)), Of(MachineSize.Is("Standard_D4ds_v5"), MachineNodes.Is(6))})), VirtualMachines, "21 nodes"},
		"a machine of another size": {tidy(VirtualMachines.Is([]Settings{Of(MachineSize.Is("Standard_F8s_v2"), MachineNodes.Is(1))})), VirtualMachines, "Standard_F8s_v2"},
		"nodes not known yet":       {tidy(Max.Is(Unknown)), nil, ""},
		"two zones":                 {tidy(Zones.Is([]string{"1", "2"})), Zones, "2 zones; a lane of purpose general must be in 3"},
		"regional":                  {tidy(Zones.Is([]string{})), Zones, "no zone"},
		"another purpose":           {batch, nil, ""},
		"too dear":                  {dear, Max, "10.50 USD an hour; at most 10.00"},
	} {
		t.Run(name, func(t *testing.T) {
			found := house.Breaches(nil, tt.lane)
			switch {
			case tt.says == "" && len(found) > 0:
				t.Errorf("it is accused: %s", found[0].Detail())
			case tt.says == "":
			case len(found) != 1 || found[0].Field != tt.field || !strings.Contains(found[0].Detail(), tt.says):
				t.Errorf("found %v, want one at %s that says %q", found, tt.field.Path, tt.says)
			case !strings.HasSuffix(found[0].Detail(), "\n\nAsk #platform."):
				t.Errorf("the team's message does not come last: %s", found[0].Detail())
			}
		})
	}
}

// A lane that was beyond a limit before is judged only in what changes.
func TestGuardrailsJudgeChanges(t *testing.T) {
	was := tidy(Max.Is(50), Labels.Is(map[string]Value{}))
	if found := house.Breaches(&was, tidy(Max.Is(50), Labels.Is(map[string]Value{}), VMSize.Is("Standard_D4ds_v5"))); len(found) != 0 {
		t.Errorf("what stayed is accused: %s", found[0].Detail())
	}
	found := house.Breaches(&was, tidy(Max.Is(60), Labels.Is(map[string]Value{})))
	if len(found) != 1 || found[0].Field != Max {
		t.Errorf("found %v, want the new maximum alone", found)
	}
}

// Without limits nothing is beyond one.
func TestNoGuardrails(t *testing.T) {
	if found := (Guardrails{}).Breaches(nil, Guarded{Purpose: Batch, Pool: Of(Nodes.Is(1000))}); len(found) != 0 {
		t.Errorf("found %v", found)
	}
}

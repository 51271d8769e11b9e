package lane

import "testing"

// list contains prices that are easy to tell apart.
var list = UnitPrices{"standard_d8ds_v5": {OnDemand: 0.5, Spot: 0.1}, "standard_d4ds_v5": {OnDemand: 0.25}}

func TestCost(t *testing.T) {
	pool := func(change ...Setting) Settings {
		return Of(change...).Over(Of(VMSize.Is("Standard_D8ds_v5"), OSType.Is("Linux"), Priority.Is("Regular"), Min.Is(2), Max.Is(10)))
	}
	vms := VirtualMachines.Is([]Settings{Of(MachineSize.Is("Standard_D8ds_v5"), MachineNodes.Is(3)), Of(MachineSize.Is("Standard_D4ds_v5"), MachineNodes.Is(2))})
	for name, tt := range map[string]struct {
		pool Settings
		want Cost
	}{
		"a range":               {pool(), Cost{1, 5, -1}},
		"a fixed number":        {pool(Nodes.Is(4)).Without(Min, Max), Cost{2, 2, -1}},
		"from zero":             {pool(Min.Is(0)), Cost{0, 5, -1}},
		"another casing":        {pool(VMSize.Is("standard_d8ds_V5")), Cost{1, 5, -1}},
		"spot":                  {pool(Priority.Is("Spot")), Cost{0.2, 1, 0.8}},
		"machines of two kinds": {pool(vms).Without(VMSize, Min, Max), Cost{2, 2, -1}},
		"machines of a range":   {pool(machineList("Standard_D8ds_v5", 1, "Standard_D4ds_v5", [2]int{2, 6})).Without(VMSize, Min, Max), Cost{1, 2, -1}},
	} {
		t.Run(name, func(t *testing.T) {
			if got, ok := CostOf(tt.pool, list); got != tt.want || !ok {
				t.Errorf("the cost is %+v (%v), want %+v", got, ok, tt.want)
			}
		})
	}
	for name, p := range map[string]Settings{
		"a size without a price": pool(VMSize.Is("Standard_F2s_v2")),
		"no spot price":          pool(VMSize.Is("Standard_D4ds_v5"), Priority.Is("Spot")),
		"an unknown size":        pool(VMSize.Is(Unknown)),
		"an unknown number":      pool(Max.Is(Unknown)),
		"an unknown priority":    pool(Priority.Is(Unknown)),
	} {
		if c, ok := CostOf(p, list); ok {
			t.Errorf("%s costs %+v", name, c)
		}
	}
	if got := Monthly(0.1234); got != 90.08 {
		t.Errorf("a month is %v", got)
	}
}
